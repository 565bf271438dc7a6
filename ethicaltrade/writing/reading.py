"""HTML from Word, Google Docs, LibreOffice, mammoth or a web page, read as elements.

Each writes bold, lists and headings in its own way; what they agree on is HTML's own
meaning, and a few properties of CSS. All that is not known here is read through: words
are never lost.
"""

import re
from collections import Counter
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from . import tables
from .elements import (
    BREAK,
    CAPTION,
    HEADING,
    ITEM,
    NOTE,
    PARAGRAPH,
    QUOTE,
    SOURCE,
    SUBTITLE,
    TITLE,
    Element,
    Marks,
    Picture,
    Run,
    Table,
    Text,
    text_runs,
    tidy,
)
from .markup import (
    classes_of,
    is_bold,
    is_last,
    is_numbered,
    language_of,
    style_of,
)
from .notices import Notices

LONGEST = 1_500_000  # characters
MOST_TAGS = 100_000  # a hundred pages, with all that Word says of each word
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
    *("details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
    *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr"),
    *("html", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "tbody"),
    *("td", "tfoot", "th", "thead", "tr", "ul"),
}
DROPPED = {
    *("area", "button", "datalist", "head", "link", "map", "meta", "nav", "noscript"),
    *("optgroup", "option", "script", "select", "style", "svg", "template"),
    *("textarea", "title"),
}
EMBEDDED = {"applet", "audio", "canvas", "embed", "iframe", "object", "video"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Paragraphs that a class makes something else: Word's own, and those of word.STYLES.
KINDS = {
    "msotitle": TITLE,
    "msosubtitle": SUBTITLE,
    "msocaption": CAPTION,
    "msoquote": QUOTE,
    "msointensequote": QUOTE,
    "title": TITLE,
    "subtitle": SUBTITLE,
    "caption": CAPTION,
}
OF_CONTENTS = re.compile(r"msotoc(?:heading|\d)|msotof")
COMMENT = {"msocomanchor", "msocommentreference"}
WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d)", re.I)
FOOTNOTE = re.compile(r"#_?(?:ftn|edn|footnote-|endnote-)", re.I)
BACK = re.compile(r"#(?:footnote|endnote)-ref-")
NOTES = re.compile(r"(?:footnote|endnote)-")
ANCHOR = re.compile(r"#|about:")


class UnreadableError(Exception):
    """The text is too long, has too many tags, is nested too deep, or is no HTML."""


class Place(NamedTuple):
    """Where words stand."""

    kind: str = PARAGRAPH
    level: int = 0
    is_ordered: bool = False
    owner: int = 0
    marks: Marks = Marks()
    is_preformatted: bool = False


NOWHERE = Place()


def read(html: str, notices: Notices) -> list[Element]:
    """Raise UnreadableError for what no program writes."""
    if len(html) > LONGEST or html.count("<") > MOST_TAGS:
        raise UnreadableError
    try:
        soup = BeautifulSoup(html, "html.parser")
        return Reader(notices).read(soup)
    except (RecursionError, ParserRejectedMarkup) as error:
        raise UnreadableError from error


class Reader:
    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._elements: list[Element] = []
        self._runs: list[Run] = []
        self._place = NOWHERE
        self._letter = ""  # a large one, which the next words begin with
        self._owners = Counter[str]()

    def read(self, tag: Tag, place: Place = NOWHERE) -> list[Element]:
        self._walk(tag, place)
        self._say("", place)
        self._end()
        return self._elements

    # Words

    def _walk(self, tag: Tag, place: Place) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self._tag(child, place)
            elif not isinstance(child, PreformattedString):  # a comment and the like
                self._say(str(child), place)

    def _say(self, text: str, place: Place) -> None:
        if text.strip() or not text:
            text, self._letter = self._letter + text, ""
        for run in text_runs(text, place.marks, is_preformatted=place.is_preformatted):
            if not self._runs:
                if run.text == " ":
                    continue
                self._place = place
            self._runs.append(run)

    def _break(self, place: Place) -> None:
        if self._runs:
            self._runs.append(Run(BREAK, place.marks))

    def _end(self) -> None:
        """Of a paragraph. Those of one item are lines of it."""
        runs, self._runs = tidy(self._runs), []
        if not runs:
            return
        kind, level, is_ordered, owner, *_rest = self._place
        last = self._elements[-1] if self._elements else None
        if kind in (ITEM, NOTE) and isinstance(last, Text) and last.owner == owner:
            runs = (*last.runs, Run(BREAK), *runs)
            self._elements.pop()
        self._elements.append(Text(kind, runs, level, is_ordered, owner))

    # Tags

    def _tag(self, tag: Tag, place: Place) -> None:
        name, style = tag.name, style_of(tag)
        if name == "br":
            self._break(place)
        elif self._is_dropped(tag, style):
            pass
        elif name in EMBEDDED:
            self._notices.add("embedded")
        elif name == "math":
            self._notices.add("equations")
        elif name == "img":
            self._picture(tag)
        elif style.get("mso-element", "").startswith("dropcap"):
            self._end()
            self._letter += tag.get_text().strip()
        elif name == "input":
            if tag.get("type") == "checkbox":
                self._say("☑ " if tag.has_attr("checked") else "☐ ", place)
        elif name == "table":
            self._end()
            self._table(tag, self._marked(tag, style, place))
        else:
            place = self._marked(tag, style, place)
            is_source = name == "cite" and place.kind == QUOTE
            if name not in BLOCKS and not (is_source and is_last(tag)):
                self._walk(tag, place)
                return
            self._end()
            self._block(tag, style, place)
            self._end()

    def _is_dropped(self, tag: Tag, style: dict[str, str]) -> bool:
        classes = classes_of(tag)
        if COMMENT & classes or style.get("mso-element") == "comment-list":
            self._notices.add("comments", int(bool(COMMENT & classes)))
            return True
        if any(map(OF_CONTENTS.fullmatch, classes_of(tag))):
            self._notices.add("contents")
            return True
        if tag.name in ("del", "ins"):  # Word's changes, which are not decided yet
            self._notices.add("changes")
        if tag.name == "del":
            return True
        if tag.name == "a" and BACK.match(str(tag.get("href", ""))):
            return True  # from a footnote back to the text
        return (
            tag.name in DROPPED
            or tag.has_attr("hidden")
            or tag.get("aria-hidden") == "true"
            or style.get("display") == "none"
            or style.get("visibility") == "hidden"
            or style.get("mso-hide") == "all"
            or style.get("mso-list", "").lower() == "ignore"  # a list's own number
        )

    def _marked(self, tag: Tag, style: dict[str, str], place: Place) -> Place:
        """With what the tag says of its words."""
        marks, name = place.marks, tag.name
        weight, slant = style.get("font-weight", ""), style.get("font-style", "")
        if name in ("b", "strong") or weight:
            marks = marks._replace(is_bold=not weight or is_bold(weight))
        if name in ("i", "em") or slant:
            marks = marks._replace(is_italic=not slant or slant == "italic")
        if language := language_of(tag):
            marks = marks._replace(language=language)
        if name == "a":
            marks = marks._replace(href=self._target(tag) or marks.href)
        self._note_lost(tag, style, marks)
        return place._replace(marks=marks)

    def _target(self, tag: Tag) -> str:
        href = str(tag.get("href", "")).strip()
        if ANCHOR.match(href):
            self._notices.add("anchors", int(not FOOTNOTE.match(href)))
            return ""
        return href

    def _note_lost(self, tag: Tag, style: dict[str, str], marks: Marks) -> None:
        name, line = tag.name, style.get("text-decoration", "")
        line += style.get("text-decoration-line", "")
        if name in ("s", "strike") or "line-through" in line:
            self._notices.add("struck")
        if (name == "u" or "underline" in line) and not marks.href and name != "a":
            self._notices.add("underlined", int(bool(tag.get_text(strip=True))))
        is_raised = style.get("vertical-align") in ("super", "sub")
        if name in ("sup", "sub") or (is_raised and name not in BLOCKS):
            is_note = any(
                FOOTNOTE.match(str(a.get("href", ""))) for a in tag.find_all("a")
            )
            self._notices.add("raised", int(not is_note))

    # Blocks

    def _block(self, tag: Tag, style: dict[str, str], place: Place) -> None:
        name = tag.name
        if name in ("ul", "ol", "menu"):
            self._list(tag, place)
            return
        if name == "li":
            place = place._replace(owner=self._next(), level=max(place.level, 1))
            kind = NOTE if NOTES.match(str(tag.get("id", ""))) else ITEM
            if kind == NOTE:
                self._notices.add("footnotes")
            place = place._replace(kind=kind)
        elif name == "blockquote":
            place = place._replace(kind=QUOTE)
        elif name == "pre":
            place = place._replace(is_preformatted=True)
        elif name in ("footer", "cite") and place.kind == QUOTE:
            place = place._replace(kind=SOURCE)
        elif name == "figcaption":
            place = place._replace(kind=CAPTION)
        elif place.kind not in (ITEM, NOTE):
            place = self._paragraph(tag, style, place)
        self._walk(tag, place)

    def _paragraph(self, tag: Tag, style: dict[str, str], place: Place) -> Place:
        if kind := next((KINDS[c] for c in classes_of(tag) if c in KINDS), ""):
            return place._replace(kind=kind)
        found = WORD_LIST.search(str(tag.get("style", "")))
        level = HEADINGS.get(tag.name, 0)
        if tag.get("role") == "heading":
            asked = str(tag.get("aria-level", "2"))
            level = int(asked) if asked in "123456" else 2
        if level:
            self._notices.add("numbers", int(bool(found) and is_numbered(tag)))
            return place._replace(kind=HEADING, level=level)
        if found:
            return place._replace(
                kind=ITEM,
                level=int(found[1]),
                is_ordered=is_numbered(tag),
                owner=self._next(),
            )
        return place

    def _list(self, tag: Tag, place: Place) -> None:
        """What stands in it and is no item belongs to the one before, or is one."""
        is_inner = place.kind == ITEM
        self._walk(
            tag,
            place._replace(
                kind=ITEM,
                level=place.level + 1 if is_inner else 1,
                is_ordered=tag.name == "ol",
                owner=self._next(),
            ),
        )

    def _next(self) -> int:
        self._owners["owner"] += 1
        return self._owners["owner"]

    def _picture(self, tag: Tag) -> None:
        """After the paragraph it stands in. A dot that counts readers is none."""
        if {str(tag.get("width")), str(tag.get("height"))} & {"0", "1"}:
            return
        runs, self._runs = self._runs, []
        source, alt = str(tag.get("src", "")), str(tag.get("alt", "")).strip()
        self._elements.append(Picture(source, alt))
        self._runs = runs

    # Tables

    def _table(self, tag: Tag, place: Place) -> None:
        rows = tables.rows_of(tag)
        if tables.is_layout(tag, rows):
            self._notices.add("layout", int(sum(map(len, rows)) > 1))
            if caption := tag.find("caption", recursive=False):
                self._tag(caption, place)
            for cell in (cell for row in rows for cell in row):
                self._walk(cell, place)
                self._end()
            return
        pictures: list[Picture] = []
        grid = tables.Grid()
        for number, row in enumerate(rows):
            grid.add_row(
                tables.Cell(
                    self._cell(cell, place, pictures, is_heading=number == 0),
                    tables.span(cell, "colspan"),
                    tables.span(cell, "rowspan"),
                )
                for cell in row
            )
        self._notices.add("merged", grid.merged)
        caption = tag.find("caption", recursive=False)
        self._elements.append(
            Table(
                grid.rows,
                tables.has_headings(rows),
                " ".join(caption.get_text(" ").split()) if caption else "",
            )
        )
        self._elements += pictures

    def _cell(
        self, cell: Tag, place: Place, pictures: list[Picture], *, is_heading: bool
    ) -> str:
        """One line of plain words; its pictures come after the table."""
        found = Reader(self._notices).read(cell, Place(marks=place.marks))
        texts = [each for each in found if isinstance(each, Text)]
        pictures += [each for each in found if isinstance(each, Picture)]
        links = {run.marks.href for text in texts for run in text.runs} - {""}
        self._notices.add("cell_links", len(links))
        is_list = all(text.kind == ITEM for text in texts)
        is_plain = len(texts) < 2 and all(
            text.kind != ITEM and is_line(text, is_bold=is_heading) for text in texts
        )
        self._notices.add("cell_marks", int(not is_plain))
        joined = ("; " if is_list else " ").join(text.plain for text in texts)
        return joined.replace(BREAK, " ")


def is_line(text: Text, *, is_bold: bool) -> bool:
    """Whether it is one of plain words; those of a heading are bold anyway."""
    marks = (run.marks for run in text.runs)
    has_marks = any(one.is_italic or (one.is_bold and not is_bold) for one in marks)
    return not has_marks and BREAK not in text.plain
