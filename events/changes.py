"""E-mails to participants when a published event changes."""

from functools import partial
from typing import Any

from django.db import transaction

from . import emails, services
from .choices import State
from .details import snapshot_of, without_join_link
from .models import EventPage, Registration, RegistrationQuerySet


def after_publication(sender: Any, instance: EventPage, **kwargs: Any) -> None:
    for work in (notify_of_changes, services.move_up):
        transaction.on_commit(partial(work, instance.pk), robust=True)


def notify_of_changes(event_id: int) -> int:
    """E-mail everyone what differs from what they were last told; how many.

    Safe to run again: each registration remembers what its person knows. Skips events
    that are over.
    """
    event = EventPage.objects.filter(pk=event_id).first()
    if event is None:
        return 0
    pks = list(_concerned_by(event).values_list("pk", flat=True))
    return sum(_notify(event_id, pk) for pk in pks)


def _concerned_by(event: Any) -> RegistrationQuerySet:
    """After the planned day, only those who await another one."""
    live = event.registrations.live()
    if not event.live:
        return live.none()
    if not event.is_past:
        return live
    if event.state == State.CANCELLED:
        return live.told_of(State.POSTPONED)
    return live.none()


def _notify(event_id: int, pk: int) -> bool:
    with transaction.atomic():
        event = EventPage.objects.lock(event_id)
        concerned = _concerned_by(event).select_for_update(of=("self",))
        registration = concerned.filter(pk=pk).first()
        current = snapshot_of(event)
        if registration is None or _is_known_to(registration, current):
            return False
        registration.event = event
        known = registration.told
        registration.told = current
        registration.save(update_fields=["told", "changed_at"])
        if template := _email_about(known, current):
            emails.tell(template, registration, event.live_revision_id)
    return bool(template)


def _is_known_to(registration: Registration, snapshot: dict[str, Any]) -> bool:
    """The link to take part is news to confirmed participants only."""
    if registration.is_confirmed:
        return registration.told == snapshot
    return without_join_link(registration.told) == without_join_link(snapshot)


def _email_about(known: dict[str, Any], current: dict[str, Any]) -> str:
    """Empty when there is nothing to tell, as between two ways of being called off."""
    was, now = known.get("state"), current["state"]
    if now == State.CANCELLED:
        return "event_cancelled" if was != now else ""
    if now == State.POSTPONED:
        return "postponed" if was != now else ""
    if was in (State.CANCELLED, State.POSTPONED):
        return "resumed"
    return "changed"
