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
)
from .pages import ApplicationPage, PrinciplesVersion, digest_of

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
