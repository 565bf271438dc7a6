"""E-mails to participants when a published event changes.

The editor is asked first (``admin.publishing``); the worker writes them.
"""

from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from ethicaltrade.mail.emails import put_in_outbox

from . import emails, services
from .choices import State
from .details import snapshot_of, without_join_link
from .models import ChangeNote, EventPage, Registration, RegistrationQuerySet

BATCH = 50
"""Registrations that are locked and written to together."""


def after_publication(sender: Any, instance: EventPage, **kwargs: Any) -> None:
    transaction.on_commit(partial(follow_up.enqueue, instance.pk), robust=True)


def tell_what_was_scheduled(schedule: Any, revision: Any, **kwargs: Any) -> None:
    """What was said beside the change goes with the version that is public."""
    notes = ChangeNote.objects.filter(schedule=schedule)
    notes.update(revision=revision, schedule=None)


@task(backend="worker")
def follow_up(event_id: int) -> None:
    """Tell what has changed, and offer the seats that there are more of."""
    notify_of_changes(event_id)
    services.move_up(event_id)


class Pending(NamedTuple):
    """``template`` is what most of them get, ``count`` how many people."""

    template: str
    count: int


def pending(event: EventPage) -> Pending:
    """Who would be told, were the event published as it is in memory."""
    current = snapshot_of(event)
    found = [
        _email_about(registration.told, current)
        for registration in _concerned_by(event)
        if not _is_known_to(registration, current)
    ]
    written = [template for template in found if template]
    usual = max(set(written), key=written.count, default="")
    return Pending(usual, len(written))


def notify_of_changes(event_id: int) -> int:
    """E-mail everyone what differs from what they were last told; how many.

    Safe to run again: each registration remembers what its person knows. Skips events
    that are over.
    """
    told, last = 0, 0
    with suppress(EventPage.DoesNotExist):  # taken down, if need be in between
        while batch := _notify_batch(event_id, last):
            written, last = batch
            told += written
    return told


def _concerned_by(event: Any) -> RegistrationQuerySet:
    """After the planned day, only those who await another one."""
    live = event.registrations.live()
    if not event.is_past:
        return live
    if event.state == State.CANCELLED:
        return live.told_of(State.POSTPONED)
    return live.none()


def _notify_batch(event_id: int, after: int) -> tuple[int, int] | None:
    """How many e-mails, and the last registration's key; None at the end."""
    with transaction.atomic():
        event = EventPage.objects.with_calendar().filter(live=True).lock(event_id)
        concerned = _concerned_by(event).filter(pk__gt=after).order_by("pk")
        batch = list(concerned.select_for_update(of=("self",))[:BATCH])
        if not batch:
            return None
        current = snapshot_of(event)
        note = ChangeNote.objects.filter(revision=event.live_revision_id).first()
        news = [one for one in batch if not _is_known_to(one, current)]
        written = []
        for registration in news:
            registration.event = event
            if template := _email_about(registration.told, current):
                written.append(emails.changed(template, registration, note))
        put_in_outbox(written)
        Registration.objects.filter(pk__in=[one.pk for one in news]).update(
            told=current, changed_at=timezone.now()
        )
    return len(written), batch[-1].pk


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
