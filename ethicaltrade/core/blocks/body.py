"""The blocks of a page's body, and the field it is kept in."""

import json
from typing import Any

from django.conf import global_settings, settings
from django.core.exceptions import SuspiciousOperation
from django.utils.functional import lazy
from django.utils.translation import get_language_info, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamBlock, StreamValue
from wagtail.blocks.base import BlockWidget
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField

from ethicaltrade.bilingual.blocks import FormStreamBlock, RichTextBlock
from ethicaltrade.bilingual.chosen import LookedUp
from ethicaltrade.media.widgets import PictureBlock

from .checked import CheckedBlock
from .rich_text import check_rich_text
from .video import VideoBlock

INLINE = [
    "bold",
    "italic",
    "link",
    *(f"lang-{code}" for code, _n in settings.LANGUAGES),
]
RICH_TEXT = ["h2", "h3", "ol", "ul", "document-link", *INLINE]
SHORT_TEXT = ["ol", "ul", "document-link", *INLINE]

# Languages a quoted text may be in, as BCP 47 codes.
TEXT_LANGUAGES = (
    "nb", "nn", "en", "sv", "da", "fi", "de", "fr", "es", "pt", "it", "pl", "tr", "ar",
    "hi", "bn", "vi", "zh-hans",
)  # fmt: skip


def _language_name(code: str) -> str:
    return gettext(dict(global_settings.LANGUAGES)[code])


def text_language_choices() -> list[tuple[str, str]]:
    name = lazy(_language_name, str)
    return [(code, name(code)) for code in TEXT_LANGUAGES]


class ChosenPictureBlock(LookedUp, PictureBlock):
    """A picture."""


class ChosenDocumentBlock(LookedUp, DocumentChooserBlock):
    """A document."""


class ChosenPageBlock(LookedUp, blocks.PageChooserBlock):
    """A page."""


class FigureBlock(blocks.StructBlock):
    image = ChosenPictureBlock(label=_("Picture"))
    caption = blocks.CharBlock(
        label=pgettext_lazy("below a picture", "Caption"),
        required=False,
        max_length=255,
        help_text=_("Leave empty to use the picture’s own."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with caption and credit")
        template = "components/streamfield/image.html"
        preview_value = {"image": None, "caption": "Fra lageret til Nordlys Tekstil AS"}


class QuotationBlock(CheckedBlock):
    quote = blocks.TextBlock(
        label=_("Quotation"), rows=3, help_text=_("Without quotation marks.")
    )
    name = blocks.CharBlock(label=_("Name"), required=False, max_length=120)
    role = blocks.CharBlock(
        label=_("Title or organisation"), required=False, max_length=160
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("A quotation, with name and title")
        template = "components/streamfield/quotation.html"
        preview_value = {
            "quote": "Det er i oppfølgingen vi ser om kravene virker.",
            "name": "Kari Demo",
            "role": "Innkjøpssjef i Fjordvik kommune",
        }

    def find_errors(self, value):
        if value["role"] and not value["name"]:
            yield "name", _("Enter who is being quoted.")


class ExcerptValue(blocks.StructValue):
    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self["language"])["bidi"] else "ltr"


class ExcerptBlock(CheckedBlock):
    """A piece of another text, in that text's own language."""

    introduction = blocks.CharBlock(
        label=_("Introduction"),
        required=False,
        max_length=120,
        help_text=_("In the page’s language, such as: Excerpt from the programme"),
    )
    language = blocks.ChoiceBlock(
        label=_("Language of the excerpt"),
        choices=text_language_choices,
        search_index=False,
        help_text=_("Screen readers pronounce the excerpt in this language."),
    )
    text = RichTextBlock(
        label=_("Excerpt"),
        features=SHORT_TEXT,
        validators=[check_rich_text],
        form_attrs={"data-language-chosen-in": "language"},
    )
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=255)
    url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Excerpt in another language")
        description = _("A passage from another text, with its own language and source")
        template = "components/streamfield/excerpt.html"
        value_class = ExcerptValue
        preview_value = {
            "introduction": "Utdrag fra programmet",
            "language": "en",
            "text": "<p>This session will look at how procurement can be used.</p>",
            "source": "",
            "url": "",
        }

    def find_errors(self, value):
        if value["url"] and not value["source"]:
            yield "source", _("Name the source that the address leads to.")


class FactBoxBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = RichTextBlock(
        label=_("Text"), features=SHORT_TEXT, validators=[check_rich_text]
    )

    class Meta:
        icon = "info-circle"
        label = _("Fact box")
        description = _("Facts set beside the story")
        template = "components/streamfield/fact_box.html"
        preview_value = {
            "heading": "Åpenhetsloven",
            "text": "<p>Loven trådte i kraft 1. juli 2022.</p>",
        }


class DocumentsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    documents = blocks.ListBlock(
        ChosenDocumentBlock(label=_("Document")), label=_("Documents"), min_num=1
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("Documents")
        description = _("A list of files, with type, size and language")
        template = "components/streamfield/documents.html"
        preview_value = {"heading": "Last ned", "documents": []}


class TableBlock(TypedTableBlock):
    text = blocks.CharBlock(label=_("Text"), required=False)
    number = blocks.CharBlock(label=_("Number"), required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with headings and a caption")
        template = "components/streamfield/table.html"
        preview_value = {
            "columns": [
                {"type": "text", "heading": "Ledd"},
                {"type": "number", "heading": "Andel"},
            ],
            "rows": [{"values": ["Råvare", "40 %"]}, {"values": ["Søm", "60 %"]}],
            "caption": "Hvor risikoen ligger",
        }


class CallToActionBlock(CheckedBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)
    label = blocks.CharBlock(
        label=_("Link text"),
        max_length=60,
        help_text=_("Describe where the link leads."),
    )
    page = ChosenPageBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Or an external address"), required=False)

    class Meta:
        icon = "arrow-right-full"
        label = _("Call to action")
        description = _("What the reader can do next")
        template = "components/streamfield/call_to_action.html"
        preview_value = {
            "heading": "Bli medlem",
            "text": "Få råd, verktøy og et fellesskap.",
            "label": "Søk om medlemskap",
            "page": None,
            "url": "https://example.org",
        }

    def find_errors(self, value):
        if bool(value["page"]) == bool(value["url"]):
            yield "page", _("Choose either a page or an address.")


class BodyBlock(FormStreamBlock):
    """Every block a body can hold; the names are stored with the text."""

    text = RichTextBlock(
        label=_("Text"),
        icon="pilcrow",
        features=RICH_TEXT,
        validators=[check_rich_text],
        template="components/streamfield/text.html",
        description=_("Paragraphs, headings, lists and links"),
        preview_value="<h2>Krav til innkjøpere</h2><p>Still krav, og følg dem opp.</p>",
    )
    image = FigureBlock()
    quotation = QuotationBlock()
    excerpt = ExcerptBlock()
    fact_box = FactBoxBlock()
    documents = DocumentsBlock()
    table = TableBlock()
    video = VideoBlock()
    call_to_action = CallToActionBlock()


class UnknownBlocks(StreamBlock):
    """For models in migrations, which know no blocks: what is stored is kept as it is.

    Wagtail's own block would lose every block that it does not know.
    """

    def to_python(self, value: Any) -> StreamValue:
        try:
            data = json.loads(value) if isinstance(value, str) else value
        except ValueError:  # never was a stream
            data = None
        if not isinstance(data, list) or not data:
            return super().to_python(value)
        return StreamValue(self, data, is_lazy=True)


class BlocksWidget(BlockWidget):
    """Answers 400 for numbers that are none, which no form of ours sends."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, TypeError, LookupError, OverflowError) as error:
            raise SuspiciousOperation(f"{name}: no blocks of a form") from error


def _may_be_block(child: Any) -> bool:
    if isinstance(child, dict):
        return isinstance(child.get("type"), str) and "value" in child
    return not isinstance(child, (str, int, float, list, type(None)))


class BodyField(StreamField):
    """Needs no migration for a new block: the column holds JSON in any case."""

    def __init__(self, block_types: Any = UnknownBlocks, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

    def to_python(self, value: Any) -> StreamValue:
        """Leaves out what is stored there and is no block."""
        if isinstance(value, list):
            value = [child for child in value if _may_be_block(child)]
        elif isinstance(value, (dict, int, float)):
            value = []
        return super().to_python(value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": BlocksWidget(self.stream_block)} | kwargs)
