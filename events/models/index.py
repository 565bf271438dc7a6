from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from typing import ClassVar, NamedTuple, TypeVar

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy

from ethicaltrade.bilingual.routing import original_of
from ethicaltrade.core.memory import remembered_for
from ethicaltrade.core.pages import WrittenPage
from events.filters import EventFilter

from .dates import EventDate
from .event import EventPage
from .querysets import EventQuerySet

T = TypeVar("T")

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
    anchors: ClassVar[tuple[str, ...]] = ("period-*", "calendar-subscription")

    class Meta:
        verbose_name = gettext_lazy("programme of events")
        verbose_name_plural = gettext_lazy("programmes of events")

    def get_events(self, user) -> EventQuerySet:
        events = EventPage.objects.child_of(original_of(self)).originals()
        return events.published().visible_to(user)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        listed = EventList(self, request)
        return context | {
            "key": EventFilter.key_of(request.GET),
            "filter": SimpleLazyObject(lambda: listed.filter),
            "events": SimpleLazyObject(lambda: listed.events),
            "periods": SimpleLazyObject(lambda: listed.periods),
        }


class EventList:
    """What the list shows, found when the template asks for it."""

    def __init__(self, page: EventIndexPage, request: HttpRequest):
        self._page, self._request, self._now = page, request, timezone.now()
        self._readable = page.get_events(request.user)

    @cached_property
    def filter(self) -> EventFilter:
        return EventFilter(self._request.GET, self._readable, self._remember)

    def _remember(self, name: str, make: Callable[[], T]) -> T:
        key = ("events choices", name, self._page.pk)
        return remembered_for(self._request, key, make)

    @cached_property
    def events(self) -> PaginatorPage:
        if self.filter.is_past:
            ordered = self._readable.past(self._now).latest_first()
        else:
            ordered = self._readable.upcoming(self._now).soonest_first(self._now)
        chosen = self.filter.apply(ordered).with_cards()
        return Paginator(chosen, PER_PAGE).get_page(self.filter.page_number)

    @cached_property
    def periods(self) -> list[Period]:
        return by_period(self.events, self._now, is_past=self.filter.is_past)


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
