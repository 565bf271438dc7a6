"""Which backups are kept: the newest of each day, week and month, as far as told."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

PERIODS: tuple[Callable[[date], Any], ...] = (
    lambda day: day,
    lambda day: tuple(day.isocalendar())[:2],
    lambda day: (day.year, day.month),
)
"""What two days have in common: by the day, by the week, by the month."""


def kept(moments: Iterable[datetime], rule: Sequence[int]) -> set[datetime]:
    """Of the moments, those to keep.

    ``rule``: of how many days, weeks and months, such as (7, 5, 12); those without a
    backup do not count. Days are the site's own. The newest of all is always kept.
    """
    newest_first = sorted(set(moments), reverse=True)
    found = set(newest_first[:1])
    for period, most in zip(PERIODS, rule, strict=True):
        seen: set[Any] = set()
        for moment in newest_first:
            key = period(timezone.localtime(moment).date())
            if key not in seen and len(seen) < most:
                seen.add(key)
                found.add(moment)
    return found
