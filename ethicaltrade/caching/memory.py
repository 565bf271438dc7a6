"""What this process remembers for as long as nothing public changes.

It is right in each process, since the number it stands under is in the database.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from django.utils import timezone

from . import clock, generation

T = TypeVar("T")

MOST = 2_000
"""Values; who was asked for longest ago goes first."""
MOST_TEXT = 8 * 2**20
"""Letters in all: parts of pages, of which anybody may ask for any number."""

_values: OrderedDict[tuple[int, Hashable], tuple[Any, datetime | None, datetime]] = (
    OrderedDict()
)
"""With the moment that was named, and with the end, at the latest the day's."""
_text = 0
_lock = Lock()


def remembered(key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """What ``make`` returns, made once for each generation.

    ``key`` begins with the caller's name, and has all that the value depends on: the
    language, ``readership(user)``, the host. Nobody may change the value. Where it
    depends on the clock, ``clock.holds_until`` is called while it is made; on the day
    alone, it need not be.

    A transaction that has written remembers nothing, and is told nothing remembered.
    """
    global _text
    number = generation.to_keep_under()
    if not number:
        return make()
    place = (number, key)
    with _lock:
        found = _values.get(place)
        if found is not None:
            _values.move_to_end(place)
    if found is not None:
        value, until, end = found
        if timezone.now() < end:
            if until is not None:
                clock.holds_until(until)
            return value
    with clock.listening() as heard:
        value = make()
    # Nothing that was written, or changed, while it was made.
    if generation.to_keep_under() == number:
        end = heard.until_at_most(clock.next_midnight(heard.since))
        with _lock:
            if _values and next(reversed(_values))[0] != number:
                _clear()  # of a generation that is over
            _drop(place)
            _values[place] = value, heard.until, end
            _text += _length(value)
            while len(_values) > MOST or _text > MOST_TEXT:
                _drop(next(iter(_values)))
    return value


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str) else 0


def _drop(place: tuple[int, Hashable]) -> None:
    global _text
    if place in _values:
        _text -= _length(_values.pop(place)[0])


def _clear() -> None:
    global _text
    _values.clear()
    _text = 0


def forget() -> None:
    """Begin anew, as a process that has just started."""
    with _lock:
        _clear()
