from .calendar import CalendarEntry
from .dates import EventDate
from .event import EventPage
from .index import EventIndexPage
from .programme import (
    EventOrganiser,
    EventSpeaker,
    Organisation,
    ProgrammeItem,
    RelatedPage,
)
from .querysets import EventQuerySet, RegistrationQuerySet
from .registration import ChangeNote, Message, Registration

__all__ = [
    "CalendarEntry",
    "ChangeNote",
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
    "RegistrationQuerySet",
    "RelatedPage",
]
