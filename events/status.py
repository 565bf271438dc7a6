from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from ethicaltrade.caching import clock

from .choices import State
from .deadlines import closes_at

FEW = 5
"""From this many seats down, the page says that few are left.

Never how many: by the number, whoever tries an address could see whether it was
registered already.
"""


class RegistrationStatus(StrEnum):
    OPEN = "open"
    WAITING_LIST = "waiting-list"
    FULL = "full"
    MEMBERS = "members"  # open, but not to this person
    CLOSED = "closed"  # the deadline has passed
    BEGUN = "begun"
    PAST = "past"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    NONE = "none"  # the event takes no registrations here

    @property
    def is_open(self) -> bool:
        return self in (RegistrationStatus.OPEN, RegistrationStatus.WAITING_LIST)


class Seats(NamedTuple):
    """``capacity`` is None when there is room for all."""

    capacity: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        """None when unlimited."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def left(self) -> int | None:
        """For a newcomer: none while others wait."""
        return 0 if self.waiting and self.capacity is not None else self.free


def count_seats(event: Any) -> Seats:
    """One query. Exact only while the event is locked. An alias has its source's."""
    registrations = event.registrations.model.objects
    own = registrations.filter(event=event.alias_of_id or event.pk)
    return Seats(event.capacity, **own.counts())


def is_member(user: Any) -> bool:
    return user is not None and user.is_authenticated and user.is_member


def registration_status(
    event: Any, user: Any, seats: Seats | None = None, now: datetime | None = None
) -> RegistrationStatus:
    """One query unless ``seats`` are given."""
    now = now or timezone.now()
    if (closed := _status_for_everyone(event, now)) is not None:
        return closed
    if event.is_for_members and not is_member(user):
        return RegistrationStatus.MEMBERS
    seats = seats or count_seats(event)
    if seats.left is None or seats.left > 0:
        return RegistrationStatus.OPEN
    if event.has_waiting_list:
        return RegistrationStatus.WAITING_LIST
    return RegistrationStatus.FULL


def _status_for_everyone(event: Any, now: datetime) -> RegistrationStatus | None:
    event.hold_until_dates()
    if event.state == State.CANCELLED:
        return RegistrationStatus.CANCELLED
    if not any(date.end > now for date in event.known_dates):
        return RegistrationStatus.PAST
    if event.state == State.POSTPONED:
        return RegistrationStatus.POSTPONED
    if not event.takes_registrations:
        return RegistrationStatus.NONE
    if event.known_dates[0].start <= now:
        return RegistrationStatus.BEGUN
    closes = closes_at(event)
    clock.holds_until(closes)
    return RegistrationStatus.CLOSED if closes <= now else None


@dataclass(frozen=True)
class RegistrationSummary:
    """For ``components/registration_status.html``."""

    status: RegistrationStatus
    url: str
    deadline: date | None  # the last day to register, where the editors named one
    deadline_time: time | None
    has_few_left: bool
    prices: list[tuple[str, int]]
    invites_members: bool  # to log in for their own price

    @property
    def is_open(self) -> bool:
        return self.status.is_open

    @property
    def is_shown(self) -> bool:
        """Not when the rest of the page says it already."""
        return self.status not in (
            RegistrationStatus.NONE,
            RegistrationStatus.PAST,
            RegistrationStatus.CANCELLED,
            RegistrationStatus.POSTPONED,
        )


def registration_summary(event: Any, request: HttpRequest) -> RegistrationSummary:
    """One query where seats are limited, else none."""
    user = getattr(request, "user", None)
    now = timezone.now()
    seats = count_seats(event) if event.capacity else Seats(None, 0, 0)
    status = registration_status(event, user, seats, now)
    left = seats.left if status is RegistrationStatus.OPEN else None
    return RegistrationSummary(
        status=status,
        url=event.subview_url("register", request=request),
        deadline=event.deadline_day,
        deadline_time=event.deadline_time,
        has_few_left=left is not None and left <= FEW,
        prices=event.get_prices(),
        invites_members=(
            status.is_open and event.member_price is not None and not is_member(user)
        ),
    )
