"""From the time on the wall to a moment: both changes of the clock in 2027."""

from datetime import UTC, date, time

import pytest
from django.utils import translation

from ethicaltrade import dates
from events import time_zones

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
OSLO, NEW_YORK = "Europe/Oslo", "America/New_York"


@pytest.mark.parametrize(
    ("day", "at", "zone", "moment"),
    [
        (SPRING, "01:59", OSLO, "00:59"),
        (SPRING, "03:00", OSLO, "01:00"),
        (AUTUMN, "01:59", OSLO, "23:59"),
        (AUTUMN, "03:00", OSLO, "02:00"),
        (date(2027, 7, 1), "12:00", "Europe/Zurich", "10:00"),
        (date(2027, 7, 1), "12:00", NEW_YORK, "16:00"),
        # Two weeks in which America has summer time and Norway has not.
        (date(2027, 3, 20), "12:00", NEW_YORK, "16:00"),
        (date(2027, 3, 20), "12:00", OSLO, "11:00"),
    ],
)
def test_wall_clock_is_a_moment(day, at, zone, moment):
    found = time_zones.moment_at(day, time.fromisoformat(at), zone).astimezone(UTC)
    assert found.strftime("%H:%M") == moment


@pytest.mark.parametrize(
    ("day", "at", "zone", "is_skipped", "is_repeated"),
    [
        (SPRING, "01:59", OSLO, False, False),
        (SPRING, "02:00", OSLO, True, False),
        (SPRING, "02:30", OSLO, True, False),
        (SPRING, "02:59", OSLO, True, False),
        (SPRING, "03:00", OSLO, False, False),
        (AUTUMN, "01:59", OSLO, False, False),
        (AUTUMN, "02:00", OSLO, False, True),
        (AUTUMN, "02:30", OSLO, False, True),
        (AUTUMN, "03:00", OSLO, False, False),
        (SPRING, "02:30", NEW_YORK, False, False),  # its clocks change on 14 March
        (date(2027, 3, 14), "02:30", NEW_YORK, True, False),
        (date(2027, 11, 7), "01:30", NEW_YORK, False, True),
    ],
)
def test_hours_that_are_lost_and_gained(day, at, zone, is_skipped, is_repeated):
    moment = time_zones.moment_at(day, time.fromisoformat(at), zone)
    assert dates.is_skipped(moment) is is_skipped
    assert dates.is_repeated(moment) is is_repeated
    assert bool(dates.clock_change_error(moment)) is (is_skipped or is_repeated)


@pytest.mark.parametrize(
    ("language", "first", "copenhagen", "zurich"),
    [
        ("nb", "Oslo, Norge", "København, Danmark", "Zürich, Sveits"),
        ("en", "Oslo, Norway", "Copenhagen, Denmark", "Zurich, Switzerland"),
    ],
)
def test_zones_are_named_after_places(language, first, copenhagen, zurich):
    with translation.override(language):
        choices = time_zones.time_zones()
    names = dict(choices)
    assert choices[0] == ("Europe/Oslo", first)
    assert names["Europe/Copenhagen"] == copenhagen
    assert names["Europe/Zurich"] == zurich
    assert names["America/New_York"].startswith("New York, ")
    assert names["Asia/Calcutta"] == "Kolkata, India (Asia/Calcutta)"
    assert not any(name.startswith("Etc/") for name in names)
