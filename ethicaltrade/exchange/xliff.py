"""XLIFF 2.1 and 1.2 are written, one page at a time, whatever their number.

https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html
https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from .bundles import Bundle, Unit
from .markup import Code, Pieces

XLIFF_2 = "urn:oasis:names:tc:xliff:document:2.0"  # of 2.1, too
XLIFF_1 = "urn:oasis:names:tc:xliff:document:1.2"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CATEGORY = "meaning"  # of the metadata with the hashes
SEGMENT = "s1"
BY_MACHINE = "ethicaltrade:machine"  # a sub-state; the standard has none for it

# What XML 1.0 has no way to write.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINES = re.compile("\r\n?")
TYPES = {"a": "link", "b": "fmt", "i": "fmt", "strong": "fmt", "em": "fmt"}
TYPES_1 = {"a": "link", "b": "bold", "i": "italic", "strong": "bold", "em": "italic"}


class _Kept:
    """What is written, until it is taken."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, chunk: bytes) -> None:
        self._chunks.append(chunk)

    def take(self) -> bytes:
        taken, self._chunks = b"".join(self._chunks), []
        return taken


def _text(text: str) -> str:
    return UNWRITABLE.sub("", LINES.sub("\n", text))


def _element(parent: Any, name: str, text: str = "", **attributes: Any) -> Any:
    namespace = etree.QName(parent).namespace
    tag = name if name.startswith("{") else f"{{{namespace}}}{name}"
    element = etree.SubElement(parent, tag)
    for key, value in attributes.items():
        element.set(key.replace("_", "-"), _text(str(value)))
    if text:
        element.text = _text(text)
    return element


class Xliff2:
    """2.1; where a tag leads is told as original data."""

    namespace = XLIFF_2
    names = {None: XLIFF_2, "mtc": MATCHES, "mda": METADATA}

    def root(self, source: str, target: str) -> dict[str, str]:
        return {"version": "2.1", "srcLang": source, "trgLang": target}

    def file(self, bundle: Bundle, number: int) -> Any:
        file = etree.Element(f"{{{XLIFF_2}}}file", nsmap=self.names)
        file.set("id", f"f{number}")
        file.set(SPACE, "preserve")
        file.set("original", bundle.original)
        _element(_element(file, "notes"), "note", bundle.title, category="title")
        for unit in bundle.units:
            self.unit(file, unit)
        return file

    def unit(self, file: Any, unit: Unit) -> None:
        element = _element(file, "unit", id=unit.id)
        if unit.earlier:
            matches = _element(element, f"{{{MATCHES}}}matches")
            match = _element(
                matches, f"{{{MATCHES}}}match", ref=f"#{SEGMENT}", origin="earlier"
            )
            then, words = unit.earlier
            if then is None:  # no tool may take it for a translation of this source
                match.set("similarity", "0.0")
            self.inline(match, "source", then or unit.source, {})
            self.inline(match, "target", words, {})
        metadata = _element(element, f"{{{METADATA}}}metadata")
        group = _element(metadata, f"{{{METADATA}}}metaGroup", category=CATEGORY)
        for kind, said in (("source", unit.source_hash), ("target", unit.target_hash)):
            _element(group, f"{{{METADATA}}}meta", said, type=kind)
        if unit.mark:
            _element(group, f"{{{METADATA}}}meta", unit.mark, type="state")
        if unit.notes:
            notes = _element(element, "notes")
            for note in unit.notes:
                _element(notes, "note", note)
        if unit.codes:
            data = _element(element, "originalData")
            for number, code in unit.codes.items():
                _element(data, "data", code.opening, id=f"d{number}")
                if code.closing:
                    _element(data, "data", code.closing, id=f"e{number}")
        segment = _element(element, "segment", id=SEGMENT, **self.state(unit))
        self.inline(segment, "source", unit.source, unit.codes)
        if unit.target is not None:
            self.inline(segment, "target", unit.target, unit.codes)

    @staticmethod
    def state(unit: Unit) -> dict[str, str]:
        if unit.target is None:
            return {"state": "initial"}
        if unit.is_proposed:
            return {"state": "initial", "subState": BY_MACHINE}
        return {"state": "final" if unit.is_public else "translated"}

    def inline(self, parent: Any, name: str, pieces: Pieces, codes: Any) -> None:
        namespace = f"{{{XLIFF_2}}}"

        def code(kind: str, number: int) -> Any:
            tag = etree.Element(namespace + ("pc" if kind == "open" else "ph"))
            tag.set("id", str(number))
            known: Code | None = codes.get(number)
            if known is None:
                return tag
            tag.set("type", TYPES.get(known.name, "other"))
            if kind == "open":
                tag.set("dataRefStart", f"d{number}")
                tag.set("dataRefEnd", f"e{number}")
            else:
                tag.set("dataRef", f"d{number}")
            return tag

        _fill(_element(parent, f"{namespace}{name}"), pieces, code)


class Xliff1:
    namespace = XLIFF_1
    names = {None: XLIFF_1}

    def root(self, source: str, target: str) -> dict[str, str]:
        return {"version": "1.2"}  # each file in it names them

    def file(self, bundle: Bundle, number: int) -> Any:
        file = etree.Element(f"{{{XLIFF_1}}}file", nsmap=self.names)
        file.set("original", bundle.original)
        file.set("source-language", bundle.source)
        file.set("target-language", bundle.target)
        file.set("datatype", "html")
        file.set(SPACE, "preserve")
        _element(_element(file, "header"), "note", bundle.title)
        body = _element(file, "body")
        for unit in bundle.units:
            self.unit(body, unit)
        return file

    def unit(self, body: Any, unit: Unit) -> None:
        said = f"source={unit.source_hash};target={unit.target_hash}"
        if unit.mark:
            said += f";state={unit.mark}"
        element = _element(body, "trans-unit", id=unit.id, extradata=said)
        element.set(SPACE, "preserve")
        if unit.limit:
            element.set("maxwidth", str(unit.limit))
            element.set("size-unit", "char")
        self.inline(element, "source", unit.source, unit.codes)
        if unit.target is not None:
            self.inline(element, "target", unit.target, unit.codes)
            for name, said in self.state(unit).items():
                element[-1].set(name, said)
            if element[-1].get("state") == "final":
                element.set("approved", "yes")
        for note in unit.notes:
            _element(element, "note", note)
        if unit.earlier:
            then, words = unit.earlier
            kind = {"alttranstype": "previous-version"}
            earlier = _element(element, "alt-trans", origin="earlier", **kind)
            if then is None:
                earlier.set("match-quality", "0")
            self.inline(earlier, "source", then or unit.source, {})
            self.inline(earlier, "target", words, {})

    @staticmethod
    def state(unit: Unit) -> dict[str, str]:
        if unit.is_proposed:
            return {
                "state": "needs-review-translation",
                "state-qualifier": "mt-suggestion",
            }
        return {"state": "final" if unit.is_public else "translated"}

    def inline(self, parent: Any, name: str, pieces: Pieces, codes: Any) -> None:
        def code(kind: str, number: int) -> Any:
            tag = etree.Element(f"{{{XLIFF_1}}}" + ("g" if kind == "open" else "x"))
            tag.set("id", str(number))
            known: Code | None = codes.get(number)
            if known and (shown := TYPES_1.get(known.name)) and kind == "open":
                tag.set("ctype", shown)
            return tag

        _fill(_element(parent, name), pieces, code)


def _fill(element: Any, pieces: Pieces, code: Any) -> None:
    """The words and tags of one text."""
    inside = [element]
    for piece in pieces:
        at = inside[-1]
        if isinstance(piece, str):
            if len(at):
                at[-1].tail = (at[-1].tail or "") + _text(piece)
            else:
                at.text = (at.text or "") + _text(piece)
        elif piece.kind == "close":
            inside.pop()
        else:
            at.append(tag := code(piece.kind, piece.number))
            if piece.kind == "open":
                inside.append(tag)


def write(
    bundles: Iterable[Bundle], source: str, target: str, version: str = "2.1"
) -> Iterator[bytes]:
    """A page at a time; the file is whole when all has been taken."""
    form: Any = Xliff1() if version == "1.2" else Xliff2()
    kept = _Kept()
    with etree.xmlfile(kept, encoding="utf-8") as document:
        document.write_declaration()
        root = form.root(source, target)
        tag = f"{{{form.namespace}}}xliff"
        with document.element(tag, root, nsmap=form.names):
            document.write("\n")
            for number, bundle in enumerate(bundles, 1):
                document.write(form.file(bundle, number))
                document.write("\n")
                yield kept.take()
    yield kept.take() + b"\n"
