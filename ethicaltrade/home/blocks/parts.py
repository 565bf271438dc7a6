"""What the sections are made of, one of each in a list."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ethicaltrade.core.blocks import BilingualBlock
from ethicaltrade.home import statistics

from .choosers import ImageKeyBlock, PageKeyBlock


class PointBlock(blocks.StructBlock):
    title = BilingualBlock(label=_("Title"), max_length=80)
    text = BilingualBlock(
        blocks.TextBlock, label=_("Sentence"), required=False, rows=2, max_length=300
    )

    class Meta:
        icon = "tick"
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
        label=_("Article it comes from"),
        page_type="articles.ArticlePage",
        required=False,
    )

    class Meta:
        icon = "openquote"
        label = _("Voice")
        label_format = "{name}"


class NumberRowBlock(blocks.StructBlock):
    what = blocks.ChoiceBlock(
        label=_("What is counted"), choices=statistics.choices, search_index=False
    )
    label = BilingualBlock(
        label=_("Text below the number"),
        required=False,
        max_length=60,
        help_text=_("Leave empty to use the usual one."),
    )

    class Meta:
        icon = "order"
        label = _("Number")
