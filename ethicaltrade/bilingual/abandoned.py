"""Drafts with a title and nothing else, that nobody has touched for long.

They are offered for deletion to those who may delete them; none is deleted by itself.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import (
    PageLogEntry,
    PageSubscription,
    PageViewRestriction,
    ReferenceIndex,
    get_page_models,
)

from . import routing, scopes, versions
from .models import PageLanguage

UNTOUCHED = timedelta(days=30)
OF_A_TITLE = {"title", "slug", "source_language"}
"""What a page has that somebody has given a title and nothing else."""

OF_A_LANGUAGE = 3
"""Changes that may be no more than that: title, slug, and what a page makes of them."""

BOOKS = (PageLanguage, PageLogEntry, PageSubscription, PageViewRestriction)
"""Kept of any page, whatever it has. Whatever else belongs to a page keeps it."""


def candidates(allowed: Any) -> Any:
    """Of the pages ``allowed``, the oldest first; some may have more than a title.

    Never public, with no page below, and with words for a title at most.
    """
    written = PageLanguage.objects.filter(
        page=OuterRef("pk"), unpublished__gt=OF_A_LANGUAGE
    )
    return (
        allowed.filter(
            live=False,
            first_published_at=None,
            latest_revision_created_at__lt=timezone.now() - UNTOUCHED,
            numchild=0,
        )
        .exclude(Exists(written))
        .order_by("latest_revision_created_at", "pk")
    )


def in_use(pages: list[Any]) -> set[int]:
    """Those that something belongs to, or that a link leads to."""
    if not pages:  # as mostly; it is long to write
        return set()
    here = routing.page_model().objects.filter(pk__in=[page.pk for page in pages])
    used = here.filter(Q(Exists(_links())) | _belongings())
    return set(used.values_list("pk", flat=True))


def _links() -> Any:
    pages = ContentType.objects.get_for_model(routing.page_model())
    return ReferenceIndex.objects.filter(
        to_content_type=pages, to_object_id=Cast(OuterRef("pk"), TextField())
    )


def _belongings() -> Q:
    found = Q()
    for model, name in _relations():
        found |= Q(Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    return found


@cache
def _relations() -> list[tuple[type[models.Model], str]]:
    """Models of which a record may belong to a page, and the name of the key.

    Rows of a page are in its content, and a comment is none of them.
    """
    return sorted(
        {
            (relation.related_model, relation.field.name)
            for page_type in get_page_models()
            for relation in page_type._meta.related_objects
            if relation.get_accessor_name() not in scopes.row_relations(page_type)
            and not relation.parent_link
            and not relation.many_to_many
            and relation.related_model not in BOOKS
        },
        key=str,
    )


def has_a_title_alone(page: Any) -> bool:
    """Of the newest version, which an alias has none of.

    What a new page of the type has is nothing.
    """
    model, latest = page.specific_class, page.latest_revision
    if model is None or latest is None:
        return False
    blank = scopes.content_of(model())
    changes = versions.differences(model, blank, latest.content)
    fields = {one.path[0] for one in changes} - OF_A_TITLE
    return not any(_is_written(model, name) for name in fields)


def _is_written(model: type[models.Model], name: str) -> bool:
    """By an editor, and not made by the page itself."""
    field = model._meta.get_field(name)
    return not isinstance(field, models.Field) or field.editable


def drafts(allowed: Any, user: Any, most: int) -> Iterator[Any]:
    """At most so many, that the user may delete."""
    oldest = candidates(allowed).select_related("latest_revision", "owner")
    pages = list(oldest[: 5 * most])
    used = in_use(pages)
    found = (
        page
        for page in pages
        if page.pk not in used
        and has_a_title_alone(page)
        and page.permissions_for_user(user).can_delete()
    )
    return islice(found, most)
