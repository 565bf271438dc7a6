"""PO, for tools that know no XLIFF: a text is an entry, its tags are ``<1>…</1>``.

Written and read an entry at a time, whatever their number.
"""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import polib
from django.utils.translation import gettext as _

from .bundles import MARKS, Bundle, Unit
from .markup import Pieces, Tag
from .received import MOST_UNITS, UnreadableError, too_long

BETWEEN = "|"  # in the context of an entry: the page's name, and the unit's id
NUMBERED = re.compile(r"<(/?)(\d{1,6})(/?)>")
LITERAL = re.compile(r"&(?=(?:amp|lt);)|<(?=/?\d+/?>)")
NONE = "-"
SAID = re.compile(
    rf"^meaning: ([0-9a-f]{{16}}) ([0-9a-f]{{16}}|-)(?: ({'|'.join(sorted(MARKS))}))?$",
    re.MULTILINE,
)
SOURCE = "X-Source-Language"
MOST_LINES = 5_000  # of one entry
LINES = re.compile("\r\n?")


def write(bundles: Iterable[Bundle], source: str, target: str) -> Iterator[bytes]:
    """A page at a time."""
    head = polib.POFile()
    head.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0",
        "Language": target,
        SOURCE: source,
    }
    yield str(head).encode()
    for bundle in bundles:
        yield "".join(f"\n{_entry(bundle, unit)}" for unit in bundle.units).encode(
            "utf-8", "ignore"
        )


def _entry(bundle: Bundle, unit: Unit) -> polib.POEntry:
    then, words = unit.earlier or (None, unit.target or [])
    notes = [bundle.title, *unit.notes]
    said = f"meaning: {unit.source_hash} {unit.target_hash or NONE}"
    if unit.mark:
        said += f" {unit.mark}"
    return polib.POEntry(
        msgctxt=f"{bundle.original}{BETWEEN}{unit.id}",
        msgid=written(unit.source),
        msgstr=written(words),
        comment="\n".join([*(" ".join(note.split()) for note in notes), said]),
        flags=["fuzzy"] if unit.mark else [],
        previous_msgid=written(then) if then else None,
    )


def written(pieces: Pieces) -> str:
    """Where words look like a tag, ``&lt;1>``; else as they are."""
    return "".join(map(_written, pieces))


def _written(piece: str | Tag) -> str:
    if isinstance(piece, str):
        escape = {"&": "&amp;", "<": "&lt;"}
        return LITERAL.sub(lambda found: escape[found[0]], LINES.sub("\n", piece))
    before, after = "/" * (piece.kind == "close"), "/" * (piece.kind == "alone")
    return f"<{before}{piece.number}{after}>"


def pieces_of(text: str) -> Pieces:
    found: Pieces = []
    at = 0
    for tag in NUMBERED.finditer(text):
        found.append(_words(text[at : tag.start()]))
        kind = "close" if tag[1] else "alone" if tag[3] else "open"
        found.append(Tag(kind, int(tag[2])))
        at = tag.end()
    found.append(_words(text[at:]))
    return [piece for piece in found if piece != ""]


def _words(text: str) -> str:
    return text.replace("&lt;", "<").replace("&amp;", "&")


def read(file: BinaryIO) -> Iterator[Bundle]:
    """UnreadableError where it is none."""
    language = source = original = ""
    units: list[Unit] = []
    count = 0  # of entries, of the page
    for entry in _entries(file):
        count += 1
        if count > MOST_UNITS:
            raise too_long()
        if not entry.msgid:
            head = dict(
                line.split(": ", 1)
                for line in entry.msgstr.splitlines()
                if ": " in line
            )
            language, source = head.get("Language", ""), head.get(SOURCE, "")
            continue
        if not language:
            raise UnreadableError(_("The file is neither XLIFF nor PO."))
        of, _between, key = (entry.msgctxt or "").partition(BETWEEN)
        if of != original and units:
            yield Bundle(original, source, language, "", units)
            units, count = [], 1
        original = of
        if not entry.obsolete:
            units.append(_unit(entry, key))
    if units:
        yield Bundle(original, source, language, "", units)


def _unit(entry: polib.POEntry, key: str) -> Unit:
    said = SAID.search(entry.comment or "")
    return Unit(
        key,
        pieces_of(entry.msgid),
        pieces_of(entry.msgstr) or None,
        source_hash=said[1] if said else "",
        target_hash=said[2].strip(NONE) if said else "",
        is_unfinished="fuzzy" in entry.flags,
        mark=(said and said[3]) or "",
        is_settled=bool(entry.msgstr) and "fuzzy" not in entry.flags,
    )


HEAD = 'msgid ""\nmsgstr ""\n'


def _entries(file: BinaryIO) -> Iterator[polib.POEntry]:
    """Entries stand apart by an empty line; the first is the head of the file."""
    lines: list[str] = []
    is_first = True
    try:
        for raw in file:
            line = raw.decode("utf-8-sig" if is_first else "utf-8")
            if line.strip():
                lines.append(line)
                if len(lines) > MOST_LINES:
                    raise UnreadableError(_("The file is neither XLIFF nor PO."))
            else:
                yield from _parsed(lines)
                lines = []
            is_first = False
        yield from _parsed(lines)
    except (OSError, ValueError, LookupError, AttributeError) as error:
        raise UnreadableError(_("The file is neither XLIFF nor PO.")) from error


def _parsed(lines: list[str]) -> Iterator[polib.POEntry]:
    """What begins with a head is never taken for the name of a file."""
    text = "".join(lines)
    said = [line for line in lines if not line.startswith("#")]
    if not said:
        return
    follows = said[1:2] and said[1].startswith("msgstr")
    is_head = follows and said[0].strip() == 'msgid ""'
    if is_head:
        file = polib.pofile(text + "\n")
        words = "\n".join(f"{name}: {said}" for name, said in file.metadata.items())
        yield polib.POEntry(msgid="", msgstr=words)
    else:
        yield from polib.pofile(f"{HEAD}\n{text}\n")
