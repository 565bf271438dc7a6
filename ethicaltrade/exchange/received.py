"""XLIFF that comes back is read, one page at a time; what is hostile is refused."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from lxml import etree

from .bundles import MARKS, Bundle, Unit
from .markup import Pieces, Tag, joined
from .xliff import METADATA, XLIFF_1, XLIFF_2

SAID = re.compile(r"source=([0-9a-f]*);target=([0-9a-f]*)(?:;state=(\w+))?")
HASH = re.compile(r"[0-9a-f]{16}|")
UNFINISHED = {"new", "needs-translation", "needs-adaptation", "needs-l10n"}
SETTLED = {"translated", "reviewed", "signed-off", "final"}
NOTES = {"mrk", "sm", "em"}  # in the text
MOST_UNITS = 5_000  # of one page
MOST_ELEMENTS = 40 * MOST_UNITS  # of one page: some 50 MB


class UnreadableError(Exception):
    """A file that is none of ours; its text says why, to whoever sent it."""


def too_long() -> UnreadableError:
    return UnreadableError(_("There is more of one page in the file than it can have."))


def read(file: BinaryIO) -> Iterator[Bundle]:
    """UnreadableError where it is broken off, or declares what may hide something."""
    events = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from _bundles(iter(events))
    except etree.XMLSyntaxError as error:
        told = {"line": error.lineno or 0}
        raise UnreadableError(
            _("The file is incomplete: it cannot be read from line %(line)d on.") % told
        ) from error


def _bundles(events: Iterator[tuple[str, Any]]) -> Iterator[Bundle]:
    _event, root = next(events)
    name = etree.QName(root)
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(_("The file has a document type, and is not read."))
    if name.localname != "xliff" or name.namespace not in (XLIFF_1, XLIFF_2):
        raise UnreadableError(_("The file is neither XLIFF nor PO."))
    of_1, namespace = name.namespace == XLIFF_1, name.namespace
    unit_tag = f"{{{namespace}}}" + ("trans-unit" if of_1 else "unit")
    file_tag = f"{{{namespace}}}file"
    units: list[Unit] = []
    count = 0  # of elements, of the page
    for event, element in events:
        if event == "start":
            count += 1
            if count > MOST_ELEMENTS:
                raise too_long()
        elif element.tag == unit_tag:
            units.append(_unit_1(element) if of_1 else _unit_2(element))
            element.clear()
        elif element.tag == file_tag:
            languages = (
                (element.get("source-language"), element.get("target-language"))
                if of_1
                else (root.get("srcLang"), root.get("trgLang"))
            )
            original = element.get("original") or ""
            yield Bundle(original, *(one or "" for one in languages), "", units)
            units, count = [], 0
            del root[:]


def _unit_2(element: Any) -> Unit:
    source: Pieces = []
    targets: list[tuple[int, Pieces]] = []
    is_whole = is_settled = True
    for number, one in enumerate(element.iterchildren(), 1):
        name = etree.QName(one).localname
        if name not in ("segment", "ignorable"):
            continue
        said = one.find(f"{{{XLIFF_2}}}source")
        words = one.find(f"{{{XLIFF_2}}}target")
        own = _pieces(said)
        source += own
        is_settled &= name == "ignorable" or one.get("state") in SETTLED
        if words is None:
            is_whole &= name == "ignorable"
            targets.append((number, own))
        else:
            targets.append((_number(words.get("order"), number), _pieces(words)))
    targets.sort(key=lambda one: one[0])
    target = [piece for _order, pieces in targets for piece in pieces]
    hashes = {
        meta.get("type"): meta.text or ""
        for meta in element.iter(f"{{{METADATA}}}meta")
    }
    return _unit(
        element, source, target if is_whole else [], hashes, is_settled=is_settled
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else otherwise


def _unit_1(element: Any) -> Unit:
    said = SAID.fullmatch(element.get("extradata") or "")
    kinds = ("source", "target", "state")
    hashes = dict(zip(kinds, said.groups(""), strict=True)) if said else {}
    target = element.find(f"{{{XLIFF_1}}}target")
    source = _pieces(element.find(f"{{{XLIFF_1}}}source"))
    words = _pieces(target)
    state = None if target is None else target.get("state")
    return _unit(
        element,
        source,
        words,
        hashes,
        is_unfinished=state in UNFINISHED,
        is_settled=state in SETTLED or element.get("approved") == "yes",
    )


def _unit(
    element: Any,
    source: Pieces,
    target: Pieces,
    hashes: dict[str | None, str],
    **marks: bool,
) -> Unit:
    known = {
        kind: said
        for kind in ("source", "target")
        if HASH.fullmatch(said := hashes.get(kind, ""))
    }
    return Unit(
        element.get("id") or "",
        joined(source),
        joined(target) if any(target) else None,
        source_hash=known.get("source", ""),
        target_hash=known.get("target", ""),
        mark=mark if (mark := hashes.get("state", "")) in MARKS else "",
        **marks,
    )


def _pieces(element: Any) -> Pieces:
    return [] if element is None else list(_read(element))


def _read(element: Any) -> Iterator[str | Tag]:
    if element.text:
        yield element.text
    for child in element:
        yield from _read_tag(child)
        if child.tail:
            yield child.tail


def _read_tag(element: Any) -> Iterator[str | Tag]:
    """What no tag of ours is, gets the number 0, which stands for nothing."""
    if not isinstance(element.tag, str):
        return  # an entity that is not resolved
    name = etree.QName(element).localname
    number = _number(element.get("id"), 0)
    if name in NOTES:
        yield from _read(element)
    elif name in ("pc", "g"):
        yield Tag("open", number)
        yield from _read(element)
        yield Tag("close", number)
    elif name in ("ph", "x"):
        yield Tag("alone", number)
    elif name in ("sc", "bx", "bpt"):
        yield Tag("open", number)
    elif name in ("ec", "ex", "ept"):
        start = element.get("startRef") or element.get("rid") or element.get("id")
        yield Tag("close", _number(start, 0))
    elif name == "cp":
        yield ""
    else:
        yield Tag("alone", 0)
