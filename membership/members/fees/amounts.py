"""Amounts and numbers as people write them: ``12 500 000``, ``12,5 mill.``"""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from ethicaltrade.core.forms import CONTROL_CHARACTERS

LONGEST = 40  # characters
LARGEST = 10**14  # kroner; more than all of Norway turns over

UNITS = {
    1_000: ("tusen", "thousand", "t", "k"),
    1_000_000: ("mill", "million", "millioner", "millions", "mnok", "m"),
    1_000_000_000: ("mrd", "milliard", "milliarder", "billion", "billions", "bn"),
}
_FACTORS = {word: factor for factor, words in UNITS.items() for word in words}

CURRENCY = re.compile(r"^(?:nok|kr\.?)|(?:nok|kroner|kr\.?|,-)$")
AMOUNT = re.compile(r"(?P<number>\d[\d ., '’]*?)\s*(?P<unit>[a-z]+)?\.?")
GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[ .,'’])\d{3})(?:(?P=mark)\d{3})*")
DECIMAL = re.compile(r"(?P<whole>\d+)[.,](?P<part>\d+)")


def parse_amount(text: str) -> int:
    """The number meant, rounded down; raises ValueError when that is not plain.

    Points, commas, spaces and apostrophes may part groups of three digits. Before
    ``mill``, ``mrd``, ``million`` and the like, one point or comma parts the decimals;
    ``1,250 million`` is read as the active language does, in Norwegian as 1.25. Alone,
    ``12,5`` is refused: nobody has twelve and a half kroner, or half a citizen.
    """
    folded = " ".join(text.casefold().split())
    folded = CURRENCY.sub("", CURRENCY.sub("", folded).strip()).strip()
    match = AMOUNT.fullmatch(folded)
    if match is None:
        raise ValueError(text)
    unit = match["unit"]
    if unit and unit not in _FACTORS:
        raise ValueError(text)
    number = _decimal(match["number"].strip(), has_unit=bool(unit))
    amount = int(number * _FACTORS.get(unit, 1))
    if amount > LARGEST:
        raise ValueError(text)
    return amount


def _decimal(digits: str, *, has_unit: bool) -> Decimal:
    if digits.isdecimal():
        return Decimal(digits)
    grouped = GROUPED.fullmatch(digits)
    is_decimal = grouped is None or grouped["mark"] == get_format("DECIMAL_SEPARATOR")
    if has_unit and is_decimal and (match := DECIMAL.fullmatch(digits)):
        return Decimal(f"{match['whole']}.{match['part']}")
    if grouped:
        return Decimal(re.sub(r"\D", "", digits))
    raise ValueError(digits)


class AmountField(forms.CharField):
    """A whole number, written as people write it; keeps what was typed when wrong."""

    default_error_messages = {
        "amount": _("Write a whole number, such as 12 500 000 or 12.5 million.")
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(**kwargs)

    def to_python(self, value):
        """The number; None when nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        if len(text) > LONGEST:
            raise ValidationError(self.error_messages["amount"], code="amount")
        try:
            return parse_amount(text)
        except ValueError as error:
            raise ValidationError(
                self.error_messages["amount"], code="amount"
            ) from error

    def bound_data(self, data, initial):
        """What is shown again: all of it that can be."""
        return CONTROL_CHARACTERS.sub("", data) if data else data

    def run_validators(self, value):
        """None but the number's own: the others count characters."""

    def widget_attrs(self, widget):
        """No suggestions: what others typed is not one's own."""
        return {**super().widget_attrs(widget), "autocomplete": "off"}
