"""Slugs and paths of a page in every language (``manage.py check_addresses``).

* A page has a path in every language, published there or not, so that the switcher
  always leads somewhere. Without a slug of its own a language borrows the default's.
* A path is the parent's path in the language, plus the slug; no two pages share one.
* The root and a site's front page have one path: Wagtail caches the sites' root
  paths in whichever language asked first.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.urls import resolve, reverse

from . import languages, subviews
from .languages import localized, value_in
from .slugs import free_slug, slugify

Addresses = dict[str, str]
"""A page's path in each language: {"nb": "/home/nyheter/", "en": "/home/news/"}."""

FRONT_PAGE_DEPTH = 2


def slug_in(page: Any, language: str) -> str:
    """Own or borrowed; else the page's translation key."""
    if page.depth == FRONT_PAGE_DEPTH:
        language = languages.default()
    for code in languages.reading_order(language):
        if slug := value_in(page, "slug", code):
            return slug
    return str(page.translation_key)


def path_under(parent: Any, page: Any, language: str) -> str:
    """Without a parent, that of the root: "/"."""
    if parent is None:
        return "/"
    slug = slug_in(page, language if parent.depth > 1 else languages.default())
    return f"{value_in(parent, 'url_path', language)}{slug}/"


def set_paths(page: Any, parent: Any) -> None:
    for language in languages.codes():
        path = path_under(parent, page, language)
        setattr(page, localized("url_path", language), path)


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
    return not (
        manager.filter(**{localized("url_path", language): path})
        .exclude(pk=page.pk if page else None)
        .exists()
    )


def _numbered(manager: Any, parent: Any, slug: str, language: str, page: Any) -> str:
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
            setattr(page, column, _numbered(manager, parent, slug, language, page))
    if not any(value_in(page, "slug", code) for code in languages.codes()):
        # A title without a single letter or digit of ours, such as "!?" or "中文".
        setattr(page, localized("slug", languages.default()), slug_in(page, "")[:8])
    for language in languages.codes():
        column = localized("slug", language)
        borrowed = slug_in(page, language)
        if not getattr(page, column) and not is_free(
            manager, parent, borrowed, language, page
        ):
            setattr(page, column, _numbered(manager, parent, borrowed, language, page))


def _share_the_default_slug(page: Any, parent: Any, manager: Any) -> None:
    """A front page has one slug for all languages."""
    default = languages.default()
    slug = slug_in(page, default)
    if not value_in(page, "slug", default):
        title = languages.worded(page, "title", default).text
        slug = _numbered(manager, parent, slugify(title) or slug, default, page)
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
            setattr(page, column, _numbered(manager, parent, slug, language, page))


def taken_slugs(page: Any, parent: Any, manager: Any) -> Iterator[str]:
    """The languages in which another page has the slug."""
    if parent is None:
        return
    for language in languages.codes():
        if not is_free(manager, parent, slug_in(page, language), language, page):
            yield language


def addresses(page: Any) -> Addresses:
    """Paths in memory, by language."""
    return {
        language: value_in(page, "url_path", language) for language in languages.codes()
    }


def stored_addresses(manager: Any, page: Any) -> Addresses:
    """Paths in the database, by language."""
    columns = languages.localized_names("url_path")
    values = manager.filter(pk=page.pk).values_list(*columns).get()
    return dict(zip(languages.codes(), values, strict=True))


def move_descendants(manager: Any, page: Any, old: Addresses, new: Addresses) -> None:
    """In one UPDATE."""
    updates: dict[str, Any] = {}
    for language in languages.codes():
        if old[language] != new[language]:
            column = localized("url_path", language)
            tail = Substr(F(column), len(old[language]) + 1)
            updates[column] = Concat(Value(new[language]), tail)
            if language == languages.default():
                updates["url_path"] = updates[column]
    if updates:
        # rewrite(False): the names are columns already, not translated fields.
        manager.rewrite(False).filter(path__startswith=page.path).exclude(
            pk=page.pk
        ).update(**updates)
