"""What a text from elsewhere is made of, before it is blocks of this site."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ethicaltrade.typed_text import clean

BREAK = "\n"  # a line break within a paragraph; all other space is one space
SPACE = re.compile(r"[ \t\r\f\v\xa0\n]+")


class Marks(NamedTuple):
    """How some words are written; ``language`` is a BCP 47 code without its region."""

    is_bold: bool = False
    is_italic: bool = False
    language: str = ""
    href: str = ""


class Run(NamedTuple):
    text: str
    marks: Marks = Marks()


Runs = tuple[Run, ...]


class Text(NamedTuple):
    """A paragraph: ``kind`` is one of the names below.

    ``level`` is that of a heading (1–6), or how deep a list's item lies (from 1).
    ``owner`` tells apart items, and paragraphs of one item.
    """

    kind: str
    runs: Runs
    level: int = 0
    is_ordered: bool = False
    owner: int = 0

    @property
    def plain(self) -> str:
        return plain(self.runs)


PARAGRAPH, HEADING, ITEM = "paragraph", "heading", "item"
TITLE, SUBTITLE, CAPTION = "title", "subtitle", "caption"
QUOTE, SOURCE = "quote", "source"  # of the quotation before it
NOTE = "note"  # an item of the list of footnotes


class Table(NamedTuple):
    """Texts of cells, row by row, all rows equally long."""

    rows: list[list[str]]
    has_headings: bool
    caption: str = ""


class Picture(NamedTuple):
    """``source`` is what its document calls it."""

    source: str
    alt: str = ""
    caption: str = ""


Element = Text | Table | Picture


def text_runs(
    text: str, marks: Marks, *, is_preformatted: bool = False
) -> Iterator[Run]:
    """A piece of a paragraph; its spaces are single, but not yet gone at the ends."""
    text = clean(text)
    lines = text.split("\n") if is_preformatted else [text]
    for number, line in enumerate(lines):
        if number:
            yield Run(BREAK, marks)
        if words := SPACE.sub(" ", line):
            yield Run(words, marks)


def tidy(runs: Iterable[Run]) -> Runs:
    """Without spaces at the ends, beside line breaks, or beside each other."""
    found: list[Run] = []
    for run in runs:
        text, before = run.text, found[-1].text[-1] if found else BREAK
        if text == BREAK:
            _strip_end(found)
            if not found:
                continue
        elif before in (" ", BREAK):
            text = text.lstrip(" ")
        if not text:
            continue
        if found and found[-1].marks == run.marks:
            found[-1] = Run(found[-1].text + text, run.marks)
        else:
            found.append(Run(text, run.marks))
    while found and found[-1].text[-1] in (" ", BREAK):
        last = found.pop()
        if text := last.text.rstrip(" \n"):
            found.append(Run(text, last.marks))
    return tuple(found)


def _strip_end(found: list[Run]) -> None:
    while found and found[-1].text.endswith(" "):
        last = found.pop()
        if text := last.text.rstrip(" "):
            found.append(Run(text, last.marks))


def plain(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def one_line(runs: Iterable[Run]) -> str:
    return plain(runs).replace(BREAK, " ").strip()
