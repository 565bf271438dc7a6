"""Amounts as people write them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from membership.members.fees.amounts import AmountField, parse_amount

NBSP = "\xa0"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("7700", 7_700),
        ("12 500 000", 12_500_000),
        (f"12{NBSP}500{NBSP}000", 12_500_000),
        ("12.500.000", 12_500_000),
        ("12,500,000", 12_500_000),
        ("12'500'000", 12_500_000),
        ("12.500", 12_500),
        ("12,5 mill", 12_500_000),
        ("12,5 mill.", 12_500_000),
        ("12.5 million", 12_500_000),
        ("12,5mill", 12_500_000),
        ("1 200 millioner", 1_200_000_000),
        ("1,2 mrd", 1_200_000_000),
        ("2 billion", 2_000_000_000),
        ("14 tusen", 14_000),
        ("NOK 12,500,000", 12_500_000),
        ("kr 12 500 000,-", 12_500_000),
        ("12 500 000 kroner", 12_500_000),
        ("12,5 mill. kr", 12_500_000),
        ("0,0000019 mill", 1),
        ("  30000  ", 30_000),
    ],
)
def test_amount_is_what_was_meant(text, amount):
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "norwegian", "english"),
    [
        ("1,250 mill", 1_250_000, 1_250_000_000),
        ("1.250 mill", 1_250_000_000, 1_250_000),
    ],
)
def test_mark_before_three_digits_is_read_as_the_language_does(
    text, norwegian, english
):
    assert parse_amount(text) == norwegian
    with translation.override("en"):
        assert parse_amount(text) == english


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-5",
        "12,5",
        "12.5",
        "1 23",
        "1 2345",
        "12.500,000",
        "12 epler",
        "mye",
        "1e9",
        "½",
        "12;5",
        "\x00",
        "9" * 40,
        "999 999 mrd",
        "1,2,3 mill",
    ],
)
def test_what_is_not_plain_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        parse_amount(text)


@pytest.mark.parametrize("text", ["mye", "x" * 41, "1\x002"])
def test_field_tells_that_it_is_no_number(text):
    with pytest.raises(ValidationError) as caught:
        AmountField().clean(text)
    assert [error.code for error in caught.value.error_list] == ["amount"]


def test_field_gives_the_number():
    assert AmountField().clean(" 12,5 mill ") == 12_500_000
    assert AmountField(required=False).clean("") is None
