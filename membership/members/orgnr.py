"""Organisasjonsnummer: nine digits, the last one checking the others (modulus 11).

Source: Brønnøysundregistrene, "Om organisasjonsnummeret"; stdnum.no.orgnr.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr
from stdnum.util import clean

LENGTH = 9  # digits
TYPED_LENGTH = 30  # characters; "NO 974 760 673 MVA" and more
SEPARATORS = " .-"  # other languages' spaces and dashes are folded to these


def compact(text: str) -> str:
    """Keep what counts of a number as people write it: ``NO 974 760 673 MVA``."""
    return clean(text, SEPARATORS).upper().removeprefix("NO").removesuffix("MVA")


def check(number: str) -> None:
    """Raise ValidationError, with a sentence for the editor, unless it is valid."""
    if not (number.isascii() and number.isdigit() and len(number) == LENGTH):
        raise ValidationError(
            _("An organisation number has nine digits, such as 974 760 673."),
            code="organisation_number_form",
        )
    if not orgnr.is_valid(number):
        raise ValidationError(
            _("This organisation number does not exist. Check for a mistyped digit."),
            code="organisation_number_digit",
        )


def grouped(number: str | None) -> str:
    """``974 760 673``."""
    return orgnr.format(number) if number else ""


def display(number: str | None) -> str:
    """The same with no-break spaces."""
    return grouped(number).replace(" ", "\N{NO-BREAK SPACE}")


class OrganisationNumberFormField(forms.CharField):
    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return compact(text) if text else text


class OrganisationNumberField(models.CharField):
    """Stored as nine digits however it came; None when there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = LENGTH
        super().__init__(*args, **kwargs)
        self.validators = [check]  # which sees to the length too, in its own words

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return (compact(text) or None) if text else None

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value) if value else None

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(
            form_class=OrganisationNumberFormField, max_length=TYPED_LENGTH, **kwargs
        )
