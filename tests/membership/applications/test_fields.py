"""Amounts as people write them."""

import pytest
from django.core.exceptions import ValidationError

from membership.applications.fields import AmountField


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1200000", 1_200_000),
        ("1 200 000 kr", 1_200_000),
        ("1.200.000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("NOK 7 700", 7700),
        ("1\u00a0200\u202f000", 1_200_000),
        ("0", 0),
    ],
)
def test_amounts_as_people_write_them(typed, number):
    assert AmountField(largest=10**13).clean(typed) == number


@pytest.mark.parametrize(
    "typed", ["1,5", "12.50", "-3", "mye", "1 2 3", "²", "9" * 14, "1" * 50, "", "٣"]
)
def test_amounts_that_are_none(typed):
    with pytest.raises(ValidationError):
        AmountField(largest=10**13).clean(typed)
