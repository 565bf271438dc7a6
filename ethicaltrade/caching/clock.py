"""Until when the words of a page hold, where they depend on the clock.

What says so needs no request: it speaks to whoever listens, the page that is being made
or the memory that keeps a part of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, time, timedelta

from django.utils import timezone


class Heard:
    """The earliest moment that was named, of those after ``since``."""

    def __init__(self, since: datetime):
        self.since = since
        self.until: datetime | None = None

    def until_at_most(self, moment: datetime) -> datetime:
        return moment if self.until is None else min(self.until, moment)


_heard: ContextVar[Heard | None] = ContextVar("clock", default=None)


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear what is said meanwhile; whoever listens outside hears it as well."""
    outside = _heard.get()
    heard = Heard(timezone.now())
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)
        if outside is not None and heard.until is not None:
            _tell(outside, heard.until)


def is_heard() -> bool:
    """Whether to find out: nobody listens where nothing is kept."""
    return _heard.get() is not None


def next_midnight(moment: datetime) -> datetime:
    """On the site's own clock: whatever asks which day it is holds no longer."""
    zone = timezone.get_default_timezone()
    day = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), zone)


def holds_until(moment: datetime | None) -> None:
    """What is shown now is said in other words from then on; None is never.

    A moment that has been changes nothing any more.
    """
    heard = _heard.get()
    if heard is not None and moment is not None:
        _tell(heard, moment)


def _tell(heard: Heard, moment: datetime) -> None:
    if moment > heard.since and (heard.until is None or moment < heard.until):
        heard.until = moment
