"""What those who are registered know of an event, and letters when it changes."""

from typing import Any

from django.db import transaction

from events.choices import State
from events.models import EventPage

from . import letters
from .facts import facts_of
from .models import Registration


def tell_changes(event_id: int) -> int:
    """Tell everyone whom the event concerns what is no longer as they were told.

    Returns how many letters. Each registration remembers what its person knows:
    publishing again without a change of time, place or state tells nobody anything,
    and an interrupted run goes on where it stopped. What is over is not talked about.
    """
    event = EventPage.objects.filter(pk=event_id, live=True).first()
    if event is None or event.is_past:
        return 0
    now_known = facts_of(event)
    told = 0
    for pk in list(event.registrations.live().values_list("pk", flat=True)):
        told += _tell(event, pk, now_known)
    return told


def _tell(event: Any, pk: int, now_known: dict[str, Any]) -> bool:
    with transaction.atomic():
        registration = (
            Registration.objects.live()
            .select_for_update(of=("self",))
            .filter(pk=pk)
            .first()
        )
        if registration is None or registration.told == now_known:
            return False
        registration.event = event
        known = registration.told
        registration.told = now_known
        registration.save(update_fields=["told", "changed_at"])
        if (write := _letter_about(known, now_known)) is None:
            return False
        write(registration, event.live_revision_id)
    return True


def _letter_about(known: dict[str, Any], now_known: dict[str, Any]) -> Any:
    """Which letter tells the difference; None when there is nothing to tell.

    What was called off and is still called off does not have another time.
    """
    was, now = known.get("state"), now_known["state"]
    if now == State.CANCELLED:
        return letters.event_cancelled if was != now else None
    if now == State.POSTPONED:
        return letters.event_postponed if was != now else None
    if was in (State.CANCELLED, State.POSTPONED):
        return letters.event_resumed
    return letters.event_changed
