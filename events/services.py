"""Every change of a registration's state.

Each function locks the event, queues its e-mail in the same transaction, and may be
called again after a failure.
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

from ethicaltrade.mail.emails import put_in_outbox

from . import deadlines, emails
from .choices import PriceKind, RegistrationState, Source
from .details import snapshot_of
from .models import EventPage, Registration
from .models.registration import CHANGEABLE
from .status import RegistrationStatus, count_seats, is_member, registration_status

TRIES = 4
FIRST_PAUSE = 0.2  # seconds; doubled each time


def transaction_with_retries(work: Callable) -> Callable:
    """Try again on SQLite's "database is locked" and PostgreSQL's deadlocks.

    Within another transaction the error is raised at once.
    """

    @functools.wraps(work)
    def run(*args: Any, **kwargs: Any) -> Any:
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

    return run


@dataclass(frozen=True)
class Participant:
    """``language`` is the one they read."""

    name: str
    email: str
    language: str
    organisation: str = ""
    dietary_needs: str = ""
    access_needs: str = ""

    def fingerprint(self, stamp: str) -> str:
        """A digest of the form's stamp and what was written."""
        text = "\n".join([stamp, *asdict(self).values()])
        return hashlib.sha256(text.encode()).hexdigest()


class Outcome(NamedTuple):
    """``status`` is what anyone would have met, whether registered already or not.

    It is all that a visitor is told. Nothing is stored unless registration is open.
    """

    status: RegistrationStatus
    registration: Registration | None
    is_new: bool


class FullError(Exception):
    """There is no free seat."""


# By visitors


@transaction_with_retries
def register(
    event_id: int, participant: Participant, *, stamp: str, user: Any = None
) -> Outcome:
    """A form sent twice (same stamp) is one registration; so is a known address,
    which gets an e-mail that says so.
    """
    now = timezone.now()
    event = EventPage.objects.lock(event_id)
    update_offers(event, now)
    status = registration_status(event, user, count_seats(event), now)
    if not status.is_open:
        return Outcome(status, None, is_new=False)
    fingerprint = participant.fingerprint(stamp)
    known = event.registrations.live().of_address(participant.email).first()
    if known:
        if known.fingerprint != fingerprint:
            emails.already_registered(known, now)
        return Outcome(status, known, is_new=False)
    registration = _build(
        event, participant, user=user, as_member=is_member(user), now=now
    )
    registration.fingerprint = fingerprint
    registration.consent_version = deadlines.CONSENT_VERSION
    registration.consented_at = now
    if status is RegistrationStatus.OPEN:
        _confirm(registration, now)
    else:
        _put_on_waiting_list(registration, now)
    return Outcome(status, registration, is_new=True)


@transaction_with_retries
def send_links(email: str) -> None:
    """Send the address the links to its registrations for what is to come, if any."""
    now = timezone.now()
    registrations = Registration.objects.live().with_people().of_address(email)
    for registration in registrations.select_related("event"):
        if not deadlines.has_link_expired(registration.event, now):
            emails.again(registration, now)


@transaction_with_retries
def cancel(pk: int) -> Registration:
    """Give up a seat, an offer or a turn; a free seat is offered to the next."""
    now = timezone.now()
    registration = lock(pk)
    if registration.is_live:
        registration.state = RegistrationState.CANCELLED
        registration.offer_expires_at = None
        registration.save()
        emails.tell("cancelled", registration)
        update_offers(registration.event, now)
    return registration


@transaction_with_retries
def accept(pk: int) -> Registration:
    """Take an offered seat, unless the offer has expired or the event is off."""
    now = timezone.now()
    registration = lock(pk)
    event = registration.event
    update_offers(event, now)
    registration.refresh_from_db()
    if registration.is_offered and event.is_scheduled:
        _confirm(registration, now)
    return registration


@transaction_with_retries
def change(pk: int, details: dict[str, str]) -> Registration:
    """Only of a live registration; sends no e-mail."""
    registration = lock(pk)
    if registration.is_live:
        for name in details.keys() & set(CHANGEABLE):
            setattr(registration, name, details[name])
        registration.save()
    return registration


# By the staff; ``admin.services`` logs them


@transaction_with_retries
def add_by_staff(
    event_id: int,
    participant: Participant,
    *,
    as_member: bool = False,
    may_exceed: bool = False,
    is_waiting: bool = False,
) -> Registration:
    """Also after the deadline, and whatever the audience.

    FullError when no seat is free, unless ``may_exceed``; IntegrityError for an address
    that is registered already.
    """
    now = timezone.now()
    event = EventPage.objects.lock(event_id)
    update_offers(event, now)
    registration = _build(event, participant, user=None, as_member=as_member, now=now)
    registration.source = Source.STAFF
    if is_waiting:
        _put_on_waiting_list(registration, now)
        return registration
    if count_seats(event).left == 0 and not may_exceed:
        raise FullError
    _confirm(registration, now)
    return registration


@transaction_with_retries
def confirm_by_staff(pk: int, *, may_exceed: bool = False) -> Registration:
    """Give a seat past the queue; FullError if none, unless ``may_exceed``."""
    now = timezone.now()
    registration = lock(pk)
    needs_free_seat = registration.is_waiting and not may_exceed
    if needs_free_seat and count_seats(registration.event).free == 0:
        raise FullError
    if registration.is_waiting or registration.is_offered:
        _confirm(registration, now)
    return registration


def check_in(pk: int, *, is_here: bool = True) -> int:
    """How many rows changed; the first time of arrival is kept."""
    here = Registration.objects.confirmed().filter(pk=pk)
    if is_here:
        return here.filter(attended_at=None).update(attended_at=timezone.now())
    return here.update(attended_at=None)


# The waiting list


@transaction_with_retries
def move_up(event_id: int) -> int:
    """How many registrations changed; 0 for an event that has been deleted."""
    if not EventPage.objects.filter(pk=event_id).exists():
        return 0
    return update_offers(EventPage.objects.lock(event_id), timezone.now())


def update_offers(event: Any, now: datetime) -> int:
    """End a locked event's expired offers, offer its free seats; how many changed.

    When it is called off, those with an offer are the first in line again.
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
        emails.tell("offer_expired", registration)
        changed += 1
    return changed + _offer_free_seats(event, now)


def _offer_free_seats(event: Any, now: datetime) -> int:
    expires = deadlines.offer_expiry(event, now)
    seats = count_seats(event)
    if not seats.waiting or seats.free == 0 or expires is None:
        return 0
    # None: all of them
    next_in_line = list(event.registrations.waiting()[: seats.free])
    for registration in next_in_line:
        registration.event = event
        registration.state = RegistrationState.OFFERED
        registration.offer_expires_at = expires
        registration.changed_at = now
    changed = ["state", "offer_expires_at", "changed_at"]
    Registration.objects.bulk_update(next_in_line, changed)
    put_in_outbox([emails.offered(registration) for registration in next_in_line])
    return len(next_in_line)


# Single steps


def lock(pk: int) -> Registration:
    """The registration, with its event locked until the transaction ends."""
    event_id = Registration.objects.values_list("event_id", flat=True).get(pk=pk)
    event = EventPage.objects.lock(event_id)
    registration = Registration.objects.select_for_update(of=("self",)).get(pk=pk)
    registration.event = event
    return registration


def _build(
    event: Any, participant: Participant, *, user: Any, as_member: bool, now: datetime
) -> Registration:
    """Not saved, and without a state."""
    has_member_price = as_member and event.member_price is not None
    return Registration(
        event=event,
        **asdict(participant),
        user=user if user is not None and user.is_authenticated else None,
        price=event.price_for(is_member=as_member),
        price_kind=PriceKind.MEMBER if has_member_price else PriceKind.ORDINARY,
        created_at=now,
        told=snapshot_of(event),
    )


def _confirm(registration: Registration, now: datetime) -> None:
    registration.state = RegistrationState.CONFIRMED
    registration.confirmed_at = now
    registration.offer_expires_at = None
    registration.told = snapshot_of(registration.event)
    registration.save()
    emails.tell("confirmed", registration)


def _put_on_waiting_list(registration: Registration, now: datetime) -> None:
    registration.state = RegistrationState.WAITING
    registration.queued_at = now
    registration.save()
    emails.tell("waiting", registration)
