"""What keeps an event from being published; ``EventDate`` finds its own errors."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from ethicaltrade.bilingual.forms import BilingualPageForm
from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.dates import clock_change_error

from .status import count_seats

Errors = Iterator[tuple[str, str]]
"""Names of fields, empty for an error of no single field, and sentences."""


def find_errors(event: Any) -> Errors:
    if not event.get_dates():
        yield "", _("Give the event at least one date.")
    if event.session_title and not event.session_language:
        yield "session_language", _("State which language the title is in.")
    yield from _errors_of_place(event)
    yield from _errors_of_price(event)
    yield from _errors_of_deadline(event)
    yield from _errors_of_capacity(event)


def _errors_of_place(event: Any) -> Errors:
    names = [*localized_names("place_name"), *localized_names("city")]
    if event.has_place and not any(getattr(event, name) for name in names):
        yield names[0], _("State where it is held, or choose that it is online.")
    if event.join_url and not event.is_online:
        yield "join_url", _("Only an event that is online can have such a link.")


def _errors_of_price(event: Any) -> Errors:
    if event.member_price is None:
        return
    if event.price is None:
        yield "price", _("Enter the price for non-members.")
    elif event.member_price > event.price:
        yield "member_price", _("Members cannot pay more than others.")


def _errors_of_deadline(event: Any) -> Errors:
    closes, dates = event.registration_closes, event.get_dates()
    if closes is None:
        if event.deadline_time:
            yield "deadline_day", _("Enter the day as well.")
        return
    if error := clock_change_error(closes):
        yield "deadline_time", error
    elif dates and closes.timestamp() > dates[0].start.timestamp():
        yield "deadline_day", _("Registration closes after the event starts.")


def _errors_of_capacity(event: Any) -> Errors:
    """The staff may have exceeded the capacity before."""
    if event.capacity is None or event.pk is None:
        return
    stored = type(event).objects.filter(pk=event.pk).values_list("capacity", flat=True)
    before = stored.first()
    if before is not None and event.capacity >= before:
        return
    taken = count_seats(event).taken
    if event.capacity < taken:
        yield (
            "capacity",
            _(
                "%(taken)s places are already taken, including those on offer. Enter "
                "that number or more."
            )
            % {"taken": taken},
        )


def registered_error(titles: Iterable[str]) -> str:
    return _(
        "People are registered for %(titles)s. First set the status to Cancelled "
        "and publish, so that they are told. Delete it or take it down once the "
        "date has passed."
    ) % {"titles": ", ".join(titles)}


class EventPageForm(BilingualPageForm):
    """Errors beside the fields, except while a draft is saved."""

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        if self.is_deferred_validation or getattr(self, "_is_checked", False):
            return is_valid
        self._is_checked = True
        if "time_zone" in self.errors:
            return False  # no time means anything
        self._check_dates()
        self._check_event()
        return super().is_valid()

    def _check_dates(self) -> None:
        for row in self._date_rows():
            if not row.errors:
                row.instance.page = self.instance
                for name, sentence in row.instance.find_errors():
                    row.add_error(name, sentence)

    def _check_event(self) -> None:
        rows = self._date_rows()
        if any(row.errors for row in rows):
            return  # deadline and dates are compared once there are dates
        self.instance.dates.set([row.instance for row in rows])
        for name, sentence in find_errors(self.instance):
            if not self.has_error(name or None):
                self.add_error(name if name in self.fields else None, sentence)

    def _date_rows(self) -> list:
        formset = self.formsets["dates"]
        deleted = formset.deleted_forms if formset.is_valid() else []
        return [
            row
            for row in formset.forms
            if row not in deleted and (row.has_changed() or row.instance.pk)
        ]
