"""From a title to a slug, and the slugs of a page in every language."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import resolve, reverse

from . import languages, subviews
from .languages import localized, value_in
from .letters import latin

FRONT_PAGE_DEPTH = 2
MAX_LENGTH = 255  # characters, as Wagtail's slug field
ROOM_FOR_A_NUMBER = 5  # characters kept free for "-1234"

# English closes a word up over it (Norway's, don't); elsewhere it parts two (l'été).
CLOSED_UP = re.compile(r"(?<=[a-z0-9])['’](?=[st]\b)")
NOT_IN_SLUGS = re.compile(r"[^a-z0-9_]+")


def free_slug(slug: str, is_taken: Callable[[str], bool]) -> str:
    """With the first number from 2 that is free, if it is taken."""
    candidate, number = slug, 1
    while is_taken(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def slugify(text: str) -> str:
    """a-z, 0-9, underscores, and a hyphen for all between; empty without any of them.

    A sign is not read out: "&" would be "og" in one language and "and" in the other,
    where both may have the same slug, and in a name (H&M) neither.
    """
    slug = NOT_IN_SLUGS.sub("-", CLOSED_UP.sub("", latin(text))).strip("-_")
    return slug[: MAX_LENGTH - ROOM_FOR_A_NUMBER].strip("-_")


def is_made_of(title: str, slug: str) -> bool:
    """Whether it follows the title, but for a number."""
    made = slugify(title)
    return bool(made and re.fullmatch(rf"{re.escape(made)}(-\d+)?", slug))


def slug_in(page: Any, language: str) -> str:
    """Own or borrowed; else the page's translation key."""
    if page.depth == FRONT_PAGE_DEPTH:
        language = languages.default()
    for code in languages.reading_order(language):
        if slug := value_in(page, "slug", code):
            return slug
    return str(page.translation_key)


def is_reserved(parent: Any, slug: str, language: str) -> bool:
    """Whether a URL of the site (/admin/, /en/) or a view below the parent hides it."""
    if parent.depth == FRONT_PAGE_DEPTH:
        if slug in languages.codes():
            return True
        with languages.in_language(language):
            address = reverse("wagtail_serve", args=[f"{slug}/"])
            return resolve(address).url_name != "wagtail_serve"
    return subviews.find(parent.specific_class, [slug], language) is not None


def is_free(manager: Any, parent: Any, slug: str, language: str, page: Any) -> bool:
    """Whether nothing else answers at the slug, under the parent, in the language."""
    if is_reserved(parent, slug, language):
        return False
    path = f"{value_in(parent, 'url_path', language)}{slug}/"
    stored = page and page.as_stored
    if stored and value_in(stored, "url_path", language) == path:
        return True  # no two are stored at one address
    return not (
        manager.filter(**{localized("url_path", language): path})
        .exclude(pk=page.pk if page else None)
        .exists()
    )


def numbered(manager: Any, parent: Any, slug: str, language: str, page: Any) -> str:
    """With a number where it is taken."""
    return free_slug(
        slug, lambda one: not is_free(manager, parent, one, language, page)
    )


def fill_slugs(page: Any, parent: Any, manager: Any) -> None:
    """From titles; a language without one follows the default's slug if it is free."""
    if parent is None:
        return
    if parent.depth == 1:
        _share_the_default_slug(page, parent, manager)
        return
    for language in languages.codes():
        column = localized("slug", language)
        if getattr(page, column):
            continue
        if slug := slugify(value_in(page, "title", language) or ""):
            setattr(page, column, numbered(manager, parent, slug, language, page))
    if not any(value_in(page, "slug", code) for code in languages.codes()):
        # A title without a single letter or digit of ours, such as "!?".
        setattr(page, localized("slug", languages.default()), slug_in(page, "")[:8])
    for language in languages.codes():
        column = localized("slug", language)
        borrowed = slug_in(page, language)
        if not getattr(page, column) and not is_free(
            manager, parent, borrowed, language, page
        ):
            setattr(page, column, numbered(manager, parent, borrowed, language, page))


def _share_the_default_slug(page: Any, parent: Any, manager: Any) -> None:
    """A front page has one slug for all languages."""
    default = languages.default()
    slug = slug_in(page, default)
    if not value_in(page, "slug", default):
        title = languages.worded(page, "title", default).text
        slug = numbered(manager, parent, slugify(title) or slug, default, page)
    for language in languages.codes():
        setattr(page, localized("slug", language), slug)


def number_taken_slugs(
    page: Any, parent: Any, manager: Any, among: list[str] | None = None
) -> None:
    """In the languages of ``among``, or in all."""
    if parent is None or parent.depth == 1:
        return
    for language in among if among is not None else languages.codes():
        column = localized("slug", language)
        if slug := getattr(page, column):
            setattr(page, column, numbered(manager, parent, slug, language, page))


def taken_slugs(page: Any, parent: Any, manager: Any) -> Iterator[str]:
    """The languages in which another page has the slug."""
    if parent is None:
        return
    for language in languages.codes():
        if not is_free(manager, parent, slug_in(page, language), language, page):
            yield language
