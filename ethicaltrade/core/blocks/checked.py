"""Blocks with rules that tie one field to another."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks


class CheckedBlock(blocks.StructBlock):
    """A block that says, beside the field, what is wrong between its fields.

    Not while a draft is saved: that may be as unfinished as it likes.
    """

    def find_errors(self, value: Any) -> Iterator[tuple[str, str]]:
        """Yield the field's name and a sentence for each fault."""
        yield from ()

    def clean(self, value: Any) -> Any:
        """Raise StructBlockValidationError with what :meth:`find_errors` finds."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if errors := dict(self.find_errors(cleaned)):
            raise blocks.StructBlockValidationError(
                {name: ValidationError(text) for name, text in errors.items()}
            )
        return cleaned
