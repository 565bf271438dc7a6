"""Seven days, five weeks, twelve months: the rule, for any nights there may be."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ethicaltrade.backup.shelf import kept

RULE = (7, 5, 12)
FIRST = datetime(2026, 1, 1, 1, 0, tzinfo=UTC)
hours = st.lists(st.integers(min_value=0, max_value=24 * 800), max_size=60)


def at(hours):
    return [FIRST + timedelta(hours=each) for each in hours]


def test_two_years_of_nights():
    nights = at(range(0, 24 * 730, 24))
    found = sorted(kept(nights, RULE), reverse=True)
    assert [night.date() for night in found[:7]] == [
        (nights[-1] - timedelta(days=days)).date() for days in range(7)
    ]
    assert len(found) == 7 + 3 + 11  # some are a day, a week and a month at once
    assert nights[-1] - found[-1] >= timedelta(days=330)


@given(hours)
def test_newest_is_kept_and_no_more_than_the_rule_says(given_hours):
    moments = at(given_hours)
    found = kept(moments, RULE)
    assert found <= set(moments)
    assert len(found) <= sum(RULE)
    assert not moments or max(moments) in found


@given(hours)
def test_deleting_each_night_keeps_what_deleting_once_does(given_hours):
    moments = sorted(set(at(given_hours)))
    there: set[datetime] = set()
    for moment in moments:
        there = kept({*there, moment}, RULE)
    assert there == kept(moments, RULE)


@given(hours)
def test_some_of_every_day_week_and_month_within_the_rule(given_hours):
    moments = at(given_hours)
    found = kept(moments, RULE)
    days = sorted({moment.astimezone().date() for moment in moments})[-2:]
    assert {moment.astimezone().date() for moment in found} >= set(days)


def test_nothing_is_kept_of_nothing():
    assert kept([], RULE) == set()


def test_rule_of_nothing_keeps_the_newest():
    assert kept(at([0, 24, 48]), (0, 0, 0)) == {FIRST + timedelta(hours=48)}
