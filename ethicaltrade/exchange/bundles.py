"""What a translator is given of one page or record: a *bundle* of units.

A unit is one text. Its id is that of its segment and, where a segment has several
texts, its place in it: ``lead``, ``body.6f1c…:p1``. It carries the meaning that source
and translation have now, so that what has changed since is seen when it comes back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ethicaltrade.bilingual import languages, meaning
from ethicaltrade.bilingual.diff import readable
from ethicaltrade.bilingual.meaning import PROPOSED, Segment, State
from ethicaltrade.bilingual.scopes import Content, Path

from .markup import Codes, Pieces
from .pairs import Pair

WRITTEN = frozenset({State.CURRENT, State.PROPOSED})
WANTED = frozenset({State.MISSING, State.COPIED, State.PROPOSED, State.OUTDATED})
"""What is to be translated, or translated again."""

OUTDATED = "outdated"
MARKS = frozenset({OUTDATED, PROPOSED})  # of a unit that needs an answer

JOINT = ":"  # between a segment's id and a place in it; may stand in an NMTOKEN


@dataclass(frozen=True)
class Unit:
    """``earlier`` is the source and the translation of before, as far as known.

    A unit that has it is given without a translation. ``mark`` says in the file that
    it is outdated, or that a machine proposed its words: words that come back as they
    were are then somebody's answer, where the file says that they are settled.
    """

    id: str
    source: Pieces
    target: Pieces | None = None
    codes: Codes = field(default_factory=dict)
    limit: int | None = None
    source_hash: str = ""
    target_hash: str = ""
    earlier: tuple[Pieces | None, Pieces] | None = None
    notes: tuple[str, ...] = ()
    mark: str = ""
    is_public: bool = False
    """Readers see the words."""
    is_unfinished: bool = False
    """The file says that the words are a suggestion."""
    is_settled: bool = False
    """The file says that somebody is done with the words."""

    @property
    def is_proposed(self) -> bool:
        return self.mark == PROPOSED

    @property
    def is_approved(self) -> bool:
        return bool(self.mark) and self.is_settled and not self.is_unfinished

    @property
    def segment(self) -> str:
        return self.id.partition(JOINT)[0]

    @property
    def place(self) -> Path:
        place = self.id.partition(JOINT)[2]
        return tuple(place.split(".")) if place else ()


@dataclass(frozen=True)
class Bundle:
    """``original`` names the page or record, ``title`` is for people."""

    original: str
    source: str
    target: str
    title: str
    units: list[Unit]


FindThen = Callable[[Segment], Any]
"""What the source of a segment was when it was translated; None where nobody knows."""
IsPublic = Callable[[Segment], bool]
"""Whether readers see the words of a segment."""


def units_of(
    model: type[Any],
    content: Content,
    language: str,
    find_then: FindThen,
    is_public: IsPublic,
    *,
    only_wanted: bool = False,
) -> Iterator[Unit]:
    for segment in meaning.segments(model, content, language):
        is_wanted = segment.state in WANTED
        if is_wanted or (segment.state == State.CURRENT and not only_wanted):
            pair = pair_of(segment, find_then)
            yield from _units(segment, pair, language, is_public(segment))


def pair_of(segment: Segment, find_then: FindThen) -> Pair:
    is_outdated = segment.state == State.OUTDATED
    return Pair(
        segment.kind,
        segment.source,
        segment.value,
        then=find_then(segment) if is_outdated else None,
        is_current=segment.state in WRITTEN,
    )


def unit_id(segment: Segment, place: Path) -> str:
    return JOINT.join(filter(None, (segment.id, ".".join(place))))


def _units(
    segment: Segment, pair: Pair, language: str, is_public: bool
) -> Iterator[Unit]:
    hashes = meaning.meaning(segment.source), meaning.meaning(segment.value)
    said = ""
    is_proposed = meaning.mark_of(segment.entry) == PROPOSED
    is_translated = segment.state in WRITTEN or segment.state == State.OUTDATED
    if is_translated and not pair.is_parallel:
        said = _("Now in %(language)s: %(words)s") % {
            "language": languages.name_of(language),
            "words": " / ".join(readable(segment.kind, segment.value)),
        }
    for place, text in pair.texts.items():
        target, earlier = pair.translation(place), None
        if segment.state == State.OUTDATED and not pair.is_as_then(place) and target:
            then = pair.then_of(place)
            earlier, target = (then and then.pieces, target), None
        if not is_translated:
            target = None
        mark = OUTDATED if earlier else PROPOSED if target and is_proposed else ""
        yield Unit(
            unit_id(segment, place),
            text.pieces,
            target,
            text.codes,
            text.limit,
            *hashes,
            earlier,
            tuple(_notes(segment, text.label, text.limit, said)),
            mark,
            is_public,
        )
        said = ""


def _notes(segment: Segment, label: str, limit: int | None, said: str) -> Iterator[str]:
    yield ": ".join(filter(None, (segment.label, capfirst(label))))
    if limit:
        yield _("At most %(limit)d characters.") % {"limit": limit}
    if said:
        yield said
