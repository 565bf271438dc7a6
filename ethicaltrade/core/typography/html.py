"""Running text in HTML: only the text between the tags is touched.

Tags are found as a browser finds them (the HTML standard, 13.2.5) and kept to the
letter: a parser would rewrite attributes and references too.
"""

import re
from collections import Counter
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from .conventions import conventions_of
from .text import REMEMBERED, STAND_IN, set_characters, set_ellipses

# Every "<" that begins something matches, up to the end if need be, so that hostile
# text is read once.
MARKUP = re.compile(
    r"""<!--(?:.*?-->|.*\Z)
    | <[!?][^>]*+(?:>|\Z)
    | <(?P<slash>/?)(?P<name>[a-zA-Z][^\s/>]*+)
      (?P<attributes>(?:[^=>]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+)(?:>|\Z)
    | </[^>]*+(?:>|\Z)""",
    re.VERBOSE | re.DOTALL,
)
ATTRIBUTE = re.compile(
    r"""([^\s=/"']+)(?:\s*=\s*(?:"([^"]*+)"?|'([^']*+)'?|([^\s"'>]++)))?"""
)
REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


INLINE = _names(
    "a abbr b bdi bdo cite code data del dfn em i img ins kbd label mark math q s samp"
    " small span strong sub sup svg time u var"
)
VERBATIM = _names("code kbd math pre samp script style svg textarea var")
APART = _names("sub sup")  # 10<sup>-3</sup> is no span from 10 to 3
VOID = _names("area base br col embed hr img input link meta param source track wbr")
PARAGRAPH_SEPARATOR = "\u2029"
STANDS_FOR = {"br": "\n", "wbr": "", "img": STAND_IN}


class Run(NamedTuple):
    """Text of one language that is read together, across tags.

    Each piece is its place in the output and its plain characters: none for a tag.
    """

    language: str
    pieces: list[tuple[int, str]]


class Element(NamedTuple):
    name: str
    run: Run


class Setter:
    def __init__(self, language: str) -> None:
        self.output: list[str] = []
        self.runs: list[Run] = []
        self.elements = [Element("", self._new_run(language))]
        self.open_names: Counter[str] = Counter()
        self.verbatim, self.verbatim_depth = "", 0

    def _new_run(self, language: str) -> Run:
        self.runs.append(Run(language, []))
        return self.runs[-1]

    def _add(self, source: str, plain: str) -> None:
        self.elements[-1].run.pieces.append((len(self.output), plain))
        self.output.append(source)

    def add_text(self, text: str) -> None:
        if self.verbatim:
            self.output.append(text)
            return
        if conventions_of(self.elements[-1].run.language):
            text = set_ellipses(text)
        end = 0
        for match in REFERENCE.finditer(text):
            character = unescape(match.group())
            self._add(text[end : match.start()], text[end : match.start()])
            self._add(match.group(), character if len(character) == 1 else STAND_IN)
            end = match.end()
        self._add(text[end:], text[end:])

    def add_markup(self, match: re.Match) -> None:
        name = (match["name"] or "").lower()
        if self.verbatim:
            self.output.append(match.group())
            if name == self.verbatim:
                self.verbatim_depth += -1 if match["slash"] else 1
                self.verbatim = self.verbatim if self.verbatim_depth else ""
        elif not name:
            self.output.append(match.group())
        elif match["slash"]:
            self._close(name, match.group())
        else:
            self._open(name, match)

    def _open(self, name: str, match: re.Match) -> None:
        source = match.group()
        if name in VOID:
            self._add(source, STANDS_FOR.get(name, PARAGRAPH_SEPARATOR))
            return
        stands_for = STAND_IN if name in INLINE else PARAGRAPH_SEPARATOR
        if name in VERBATIM:
            self._add(source, stands_for)
            self.verbatim, self.verbatim_depth = name, 1
            return
        run = self.elements[-1].run
        language = _language_of(match["attributes"])
        if language is not None or name in APART:
            self._add(source, stands_for)
            run = self._new_run(run.language if language is None else language)
        else:
            self._add(source, "" if name in INLINE else PARAGRAPH_SEPARATOR)
        self.elements.append(Element(name, run))
        self.open_names[name] += 1

    def _close(self, name: str, source: str) -> None:
        if self.open_names[name]:
            closed = ""
            while closed != name:
                closed = self.elements.pop().name
                self.open_names[closed] -= 1
        self._add(source, "" if name in INLINE else PARAGRAPH_SEPARATOR)

    def set_runs(self) -> str:
        for run in self.runs:
            rules = conventions_of(run.language)
            text = "".join(plain for _place, plain in run.pieces)
            if rules is None or (result := set_characters(text, rules)) == text:
                continue
            position = 0
            for place, plain in run.pieces:
                new = result[position : position + len(plain)]
                position += len(plain)
                if new != plain:
                    self.output[place] = new
        return "".join(self.output)


def _language_of(attributes: str) -> str | None:
    if "lang" not in attributes.lower():
        return None
    for name, *values in ATTRIBUTE.findall(attributes):
        if name.lower() == "lang":
            return "".join(values).strip()
    return None


@lru_cache(maxsize=REMEMBERED)
def typeset_html(html: str, language: str) -> str:
    """Marks and numbers are read across inline tags, not across paragraphs.

    An element with ``lang`` is set in its own language. Tags, attributes, comments and
    verbatim text (``<code>``, ``<pre>``) stay as they are.
    """
    setter, end = Setter(language), 0
    for match in MARKUP.finditer(html):
        if match.start() > end:
            setter.add_text(html[end : match.start()])
        setter.add_markup(match)
        end = match.end()
    if end < len(html):
        setter.add_text(html[end:])
    return setter.set_runs()
