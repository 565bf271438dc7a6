"""What an event's page says of registration: one sentence, and mostly one button."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from .door import Door, Places, door_of, is_member, places_of

FEW = 5
"""From here down it is said that there are few left.

Never how many: whoever tries an address would see by the number whether it was
registered already.
"""


@dataclass(frozen=True)
class RegistrationBox:
    """For ``components/registration_box.html``."""

    door: Door
    url: str
    deadline: date | None  # the last day to register, where the editors named one
    deadline_time: time | None
    has_few_left: bool
    prices: list[tuple[str, int]]
    invites_members: bool  # to log in for their own price

    @property
    def is_open(self) -> bool:
        """Whether there is a form to go to."""
        return self.door.lets_in

    @property
    def is_shown(self) -> bool:
        """Nothing is said of what the page says already, or does not do."""
        return self.door not in (Door.NONE, Door.PAST, Door.CANCELLED, Door.POSTPONED)


def box_of(event: Any, request: HttpRequest) -> RegistrationBox:
    """What this reader meets; one query where places are counted, else none."""
    user = getattr(request, "user", None)
    now = timezone.now()
    places = places_of(event) if event.capacity else Places(None, 0, 0)
    door = door_of(event, user, places, now)
    left = places.left if door is Door.OPEN else None
    return RegistrationBox(
        door=door,
        url=event.subview_url("register", request=request),
        deadline=event.deadline_day,
        deadline_time=event.deadline_time,
        has_few_left=left is not None and left <= FEW,
        prices=event.get_prices(),
        invites_members=(
            door.lets_in and event.member_price is not None and not is_member(user)
        ),
    )
