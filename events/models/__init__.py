"""Events and courses, upcoming and past."""


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
    "EventDate",
    "EventIndexPage",
    "EventOrganiser",
    "EventPage",
    "EventQuerySet",
    "EventSpeaker",
    "Organisation",
    "ProgrammeItem",
    "RelatedPage",
]
