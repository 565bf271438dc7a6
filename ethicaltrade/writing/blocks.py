"""Clean HTML becomes blocks of a body: one function, for Word's files and for pasting.

What the field that takes it does not have becomes the nearest that it has, and is told.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from . import tables
from .elements import (
    BREAK,
    CAPTION,
    PARAGRAPH,
    QUOTE,
    SOURCE,
    Element,
    Picture,
    Run,
    Table,
    Text,
    one_line,
)
from .links import Link
from .notices import Notices
from .reading import read
from .rich_text import Field, Headings, RichTextWriter, spoken_in

Block = dict[str, Any]
"""``type`` and ``value``, as a stream stores them."""

LONGEST_QUOTE = 1200  # characters; more is a passage that is set in
LONGEST_NAME, LONGEST_ROLE = 120, 160  # characters of who is quoted
LONGEST_CAPTION = 255  # characters
QUOTATION_MARKS = ["«»", "“”", "„“", '""', "”“", "‘’", "»«", "””"]
DASHES = "–—―-"


class Ways(NamedTuple):
    """Where a link leads, and what number a picture gets: None leaves it out."""

    find_link: Callable[[str], Link | None] = lambda _href: None
    put_picture: Callable[[Picture], int | None] | None = None


def blocks_of(html: str, field: Field, ways: Ways, notices: Notices) -> list[Block]:
    """Of a piece of a text. Raise UnreadableError for what no program writes."""
    return list(to_blocks(read(html, notices), field, ways, notices, is_whole=False))


def to_blocks(
    elements: list[Element],
    field: Field,
    ways: Ways,
    notices: Notices,
    *,
    is_whole: bool,
) -> Iterator[Block]:
    texts = [each for each in elements if isinstance(each, Text)]
    headings = Headings(texts, field, notices, is_whole=is_whole)
    writer = RichTextWriter(field, headings, spoken_in(texts), ways.find_link, notices)
    fitted = Fitting(field, ways, notices).fit(with_captions(elements))
    for is_text, group in groupby(fitted, key=lambda each: isinstance(each, Text)):
        if not is_text:
            yield from group
        elif html := writer.write(list(group)):
            yield {"type": "text", "value": html}


def with_captions(elements: list[Element]) -> list[Element]:
    """Captions with what they belong to: a picture above them, or a table below."""
    found: list[Element] = []
    waiting: Text | None = None
    for element in elements:
        if isinstance(element, Text) and element.kind == CAPTION:
            last = found[-1] if found else None
            if isinstance(last, Picture) and not last.caption:
                found[-1] = last._replace(caption=one_line(element.runs))
                continue
            if waiting:
                found.append(waiting)
            waiting = element
            continue
        if waiting:
            if isinstance(element, Table | Picture) and not element.caption:
                element = element._replace(caption=one_line(waiting.runs))
            else:
                found += _above(found, waiting)
            waiting = None
        found.append(element)
    return [*found, *_above(found, waiting)] if waiting else found


def _above(found: list[Element], caption: Text) -> list[Element]:
    """A caption that nothing below takes; with the table above, if that has none."""
    last = found[-1] if found else None
    if isinstance(last, Table) and not last.caption:
        found[-1] = last._replace(caption=one_line(caption.runs))
        return []
    return [caption]


class Fitting:
    """What can be a block of its own becomes one; the rest is text."""

    def __init__(self, field: Field, ways: Ways, notices: Notices) -> None:
        self._field, self._ways, self._notices = field, ways, notices

    def fit(self, elements: list[Element]) -> Iterator[Text | Block]:
        for is_quoted, group in groupby(elements, key=_is_quoted):
            if is_quoted:
                yield from self._quotation([text for text in group if _is_quoted(text)])
                continue
            for element in group:
                if isinstance(element, Table):
                    yield from self._table(element)
                elif isinstance(element, Picture):
                    yield from self._picture(element)
                else:
                    yield element

    def _quotation(self, texts: list[Any]) -> Iterator[Text | Block]:
        value = quotation(texts)
        fits = (
            0 < len(value["quote"]) <= LONGEST_QUOTE
            and len(value["name"]) <= LONGEST_NAME
            and len(value["role"]) <= LONGEST_ROLE
        )
        if "quotation" in self._field.blocks and fits:
            yield {"type": "quotation", "value": value}
            return
        self._notices.add("quotations")
        yield from (text._replace(kind=PARAGRAPH) for text in texts)

    def _table(self, table: Table) -> Iterator[Text | Block]:
        has_tables = "table" in self._field.blocks
        if has_tables and not tables.is_too_large(table):
            self._notices.add("first_row", int(not table.has_headings))
            yield {"type": "table", "value": tables.value_of(table)}
            return
        self._notices.add("large_tables" if has_tables else "tables")
        lines = tables.lines_of(table)
        yield from map(_line, [table.caption, *lines] if table.caption else lines)

    def _picture(self, picture: Picture) -> Iterator[Text | Block]:
        number = None
        if not self._ways.put_picture or "image" not in self._field.blocks:
            self._notices.add("pictures")
        else:
            number = self._ways.put_picture(picture)
        caption = picture.caption
        fits = number and len(caption) <= LONGEST_CAPTION
        if number:
            value = {"image": number, "caption": caption if fits else ""}
            yield {"type": "image", "value": value}
        if caption and not fits:
            yield _line(caption)


def _line(words: str) -> Text:
    return Text(PARAGRAPH, (Run(words),))


def _is_quoted(element: Element) -> bool:
    return isinstance(element, Text) and element.kind in (QUOTE, SOURCE)


def quotation(texts: list[Text]) -> dict[str, str]:
    """Its words without quotation marks, and who said them."""
    words = [text.plain for text in texts if text.kind == QUOTE]
    sources = [text.plain for text in texts if text.kind == SOURCE]
    if not sources and len(words) > 1 and words[-1][0] in DASHES:
        sources = [words.pop()]
    name, _comma, role = " ".join(sources).replace(BREAK, " ").partition(",")
    quote = BREAK.join(words).strip()
    if len(quote) > 2 and quote[0] + quote[-1] in QUOTATION_MARKS:
        quote = quote[1:-1].strip()
    return {
        "quote": quote,
        "name": name.strip(f"{DASHES} "),
        "role": role.strip(),
    }
