"""Reads calendar files with a library that did not write them."""

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event


def parsed(content: bytes) -> Calendar:
    """The only calendar in a file."""
    (calendar,) = IcsCalendarStream.from_ics(content.decode()).calendars
    return calendar


def fetch(client, address: str) -> Calendar:
    """The calendar at an address."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return parsed(response.content)


def file_of(client, page, language: str = "nb") -> Calendar:
    """The calendar of an event, as a reader in the language downloads it."""
    name = {"nb": "kalender.ics", "en": "calendar.ics"}[language]
    return fetch(client, f"{page.get_url_in(language)}{name}")


def only_event(client, page, language: str = "nb") -> Event:
    """The one date of an event."""
    (event,) = file_of(client, page, language).events
    return event


def unfolded(content: bytes) -> list[str]:
    """The file's lines, each as it was before it was folded (RFC 5545, 3.1)."""
    return content.decode().replace("\r\n ", "").split("\r\n")
