"""What a participant is told about an event: shown, e-mailed, and compared later."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ethicaltrade.bilingual.languages import localized_names, worded
from ethicaltrade.core.typography import kroner
from ethicaltrade.dates import date_time_range

Details = list[tuple[str, str]]
"""Labels and values, in the active language; a value may have several lines."""


def snapshot_of(event: Any) -> dict[str, Any]:
    """Time, place and state as participants see them, for a later comparison."""
    names = [*localized_names("place_name"), *localized_names("city")]
    where = [getattr(event, name) or "" for name in names] if event.has_place else []
    address = event.place_address if event.has_place else ""
    join_url = event.join_url if event.is_online else ""
    return {
        "state": event.state,
        "when": [
            [date.start.isoformat(), date.end.isoformat()] for date in event.known_dates
        ],
        "where": [event.attendance, address, join_url, *where],
    }


def without_join_link(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The snapshot as somebody without the link knows it."""
    where = snapshot.get("where", [])
    return {**snapshot, "where": [*where[:2], *where[3:]]}


def event_title(event: Any) -> str:
    return worded(event, "title").text


def event_details(
    event: Any, dates: list[Any] | None = None, *, join_link: bool = False
) -> Details:
    """``dates`` are all of the event's by default."""
    dates = event.known_dates if dates is None else dates
    details = [(_("When"), "\n".join(_times(date) for date in dates))]
    if event.has_place:
        lines = [
            worded(event, "place_name").text,
            event.place_address,
            worded(event, "city").text,
        ]
        details.append((_("Where"), "\n".join(filter(None, lines))))
    if event.is_online:
        if join_link and event.join_url:
            details.append((_("Join online"), event.join_url))
        else:
            details.append((_("Where"), pgettext("place of an event", "Online")))
    return details


def price_details(registration: Any) -> Details:
    if registration.price is None:
        return []
    return [(_("Price"), price_text(registration.price))]


def price_text(amount: int) -> str:
    """``1 200 kr``; ``NOK 1,200``; ``gratis``, ``free of charge`` for none."""
    return kroner(amount) if amount else _("free of charge")


def _times(date: Any) -> str:
    """``12. mai 2027 kl. 09.00–11.30``, with Norwegian time where clocks differ."""
    times = date_time_range(date.start, date.end)
    if not date.has_other_clock:
        return times
    here = date_time_range(date.start_here, date.end_here)
    return _("%(times)s local time (%(here)s Norwegian time)") % {
        "times": times,
        "here": here,
    }
