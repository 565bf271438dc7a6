"""Blocks that are arranged once, with words in every language.

See docs/architecture/bilingual-blocks.md.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property, lazy
from django.utils.html import conditional_escape
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter

from . import languages
from .diff import RichTextComparison
from .publication import required_error

_required: ContextVar[tuple[str, ...] | None] = ContextVar("required", default=None)


@contextmanager
def required_in(codes: Iterable[str]) -> Iterator[None]:
    """Inside it, required words are asked for in these languages only."""
    token = _required.set(tuple(codes))
    try:
        yield
    finally:
        _required.reset(token)


def _label(name: Any, language: str) -> str:
    """Such as "tittel – norsk"."""
    return settings.MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME(name, language)


def in_every_language(text: str) -> dict[str, str]:
    return dict.fromkeys(languages.codes(), text)


class RichTextBlock(blocks.RichTextBlock):
    """Wagtail's, compared in paragraphs."""

    def get_comparison_class(self) -> type[RichTextComparison]:
        return RichTextComparison


class BilingualValue(blocks.StructValue):
    """Words in every language; in a template, those of the active one."""

    @property
    def text(self) -> Any:
        return self.get(languages.active()) or ""

    def __str__(self) -> str:
        return str(self.text)

    def __html__(self) -> str:
        return conditional_escape(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)


class BilingualBlock(blocks.StructBlock):
    """One text, once per language; takes the text block's own options.

    A draft may lack required words, and so may a language that is not published.
    """

    def __init__(
        self,
        block_type: type[blocks.FieldBlock] = blocks.CharBlock,
        *,
        label: Any,
        required: bool = True,
        **options: Any,
    ):
        self.is_required = required
        options.setdefault("default", "")
        in_language = lazy(_label, str)
        texts = [
            (
                code,
                block_type(
                    required=False,
                    label=in_language(label, code),
                    form_attrs={"data-language": code},
                    **options,
                ),
            )
            for code in languages.codes()
        ]
        mark = " bilingual-block--required" if required else ""
        super().__init__(
            texts, label=label, form_classname=f"struct-block bilingual-block{mark}"
        )

    @property
    def required(self) -> bool:
        return self.is_required

    def clean(self, value: BilingualValue) -> BilingualValue:
        cleaned = super().clean(value)
        is_asked_for = self.is_required and not self.is_deferred_validation
        if is_asked_for and (missing := self.missing_in(cleaned)):
            raise blocks.StructBlockValidationError(
                {code: required_error(code) for code in missing}
            )
        return cleaned

    @staticmethod
    def missing_in(value: BilingualValue) -> list[str]:
        """The languages that are asked for, and have no words."""
        asked = _required.get()
        codes = languages.codes() if asked is None else asked
        return [code for code in codes if not value[code]]

    def get_searchable_content(self, value: BilingualValue) -> list[str]:
        """The search has a row for each language."""
        language = languages.active()
        return self.child_blocks[language].get_searchable_content(value[language])

    class Meta:
        value_class = BilingualValue
        icon = "pilcrow"


class BilingualBlockAdapter(StructBlockAdapter):
    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["bilingual/blocks.css"]})


register(BilingualBlockAdapter(), BilingualBlock)


class FormStreamBlock(blocks.StreamBlock):
    """May be long: its form is drawn a few blocks at a time.

    What the form shows of the pages in it is read at once, however many they are.
    """

    def get_form_state(self, value: Any) -> Any:
        read_for_choosers(list(_pages_in(self, value)))
        return super().get_form_state(value)


class FormStreamBlockAdapter(StreamBlockAdapter):
    js_constructor = "bilingual.LongStream"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["bilingual/streams.js"])


register(FormStreamBlockAdapter(), FormStreamBlock)


def _pages_in(block: blocks.Block, value: Any) -> Iterator[Any]:
    if isinstance(block, blocks.PageChooserBlock):
        if value is not None:
            yield value
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _pages_in(child, value.get(name))
    elif isinstance(block, blocks.StreamBlock):
        for child in value or ():
            yield from _pages_in(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for item in value or ():
            yield from _pages_in(block.child_block, item)


def read_for_choosers(pages: list[Any]) -> None:
    """A chooser shows a page's title, of its own type, and knows its parent."""
    if not pages:
        return
    manager = type(pages[0]).all_pages()
    keys = {page.pk for page in pages}
    found = {page.pk: page for page in manager.filter(pk__in=keys).specific()}
    above = {page.path: page.path[: -page.steplen] for page in found.values()}
    parents = {page.path: page for page in manager.filter(path__in=above.values())}
    for page in pages:
        if specific := found.get(page.pk):
            specific._cached_parent_obj = parents.get(above[specific.path])
            page.specific = specific
