"""Rich text in paragraphs, and the tags in them as numbered placeholders.

What a tag says (where a link leads) is never read from a translator's file: the number
leads back to the tag of the source, or to what the translation had.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import NamedTuple

from ethicaltrade.bilingual.normal import visible
from ethicaltrade.typed_text import clean

TAG = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(/?)>", re.DOTALL)
BLOCKS = {
    *("p", "div", "ul", "ol", "li", "blockquote", "hr", "embed", "img", "pre"),
    *("table", "thead", "tbody", "tr", "td", "th", "figure", "figcaption"),
    *(f"h{level}" for level in range(1, 7)),
}
ALONE = {"br", "wbr", "img", "embed", "hr"}


class Tag(NamedTuple):
    """``kind`` is "open", "close" or "alone"."""

    kind: str
    number: int


class Code(NamedTuple):
    """What a number stands for; ``closing`` is empty for what stands alone."""

    name: str
    opening: str
    closing: str = ""

    @property
    def looks(self) -> tuple[str, bool]:
        """What it is, wherever it leads; a mark of a language is of that language."""
        name = self.opening if self.name == "span" else self.name
        return name, bool(self.closing)


Pieces = list[str | Tag]
Codes = dict[int, Code]


class Part(NamedTuple):
    """Of a rich text: a paragraph's words, or the markup around them."""

    html: str
    is_words: bool


def parts(html: str) -> list[Part]:
    """Joined, they are the text again, byte for byte."""
    found: list[Part] = []
    start = 0
    for tag in TAG.finditer(html):
        if (tag[2] or "").lower() in BLOCKS:
            found += _words(html[start : tag.start()])
            found.append(Part(tag[0], False))
            start = tag.end()
    return found + list(_words(html[start:]))


def _words(html: str) -> Iterator[Part]:
    if html:
        yield Part(html, bool(plain(html)))


def structure(html: str) -> list[str]:
    """The names of the markup around the words: ``ul``, ``li``, ``""``, ``/li``…"""
    return [
        "" if part.is_words else found[1] + found[2].lower()
        for part in parts(html)
        if part.is_words or ((found := TAG.fullmatch(part.html)) and found[2])
    ]


def plain(html: str) -> str:
    """What is read."""
    return visible(unescape(TAG.sub("", html))).strip()


def pieces(html: str) -> tuple[Pieces, Codes]:
    """Of one paragraph. Numbers are in the order of the tags."""
    tags = list(TAG.finditer(html))
    closing = _pairs(tags)
    opening = {end: start for start, end in closing.items()}
    found: Pieces = []
    codes: Codes = {}
    numbers: dict[int, int] = {}
    at = 0
    for place, tag in enumerate(tags):
        if tag.start() > at:
            found.append(unescape(html[at : tag.start()]))
        at = tag.end()
        if place in opening:
            found.append(Tag("close", numbers[opening[place]]))
            continue
        number = numbers[place] = len(codes) + 1
        end = tags[closing[place]][0] if place in closing else ""
        codes[number] = Code((tag[2] or "").lower(), tag[0], end)
        found.append(Tag("open" if end else "alone", number))
    if html[at:]:
        found.append(unescape(html[at:]))
    return found, codes


def _pairs(tags: list[re.Match]) -> dict[int, int]:
    """The places of opening tags, and of those that close them."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for place, tag in enumerate(tags):
        name = (tag[2] or "").lower()
        if not name or name in ALONE or tag[3]:
            continue
        if not tag[1]:
            waiting.append(place)
        elif waiting and tags[waiting[-1]][2].lower() == name:
            found[waiting.pop()] = place
    return found


def html_of(found: Pieces, codes: Codes) -> str:
    """KeyError for a number that stands for nothing."""
    written = ""
    for piece in found:
        if isinstance(piece, str):
            written += escape(piece, quote=False)
        else:
            code = codes[piece.number]
            written += code.closing if piece.kind == "close" else code.opening
    return written


def text_of(found: Pieces) -> str:
    """Without tags."""
    return "".join(piece for piece in found if isinstance(piece, str))


def joined(found: Pieces) -> Pieces:
    """Neighbouring words in one."""
    result: Pieces = []
    for piece in found:
        if isinstance(piece, str) and result and isinstance(result[-1], str):
            result[-1] += piece
        elif piece != "":
            result.append(piece)
    return result


def typed(found: Pieces) -> Pieces:
    """As a person could have typed it; see ``typed_text``."""
    return joined([clean(one) if isinstance(one, str) else one for one in found])


def is_whole(found: Pieces, codes: Codes) -> bool:
    """Whether each tag is there once, and each one that is opened is closed in turn."""
    waiting: list[int] = []
    seen: list[int] = []
    for piece in found:
        if isinstance(piece, str):
            continue
        kind, number = piece
        if kind == "close":
            if not waiting or waiting.pop() != number:
                return False
            continue
        code = codes.get(number)
        if code is None or bool(code.closing) != (kind == "open"):
            return False
        seen.append(number)
        if kind == "open":
            waiting.append(number)
    return not waiting and sorted(seen) == sorted(codes)


def alike(source: Codes, target: Codes) -> dict[int, int] | None:
    """The number in the source of each tag of the target; None where they differ.

    The very same tags first, then those that look the same, in order.
    """
    found: dict[int, int] = {}
    left = dict(source)
    for is_same in (
        lambda one, other: one == other,
        lambda one, other: one.looks == other.looks,
    ):
        for number, code in target.items():
            if number in found:
                continue
            match = next((n for n, one in left.items() if is_same(one, code)), None)
            if match is not None:
                found[number] = match
                del left[match]
    return None if left or len(found) < len(target) else found


def renumbered(found: Pieces, numbers: dict[int, int]) -> Pieces:
    return [
        piece if isinstance(piece, str) else piece._replace(number=numbers[piece[1]])
        for piece in found
    ]
