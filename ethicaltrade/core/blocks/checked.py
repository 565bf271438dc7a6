"""Rules between the fields of a block."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks


class CheckedBlock(blocks.StructBlock):
    """A block that checks its fields together, but no draft."""

    def find_errors(self, value: Any) -> Iterator[tuple[str, str]]:
        """Yield the field's name and a sentence for each fault."""
        yield from ()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if errors := dict(self.find_errors(cleaned)):
            raise blocks.StructBlockValidationError(
                {name: ValidationError(text) for name, text in errors.items()}
            )
        return cleaned
