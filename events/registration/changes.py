"""What those who are registered know of an event, and letters when it changes."""

from typing import Any

from django.db import transaction

from events.choices import State
from events.models import EventPage

from . import letters
from .facts import facts_of, without_join_link
from .models import Registration, RegistrationQuerySet


def tell_changes(event_id: int) -> int:
    """Tell everyone whom the event concerns what is no longer as they were told.

    Returns how many letters. Each registration remembers what its person knows:
    publishing again without a change of time, place or state tells nobody anything,
    and an interrupted run goes on where it stopped. What is over is not talked about.
    """
    event = EventPage.objects.filter(pk=event_id).first()
    if event is None:
        return 0
    pks = list(_concerned_by(event).values_list("pk", flat=True))
    return sum(_tell(event_id, pk) for pk in pks)


def _concerned_by(event: Any) -> RegistrationQuerySet:
    """Whom changes concern; after the planned day, those who await another one."""
    live = event.registrations.live()
    if not event.live:
        return live.none()
    if not event.is_past:
        return live
    if event.state == State.CANCELLED:
        return live.told_of(State.POSTPONED)
    return live.none()


def _tell(event_id: int, pk: int) -> bool:
    """Tell one person; the event is held, so what is told is what holds."""
    with transaction.atomic():
        event = EventPage.objects.hold(event_id)
        concerned = _concerned_by(event).select_for_update(of=("self",))
        registration = concerned.filter(pk=pk).first()
        now_known = facts_of(event)
        if registration is None or _is_known_to(registration, now_known):
            return False
        registration.event = event
        known = registration.told
        registration.told = now_known
        registration.save(update_fields=["told", "changed_at"])
        if (write := _letter_about(known, now_known)) is None:
            return False
        write(registration, event.live_revision_id)
    return True


def _is_known_to(registration: Registration, facts: dict[str, Any]) -> bool:
    """Whether it is no news: the link to take part is, only to those who come."""
    if registration.is_confirmed:
        return registration.told == facts
    return without_join_link(registration.told) == without_join_link(facts)


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
