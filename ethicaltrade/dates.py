"""Which day it is, and dates and times by Django's formats of the active language.

Those are in ``core/formats``. Days and times are taken as they are: the caller has put
them in the zone they are to be read in.
"""

from datetime import UTC, date, datetime, time
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format, get_format, time_format
from django.utils.translation import gettext as _

NBSP = "\xa0"  # where a line must not break
DASH = "–"
MONTHS = "bMNmnFE"  # Django's letters for a month


def today() -> date:
    """The day in the site's time zone (Oslo), whatever zone a reader is in."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class DateLeaf(NamedTuple):
    day: str
    month: str
    year: str


def written_day(day: date) -> str:
    """``12. mai 2027``; ``12 May 2027``. Day and month stay together."""
    return _together(date_format(day, "DATE_FORMAT"))


def written_moment(at: datetime) -> str:
    """``12. mai 2027 kl. 09.00``; ``12 May 2027, 09:00``."""
    return _dated(written_day(at), time_range(at))


def date_range(first: date, last: date) -> str:
    """``12. mai 2027``; ``12.–14. mai 2027``; ``30. april – 2. mai 2027``.

    A dash between single days touches them, one between dates of several words has
    space on both sides, and never begins a line.
    """
    if first == last:
        return written_day(last)
    if first.year != last.year:
        return _apart(written_day(first), written_day(last))
    without_year = get_format("MONTH_DAY_FORMAT")
    only_day = without_year.partition(" ")[0]
    if first.month == last.month and _is_day_alone(only_day):
        return f"{date_format(first, only_day)}{DASH}{written_day(last)}"
    return _apart(_together(date_format(first, without_year)), written_day(last))


def time_range(start: time | datetime, end: time | datetime | None = None) -> str:
    """``kl. 09.00–11.30``, ``09:00–11:30``; without an end ``kl. 09.00``, ``09:00``."""
    times = [time_format(moment, "TIME_FORMAT") for moment in (start, end) if moment]
    return f"{_before_time()}{DASH.join(times)}"


def date_time_range(start: datetime, end: datetime) -> str:
    """``12. mai 2027 kl. 09.00–11.30``; ``12 May, 22:00 – 13 May 2027, 01:00``."""
    if start.date() == end.date():
        return _dated(written_day(end), time_range(start, end))
    first = written_day(start)
    if start.year == end.year:
        first = _together(date_format(start, "MONTH_DAY_FORMAT"))
    return _apart(
        _dated(first, time_range(start)), _dated(written_day(end), time_range(end))
    )


def leaf(day: date) -> DateLeaf:
    """``12``, ``mai``, ``2027``; ``12``, ``May``, ``2027``. The month is short."""
    month = next(
        (letter for letter in get_format("SHORT_DATE_FORMAT") if letter in MONTHS), "M"
    )
    return DateLeaf(
        day=date_format(day, "j"),
        month=date_format(day, month),
        year=date_format(day, "Y"),
    )


def is_skipped(moment: datetime) -> bool:
    """The hour that is lost in spring."""
    there_and_back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None)


def is_repeated(moment: datetime) -> bool:
    """The hour that is gained in autumn."""
    return not is_skipped(moment) and (
        moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    )


def clock_change_error(moment: datetime) -> str | None:
    """None for nothing."""
    shown = {"day": written_day(moment.date()), "time": time_range(moment)}
    if is_skipped(moment):
        return (
            _("The clocks go forward on %(day)s, so %(time)s does not exist.") % shown
        )
    if is_repeated(moment):
        return (
            _(
                "The clocks go back on %(day)s, so %(time)s occurs twice. Choose "
                "another time."
            )
            % shown
        )
    return None


def _dated(day: str, times: str) -> str:
    """The day and the time, with the language's own sign between: none, or a comma."""
    sign = "," if _between_date_and_time().startswith(",") else ""
    return f"{day}{sign} {times}"


def _between_date_and_time() -> str:
    after_date = get_format("DATETIME_FORMAT")[len(get_format("DATE_FORMAT")) :]
    return after_date.removesuffix(get_format("TIME_FORMAT"))


def _before_time() -> str:
    """``kl.`` and a space that holds on, in languages that have such a word."""
    word = _between_date_and_time().strip(" ,")
    return f"{time_format(time(), word)}{NBSP}" if word else ""


def _is_day_alone(piece: str) -> bool:
    return bool(piece) and piece[0] in "jd" and piece[1:] in ("", ".")


def _together(text: str) -> str:
    """A date whose day never stands at the end of a line without its month."""
    return text.replace(" ", NBSP, 1)


def _apart(first: str, last: str) -> str:
    return f"{first}{NBSP}{DASH} {last}"
