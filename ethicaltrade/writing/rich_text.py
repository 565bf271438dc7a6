"""Paragraphs, headings and lists as the rich text of one field, with what it has."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from .elements import BREAK, HEADING, ITEM, NOTE, TITLE, Marks, Run, Runs, Text
from .links import Link
from .notices import Notices

DEEPEST = 5  # levels of lists in the editor


class Field(NamedTuple):
    """What takes the text: its features, and the blocks that may stand beside it."""

    features: frozenset[str]
    blocks: frozenset[str] = frozenset()
    language: str = ""
    """What is written in it; where it is not known, nothing is marked as another."""

    @property
    def levels(self) -> list[int]:
        """Of headings, the highest first."""
        return [level for level in range(1, 7) if f"h{level}" in self.features]


class Headings:
    """Levels of a text's headings among those of its field.

    The highest in the text gets the highest, all others the one below: they stand in
    order, whatever they were chosen for. Of a piece of a text (``is_whole`` is false)
    the highest is no higher than it was.
    """

    def __init__(
        self, texts: Iterable[Text], field: Field, notices: Notices, *, is_whole: bool
    ) -> None:
        self._field, self._notices, self._is_whole = field, notices, is_whole
        self._levels = sorted({asked_level(each) for each in texts} - {0})
        self._is_first = True

    def level_of(self, text: Text) -> int:
        """0 where the field has none."""
        levels, asked = self._field.levels, asked_level(text)
        if not levels:
            self._notices.add("no_headings")
            return 0
        top = self._levels[0] if self._is_whole or self._levels[0] <= 2 else 2
        is_high = asked <= top or (self._is_whole and self._is_first)
        level = levels[0] if is_high else levels[-1]
        self._is_first = False
        is_lost = asked not in self._levels[:2] if self._is_whole else asked != level
        self._notices.add("headings", int(is_lost))
        return level


def asked_level(text: Text) -> int:
    """0 for what is no heading."""
    if text.kind == TITLE:
        return 1
    return text.level if text.kind == HEADING else 0


def spoken_in(texts: Iterable[Text]) -> str:
    """The language that most of the words say that they are in; "" when they do not."""
    letters = Counter[str]()
    for text in texts:
        for run in text.runs:
            letters[run.marks.language] += len(run.text)
    return letters.most_common(1)[0][0] if letters else ""


class RichTextWriter:
    """Writes as Wagtail's own editor would store it."""

    def __init__(
        self,
        field: Field,
        headings: Headings,
        spoken: str,
        find_link: Callable[[str], Link | None],
        notices: Notices,
    ) -> None:
        self._field, self._notices = field, notices
        self._headings, self._spoken, self._find_link = headings, spoken, find_link

    def write(self, texts: list[Text]) -> str:
        converter = ContentstateConverter(features=list(self._field.features))
        html = "".join(self._html(texts))
        return converter.to_database_format(converter.from_database_format(html))

    def _html(self, texts: list[Text]) -> Iterator[str]:
        for is_item, group in groupby(
            texts, key=lambda each: each.kind in (ITEM, NOTE)
        ):
            if is_item:
                yield from self._list(list(group))
            else:
                yield from map(self._paragraph, group)

    def _paragraph(self, text: Text) -> str:
        if asked_level(text) and (level := self._headings.level_of(text)):
            runs = tuple(Run(run.text, _as_heading(run.marks)) for run in text.runs)
            return f"<h{level}>{self._inline(runs)}</h{level}>"
        return f"<p>{self._inline(text.runs)}</p>"

    def _list(self, items: list[Text]) -> Iterator[str]:
        """Nested, from items that each say how deep they lie."""
        if not {"ul", "ol"} <= self._field.features:
            self._notices.add("no_lists", len(items))
            yield from (f"<p>– {self._inline(item.runs)}</p>" for item in items)
            return
        opened: list[str] = []
        for item in items:
            tag = "ol" if item.is_ordered or item.kind == NOTE else "ul"
            depth = max(min(item.level, DEEPEST, len(opened) + 1), 1)
            while len(opened) > depth:
                yield f"</li></{opened.pop()}>"
            if len(opened) == depth:
                yield "</li>"
                if opened[-1] != tag:
                    yield f"</{opened.pop()}>"
            if len(opened) < depth:
                opened.append(tag)
                yield f"<{tag}>"
            yield f"<li>{self._inline(item.runs)}"
        while opened:
            yield f"</li></{opened.pop()}>"

    # Words

    def _inline(self, runs: Runs) -> str:
        parts = []
        for href, group in groupby(runs, key=lambda run: run.marks.href):
            words = "".join(map(self._marked, group))
            parts.append(self._linked(words, href) if href else words)
        return "".join(parts)

    def _linked(self, words: str, href: str) -> str:
        link = self._find_link(href)
        if link is None:
            self._notices.add("links")
            return words
        attributes = " ".join(f'{name}="{escape(text)}"' for name, text in link.items())
        return f"<a {attributes}>{words}</a>"

    def _marked(self, run: Run) -> str:
        words = escape(run.text).replace(BREAK, "<br/>")
        if run.marks.is_italic:
            words = f"<i>{words}</i>"
        if run.marks.is_bold:
            words = f"<b>{words}</b>"
        if code := self._language_to_mark(run.marks.language):
            words = f'<span lang="{code}">{words}</span>'
        return words

    def _language_to_mark(self, code: str) -> str:
        if not self._field.language or code in ("", self._spoken, self._field.language):
            return ""
        if f"lang-{code}" in self._field.features:
            return code
        self._notices.add("languages", 1, code)
        return ""


def _as_heading(marks: Marks) -> Marks:
    """It is bold by itself."""
    return marks._replace(is_bold=False, is_italic=False)
