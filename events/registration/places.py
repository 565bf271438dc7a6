"""Who gets a place: every change of a registration's state.

Each function holds the event while it looks and writes, so that the last place goes to
one person whoever asks at the same moment, and writes its letter in the same
transaction. All may be called again after a failure.
"""

import functools
import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from events.models import EventPage

from . import letters, terms
from .door import Door, door_of, is_member, places_of
from .facts import facts_of
from .models import PriceKind, Registration, RegistrationState, Source

TRIES = 4
FIRST_PAUSE = 0.2  # seconds; doubled each time


def in_turn(work: Callable) -> Callable:
    """In a transaction, which is tried again when others are in the way.

    SQLite says "database is locked" when it has waited for too long, PostgreSQL may
    choose one of two transactions to give way. Inside another transaction there is
    nothing to try again: that is up to whoever began it.
    """

    @functools.wraps(work)
    def patiently(*args: Any, **kwargs: Any) -> Any:
        is_outermost = not connection.in_atomic_block
        for attempt in range(TRIES):
            try:
                with transaction.atomic():
                    return work(*args, **kwargs)
            except OperationalError:
                if not is_outermost or attempt == TRIES - 1:
                    raise
                time.sleep(FIRST_PAUSE * 2**attempt)
        raise AssertionError("unreachable")

    return patiently


@dataclass(frozen=True)
class Answers:
    """What somebody writes of themselves; ``language`` is the one they read."""

    name: str
    email: str
    language: str
    organisation: str = ""
    dietary_needs: str = ""
    access_needs: str = ""

    def fingerprint(self, stamp: str) -> str:
        """What tells one sending of a form from the next: the form, and the answers."""
        text = "\n".join([stamp, *asdict(self).values()])
        return hashlib.sha256(text.encode()).hexdigest()


class Outcome(NamedTuple):
    """What came of a registration.

    ``door`` is what anyone would have met, whoever is registered already: it is all
    that a visitor is told. Nothing is stored when it lets nobody in.
    """

    door: Door
    registration: Registration | None
    is_new: bool


class FullError(Exception):
    """There is no free place."""


# What visitors do


@in_turn
def register(
    event_id: int, answers: Answers, *, stamp: str, user: Any = None
) -> Outcome:
    """Register somebody, or put them on the waiting list, as the event decides.

    ``stamp`` is the form's own: one form sent twice is one registration. An address
    that is registered already gets a letter that says so, and the same outcome.
    """
    now = timezone.now()
    event = EventPage.objects.hold(event_id)
    settle(event, now)
    door = door_of(event, user, places_of(event), now)
    if not door.lets_in:
        return Outcome(door, None, is_new=False)
    fingerprint = answers.fingerprint(stamp)
    known = event.registrations.live().of_address(answers.email).first()
    if known:
        if known.fingerprint != fingerprint:
            letters.already_registered(known, now)
        return Outcome(door, known, is_new=False)
    registration = _make(event, answers, user=user, as_member=is_member(user), now=now)
    registration.fingerprint = fingerprint
    registration.consent_version = terms.CONSENT_VERSION
    registration.consented_at = now
    if door is Door.OPEN:
        _confirm(registration, now)
    else:
        _queue(registration, now)
    return Outcome(door, registration, is_new=True)


@in_turn
def cancel(pk: int) -> Registration:
    """Give up a place, an offer or a turn; the next in line is offered the place."""
    now = timezone.now()
    registration = _hold(pk)
    if registration.is_live:
        registration.state = RegistrationState.CANCELLED
        registration.offer_expires_at = None
        registration.save()
        letters.cancelled(registration)
        settle(registration.event, now)
    return registration


@in_turn
def accept(pk: int) -> Registration:
    """Take an offered place. Comes too late, the state says so and the next is asked.

    Of an event that is called off or over, nothing is accepted.
    """
    now = timezone.now()
    registration = _hold(pk)
    event = registration.event
    settle(event, now)
    registration.refresh_from_db()
    if registration.is_offered and event.is_scheduled:
        _confirm(registration, now)
    return registration


@in_turn
def change(pk: int, answers: dict[str, str]) -> Registration:
    """Write what somebody has changed of name, organisation and needs; no letter."""
    registration = _hold(pk)
    if registration.is_live:
        allowed = ("name", "organisation", "dietary_needs", "access_needs")
        for name in allowed:
            setattr(registration, name, answers.get(name, getattr(registration, name)))
        registration.save()
    return registration


# What the staff do


@in_turn
def add_by_staff(
    event_id: int,
    answers: Answers,
    *,
    as_member: bool = False,
    may_exceed: bool = False,
    is_waiting: bool = False,
) -> Registration:
    """Register somebody who called or wrote: past the deadline, whatever the audience.

    Raises FullError when no place is free, unless ``may_exceed``, and IntegrityError
    for an address that is registered already. Those on the waiting list go first.
    """
    now = timezone.now()
    event = EventPage.objects.hold(event_id)
    settle(event, now)
    registration = _make(event, answers, user=None, as_member=as_member, now=now)
    registration.source = Source.STAFF
    if is_waiting:
        _queue(registration, now)
        return registration
    if places_of(event).left == 0 and not may_exceed:
        raise FullError
    _confirm(registration, now)
    return registration


@in_turn
def confirm_by_staff(pk: int, *, may_exceed: bool = False) -> Registration:
    """Give a place to one who waits or has been offered one, past the queue.

    Raises FullError when no place is free, unless ``may_exceed``.
    """
    now = timezone.now()
    registration = _hold(pk)
    is_bound = registration.is_waiting and not may_exceed
    if is_bound and places_of(registration.event).free == 0:
        raise FullError
    if registration.is_waiting or registration.is_offered:
        _confirm(registration, now)
    return registration


def check_in(pk: int, *, is_here: bool = True) -> int:
    """Note that somebody came, or that it was noted by mistake; how many were noted.

    Who was noted before keeps the first time.
    """
    here = Registration.objects.confirmed().filter(pk=pk)
    if is_here:
        return here.filter(attended_at=None).update(attended_at=timezone.now())
    return here.update(attended_at=None)


# The waiting list


@in_turn
def move_up(event_id: int) -> int:
    """End the offers that nobody answered, and offer the free places to the next.

    Returns how many registrations changed. Of an event that is gone, none.
    """
    if not EventPage.objects.filter(pk=event_id).exists():
        return 0
    return settle(EventPage.objects.hold(event_id), timezone.now())


def settle(event: Any, now: datetime) -> int:
    """Bring a held event's offers up to date; returns how many changed.

    Of what is called off nobody can take a place: those who were offered one are the
    first in line again.
    """
    if not event.is_scheduled:
        return event.registrations.offered().update(
            state=RegistrationState.WAITING, offer_expires_at=None, changed_at=now
        )
    changed = 0
    for registration in event.registrations.with_overdue_offer(now):
        registration.state = RegistrationState.EXPIRED
        registration.offer_expires_at = None
        registration.save()
        letters.offer_expired(registration)
        changed += 1
    return changed + _offer_free_places(event, now)


def _offer_free_places(event: Any, now: datetime) -> int:
    expires = offer_expiry(event, now)
    places = places_of(event)
    if not places.waiting or places.free == 0 or expires is None:
        return 0
    next_in_line = event.registrations.waiting()[: places.free]  # all without an end
    for registration in next_in_line:
        registration.state = RegistrationState.OFFERED
        registration.offer_expires_at = expires
        registration.save()
        letters.offered(registration)
    return len(next_in_line)


def offer_expiry(event: Any, now: datetime) -> datetime | None:
    """When an offer made now runs out; None when it is too late to ask anyone.

    Then nobody could be sure to read it in time: the place stays free, and whoever
    waits and has not been asked keeps the evening they had planned instead.
    """
    dates = event.known_dates
    if not dates:
        return None
    last = dates[0].start - terms.OFFERS_END
    expires = min(now + terms.OFFER_HOLDS, last).replace(second=0, microsecond=0)
    return expires if expires - now >= terms.SHORTEST_OFFER else None


# The single steps, of an event that is held


def _hold(pk: int) -> Registration:
    """The registration as it is, with its event held."""
    event_id = Registration.objects.values_list("event_id", flat=True).get(pk=pk)
    event = EventPage.objects.hold(event_id)
    registration = Registration.objects.select_for_update(of=("self",)).get(pk=pk)
    registration.event = event
    return registration


def _make(
    event: Any, answers: Answers, *, user: Any, as_member: bool, now: datetime
) -> Registration:
    """A registration without a state, not saved; what it costs is ours to say."""
    price, kind = event.price, PriceKind.ORDINARY
    if as_member and event.member_price is not None:
        price, kind = event.member_price, PriceKind.MEMBER
    return Registration(
        event=event,
        **asdict(answers),
        user=user if user is not None and user.is_authenticated else None,
        price=price,
        price_kind=kind,
        created_at=now,
        told=facts_of(event),
    )


def _confirm(registration: Registration, now: datetime) -> None:
    registration.state = RegistrationState.CONFIRMED
    registration.confirmed_at = now
    registration.offer_expires_at = None
    registration.told = facts_of(registration.event)
    registration.save()
    letters.confirmed(registration)


def _queue(registration: Registration, now: datetime) -> None:
    registration.state = RegistrationState.WAITING
    registration.queued_at = now
    registration.save()
    letters.waiting(registration)
