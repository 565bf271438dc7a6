"""Translations in their places in a page's content; pure."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from ethicaltrade.bilingual import pairing, places, scopes
from ethicaltrade.bilingual.meaning import Segment, State, every_segment, source_of
from ethicaltrade.bilingual.scopes import Content, Path

from .texts import Collected


def put(
    model: type[Any], content: Content, language: str, values: Mapping[Path, Any]
) -> Content:
    """The content with the values of segments, by path, in the language.

    A block stands where it stands in the source. Pictures and what else has no words,
    and is not there yet, comes along in a body that gets a block.
    """
    found = scopes.split(model, content)
    words, source = found.words[language], found.words[source_of(model, content)]
    segments = {one.path: one for one in every_segment(model, content)[language]}
    streams: dict[Path, dict[str, Any]] = {}
    for path, value in values.items():
        if is_block(segments[path]):
            streams.setdefault(path[:-1], {})[path[-1]] = value
        else:
            words[path] = value
    for path, blocks in streams.items():
        wordless = {
            one.path[-1]: one.source
            for one in segments.values()
            if one.path[:-1] == path and _comes_along(one)
        }
        stream = _with_blocks(source.get(path), words.get(path), wordless | blocks)
        words[path] = json.dumps(stream, cls=DjangoJSONEncoder)
    return scopes.join(model, found)


def is_block(segment: Segment) -> bool:
    """Whether it is one of a body that each language has its own of."""
    value = segment.source if segment.source is not None else segment.value
    return isinstance(value, dict)


def _comes_along(one: Segment) -> bool:
    is_missing = one.state == State.MISSING and is_block(one)
    return is_missing and not Collected.of(one.kind, one.source).texts


def _with_blocks(source: Any, target: Any, blocks: Mapping[str, Any]) -> list[Any]:
    """The target's stream with these blocks, each with the id it has in the source."""
    ours = places.keyed(source)
    theirs = places.keyed(target)
    names = places.pairs(ours, theirs)
    stream = pairing.renamed(list(theirs.values()), names)
    ids = [str(one.get("id")) for one in stream]
    for key in ours:
        if key not in blocks:
            continue
        block = {**blocks[key], "id": key}
        if key in ids:
            stream[ids.index(key)] = block
            continue
        before = [one for one in list(ours)[: list(ours).index(key)] if one in ids]
        at = ids.index(before[-1]) + 1 if before else 0
        stream.insert(at, block)
        ids.insert(at, key)
    return stream
