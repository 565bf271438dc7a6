"""The texts in a segment's value: what a translator is given, and how it is put back.

A segment is translated as one, but a table has many cells, and a rich text many
paragraphs. The *place* of a text is where in the value it stands.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField

from ethicaltrade.bilingual.blocks import BilingualBlock
from ethicaltrade.bilingual.leaves import CHOSEN_BESIDE
from ethicaltrade.bilingual.normal import visible
from ethicaltrade.bilingual.scopes import Path, child_block

from . import markup
from .markup import Codes, Pieces


@dataclass(frozen=True)
class Text:
    """``limit`` is the most characters it may have."""

    place: Path
    pieces: Pieces
    codes: Codes
    label: str = ""
    limit: int | None = None


@dataclass(frozen=True)
class Visitor:
    """What becomes of each text, and of each value that holds none."""

    text: Callable[[Path, Any, str, str], str]
    other: Callable[[Path, Any], Any] = lambda place, value: value


# What holds words


def is_rich(kind: Any) -> bool:
    return isinstance(_leaf(kind), (RichTextField, blocks.RichTextBlock))


def _leaf(kind: Any) -> Any:
    if isinstance(kind, BilingualBlock):
        return next(iter(kind.child_blocks.values()))
    return kind


def limit_of(kind: Any) -> int | None:
    leaf = _leaf(kind)
    asked = leaf.field if isinstance(leaf, blocks.FieldBlock) else leaf
    return getattr(asked, "max_length", None)


def one_line(kind: Any, text: str) -> str:
    """Where a text has no more lines, a tool's line breaks are spaces."""
    has_lines = isinstance(_leaf(kind), (models.TextField, blocks.TextBlock))
    return text if has_lines else " ".join(text.split("\n"))


def is_text(kind: Any) -> bool:
    leaf = _leaf(kind)
    if isinstance(leaf, models.Field):
        return isinstance(leaf, (models.CharField, models.TextField))
    if not isinstance(leaf, (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)):
        return False
    return CHOSEN_BESIDE not in (leaf.meta.form_attrs or {})


def has_words(kind: Any) -> bool:
    """Whether anything in it may be translated."""
    if is_text(kind) or isinstance(kind, TypedTableBlock):
        return True
    if isinstance(kind, blocks.ListBlock):
        return has_words(kind.child_block)
    if isinstance(kind, (blocks.StructBlock, blocks.StreamBlock)):
        return any(map(has_words, kind.child_blocks.values()))
    return False


# A value, text by text


def visit(kind: Any, value: Any, visitor: Visitor) -> Any:
    """The segment's value, with what the visitor makes of it."""
    if isinstance(value, dict) and {"type", "value"} <= value.keys():
        return {**value, "value": _visit(kind, value["value"], visitor)}  # a block
    return _visit(kind, value, visitor)


def _visit(
    kind: Any, value: Any, to: Visitor, place: Path = (), label: str = ""
) -> Any:
    if is_text(kind):
        return to.text(place, kind, value or "", label)
    is_list = isinstance(kind, (blocks.ListBlock, blocks.StreamBlock))
    if not has_words(kind) or not isinstance(value, list if is_list else dict):
        return to.other(place, value)
    if isinstance(kind, TypedTableBlock):
        return _visit_table(kind, value, to, place)
    if isinstance(kind, blocks.StructBlock):
        children = kind.child_blocks
        return {
            name: _visit(
                children[name], one, to, (*place, name), str(children[name].label)
            )
            if name in children
            else one
            for name, one in value.items()
        }
    return [
        _visit_item(kind, item, to, (*place, str(number)), f"{label} {number}".strip())
        for number, item in enumerate(value, 1)
    ]


def _visit_item(kind: Any, item: Any, to: Visitor, place: Path, label: str) -> Any:
    child, is_wrapped = child_block(kind, item)
    if child is None:
        return item
    if not is_wrapped:
        return _visit(child, item, to, place, label)
    return {**item, "value": _visit(child, item["value"], to, place, label)}


def _visit_table(kind: Any, table: dict, to: Visitor, place: Path) -> dict:
    """``caption``, ``columns.1``, ``rows.2.1``; a table has no labels for its cells."""
    columns = table.get("columns") or []
    heading = blocks.CharBlock()

    def cell(row: int, column: int, value: Any) -> Any:
        child = kind.child_blocks.get(columns[column]["type"])
        at = (*place, "rows", str(row), str(column + 1))
        return value if child is None else _visit(child, value, to, at)

    visited = {
        "columns": [
            one
            | {
                "heading": to.text(
                    (*place, "columns", str(number)),
                    heading,
                    one.get("heading") or "",
                    "",
                )
            }
            for number, one in enumerate(columns, 1)
        ],
        "rows": [
            row
            | {
                "values": [
                    cell(number, at, one) for at, one in enumerate(row["values"])
                ]
            }
            for number, row in enumerate(table.get("rows") or [], 1)
        ],
    }
    if table.get("caption"):
        visited["caption"] = to.text((*place, "caption"), heading, table["caption"], "")
    return {**table, **visited}


@dataclass
class Collected:
    """All there is in a value, by place.

    ``leaves`` are texts as they are stored, ``others`` what is chosen beside them.
    """

    texts: dict[Path, Text] = field(default_factory=dict)
    """In the order they are read in; without those that have nothing in them."""
    structures: dict[Path, list[str]] = field(default_factory=dict)
    leaves: dict[Path, str] = field(default_factory=dict)
    others: dict[Path, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: Any, value: Any) -> "Collected":
        found = cls()
        if value not in (None, ""):
            visit(kind, value, Visitor(found._text, found._other))
        return found

    def _other(self, place: Path, value: Any) -> Any:
        self.others[place] = value
        return value

    def _text(self, place: Path, kind: Any, value: str, label: str) -> str:
        self.leaves[place] = value
        if not is_rich(kind):
            if visible(value).strip():
                limit = limit_of(kind)
                self.texts[place] = Text(place, [value], {}, label, limit)
            return value
        self.structures[place] = markup.structure(value)
        words = [part.html for part in markup.parts(value) if part.is_words]
        for number, html in enumerate(words, 1):
            at = (*place, f"p{number}")
            self.texts[at] = Text(at, *markup.pieces(html), label)
        return value
