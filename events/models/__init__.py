"""Events and courses, upcoming and past."""

from events.registration.models import Registration
from events.staff.models import Message

from .calendar import CalendarEntry
from .dates import EventDate
from .event import EventPage
from .index import EventIndexPage
from .parts import (
    EventOrganiser,
    EventSpeaker,
    Organisation,
    ProgrammeItem,
    RelatedPage,
)
from .queryset import EventQuerySet

__all__ = [
    "CalendarEntry",
    "EventDate",
    "EventIndexPage",
    "EventOrganiser",
    "EventPage",
    "EventQuerySet",
    "EventSpeaker",
    "Message",
    "Organisation",
    "ProgrammeItem",
    "Registration",
    "RelatedPage",
]
