"""What the sections are made of: choosers, and one of each in a list.

The choosers keep a primary key and fetch nothing: ``home.contents`` asks for all.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.compare import BlockComparison
from wagtail.documents.blocks import DocumentChooserBlock

from ethicaltrade.bilingual.blocks import BilingualBlock
from ethicaltrade.bilingual.chosen import LookedUp, gather
from ethicaltrade.home import statistics
from ethicaltrade.media.widgets import PictureBlock


class KeyMixin(LookedUp):
    def to_python(self, value: Any) -> int | None:
        return self.normalize(value)

    def bulk_to_python(self, values: list[Any]) -> list[int | None]:
        return [self.normalize(value) for value in values]

    def normalize(self, value: Any) -> int | None:
        """Of an instance, or of what the form sent."""
        key = str(getattr(value, "pk", value))
        return int(key) if key.isdecimal() else None

    def value_from_form(self, value: Any) -> int | None:
        if gather(self.model_class, value):
            return None
        return self.normalize(value)

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


class ImageKeyBlock(KeyMixin, PictureBlock):
    """A picture."""


class PointBlock(blocks.StructBlock):
    title = BilingualBlock(label=_("Title"), max_length=80)
    text = BilingualBlock(
        blocks.TextBlock, label=_("Sentence"), required=False, rows=2, max_length=300
    )

    class Meta:
        icon = "check"
        label = _("Point")


class VoiceBlock(blocks.StructBlock):
    quote = BilingualBlock(
        blocks.TextBlock,
        label=_("Quotation"),
        rows=3,
        max_length=400,
        help_text=_("Without quotation marks."),
    )
    name = blocks.CharBlock(label=_("Name"), max_length=120)
    role = BilingualBlock(label=_("Title"), required=False, max_length=120)
    organisation = blocks.CharBlock(
        label=_("Organisation"), required=False, max_length=120
    )
    picture = ImageKeyBlock(label=_("Picture"), required=False)
    article = PageKeyBlock(
        label=_("Article it is taken from"),
        page_type="articles.ArticlePage",
        required=False,
    )

    class Meta:
        icon = "openquote"
        label = _("Voice")
        label_format = "{name}"


class NumberRowBlock(blocks.StructBlock):
    what = blocks.ChoiceBlock(
        label=_("What to count"), choices=statistics.choices, search_index=False
    )
    label = BilingualBlock(
        label=_("Text below the number"),
        required=False,
        max_length=60,
        help_text=_("Leave empty to use the default text."),
    )

    class Meta:
        icon = "order"
        label = _("Number")
