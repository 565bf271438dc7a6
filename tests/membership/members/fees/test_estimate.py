"""What membership will cost: by kind, by size, by the day of joining."""

from datetime import date

import pytest
from django.utils import translation

from membership.members.choices import Body, Kind
from membership.members.fees.calculator import Estimate, estimate
from membership.members.fees.models import FeeTable

from .factories import make_table

pytestmark = pytest.mark.django_db

SPRING = date(2026, 3, 1)


@pytest.fixture
def table():
    return make_table()


def full(kind, size, body=None):
    return estimate(kind, size=size, body=body, on=SPRING).full


@pytest.mark.parametrize(
    ("size", "fee"),
    [
        (0, 7_700),
        (9_999_999, 7_700),
        (10_000_000, 13_001),
        (999_999_999, 13_001),
        (1_000_000_000, 137_800),
        (10**14, 137_800),
    ],
)
def test_company_pays_by_the_step_its_turnover_reaches(table, size, fee):
    assert full(Kind.COMPANY, size) == fee


@pytest.mark.parametrize(
    ("size", "fee"), [(0, 7_700), (4_999_999, 7_700), (5_000_000, 41_600)]
)
def test_association_has_steps_of_its_own(table, size, fee):
    assert full(Kind.ASSOCIATION, size) == fee


@pytest.mark.parametrize(
    ("body", "size", "fee"),
    [
        (Body.MUNICIPALITY, 0, 25_700),
        (Body.MUNICIPALITY, 21_779, 25_700),  # 25 699.22
        (Body.MUNICIPALITY, 21_781, 25_702),  # 25 701.58
        (Body.MUNICIPALITY, 30_000, 35_400),
        (Body.MUNICIPALITY, 25_025, 29_530),  # 29 529.50: half a krone is rounded up
        (Body.MUNICIPALITY, 84_406, 99_599),  # 99 599.08
        (Body.MUNICIPALITY, 84_407, 99_600),  # 99 600.26
        (Body.MUNICIPALITY, 700_000, 99_600),
        (Body.COUNTY, 43_000, 25_700),  # 25 370
        (Body.COUNTY, 100_000, 59_000),
        (Body.COUNTY, 250_000, 99_600),
    ],
)
def test_public_body_pays_by_inhabitants_between_lowest_and_highest(
    table, body, size, fee
):
    assert full(Kind.PUBLIC, size, body) == fee


@pytest.mark.parametrize("body", [Body.OTHER, None])
def test_other_public_bodies_are_asked_to_ask(table, body):
    answer = estimate(Kind.PUBLIC, size=1_000, body=body, on=SPRING)
    assert not answer.is_known
    assert (answer.full, answer.first_year, answer.year) == (None, None, 2026)
    assert answer.note


@pytest.mark.parametrize(
    ("day", "percent", "first_year"),
    [
        (date(2026, 1, 1), 100, 13_001),
        (date(2026, 6, 30), 100, 13_001),
        (date(2026, 7, 1), 50, 6_501),  # 6 500.50
        (date(2026, 9, 30), 50, 6_501),
        (date(2026, 10, 1), 25, 3_250),  # 3 250.25
        (date(2026, 12, 31), 25, 3_250),
    ],
)
def test_joining_late_costs_a_part_of_the_first_year(table, day, percent, first_year):
    answer = estimate(Kind.COMPANY, size=10_000_000, on=day)
    assert answer == Estimate(2026, 13_001, first_year, percent)
    assert answer.is_reduced == (first_year < 13_001)


def test_today_is_the_day_when_none_is_given(table):
    today = estimate(Kind.COMPANY, size=0)
    assert today.full == 7_700


def test_without_a_size_there_is_no_fee(table):
    assert not estimate(Kind.COMPANY, size=None, on=SPRING).is_known
    assert not estimate(
        Kind.PUBLIC, size=None, body=Body.MUNICIPALITY, on=SPRING
    ).is_known


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("butikk", {"size": 1}),
        (Kind.COMPANY, {"size": -1}),
        (Kind.PUBLIC, {"size": 1, "body": "kongerike"}),
    ],
)
def test_nonsense_raises(table, kind, fields):
    with pytest.raises(ValueError, match=r".+"):
        estimate(kind, on=SPRING, **fields)


# Which table


def test_newest_table_that_has_begun_is_current(table):
    make_table(2027)
    make_table(2025)
    assert FeeTable.current(date(2026, 12, 31)) == table
    assert FeeTable.current(date(2027, 1, 1)).year == 2027
    assert FeeTable.current(date(2024, 12, 31)) is None


def test_no_table_gives_no_fee_and_says_so(db):
    answer = estimate(Kind.COMPANY, size=1, on=SPRING)
    assert (answer.year, answer.full, answer.is_known) == (None, None, False)
    with translation.override("en"):
        assert "not ready" in estimate(Kind.COMPANY, size=1, on=SPRING).note


def test_last_years_table_is_used_and_said_to_be(table):
    with translation.override("en"):
        answer = estimate(Kind.COMPANY, size=0, on=date(2027, 2, 1))
    assert answer.full == 7_700
    assert "2027" in answer.note
    assert "2026" in answer.note


def test_queries_do_not_grow_with_the_table(table, django_assert_num_queries):
    with django_assert_num_queries(3):  # table, steps, shares
        estimate(Kind.COMPANY, size=10_000_000, on=SPRING)
