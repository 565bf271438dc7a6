"""Fields of the application's forms that no other form needs."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

GROUPED = re.compile(r"\d{1,3}(?:[ .,]\d{3})+|\d+")
UNIT = re.compile(r"^(?:kr|nok)\.?|(?:kr|nok)\.?$", re.IGNORECASE)
TYPED_LENGTH = 40  # characters; "NOK 1 200 000 000"


class AmountField(forms.CharField):
    """A whole number as people write it: ``1 200 000``, ``1.200.000 kr``, ``1200000``.

    A decimal sign is refused, and not guessed at.
    """

    default_error_messages = {
        "form": _("Write a whole number, such as 12 500 000."),
        "large": _("This number is too large."),
    }
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, largest: int, **kwargs: Any):
        self.largest = largest
        super().__init__(max_length=TYPED_LENGTH, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """The number; None when nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        plain = UNIT.sub("", re.sub(r"\s", " ", str(text)).strip()).strip()
        if not plain.isascii() or not GROUPED.fullmatch(plain):
            raise ValidationError(self.error_messages["form"], code="form")
        number = int(re.sub(r"\D", "", plain))
        if number > self.largest:
            raise ValidationError(self.error_messages["large"], code="large")
        return number

    def run_validators(self, value: Any) -> None:
        """None of a text's: the length was that of the text."""

    def clean(self, value: Any) -> int | None:
        """As :meth:`to_python`; refuses more than anybody writes."""
        if isinstance(value, str) and len(value) > TYPED_LENGTH:
            raise ValidationError(self.error_messages["form"], code="form")
        return super().clean(value)

    def validate(self, value: Any) -> None:
        """Nought is a number, and nothing is none."""
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def prepare_value(self, value: Any) -> Any:
        """A stored number in groups of three, as it is read."""
        return f"{value:,}".replace(",", " ") if isinstance(value, int) else value
