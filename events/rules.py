"""What in an event contradicts itself; each fault beside its own field.

Faults of a single date are the date's own to find.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ethicaltrade.bilingual.languages import localized_names

from . import clock
from .registration.door import places_of

Faults = Iterator[tuple[str, str]]
"""Names of fields, empty for a fault of no single field, and sentences."""


def find_faults(event: Any) -> Faults:
    """Everything that keeps the event from being published."""
    if not event.get_dates():
        yield "", _("Give the event at least one date.")
    if event.session_title and not event.session_language:
        yield "session_language", _("Say which language the title is in.")
    yield from _faults_of_place(event)
    yield from _faults_of_price(event)
    yield from _faults_of_deadline(event)
    yield from _faults_of_capacity(event)


def _faults_of_place(event: Any) -> Faults:
    names = [*localized_names("place_name"), *localized_names("city")]
    if event.has_place and not any(getattr(event, name) for name in names):
        yield names[0], _("Say where it is held, or choose that it is online.")
    if event.join_url and not event.is_online:
        yield "join_url", _("An event that is not online has no such link.")


def _faults_of_price(event: Any) -> Faults:
    if event.member_price is None:
        return
    if event.price is None:
        yield "price", _("Write what those pay who are not members.")
    elif event.member_price > event.price:
        yield "member_price", _("Members cannot pay more than others.")


def _faults_of_deadline(event: Any) -> Faults:
    closes, dates = event.registration_closes, event.get_dates()
    if closes is None:
        if event.deadline_time:
            yield "deadline_day", _("Write the day as well.")
        return
    if fault := clock.find_fault(closes):
        yield "deadline_time", fault
    elif dates and closes.timestamp() > dates[0].start.timestamp():
        yield "deadline_day", _("Registration ends after the event begins.")


def _faults_of_capacity(event: Any) -> Faults:
    """Fewer places than are taken. More may be taken by the staff's own doing."""
    if event.capacity is None or event.pk is None:
        return
    stored = type(event).objects.filter(pk=event.pk).values_list("capacity", flat=True)
    before = stored.first()
    if before is not None and event.capacity >= before:
        return
    taken = places_of(event).taken
    if event.capacity < taken:
        yield (
            "capacity",
            _(
                "%(taken)s places are taken already, offered ones included. "
                "Write that number or more."
            )
            % {"taken": taken},
        )
