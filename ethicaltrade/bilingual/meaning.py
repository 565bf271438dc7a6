"""How far a record's words in one language follow those they were translated from.

A *segment* is what is translated, and looked at, as one: a translated field, a block of
a body, the words of a block that is arranged once, a translated field of a child row.
Its id is the same in every language: the path in :mod:`.scopes`, joined by dots.

``translated_from`` holds, for each segment of a language, the meaning that the source
had when the words were last written or approved, and the version in which it stood:
``{"lead": ["3f2a…", 812], "body.6f…": ["left out"]}``. What has no entry is as good as
current: it was written before anybody kept count. :func:`record` is its only writer.

Words that are the source's own are not translated yet. A third part of an entry says
that an editor copied them, however few they are, or that they are to be the same. It
also says that a machine proposed the words, until an editor has touched them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.db import models
from wagtail.fields import StreamField

from . import languages, places, scopes
from .languages import localized
from .normal import count_words, meaning
from .scopes import Content, Path

__all__ = ["Segment", "State", "meaning", "record", "segments", "states"]

Ids = Mapping[str, Collection[str]]
"""Of segments, by language."""

LEFT_OUT = ["left out"]
COPIED, SAME, PROPOSED = "copied", "same", "proposed"
FEW = 5  # words that may well be the same in two languages: a name, a number
JOINT = ": "  # between the labels of a segment


class State(StrEnum):
    """``SOURCE`` and ``ALONE`` have nothing to follow."""

    SOURCE = "source"
    MISSING = "missing"
    COPIED = "copied"  # the words are the source's
    PROPOSED = "proposed"  # by a machine
    OUTDATED = "outdated"
    CURRENT = "current"
    LEFT_OUT = "left out"
    ALONE = "alone"  # nothing is written in the source


@dataclass(frozen=True)
class Segment:
    """``source`` and ``value`` are as a revision has them; a body's are whole blocks.

    ``kind`` is the field or the block that they are values of.
    """

    path: Path
    label: str
    kind: Any
    source: Any
    value: Any
    state: State
    entry: list[Any] | None = None

    @property
    def id(self) -> str:
        return ".".join(self.path)


# The segments


def segments(
    model: type[models.Model], content: Content, language: str
) -> list[Segment]:
    """Those with words in the language, or in the source; in the order of the form."""
    return every_segment(model, content)[language]


def every_segment(
    model: type[models.Model], content: Content
) -> dict[str, list[Segment]]:
    """By language."""
    source = source_of(model, content)
    values = scopes.split(model, content).words
    words = {
        code: _words(model, content, values[code], values[source])
        for code in languages.codes()
    }
    return {
        code: list(
            _follow(words[source], words[code], entries_in(content, code))
            if code != source
            else (
                Segment(path, label, kind, value, value, State.SOURCE)
                for path, (label, kind, value) in words[source].items()
                if meaning(value)
            )
        )
        for code in languages.codes()
    }


def source_words(model: type[models.Model], content: Content) -> dict[Path, Any]:
    """The value of each segment of the source."""
    values = scopes.split(model, content).words[source_of(model, content)]
    words = _words(model, content, values, values)
    return {path: value for path, (_label, _kind, value) in words.items()}


def source_of(model: type[models.Model], content: Content) -> str:
    """The language it was written in first; else the first with a title, or a name."""
    chosen = content.get("source_language")
    if chosen in languages.codes():
        return str(chosen)
    first = places.first_words(model)
    return next(
        (code for code in languages.codes() if content.get(localized(first, code))),
        languages.default(),
    )


def entries_in(content: Content, language: str) -> dict[str, list[Any]]:
    return content.get(localized("translated_from", language)) or {}


def _follow(
    source: dict[Path, Any], target: dict[Path, Any], entries: dict[str, list[Any]]
) -> Iterator[Segment]:
    for path in dict.fromkeys((*source, *target)):
        label, kind, _value = source.get(path) or target[path]
        original, value = (
            words[path][2] if path in words else None for words in (source, target)
        )
        entry = entries.get(".".join(path))
        if state := _state(original, value, entry):
            yield Segment(path, label, kind, original, value, state, entry)


def _state(original: Any, value: Any, entry: list[Any] | None) -> State | None:
    source, target = meaning(original), meaning(value)
    if not target:
        if not source:
            return None
        return State.LEFT_OUT if entry == LEFT_OUT else State.MISSING
    if not source:
        return State.ALONE
    followed, mark = _followed(entry), mark_of(entry)
    if target in (source, followed) and mark != SAME:
        words = count_words(value)
        if words > FEW or (words and mark == COPIED):
            return State.COPIED
    if followed not in (None, source):
        return State.OUTDATED
    return State.PROPOSED if mark == PROPOSED else State.CURRENT


def _followed(entry: list[Any] | None) -> str | None:
    return entry[0] if entry and entry != LEFT_OUT else None


def mark_of(entry: list[Any] | None) -> str | None:
    """``COPIED``, ``SAME`` or ``PROPOSED``, where one of them is said."""
    return entry[2] if entry and len(entry) > 2 else None


def _place_in_form(model: type[models.Model], item: tuple[Path, Any]) -> int:
    """The title, then what is the model's own, then what is for search engines."""
    path, _value = item
    if path[0] == places.first_words(model):
        return 0
    own = {field.name for field in model._meta.local_fields}
    return 1 if len(path) > 1 or path[0] in own else 2


def _words(
    model: type[models.Model],
    content: Content,
    values: dict[Path, Any],
    source: dict[Path, Any],
) -> dict[Path, tuple[str, Any, Any]]:
    """The label, the field or block, and the value, by path."""
    found = {}
    for path, value in sorted(values.items(), key=partial(_place_in_form, model)):
        if (place := places.find(model, content, path)) is None:
            continue
        if not isinstance(place.kind, StreamField):
            found[path] = (JOINT.join(place.labels), place.kind, value)
            continue
        children = place.kind.stream_block.child_blocks
        stream = places.keyed(value)
        pairs = places.pairs(places.keyed(source.get(path)), stream)
        for number, (key, child) in enumerate(stream.items(), 1):
            block = children.get(child["type"])
            label = f"{block.label if block else child['type']} {number}"
            labels = (*place.labels, label)
            found[*path, pairs[key]] = (JOINT.join(labels), block, child)
    return found


# States, and what is kept of them


def states(model: type[models.Model], content: Content) -> dict[str, dict[str, State]]:
    """By language and segment; without the source, and words that follow nothing."""
    follows_nothing = {State.SOURCE, State.ALONE}
    return {
        code: {one.id: one.state for one in found if one.state not in follows_nothing}
        for code, found in every_segment(model, content).items()
    }


def record(
    model: type[models.Model],
    before: Content | None,
    after: Content,
    *,
    revision: int | None = None,
    copied: Ids | None = None,
    still_right: Ids | None = None,
    left_out: Ids | None = None,
    reinstated: Ids | None = None,
    translated: Mapping[str, Mapping[str, str]] | None = None,
    proposed: Ids | None = None,
    is_small_change: bool = False,
) -> Content:
    """``after`` with what its words follow, as an editor saves it.

    ``before`` is what the editor opened, and ``revision`` its version; for a small
    change it is what is live: what followed that, follows what is published now. Words
    that an editor changed, or says are still right, follow the source as it is now.
    ``copied`` and ``still_right`` mark words that are the source's own. ``translated``
    has the meaning, by language and segment, of a source that has changed since.
    ``proposed`` are words by a machine.
    """
    recorder = Recorder(
        after=every_segment(model, after),
        before=every_segment(model, before or {}),
        revision=revision,
        copied=copied or {},
        still_right=still_right or {},
        left_out=left_out or {},
        reinstated=reinstated or {},
        translated=translated or {},
        proposed=proposed or {},
        is_small_change=is_small_change,
    )
    return after | {
        localized("translated_from", code): recorder.entries(code) or None
        for code in languages.codes()
        if localized("translated_from", code) in after or recorder.entries(code)
    }


@dataclass(frozen=True)
class Recorder:
    after: dict[str, list[Segment]]
    before: dict[str, list[Segment]]
    revision: int | None
    copied: Ids
    still_right: Ids
    left_out: Ids
    reinstated: Ids
    translated: Mapping[str, Mapping[str, str]]
    proposed: Ids
    is_small_change: bool

    def entries(self, language: str) -> dict[str, list[Any]]:
        before = {one.id: one for one in self.before[language]}
        found = {
            one.id: self._entry(language, one, before.get(one.id))
            for one in self.after[language]
            if one.state not in (State.SOURCE, State.ALONE)
        }
        return {key: entry for key, entry in found.items() if entry}

    def _entry(self, language: str, one: Segment, before: Segment | None) -> Any:
        if one.state in (State.MISSING, State.LEFT_OUT):
            is_left = one.entry == LEFT_OUT or one.id in self.left_out.get(language, ())
            is_taken_back = one.id in self.reinstated.get(language, ())
            return LEFT_OUT if is_left and not is_taken_back else None
        is_by_machine = one.id in self.proposed.get(language, ())
        if then := self.translated.get(language, {}).get(one.id):
            return [then, None, *([PROPOSED] if is_by_machine else [])]
        now = meaning(one.source)
        was = meaning(before.source) if before and before.state != State.SOURCE else ""
        old = one.entry if one.entry != LEFT_OUT else None
        follows_now = [now, self.revision if was == now else None]
        if is_by_machine:
            return [*follows_now, PROPOSED]
        if meaning(one.value) == now and (mark := self._mark(language, one.id)):
            return [*(old or follows_now)[:2], mark]
        is_new = not (before and was) or meaning(before.value) != meaning(one.value)
        if old and old[0] == now:
            is_proposal = mark_of(old) == PROPOSED
            is_seen = is_new or one.id in self.still_right.get(language, ())
            if is_proposal and is_seen and not self.is_small_change:
                return follows_now
            return old
        followed = not old or old[0] == was
        if self.is_small_change:
            if before and before.state == State.COPIED:
                return old or [was, self.revision]
            return follows_now if was and followed else old
        # A form says again, each time it is saved, what was settled while it is open.
        is_settled = one.id in self.still_right.get(language, ()) and not followed
        if is_settled or is_new:
            return follows_now
        return old or [was, self.revision]

    def _mark(self, language: str, segment: str) -> str | None:
        if segment in self.still_right.get(language, ()):
            return SAME
        return COPIED if segment in self.copied.get(language, ()) else None
