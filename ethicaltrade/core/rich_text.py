"""Rich text that nobody wrote in the editor: shown, and opened, as far as it goes."""

import logging
from collections.abc import Iterator
from html import escape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy
from draftjs_exporter.error import ExporterException
from wagtail.admin.forms import choosers
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.rich_text import EmbedHandler, LinkHandler

from .blocks.rich_text import NOT_READ, is_number, readable

logger = logging.getLogger(__name__)

# What the converters raise for contents that no editor makes.
UNREADABLE = (
    ExporterException,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
)


class RichTextArea(DraftailRichTextArea):
    """Wagtail's, which fails neither for what is sent nor for what is stored."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        try:
            return super().value_from_datadict(data, files, name)
        except UNREADABLE as error:
            logger.warning("A text was sent that no editor writes: %r", error)
            return NOT_READ

    def format_value(self, value: Any) -> str:
        html = readable(value or "")
        try:
            return super().format_value(html)
        except UNREADABLE as error:
            logger.warning("A text is shown without its form: %r", error)
            return super().format_value(f"<p>{escape(strip_tags(html))}</p>")


class NoEmbed(EmbedHandler):
    """In place of Wagtail's, which fail for an embed without a number or an address."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [""] * len(attrs_list)


class NoImageEmbed(NoEmbed):
    identifier = "image"


class NoMediaEmbed(NoEmbed):
    identifier = "media"


class SurvivingLinks:
    """Stands before a handler of links, which gets those with a number only."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        sound = [attrs for attrs in attrs_list if is_number(attrs.get("id"))]
        tags = iter(super().expand_db_attributes_many(sound) if sound else ())
        return [
            next(tags) if is_number(attrs.get("id")) else "<a>" for attrs in attrs_list
        ]

    @classmethod
    def extract_references(cls, attrs: dict) -> Iterator[tuple]:
        if is_number(attrs.get("id")):
            yield from super().extract_references(attrs)


def surviving(handler: type[LinkHandler]) -> type[LinkHandler]:
    return type(handler.__name__, (SurvivingLinks, handler), {})


# The windows for links


class AddressField(choosers.URLOrAbsolutePathField):
    """Where the form that is sent lacks it, it is empty."""

    def to_python(self, value: str | None) -> str:
        return super().to_python(value or "")


# What Wagtail leaves to be made of the fields' English names.
LINK_LABELS = {
    "link_text": gettext_lazy("Link text"),
    "email_address": gettext_lazy("E-mail address"),
    "subject": gettext_lazy("Subject"),
    "body": gettext_lazy("Text"),
    "phone_number": gettext_lazy("Phone number"),
}
LINK_FORMS = (
    choosers.ExternalLinkChooserForm,
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.PhoneLinkChooserForm,
)


def mend_link_fields() -> None:
    fields = choosers.ExternalLinkChooserForm.base_fields
    fields["url"] = AddressField(label=fields["url"].label)
    for form in LINK_FORMS:
        for name, field in form.base_fields.items():
            field.label = LINK_LABELS.get(name, field.label)
