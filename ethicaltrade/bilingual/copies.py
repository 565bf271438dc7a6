"""A page is copied: named in every language, and published where its source is.

What its words were translated from comes along, so each keeps the state that it has.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from wagtail.actions.create_alias import CreatePageAliasAction

from . import actions, languages, meaning, refusals, scopes, slugs, summaries
from .languages import localized
from .scopes import Content

Names = dict[str, Any]
"""Titles and slugs, by column."""


@transaction.atomic
def copy(
    source: Any,
    parent: Any,
    names: Names,
    *,
    is_recursive: bool = False,
    codes: Collection[str] = (),
    user: Any = None,
) -> Any:
    """A draft, published in those of ``codes`` that readers have its source in.

    They get what they have of the source, and drafts stay drafts; so with each page
    below it. ValidationError when a rule is against one of them.
    """
    copy = source.copy(
        to=parent,
        recursive=is_recursive,
        keep_live=False,
        update_attrs=names | _followed(source, actions.draft_of(source), names),
        user=user,
    )
    copies = list(copy.get_descendants(inclusive=True)) if codes else []
    sources = source.get_descendants(inclusive=True)[: len(copies)]
    for one, other in zip(sources, copies, strict=True):
        if public := [code for code in one.public_languages if code in codes]:
            content, is_named = scopes.content_of(other.specific), other.pk != copy.pk
            if not is_named:
                content |= _followed(source, scopes.content_of(source), names)
            _publish(other, public, content, user, is_named=is_named)
    return type(copy).objects.get(pk=copy.pk)


def _publish(
    page: Any, codes: list[str], content: Content, user: Any, *, is_named: bool
) -> None:
    try:
        actions.publish(page, codes, user=user, content=content)
    except ValidationError as error:
        if not is_named:
            raise
        why = refusals.in_words(error, page.specific)
        title = page.specific.get_admin_display_title()
        raise ValidationError(f"{title}: {why}") from error


def _followed(source: Any, content: Content, names: Names) -> Content:
    """What its words follow: a title that is new, the source's as it is now."""
    recorded = meaning.record(type(source), content, content | names)
    columns = languages.localized_names("translated_from")
    return {column: recorded.get(column) for column in columns}


def alias(
    source: Any,
    parent: Any,
    names: Names,
    *,
    is_recursive: bool = False,
    user: Any = None,
) -> Any:
    """It follows its source in everything but its slugs."""
    shown = type(source).objects.get(pk=source.pk)
    for column in languages.localized_names("slug"):
        setattr(shown, column, names.get(column))
    action = CreatePageAliasAction(
        shown, recursive=is_recursive, parent=parent, user=user
    )
    return action.execute(skip_permission_checks=True)


def forget_dates(copy: Any) -> None:
    """Of a page that is new, with those below it; what is live is from today.

    Wagtail says of each copy that is to stay as live as its source that it was public.
    """
    for page in copy.get_descendants(inclusive=True).specific():
        columns = [
            column
            for name in page.dates_by_language
            for column in (name, *languages.localized_names(name))
        ]
        for column in columns:
            setattr(page, column, None)
        if not page.live:
            page.first_published_at = page.last_published_at = None
            page.live_revision = None
        page.save(clean=False)
        dates = scopes.as_kept({column: getattr(page, column) for column in columns})
        for revision in page.revisions.all():
            revision.content |= dates
            revision.save(update_fields=["content"])
        summaries.write(page)


# What a copy is called


def title_of(content: Content, language: str) -> str:
    return content.get(localized("title", language)) or ""


def follows_title(content: Content, language: str) -> bool:
    """Whether the slug was made of the title."""
    slug = content.get(localized("slug", language)) or ""
    return slugs.is_made_of(title_of(content, language), slug)


def slug_of(content: Content, language: str) -> str:
    """Without the number that it got where it was taken."""
    if follows_title(content, language):
        return slugs.slugify(title_of(content, language))
    return content.get(localized("slug", language)) or ""


def languages_of_slugs(parent: Any) -> list[str]:
    """A front page has one slug for all languages."""
    return [languages.default()] if parent.depth == 1 else languages.codes()


def public_languages(page: Any) -> Iterator[str]:
    """Of the page or one below it."""
    for code in languages.codes():
        if published_in(page, [code]).exists():
            yield code


def published_in(page: Any, codes: Collection[str]) -> Any:
    """The page and those below it, as far as readers have them in one of these."""
    public = Q(pk=None)
    for code in codes:
        public |= Q(**{localized("published", code): True})
    return page.get_descendants(inclusive=True).filter(public, live=True)
