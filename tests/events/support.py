"""Short ways to events."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from events.models import EventDate, EventPage
from tests.support import factories
from tests.support.pages import soup

OSLO = ZoneInfo("Europe/Oslo")
MAY = date(2027, 5, 12)


def oslo(*parts: int) -> datetime:
    """A moment by the clock in Oslo."""
    return datetime(*parts, tzinfo=OSLO).astimezone(UTC)


def on(day: date = MAY, start="09:00", end="11:30", last_day=None) -> EventDate:
    """A date of an event, not saved."""
    return EventDate(
        day=day,
        start_time=time.fromisoformat(start),
        end_time=time.fromisoformat(end),
        last_day=last_day,
    )


def event(*dates: EventDate, **fields) -> EventPage:
    """An event in both languages, not saved; in Oslo on 12 May 2027 if nothing else."""
    relations = {
        name: fields.pop(name)
        for name in (
            *("topics", "organisers", "speakers", "programme", "related_links"),
        )
        if name in fields
    }
    page = EventPage(
        **{
            "title_nb": "Levelønn på én time",
            "title_en": "Living wages in an hour",
            "lead_nb": "Et kort kurs.",
            "lead_en": "A short course.",
            "city_nb": "Oslo",
            **factories.published_in("nb", "en"),
            **fields,
        }
    )
    page.dates = dates or [on()]
    for name, value in relations.items():
        setattr(page, name, value)
    return page


def put_event(section, title="", *dates, **fields) -> EventPage:
    """A live event in the programme."""
    if title:
        fields = {"title_nb": title, "title_en": f"{title} (en)", **fields}
    page = factories.put_page(section, event(*dates, **fields))
    return EventPage.objects.get(pk=page.pk)


def put_lasting(section, title: str, start: datetime, end: datetime, **fields):
    """A live event from one moment to another, by the clock of its own zone."""
    zone = ZoneInfo(fields.get("time_zone", "Europe/Oslo"))
    start, end = start.astimezone(zone), end.astimezone(zone)
    date_ = EventDate(
        day=start.date(),
        start_time=start.time(),
        last_day=end.date(),
        end_time=end.time(),
    )
    return put_event(section, title, date_, **fields)


def in_days(days: int) -> EventDate:
    """A date that many days from now; before now when negative."""
    return on(timezone.localdate() + timedelta(days=days))


def get(client, page, language="nb"):
    """The event's page, parsed."""
    return soup(client.get(page.get_url_in(language)))
