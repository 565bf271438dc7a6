"""Numbers that Word shows and the site does not: of headings, and of lists.

A list of the site's begins at 1, and goes on until something else stands behind it.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element  # nosec B405

from .notices import Notices
from .simplifying import decided
from .styles import Styles
from .word_xml import child, is_words, local, value

NO_NUMBERS = {"", "bullet", "none"}  # forms


class Numbering:
    """Lists by their numbers; each is one of a kind, and goes on where that ended."""

    def __init__(self, root: Iterable[Element] | None) -> None:
        parts = list(root if root is not None else ())
        self._levels = {
            (value(kind, "abstractNumId"), value(each, "ilvl")): each
            for kind in parts
            if local(kind) == "abstractNum"
            for each in kind
            if local(each) == "lvl"
        }
        self._lists = {
            value(each, "numId"): each for each in parts if local(each) == "num"
        }

    def kind(self, number: str) -> str:
        return value(child(self._lists.get(number), "abstractNumId"))

    def has_numbers(self, number: str, level: str) -> bool:
        return value(child(self._level(number, level), "numFmt")) not in NO_NUMBERS

    def start(self, number: str) -> int:
        """Where it begins; 0 where it goes on."""
        own = child(self._lists.get(number), "lvlOverride", "startOverride")
        return _positive(value(own))

    def first(self, number: str) -> int:
        return _positive(value(child(self._level(number, "0"), "start"))) or 1

    def _level(self, number: str, level: str) -> Element | None:
        return self._levels.get((self.kind(number), level))


def count_numbers(
    root: Element, numbering: Numbering, styles: Styles, notices: Notices
) -> None:
    in_word: dict[str, int] = {}  # the last number of each kind of list
    known: set[str] = set()  # lists
    here = apart = 0  # the last number, and how far Word's is from it
    for paragraph in decided(root):
        if local(paragraph) != "p" or not is_words(paragraph) or is_empty(paragraph):
            continue
        style = value(child(paragraph, "pPr", "pStyle"))
        asked = child(paragraph, "pPr", "numPr")
        if child(asked, "numId") is None:
            asked = styles.said(style, "pPr", "numPr")
        number, level = value(child(asked, "numId")), value(child(asked, "ilvl")) or "0"
        has_numbers = numbering.has_numbers(number, level)
        is_heading = styles.is_heading(style)
        notices.add("numbers", int(is_heading and has_numbers))
        kind = numbering.kind(number)
        if is_heading or not kind or (level == "0" and not has_numbers):
            here = apart = 0
        elif level == "0":
            is_new = number not in known and numbering.start(number)
            begins = kind not in in_word and numbering.first(number)
            in_word[kind] = is_new or begins or in_word[kind] + 1
            known.add(number)
            here, before, apart = here + 1, apart, in_word[kind] - here - 1
            notices.add("list_numbers", int(apart not in (0, before)))


def _positive(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def is_empty(paragraph: Element) -> bool:
    texts = (each.text for each in decided(paragraph) if local(each) == "t")
    return not any(map(str.strip, filter(None, texts)))
