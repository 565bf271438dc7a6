"""One language of a page, as it is looked at before it is published.

A check is given a :class:`Reading` and yields what it finds; a site adds its own with
:func:`register`. They are run by :mod:`.findings`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField

from . import routing
from .leaves import Leaf, leaves
from .normal import Paragraph, Run, paragraphs
from .scopes import Content, Path
from .typed_links import Place, look_up

LINK = re.compile(r"^a(?: |$)")
ATTRIBUTE = re.compile(r"(\w+)=(\S*)")


@dataclass(frozen=True)
class Finding:
    """``about`` is what it is found of, such as a picture; with ``check`` it says
    whether readers have the same already. ``path`` leads to where it stands, and
    ``mended_at`` is the address where it is mended, if that is not in the page's form.
    """

    check: str
    sentence: str
    path: Path
    label: str = ""
    language: str | None = None
    about: str = ""
    is_fault: bool = False
    mended_at: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        return (self.check, self.about or ".".join(self.path))


Records = dict[type[models.Model], dict[str, Any]]
"""By model and key; None for what is not there."""

Check = Callable[["Reading"], Iterator[Finding]]
checks: list[Check] = []


def register(check: Check) -> Check:
    """A decorator."""
    checks.append(check)
    return check


class Reading:
    """One language of a page, as it is looked at."""

    def __init__(
        self, page: Any, content: Content, language: str, known: Records | None = None
    ):
        """``known`` is what other readings of the page have looked up."""
        self.page, self.content, self.language = page, content, language
        self.model = type(page)
        self._known: Records = {} if known is None else known

    @cached_property
    def anchors(self) -> set[str]:
        """Where a link within the page may lead."""
        return self.page.every_anchor()

    @cached_property
    def leaves(self) -> list[Leaf]:
        return list(leaves(self.model, self.content, self.language))

    @cached_property
    def texts(self) -> list[tuple[Leaf, tuple[Paragraph, ...]]]:
        """Words that are the language's own, without those that are in another."""
        return [
            (leaf, paragraphs(leaf.value))
            for leaf in self.leaves
            if leaf.language == self.language and isinstance(leaf.value, str)
        ]

    @cached_property
    def links(self) -> list[tuple[Leaf, Run, dict[str, str]]]:
        """In running text, with their attributes."""
        rich = (one for one in self.leaves if is_rich(one))
        return [
            (leaf, run, dict(ATTRIBUTE.findall(style)))
            for leaf in rich
            for paragraph in paragraphs(leaf.value)
            for run in paragraph.runs
            for style in run.style
            if LINK.match(style)
        ]

    @cached_property
    def chosen(self) -> Records:
        """What is chosen and linked to, by model and key: one query for each model."""
        wanted: dict[type[models.Model], set[str]] = defaultdict(set)
        for leaf in self.leaves:
            if leaf.model is not None and str(leaf.value).isdecimal():
                wanted[leaf.model].add(str(leaf.value))
        for _leaf, _run, attributes in self.links:
            model = linked_model(attributes)
            if model is not None and attributes.get("id", "").isdecimal():
                wanted[model].add(attributes["id"])
        for model, keys in wanted.items():
            known = self._known.setdefault(model, {})
            if missing := keys - known.keys():
                known.update(dict.fromkeys(missing))
                for one in model._default_manager.filter(pk__in=missing):
                    known[str(one.pk)] = one
        return self._known

    @cached_property
    def typed(self) -> dict[str, Place]:
        """Where addresses lead that are typed, by address: those of this site."""
        in_text = (a.get("href", "") for _, _, a in self.links if not linked_model(a))
        alone = (str(one.value) for one in self.leaves if is_address(one))
        return look_up(chain(in_text, alone))

    def finding(
        self,
        check: str,
        sentence: str,
        leaf: Leaf,
        about: Any = "",
        mended_at: str = "",
    ) -> Finding:
        return Finding(
            check,
            sentence,
            leaf.path,
            leaf.label,
            None if leaf.language is None else self.language,
            str(about),
            mended_at=mended_at,
        )


def is_rich(leaf: Leaf) -> bool:
    is_field = isinstance(leaf.kind, (blocks.RichTextBlock, RichTextField))
    return is_field and isinstance(leaf.value, str)


def is_address(leaf: Leaf) -> bool:
    """Of the web, in a field of its own."""
    return isinstance(leaf.kind, (blocks.URLBlock, models.URLField))


def linked_model(attributes: dict[str, str]) -> type[models.Model] | None:
    kind = attributes.get("linktype")
    if kind == "page":
        return routing.page_model()
    return get_document_model() if kind == "document" else None
