"""Whether one can register: what the event's page, its form and its database say."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils import timezone

from events.choices import State

from .models import Registration


class Door(StrEnum):
    """What somebody meets who wants to register."""

    OPEN = "open"
    WAITING_LIST = "waiting-list"
    FULL = "full"
    MEMBERS = "members"  # open, but not to them
    CLOSED = "closed"  # the deadline has passed
    BEGUN = "begun"
    PAST = "past"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    NONE = "none"  # the event takes no registrations here

    @property
    def lets_in(self) -> bool:
        """Whether the form can be sent."""
        return self in (Door.OPEN, Door.WAITING_LIST)


class Places(NamedTuple):
    """How full an event is; ``capacity`` is None when there is room for all."""

    capacity: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        """Places nobody has, offered ones not among them; None when without end."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def left(self) -> int | None:
        """Places for whoever comes now: none while others wait for them."""
        return 0 if self.waiting and self.capacity is not None else self.free


def places_of(event: Any) -> Places:
    """How full the event is; one query. Exact only while the event is held."""
    return Places(event.capacity, **Registration.objects.filter(event=event).counts())


def may_enter(event: Any, user: Any) -> bool:
    """Whether the event is for this person: members' events ask for membership."""
    return not event.is_for_members or is_member(user)


def is_member(user: Any) -> bool:
    """Whether the person belongs to an active member organisation, and is logged in."""
    return user is not None and user.is_authenticated and user.is_member


def closes_at(event: Any) -> datetime:
    """When registration ends: at the deadline, else as the first date begins.

    A day without a time counts to its end, the last minute included.
    """
    deadline = event.registration_closes
    if deadline is None:
        return event.known_dates[0].start
    return deadline if event.deadline_time else deadline + timedelta(minutes=1)


def door_of(
    event: Any, user: Any, places: Places | None = None, now: datetime | None = None
) -> Door:
    """What the person meets. Asks for ``places`` itself when none are given."""
    now = now or timezone.now()
    if (shut := _shut(event, now)) is not None:
        return shut
    if not may_enter(event, user):
        return Door.MEMBERS
    places = places or places_of(event)
    if places.left is None or places.left > 0:
        return Door.OPEN
    return Door.WAITING_LIST if event.has_waiting_list else Door.FULL


def _shut(event: Any, now: datetime) -> Door | None:
    """Why nobody can register, whoever they are; None when somebody can."""
    if event.state == State.CANCELLED:
        return Door.CANCELLED
    if not any(date.end > now for date in event.known_dates):
        return Door.PAST
    if event.state == State.POSTPONED:
        return Door.POSTPONED
    if not event.takes_registrations:
        return Door.NONE
    if event.known_dates[0].start <= now:
        return Door.BEGUN
    return Door.CLOSED if closes_at(event) <= now else None
