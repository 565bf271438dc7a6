"""Numbers that matter: always counted, never typed."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from membership.members.models import Member, Report

from . import readable


class Countable(NamedTuple):
    """Something the database can count."""

    name: Any
    """What an editor chooses it by."""
    records: Callable[[Any], QuerySet]
    """What is counted, for the user in the active language."""
    label: Callable[[int], str]
    """What stands below the number."""


COUNTABLES = {  # the keys are stored with the page
    "members": Countable(
        _("Members"),
        lambda user: Member.objects.active(),
        lambda number: ngettext("member", "members", number),
    ),
    "reports": Countable(
        _("Members' public reports"),
        lambda user: Report.objects.public(),
        lambda number: ngettext("public report", "public reports", number),
    ),
    "articles": Countable(
        _("Articles in the reader's language"),
        readable.articles,
        lambda number: ngettext("article to read", "articles to read", number),
    ),
    "events": Countable(
        _("Upcoming events"),
        readable.events,
        lambda number: ngettext("event ahead", "events ahead", number),
    ),
}


def choices() -> list[tuple[str, Any]]:
    """What an editor can choose among."""
    return [(key, countable.name) for key, countable in COUNTABLES.items()]


def count(keys: Iterable[str], user: Any) -> dict[str, int]:
    """How many there are of each; one query, and none for no keys."""
    counts = [
        COUNTABLES[key]
        .records(user)
        .order_by()
        .annotate(key=Value(key))  # in values(), django-modeltranslation adds columns
        .values("key")
        .annotate(number=Count("pk", distinct=True))
        for key in sorted(set(keys) & set(COUNTABLES))
    ]
    if not counts:
        return {}
    first, *others = counts
    rows = first.union(*others, all=True) if others else first
    return {row["key"]: row["number"] for row in rows}
