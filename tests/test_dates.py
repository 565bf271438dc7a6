"""Two dates, and two times, as each language writes them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from ethicaltrade import dates

NEW_YORK = ZoneInfo("America/New_York")
DAY, MORNING, NOON = date(2027, 5, 12), time(9), time(11, 30)


def shown(source, **context):
    return Template("{% load site %}" + source).render(Context(context))


def plain(text):
    """The text with spaces that hold on as ordinary ones."""
    return text.replace(dates.NBSP, " ")


@pytest.mark.parametrize(
    ("first", "last", "norwegian", "english"),
    [
        (DAY, DAY, "12. mai 2027", "12 May 2027"),
        (DAY, date(2027, 5, 14), "12.–14. mai 2027", "12–14 May 2027"),
        (
            date(2027, 4, 30),
            date(2027, 5, 2),
            "30. april – 2. mai 2027",
            "30 April – 2 May 2027",
        ),
        (
            date(2026, 12, 31),
            date(2027, 1, 1),
            "31. desember 2026 – 1. januar 2027",
            "31 December 2026 – 1 January 2027",
        ),
        (  # the same month of two years is no one month
            date(2026, 5, 12),
            date(2027, 5, 12),
            "12. mai 2026 – 12. mai 2027",
            "12 May 2026 – 12 May 2027",
        ),
    ],
)
def test_range_of_days(first, last, norwegian, english):
    for language, expected in (("nb", norwegian), ("en", english)):
        with translation.override(language):
            assert plain(dates.date_range(first, last)) == expected
            assert plain(shown("{% date_range a b %}", a=first, b=last)) == expected


@pytest.mark.parametrize(
    ("start", "end", "norwegian", "english"),
    [
        (MORNING, NOON, "kl. 09.00–11.30", "09:00–11:30"),
        (MORNING, None, "kl. 09.00", "09:00"),
        (time(0), time(23, 59), "kl. 00.00–23.59", "00:00–23:59"),
    ],
)
def test_range_of_times(start, end, norwegian, english):
    for language, expected in (("nb", norwegian), ("en", english)):
        with translation.override(language):
            assert plain(dates.time_range(start, end)) == expected


@pytest.mark.parametrize(
    ("end", "norwegian", "english"),
    [
        (
            datetime(2027, 5, 12, 23, 30),  # noqa: DTZ001
            "12. mai 2027 kl. 22.00–23.30",
            "12 May 2027, 22:00–23:30",
        ),
        (
            datetime(2027, 5, 13, 1),  # noqa: DTZ001
            "12. mai kl. 22.00 – 13. mai 2027 kl. 01.00",
            "12 May, 22:00 – 13 May 2027, 01:00",
        ),
        (
            datetime(2028, 5, 12, 1),  # noqa: DTZ001
            "12. mai 2027 kl. 22.00 – 12. mai 2028 kl. 01.00",
            "12 May 2027, 22:00 – 12 May 2028, 01:00",
        ),
    ],
)
def test_range_of_moments(end, norwegian, english):
    start = datetime(2027, 5, 12, 22)  # noqa: DTZ001
    for language, expected in (("nb", norwegian), ("en", english)):
        with translation.override(language):
            assert plain(dates.date_time_range(start, end)) == expected


def test_line_never_breaks_inside_a_day_or_before_a_dash():
    with translation.override("nb"):
        text = dates.date_range(date(2027, 4, 30), date(2027, 5, 2))
        assert text == "30.\xa0april\xa0– 2.\xa0mai 2027"
        assert dates.time_range(MORNING, NOON) == "kl.\xa009.00–11.30"


@pytest.mark.parametrize(
    ("language", "parts"),
    [("nb", ("12", "mai", "2027")), ("en", ("12", "May", "2027"))],
)
def test_leaf_of_a_calendar(language, parts):
    with translation.override(language):
        assert dates.leaf(DAY) == parts
        assert shown("{{ day|date_leaf|join:' ' }}", day=DAY) == " ".join(parts)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("month", range(1, 13))
def test_month_of_a_leaf_is_short(language, month):
    with translation.override(language):
        name = dates.leaf(date(2027, month, 1)).month
        assert 3 <= len(name) <= 4
        assert name.isalpha()


def test_time_is_written_in_its_own_zone():
    start = datetime(2027, 5, 12, 9, tzinfo=NEW_YORK)
    with timezone.override("Europe/Oslo"):
        assert plain(dates.time_range(start)) == "kl. 09.00"
        assert plain(shown("{% time_range start %}", start=start)) == "kl. 09.00"


def test_language_with_stock_formats_is_written_in_full():
    with translation.override("da"):
        assert plain(dates.date_range(DAY, date(2027, 5, 14))) == "12.–14. maj 2027"
        assert plain(dates.time_range(MORNING, NOON)) == "09:00–11:30"
