"""Applications for membership, and the page that says how to apply."""

from .application import (
    DECIDED,
    EDITABLE,
    OPEN,
    WAITING,
    Application,
    ApplicationEvent,
    ApplicationState,
    EventKind,
    PrinciplesVersion,
    digest_of,
)
from .pages import ApplicationPage

__all__ = [
    "DECIDED",
    "EDITABLE",
    "OPEN",
    "WAITING",
    "Application",
    "ApplicationEvent",
    "ApplicationPage",
    "ApplicationState",
    "EventKind",
    "PrinciplesVersion",
    "digest_of",
]
