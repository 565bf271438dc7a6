"""What a registered person is told of an event: for letters, and to see it change."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ethicaltrade.bilingual.languages import localized_names, worded
from ethicaltrade.dates import date_time_range
from events.templatetags.events import price as priced

Facts = list[tuple[str, str]]
"""Labels and values, in the active language; a value may have several lines."""


def facts_of(event: Any) -> dict[str, Any]:
    """Time, place and state, to be compared with what they are later."""
    names = [*localized_names("place_name"), *localized_names("city")]
    where = [getattr(event, name) or "" for name in names]
    return {
        "state": event.state,
        "when": [
            [date.start.isoformat(), date.end.isoformat()] for date in event.known_dates
        ],
        "where": [event.attendance, event.place_address, event.join_url, *where],
    }


def without_join_link(facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts, as somebody knows them who may not have the link."""
    where = facts.get("where", [])
    return {**facts, "where": [*where[:2], *where[3:]]}


def title_of(event: Any) -> str:
    """The event's title in the active language, else in another."""
    return worded(event, "title").text


def shown_facts(
    event: Any, dates: list[Any] | None = None, *, join_link: bool = False
) -> Facts:
    """When and where; the link to take part only for those who may have it.

    ``dates`` are all of the event's when none are given.
    """
    dates = event.known_dates if dates is None else dates
    facts = [(_("When"), "\n".join(_times(date) for date in dates))]
    if event.has_place:
        lines = [
            worded(event, "place_name").text,
            event.place_address,
            worded(event, "city").text,
        ]
        facts.append((_("Where"), "\n".join(filter(None, lines))))
    if event.is_online:
        if join_link and event.join_url:
            facts.append((_("Take part online"), event.join_url))
        else:
            facts.append((_("Where"), pgettext("place of an event", "Online")))
    return facts


def price_facts(registration: Any) -> Facts:
    """What was agreed that it costs; nothing where the event names no price."""
    if registration.price is None:
        return []
    return [(_("Price"), priced(registration.price))]


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
