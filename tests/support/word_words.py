"""What a reader of a Word document sees, read from its XML apart from the site's code.

Tracked changes count as accepted. Of what stands there for newer and for older Words,
the newer is read; the site's code reads the older.
"""

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

NAMES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
DECIDED_AWAY = {"w:del", "w:moveFrom"}
UNSEEN = {"w:pPr", "w:rPr", "w:sdtPr", "w:tblPr", "w:tcPr", "w:trPr", "w:instrText"}
SIGNS = {
    **dict.fromkeys(["w:tab", "w:ptab", "w:br", "w:cr"], " "),
    "w:noBreakHyphen": "\u2011",
}
NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
MARK = re.compile(r"\[\d+\]")  # of a footnote, in the draft
SHOWN = ""  # the kind of words that must be in the draft
TOLD = {
    **dict.fromkeys(["w:ins", "w:del", "w:moveFrom", "w:rPrChange"], "changes"),
    "w:commentReference": "comments",
    "w:altChunk": "embedded",
}


def words_of(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in re.findall(r"\w+", _plain(text))]


def _plain(text: str) -> str:
    text = MARK.sub("", text)
    return "".join(each for each in text if unicodedata.category(each) != "Cf")


class Seen:
    """``words``: those of the text and its notes, in order, by kind.

    Those of ``SHOWN`` must be kept. ``told``: the kinds that must be told.
    """

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(BytesIO(content))
        self._lines: dict[str, list[str]] = {SHOWN: [""]}
        self._fields: list[bool] = []  # whether each field's instruction has ended
        self._boxes: list[tuple[Element, str]] = []
        self._asked: list[tuple[str, str]] = []  # notes, by what they are and number
        main = self._targets("").get("officeDocument", "word/document.xml")
        parts = self._targets(main)
        self._styles = {
            value(each, "styleId"): each for each in self._part(parts.get("styles"))
        }
        self.told: set[str] = set()
        for each in self._part(main):
            self._walk(each, SHOWN)
            self.told |= {TOLD.get(name_of(inside), "") for inside in each.iter()}
        notes = {
            (name, value(each, "id")): each
            for name in NOTES.values()
            for each in self._part(parts.get(f"{name}s"))
        }
        for asked in self._asked:
            self._walk(notes[asked], SHOWN)
            self._end()
        found = ((kind, words_of(lines)) for kind, lines in self._lines.items())
        self.words = {kind: words for kind, words in found if words or kind == SHOWN}
        self.told = (self.told | set(self.words)) - {SHOWN}

    def _part(self, path: str | None) -> Iterable[Element]:
        is_there = path in self._zip.namelist()
        return fromstring(self._zip.read(str(path))) if is_there else ()

    def _targets(self, path: str) -> dict[str, str]:
        """Where a part's relationships lead, by what they are."""
        at = PurePosixPath(path)
        return {
            each.get("Type", "").rpartition("/")[2]: str(
                at.parent.joinpath("/", each.get("Target", ""))
                if each.get("Target", "").startswith("/")
                else at.parent / each.get("Target", "")
            ).lstrip("/")
            for each in self._part(str(at.parent / "_rels" / f"{at.name}.rels"))
        }

    # Down the tree

    def _say(self, kind: str, text: str) -> None:
        if all(self._fields):
            self._lines.setdefault(kind, [""])[-1] += text

    def _end(self) -> None:
        """Of a paragraph; what stands in boxes beside it comes after it."""
        for lines in self._lines.values():
            lines.append("")
        boxes, self._boxes = self._boxes, []
        for box, kind in boxes:
            for each in box:
                self._walk(each, kind)

    def _walk(self, element: Element, kind: str) -> None:
        name = name_of(element)
        if name in DECIDED_AWAY | UNSEEN or is_gone(element, name):
            return
        if name in ("w:t", "m:t"):
            self._say(kind, element.text or "")
        elif name in SIGNS:
            self._say(kind, SIGNS[name])
        elif name == "w:fldChar":
            self._field(value(element, "fldCharType"))
        elif name in NOTES:
            self._asked.append((NOTES[name], value(element, "id")))
        elif name == "w:txbxContent":
            self._boxes.append((element, kind))
        else:
            is_twofold = name == "mc:AlternateContent"
            for each in element[:1] if is_twofold else element:
                self._walk(each, self._kind(element, name, kind))
            if name == "w:p" and not is_joined(element):
                self._end()

    def _field(self, what: str) -> None:
        if what == "begin":
            self._fields.append(False)
        elif self._fields:
            self._fields.pop()
            if what == "separate":
                self._fields.append(True)

    # What is shown, and what is of a kind that is left out

    def _kind(self, element: Element, name: str, kind: str) -> str:
        if name == "m:oMath":
            return "equations"
        if name == "w:p":
            style = value(find(element, "pPr", "pStyle"))
            words = value(find(self._styles.get(style), "name")).lower()
            if words.startswith(("toc ", "contents ", "table of figures")):
                return "contents"
            return "hidden" if self._is_hidden(style) else kind
        if name == "w:r":
            style = value(find(element, "rPr", "rStyle"))
            if self._is_hidden(style, find(element, "rPr", "vanish")):
                return "hidden"
        return kind

    def _is_hidden(self, style: str, mark: Element | None = None) -> bool:
        for each in self._line(style):
            mark = find(each, "rPr", "vanish") if mark is None else mark
        return mark is not None and value(mark) not in ("0", "false", "off")

    def _line(self, style: str) -> Iterator[Element]:
        """The style, and those that it comes from."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(find(self._styles[style], "basedOn"))


def is_gone(element: Element, name: str) -> bool:
    """A row or cell that was deleted."""
    change = {"w:tr": ("trPr", "del"), "w:tc": ("tcPr", "cellDel")}.get(name, ())
    return bool(change) and find(element, *change) is not None


def is_joined(paragraph: Element) -> bool:
    """To the next: its end was deleted, or it is a large first letter."""
    letter = value(find(paragraph, "pPr", "framePr"), "dropCap")
    return letter in ("drop", "margin") or any(
        find(paragraph, "pPr", "rPr", change) is not None
        for change in ("del", "moveFrom")
    )


def name_of(element: Element) -> str:
    space, _brace, name = str(element.tag).rpartition("}")
    return f"{NAMES.get(space[1:], '')}:{name}"


def find(element: Element | None, *names: str) -> Element | None:
    for name in names:
        if element is None:
            return None
        element = next((e for e in element if name_of(e) == f"w:{name}"), None)
    return element


def value(element: Element | None, name: str = "val") -> str:
    if element is None:
        return ""
    return next((v for k, v in element.attrib.items() if k.endswith(f"}}{name}")), "")
