"""What the staff do to a registration: done, told and logged in one transaction."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ethicaltrade.mail.emails import forget_emails
from events.models import EventPage
from events.registration import letters, places
from events.registration.models import Registration, RegistrationState

from .log import note

WORDS: dict[str, Callable[[Any], letters.Words]] = {
    RegistrationState.CONFIRMED: letters.words_confirmed,
    RegistrationState.WAITING: letters.words_waiting,
    RegistrationState.OFFERED: letters.words_offered,
}


@places.in_turn
def add(
    event_id: int, answers: places.Answers, *, by: Any, **how: bool
) -> Registration:
    """Register somebody; ``how`` and the errors are those of ``add_by_staff``."""
    registration = places.add_by_staff(event_id, answers, **how)
    exceeds = is_too_full(registration)
    note(registration.event, "add", by, registration=registration.pk, exceeds=exceeds)
    return registration


@places.in_turn
def give_place(pk: int, *, by: Any, may_exceed: bool = False) -> bool:
    """Let somebody who waits come, past the line; whether anything changed.

    Raises FullError when no place is free, unless ``may_exceed``.
    """
    before = hold(pk)
    if not (before.is_waiting or before.is_offered):
        return False
    registration = places.confirm_by_staff(pk, may_exceed=may_exceed)
    exceeds = is_too_full(registration)
    note(before.event, "confirm", by, registration=pk, exceeds=exceeds)
    return True


@places.in_turn
def cancel(pk: int, *, by: Any, tell: bool) -> bool:
    """Cancel for somebody, who is told or not; whether anything changed.

    The letter that thanks people for telling is not theirs to get.
    """
    before = hold(pk)
    if not before.is_live:
        return False
    registration = places.cancel(pk)
    forget_emails(f"{letters.key_of(registration)}:cancelled")
    if tell:
        letters._write(registration, _words_cancelled, "cancelled-by-staff")
    note(before.event, "cancel", by, registration=pk, silently=not tell)
    return True


@places.in_turn
def send_again(pk: int, *, by: Any) -> bool:
    """Send the letter that tells how things stand, once a minute; whether it was.

    What was confirmed, and is cancelled now, is not confirmed again.
    """
    registration = hold(pk)
    if registration.state not in WORDS:
        return False
    minute = f"{timezone.now():%Y-%m-%dT%H:%M}"
    letters._write(registration, WORDS[registration.state], f"again:{minute}")
    note(registration.event, "resend", by, registration=pk)
    return True


@places.in_turn
def change(pk: int, answers: dict[str, str], *, by: Any) -> bool:
    """Write other answers; whether the registration still takes any."""
    registration = places.change(pk, answers)
    if not registration.is_live:
        return False
    note(registration.event, "change", by, registration=pk)
    return True


@places.in_turn
def check_in(pk: int, *, by: Any, is_here: bool) -> bool:
    """Note that somebody is here, or is not after all; whether anything changed."""
    before = Registration.objects.select_related("event").get(pk=pk)
    if (before.attended_at is not None) == is_here:
        return False
    if not places.check_in(pk, is_here=is_here):
        return False
    note(before.event, "check_in" if is_here else "undo_check_in", by, registration=pk)
    return True


def hold(pk: int) -> Registration:
    """The registration as it is, with its event held until the transaction ends."""
    event_id = Registration.objects.values_list("event_id", flat=True).get(pk=pk)
    event = EventPage.objects.hold(event_id)
    registration = Registration.objects.get(pk=pk)
    registration.event = event
    return registration


def is_too_full(registration: Registration) -> bool:
    """Whether more places are taken than there are, by this one too."""
    event = registration.event
    if event.capacity is None or not registration.is_confirmed:
        return False
    return places.places_of(event).taken > event.capacity


def _words_cancelled(registration: Any) -> letters.Words:
    return letters.Words(
        _("You are no longer registered: %(title)s"),
        [
            _("We have cancelled your registration."),
            _("Answer this letter if you think that is a mistake."),
            _("If you put the event in your calendar, delete it there."),
        ],
        _("Go to the event"),
        _("You get this because this address was registered for the event."),
        has_facts=False,
        leads_to_event=True,
    )
