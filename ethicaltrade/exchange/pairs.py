"""A segment in two languages, text by text, and a translation put in its place."""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Any

from ethicaltrade.bilingual.scopes import Path

from . import markup
from .markup import Codes, Pieces
from .texts import Collected, Text, Visitor, is_rich, one_line, visit


class Pair:
    """A value of the source, and its translation as it is.

    ``then`` is what the source was when it was translated, where that is known.
    """

    def __init__(
        self,
        kind: Any,
        source: Any,
        target: Any = None,
        *,
        then: Any = None,
        is_current: bool = False,
    ):
        self.kind, self.source, self.is_current = kind, source, is_current
        self._source = Collected.of(kind, source)
        self._target = Collected.of(kind, _if_alike(source, target))
        self._then = Collected.of(kind, _if_alike(source, then))

    @property
    def texts(self) -> dict[Path, Text]:
        """Of the source."""
        return self._source.texts

    @cached_property
    def _numbers(self) -> dict[Path, dict[int, int]] | None:
        """By place, the source's number of each tag of the translation.

        None where the translation has not the very same texts, in the same structure,
        with tags that look alike.
        """
        numbers = {}
        for place, text in self.texts.items():
            other = self._target.texts.get(place)
            found = markup.alike(text.codes, other.codes) if other else None
            if found is None:
                return None
            numbers[place] = found
        is_same = all(
            self._target.structures.get(place) == structure
            for place, structure in self._source.structures.items()
            if "" in structure
        )
        return numbers if is_same and numbers else None

    @property
    def is_parallel(self) -> bool:
        return self._numbers is not None

    def translation(self, place: Path) -> Pieces | None:
        """As it is, with the numbers of the source's tags."""
        if self._numbers is None:
            return None
        return markup.renumbered(self._target.texts[place].pieces, self._numbers[place])

    def words_of(self, place: Path) -> str | None:
        """Of the translation as it is, without tags."""
        text = self._target.texts.get(place)
        return markup.text_of(text.pieces) if text else None

    def then_of(self, place: Path) -> Text | None:
        """The source's text when it was translated."""
        return self._then.texts.get(place)

    def is_as_then(self, place: Path) -> bool:
        then, now = self.then_of(place), self.texts[place]
        return then is not None and (then.pieces, then.codes) == (now.pieces, now.codes)

    # Put in its place

    def translated(self, words: Mapping[Path, Pieces]) -> Any:
        """The source's value with these words.

        What is chosen beside them, and where a tag leads, stays the translation's own
        where the source did not have it when it was translated. KeyError where a text
        is missing.
        """
        return visit(self.kind, self.source, Visitor(self._put(words), self._chosen))

    def _put(self, words: Mapping[Path, Pieces]) -> Callable[..., str]:
        def put(place: Path, kind: Any, value: str, label: str) -> str:
            if not any(text[: len(place)] == place for text in self.texts):
                return self._target.leaves.get(place) or value  # no words to follow
            if not is_rich(kind):
                return one_line(kind, markup.text_of(words[place]))
            number, written = 0, ""
            for part in markup.parts(value):
                if part.is_words:
                    number += 1
                    at = (*place, f"p{number}")
                    written += markup.html_of(words[at], self._codes(at))
                else:
                    written += part.html
            return written

        return put

    def _codes(self, place: Path) -> Codes:
        codes = dict(self.texts[place].codes)
        if self._numbers is None:
            return codes
        then = self.then_of(place)
        for theirs, ours in self._numbers[place].items():
            code = self._target.texts[place].codes[theirs]
            if self._is_own(code, then and [*then.codes.values()]):
                codes[ours] = code
        return codes

    def _chosen(self, place: Path, value: Any) -> Any:
        own = self._target.others.get(place)
        if own in (None, "", [], {}):
            return value
        then = [self._then.others[place]] if place in self._then.others else None
        return own if self._is_own(own, then) else value

    def _is_own(self, one: Any, then: Collection[Any] | None) -> bool:
        return self.is_current or (then is not None and one not in then)


def _if_alike(source: Any, other: Any) -> Any:
    """None for a block of another kind."""
    is_block = isinstance(source, dict) and isinstance(other, dict)
    return None if is_block and source.get("type") != other.get("type") else other
