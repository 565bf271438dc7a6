"""What a stored value says, however it is stored.

Two values say the same when they differ in blocks' ids, Draftail's keys, the two shapes
of a list's items, white space, invisible signs, and parts with nothing in them. What is
chosen (a picture, a document, a page) is known by its key; rich text by its words, its
links and its structure.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any, NamedTuple

MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\w+|\w+);")
WHITE_SPACE = re.compile(r"\s+")
BLOCKS = {"p", "div", "ul", "ol", "li", "blockquote", *(f"h{n}" for n in range(1, 7))}
SAME_TAG = {"strong": "b", "em": "i"}
STANDS_ALONE = {"hr", "embed", "img"}
OF_THE_EDITOR = {"data-block-key"}
OF_A_STREAM = {"type", "value", "id"}
LIST_ITEM = "item"


class Run(NamedTuple):
    """Words in one style; ``style`` has tags with their attributes, sorted."""

    text: str
    style: tuple[str, ...] = ()


class Paragraph(NamedTuple):
    """``kind`` is where it stands, such as ``ul li``."""

    kind: str
    runs: tuple[Run, ...]


def meaning(value: Any) -> str:
    """Sixteen hexadecimal digits; empty for nothing written."""
    if (said := normal(value)) is None:
        return ""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def normal(value: Any) -> Any:
    """Of plain values, as JSON has them; None for nothing written."""
    if value is None or value is False:
        return None
    if isinstance(value, str):
        return paragraphs(value) or None
    if isinstance(value, dict):
        return _normal_dict(value)
    if isinstance(value, (list, tuple)):
        parts = [normal(part) for part in value]
        return parts if any(part is not None for part in parts) else None
    return str(value)


def count_words(value: Any) -> int:
    """What a translator has to do: numbers, addresses and what is chosen are none."""
    return _count(normal(value))


def _count(said: Any) -> int:
    if isinstance(said, Paragraph):
        words = " ".join(run.text for run in said.runs).split()
        return sum("://" not in w and any(map(str.isalpha, w)) for w in words)
    if isinstance(said, dict):
        return sum(map(_count, said.values()))
    return sum(map(_count, said)) if isinstance(said, (list, tuple)) else 0


def _normal_dict(value: dict[str, Any]) -> Any:
    if {"type", "value"} <= value.keys() <= OF_A_STREAM:
        said = normal(value["value"])
        is_bare = said is None or value["type"] == LIST_ITEM
        return said if is_bare else [value["type"], said]
    parts = {key: normal(part) for key, part in value.items()}
    return {key: part for key, part in parts.items() if part is not None} or None


@lru_cache(maxsize=2048)
def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Of rich text or plain; those with nothing in them are left out."""
    if not MARKUP.search(text):
        plain = visible(text).strip()
        return (Paragraph("p", (Run(plain),)),) if plain else ()
    reader = Reader()
    reader.feed(text)
    reader.close()
    reader.end_paragraph()
    return tuple(reader.paragraphs)


def visible(text: str) -> str:
    """Composed, without invisible signs; one space for any white space."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return WHITE_SPACE.sub(" ", text)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[Paragraph] = []
        self._runs: list[tuple[str, tuple[str, ...]]] = []
        self._open: list[tuple[str, str]] = []  # the tag, and with its attributes

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, Any]]) -> None:
        tag = SAME_TAG.get(tag, tag)
        if tag == "br":
            self.handle_data(" ")
            return
        described = _described(tag, attrs)
        if tag in STANDS_ALONE:
            self.end_paragraph()
            self.paragraphs.append(Paragraph(tag, (Run(described),)))
            return
        if tag in BLOCKS:
            self.end_paragraph()
        self._open.append((tag, described))

    def handle_startendtag(self, tag: str, attrs: Iterable[tuple[str, Any]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        tag = SAME_TAG.get(tag, tag)
        if tag in BLOCKS:
            self.end_paragraph()
        for place in reversed(range(len(self._open))):
            if self._open[place][0] == tag:
                del self._open[place]
                break

    def handle_data(self, data: str) -> None:
        style = sorted({text for tag, text in self._open if tag not in BLOCKS})
        self._runs.append((data, tuple(style)))

    def end_paragraph(self) -> None:
        runs = tuple(_tidy(self._runs))
        self._runs = []
        if runs:
            kind = " ".join(tag for tag, _text in self._open if tag in BLOCKS)
            self.paragraphs.append(Paragraph(kind or "p", runs))


def _described(tag: str, attrs: Iterable[tuple[str, Any]]) -> str:
    kept = sorted(
        (name, value or "") for name, value in attrs if name not in OF_THE_EDITOR
    )
    return " ".join([tag, *(f"{name}={value}" for name, value in kept)])


def _tidy(runs: list[tuple[str, tuple[str, ...]]]) -> Iterator[Run]:
    """Neighbours of one style joined; no space twice, nor at either end."""
    joined: list[list[Any]] = []
    for text, style in runs:
        if joined and joined[-1][1] == style:
            joined[-1][0] += text
        else:
            joined.append([text, style])
    before = " "
    found: list[Run] = []
    for text, style in joined:
        shown = visible(text)
        if before.endswith(" "):
            shown = shown.lstrip()
        if not shown:
            continue
        before = shown
        if found and found[-1].style == style:
            found[-1] = Run(found[-1].text + shown, style)
        else:
            found.append(Run(shown, style))
    while found and not (last := found[-1].text.rstrip()):
        found.pop()
    if found:
        found[-1] = found[-1]._replace(text=last)
    return iter(found)
