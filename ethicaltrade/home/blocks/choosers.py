"""Choosers that keep a record's primary key, and fetch nothing.

The front page points to pages, documents and pictures from many sections. Whoever
shows them asks for all of them at once, and for those the reader may see alone: see
``home.contents``.
"""

from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.admin.compare import BlockComparison
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class KeyMixin:
    """Makes a chooser's value the primary key of what is chosen, or None."""

    def to_python(self, value: Any) -> int | None:
        return self.normalize(value)

    def bulk_to_python(self, values: list[Any]) -> list[int | None]:
        return [self.normalize(value) for value in values]

    def normalize(self, value: Any) -> int | None:
        """The key of an instance, or of what the form sent."""
        key = str(getattr(value, "pk", value))
        return int(key) if key.isdecimal() else None

    value_from_form = normalize

    def get_prep_value(self, value: int | None) -> int | None:
        return value

    def extract_references(self, value: int | None) -> Iterator[tuple]:
        if value is not None:
            yield self.model_class, str(value), "", ""

    def render_basic(self, value: int | None, context: Any = None) -> str:
        """For the CMS, where it compares two revisions."""
        return str(self.model_class.objects.filter(pk=value).first() or "")

    def get_comparison_class(self) -> type[BlockComparison]:
        """By name: a picture's own would ask for the picture."""
        return BlockComparison


class PageKeyBlock(KeyMixin, blocks.PageChooserBlock):
    """A page."""


class DocumentKeyBlock(KeyMixin, DocumentChooserBlock):
    """A document."""


class ImageKeyBlock(KeyMixin, ImageChooserBlock):
    """A picture."""
