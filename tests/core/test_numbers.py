"""Numbers as people write them, in the calculator and in the application alike."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from ethicaltrade.core.numbers import AmountField, parse_amount
from membership.applications.forms import SizeForm
from membership.members.fees.calculator import Calculator

NBSP, NARROW = "\xa0", "\u202f"

MEANT = {
    "0": 0,
    "7700": 7_700,
    "  30000  ": 30_000,
    "12 500 000": 12_500_000,
    f"12{NBSP}500{NBSP}000": 12_500_000,
    f"1{NARROW}200{NARROW}000": 1_200_000,
    "12.500.000": 12_500_000,
    "12,500,000": 12_500_000,
    "12'500'000": 12_500_000,
    "12.500": 12_500,
    "1 250 000,-": 1_250_000,
    "1 250 000.–": 1_250_000,
    "1.250.000 kr": 1_250_000,
    "kr 12 500 000": 12_500_000,
    "kr. 12 500 000,-": 12_500_000,
    "12 500 000 kroner": 12_500_000,
    "NOK 1,250,000": 1_250_000,
    "NOK 7 700": 7_700,
    "1,250,000.00": 1_250_000,
    "1 250 000,00 kr": 1_250_000,
    "1250000,00": 1_250_000,
    "12,5 mill": 12_500_000,
    "12,5 mill.": 12_500_000,
    "12,5mill": 12_500_000,
    "12,5 mill. kr": 12_500_000,
    "12.5 million": 12_500_000,
    "NOK 12.5 million": 12_500_000,
    "0,250 mill.": 250_000,
    "1,2505 mill.": 1_250_500,
    "1 250,5 mill.": 1_250_500_000,
    "1.250,5 mill.": 1_250_500_000,
    "1,250.5 million": 1_250_500_000,
    "1 200 millioner": 1_200_000_000,
    "1,2 mrd": 1_200_000_000,
    "2 billion": 2_000_000_000,
    "14 tusen": 14_000,
    "0,0000019 mill": 1,
}
REFUSED = {
    "ambiguous": ["1,250 mill.", "1.250 million", "kr 12,500 mill."],
    "form": [
        *("-5", "12,5", "12.5", "12.50", "0,250", "1 23", "1 2345", "1 2 3"),
        *("12.500,000", "1,2,3 mill", "12 epler", "mye", "1e9", "12;5", "½", "²", "٣"),
        *("1\x002", "1" * 41),
    ],
    "large": ["9" * 15, "999 999 mrd"],
}


@pytest.fixture(params=["nb", "en"], autouse=True)
def _language(request):
    with translation.override(request.param):
        yield


@pytest.mark.parametrize(("text", "number"), MEANT.items())
def test_number_is_what_was_meant_in_every_language(text, number):
    assert AmountField().clean(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [(text, code) for code, texts in REFUSED.items() for text in texts],
)
def test_what_is_not_plain_is_refused_and_why(text, code):
    with pytest.raises(ValidationError) as caught:
        AmountField().clean(text)
    assert [error.code for error in caught.value.error_list] == [code]


def test_nothing_typed_is_no_number():
    assert AmountField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        AmountField().clean("")
    with pytest.raises(ValueError, match=r"^$"):
        parse_amount("")


def test_field_has_its_own_largest_number():
    assert AmountField(largest=100).clean("100") == 100
    with pytest.raises(ValidationError):
        AmountField(largest=100).clean("101")


def test_stored_number_is_shown_in_groups():
    class Form(forms.Form):
        size = AmountField(initial=1_250_000)

    with translation.override("nb"):
        assert Form()["size"].value() == f"1{NBSP}250{NBSP}000"
    with translation.override("en"):
        assert Form()["size"].value() == "1,250,000"


def test_calculator_and_application_read_numbers_alike():
    sizes = [Calculator.base_fields["size"], SizeForm.base_fields["turnover"]]
    assert [size.clean("kr 12,5 mill.") for size in sizes] == [12_500_000] * 2
