"""Whole numbers as people write them: ``12 500 000``, ``12,5 mill.``, ``7 700,-``."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

LONGEST = 40  # characters; "NOK 1 200 000 000"
LARGEST = 10**14  # kroner; more than all of Norway turns over

UNITS = {
    1_000: ("tusen", "thousand", "t", "k"),
    1_000_000: ("mill", "million", "millioner", "millions", "mnok", "m"),
    1_000_000_000: ("mrd", "milliard", "milliarder", "billion", "billions", "bn"),
}
FACTORS = {word: factor for factor, words in UNITS.items() for word in words}

CURRENCY = re.compile(r"^(?:nok|kr\.?)|(?:nok|kroner|kr\.?|[.,][-–])$")
AMOUNT = re.compile(r"(?P<number>\d[\d ., '’]*?) ?(?P<unit>[a-z]+)?\.?", re.ASCII)
NUMBER = re.compile(
    r"(?P<grouped>[1-9]\d{0,2}(?P<mark>[ .,'’])\d{3}(?:(?P=mark)\d{3})*)"
    r"(?:(?!(?P=mark))[.,](?P<part>\d+))?"
    r"|(?P<plain>\d+)(?:[.,](?P<decimals>\d+))?",
    re.ASCII,
)
TWO_WAYS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def grouped(number: int) -> str:
    """``12 500`` (with no-break spaces), ``12,500``: as the active language has it."""
    return number_format(number, force_grouping=True)


class AmbiguousError(ValueError):
    """One reader takes the number for a thousand times what another does."""


def parse_amount(text: str) -> int:
    """The number meant, rounded down; the same in every language.

    Before ``mill.`` and the like a point or comma parts the decimals; elsewhere it
    parts groups of three digits, and no decimals are taken but ``,00``.

    Raises AmbiguousError for ``1,250 million``, else ValueError for no such number.
    """
    folded = " ".join(text.casefold().split())
    folded = CURRENCY.sub("", CURRENCY.sub("", folded).strip()).strip()
    amount = AMOUNT.fullmatch(folded)
    if amount is None or amount["unit"] not in {None, *FACTORS}:
        raise ValueError(text)
    digits, unit = amount["number"], amount["unit"]
    if unit and TWO_WAYS.fullmatch(digits):
        raise AmbiguousError(text)
    number = NUMBER.fullmatch(digits)
    if number is None:
        raise ValueError(text)
    whole = re.sub(r"\D", "", number["grouped"] or number["plain"])
    part = number["part"] or number["decimals"] or ""
    if part and not unit and part != "00":
        raise ValueError(text)
    return int(Decimal(f"{whole}.{part}") * FACTORS.get(unit, 1))


class AmountField(forms.CharField):
    """Keeps what was typed when it is wrong."""

    default_error_messages = {
        "form": _("Write a whole number, such as 12,500,000 or 12.5 million."),
        "ambiguous": _(
            "This can be read in two ways. Write the whole number, such as 1,250,000."
        ),
        "large": _("This number is too large."),
    }

    def __init__(self, *, largest: int = LARGEST, **kwargs: Any):
        self.largest = largest
        super().__init__(max_length=LONGEST, **kwargs)

    def to_python(self, value: Any) -> int | None:
        text = super().to_python(value)
        if not text:
            return None
        if len(text) > LONGEST:
            raise self.error("form")
        try:
            number = parse_amount(text)
        except AmbiguousError as error:
            raise self.error("ambiguous") from error
        except ValueError as error:
            raise self.error("form") from error
        if number > self.largest:
            raise self.error("large")
        return number

    def error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)

    def run_validators(self, value: Any) -> None:
        """None: a text's validators count characters."""

    def prepare_value(self, value: Any) -> Any:
        return grouped(value) if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off"}
