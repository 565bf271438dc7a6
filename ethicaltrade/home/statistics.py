"""What the front page counts, and the news and events that a reader may read."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import ArticleIndexPage, ArticlePage, ArticleQuerySet
from events.choices import State
from events.models import EventPage, EventQuerySet
from membership.members.models import Member, Report


def readable_articles(user: Any) -> ArticleQuerySet:
    return ArticlePage.objects.published().originals().visible_to(user)


def upcoming_events(user: Any) -> EventQuerySet:
    readable = EventPage.objects.published().originals().visible_to(user)
    return readable.upcoming().filter(state=State.SCHEDULED)


class Statistic(NamedTuple):
    name: Any  # what an editor chooses it by
    records: Callable[[Any], QuerySet]  # for a user, in the active language
    label: Callable[[int], str]  # what stands below the number


STATISTICS = {  # the keys are stored with the page
    "members": Statistic(
        _("Members"),
        lambda user: Member.objects.active(),
        lambda number: ngettext("member", "members", number),
    ),
    "reports": Statistic(
        _("Members’ public reports"),
        lambda user: Report.objects.public(),
        lambda number: ngettext("public report", "public reports", number),
    ),
    "articles": Statistic(
        _("Articles in the reader’s language"),
        ArticleIndexPage.get_keys,  # counted in an index
        lambda number: ngettext("article to read", "articles to read", number),
    ),
    "events": Statistic(
        _("Upcoming events"),
        upcoming_events,
        lambda number: ngettext("upcoming event", "upcoming events", number),
    ),
}


def choices() -> list[tuple[str, Any]]:
    return [(key, statistic.name) for key, statistic in STATISTICS.items()]


def count(keys: Iterable[str], user: Any) -> dict[str, int]:
    """One query, and none for no keys."""
    counts = [
        STATISTICS[key]
        .records(user)
        .order_by()
        .annotate(key=Value(key))  # in values(), django-modeltranslation adds columns
        .values("key")
        .annotate(number=Count("pk"))
        for key in sorted(set(keys) & set(STATISTICS))
    ]
    if not counts:
        return {}
    first, *others = counts
    rows = first.union(*others, all=True) if others else first
    return {row["key"]: row["number"] for row in rows}
