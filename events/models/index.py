from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import ClassVar, NamedTuple

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ethicaltrade.bilingual.routing import original_of
from ethicaltrade.core.pages import WrittenPage
from events.filters import EventFilter

from .dates import EventDate
from .event import EventPage
from .querysets import EventQuerySet

PER_PAGE = 20


class Listed(NamedTuple):
    event: EventPage
    date: EventDate | None


class Period(NamedTuple):
    """``start`` is a day in the month or year."""

    start: datetime | None
    events: list[Listed]


class EventIndexPage(WrittenPage):
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["events.EventPage"]
    required_when_published: ClassVar[tuple[str, ...]] = ("title",)
    template = "pages/events/event_index_page.html"

    class Meta:
        verbose_name = gettext_lazy("programme of events")

    def get_events(self, user) -> EventQuerySet:
        events = EventPage.objects.child_of(original_of(self)).originals()
        return events.published().visible_to(user)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        events = self.get_events(request.user)
        chosen = EventFilter(request.GET, events)
        if chosen.is_past:
            ordered = events.past(now).latest_first()
        else:
            ordered = events.upcoming(now).soonest_first(now)
        listed = self.paginate(chosen.apply(ordered), chosen.page_number)
        context |= {
            "filter": chosen,
            "events": listed,
            "periods": by_period(listed, now, is_past=chosen.is_past),
        }
        return context

    @staticmethod
    def paginate(events: EventQuerySet, number: int) -> PaginatorPage:
        return Paginator(events.with_cards(), PER_PAGE).get_page(number)


def by_period(
    events: Iterable[EventPage], now: datetime, *, is_past: bool
) -> list[Period]:
    """By month of the next date, or year for past ones, on the site's own clock."""

    def period_of(listed: Listed) -> tuple[int, ...]:
        if listed.date is None:
            return ()
        start = listed.date.start_here
        return (start.year,) if is_past else (start.year, start.month)

    rows = [Listed(event, event.next_date(now)) for event in events]
    periods = []
    for _key, group in groupby(rows, key=period_of):
        listed = list(group)
        first = listed[0].date
        periods.append(Period(first and first.start_here, listed))
    return periods
