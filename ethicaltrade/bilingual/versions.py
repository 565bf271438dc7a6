"""Versions of a page: what goes out of one, what is different in another, and both.

Pure, as :mod:`.scopes` is.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField

from . import languages
from .publication import BY_LANGUAGE
from .scopes import (
    Content,
    Path,
    Scopes,
    child_block,
    join,
    read_stream,
    row_relations,
    split,
    translated_names,
)

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')  # Draftail's, of each paragraph
NOT_WRITTEN = {*BY_LANGUAGE, "url_path"} - {"first_published"}
"""Translated fields that no editor writes."""

FOLLOWS = ("translated_from",)
"""The path of what a language's words follow; see :mod:`.meaning`."""

STATES = {*BY_LANGUAGE} - {*FOLLOWS}
"""Of a language, and no words: whether it is published, and since when."""

OF_WAGTAIL = {
    *("path", "depth", "numchild", "content_type", "owner"),
    *("first_published_at", "go_live_at", "expire_at"),
}
"""Shared fields that an editor could write, and that say nothing of the content."""


class Change(NamedTuple):
    """``language`` is None for what all languages share."""

    language: str | None
    path: Path


class Merged(NamedTuple):
    content: Content
    conflicts: list[Change]


def compose(
    model: type[models.Model],
    live: Content | None,
    draft: Content,
    codes: Iterable[str],
) -> Content:
    """The draft's shared fields and words of ``codes``; of the others, what is live.

    A new block or row has no words in the others. Words that are the same follow what
    the draft says they do.
    """
    chosen, (shared, words) = set(codes), split(model, draft)
    stays = split(model, live).words if live is not None else {}
    return join(
        model,
        Scopes(
            shared,
            {
                code: (
                    words[code]
                    if code in chosen
                    else _kept(model, stays.get(code, {}), words[code])
                )
                for code in languages.codes()
            },
        ),
    )


def _kept(
    model: type[models.Model], live: dict[Path, Any], draft: dict[Path, Any]
) -> dict[Path, Any]:
    kept = _blank(draft) | live
    changed = {path[0] for path in _changed_paths(model, live, draft)}
    if FOLLOWS in draft and not changed - {"first_published"}:  # a date is no word
        kept[FOLLOWS] = draft[FOLLOWS]
    return kept


def _blank(words: dict[Path, Any]) -> dict[Path, Any]:
    """Columns are emptied; blocks and rows have no words then."""
    return {
        path: None for path in words if len(path) == 1 and path[0] not in BY_LANGUAGE
    }


def rewritten(
    model: type[models.Model], before: Content, after: Content, codes: Iterable[str]
) -> Content:
    """``before``, with the words of ``codes`` as they are in ``after``.

    Words of blocks and rows that are not there after stay; dates do, too.
    """
    old, new = split(model, before), split(model, after)
    there = {path for each in old.words.values() for path in each}
    words = dict(old.words)
    for code in codes:
        words[code] = old.words[code] | {
            path: value
            for path, value in new.words[code].items()
            if path[0] not in STATES and (len(path) == 1 or path in there)
        }
    return join(model, Scopes(old.shared, words))


def differences(
    model: type[models.Model], before: Content, after: Content
) -> list[Change]:
    """What an editor would say is not the same: the languages', then what is shared.

    Nothing written is nothing written, however it is stored.
    """
    old, new = split(model, before), split(model, after)
    changes = [
        Change(code, path)
        for code in languages.codes()
        for path in _changed_paths(model, old.words[code], new.words[code])
    ]
    shared = [
        Change(None, (name,))
        for name in shared_names(model)
        if _comparable(model, (name,), old.shared.get(name))
        != _comparable(model, (name,), new.shared.get(name))
    ]
    return changes + shared


def _changed_paths(
    model: type[models.Model], before: dict[Path, Any], after: dict[Path, Any]
) -> Iterator[Path]:
    for path in _paths(before, after):
        old, new = before.get(path), after.get(path)
        if _comparable(model, path, old) != _comparable(model, path, new):
            yield path


def _paths(before: dict[Path, Any], after: dict[Path, Any]) -> Iterator[Path]:
    """Those an editor writes; a block or row that is gone is shared."""
    for path in dict.fromkeys((*after, *before)):
        is_column = len(path) == 1
        if path[0] not in NOT_WRITTEN if is_column else path in after:
            yield path


@cache
def shared_names(model: type[models.Model]) -> tuple[str, ...]:
    """Fields and child rows that an editor writes, and that all languages share."""
    translated = set(translated_names(model))
    fields = [
        field.name
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.editable
        and not field.primary_key
        and not getattr(field.remote_field, "parent_link", False)
        and field.name not in translated | OF_WAGTAIL
        and not hasattr(field, "translated_field")
    ]
    return (*fields, *row_relations(model))


def _comparable(model: type[models.Model], path: Path, value: Any) -> Any:
    """Without keys and shapes that say nothing."""
    name = path[0]
    if len(path) == 1 and name in row_relations(model):
        return [_comparable_row(row_relations(model)[name], row) for row in value or []]
    if len(path) == 1 and (block := _stream_block(model, name)):
        value = _plain(block, read_stream(value))
    elif isinstance(value, str):
        value = BLOCK_KEY.sub("", value)
    return None if value in ("", [], {}) else value


def _comparable_row(model: type[models.Model], row: Content) -> Content:
    names = {*shared_names(model), "uuid"}
    return {
        name: _comparable(model, (name,), row[name]) for name in names if name in row
    }


def _stream_block(model: type[models.Model], name: str) -> blocks.StreamBlock | None:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field.stream_block if isinstance(field, StreamField) else None


def _plain(block: blocks.Block, value: Any) -> Any:
    """A stream with its blocks' ids, its lists' items bare, and no empty fields.

    A field that a block did not have when it was stored is sent as an empty one.
    """
    if isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        plain_fields = {
            name: _plain(block.child_blocks[name], one)
            if name in block.child_blocks
            else one
            for name, one in value.items()
        }
        return {name: one for name, one in plain_fields.items() if one is not None}
    if not isinstance(block, (blocks.ListBlock, blocks.StreamBlock)) or not value:
        if isinstance(value, str):
            value = BLOCK_KEY.sub("", value)
        return None if value in ("", [], {}) else value
    plain = []
    for item in value:
        child, is_wrapped = child_block(block, item)
        bare = item["value"] if is_wrapped else item
        bare = _plain(child, bare) if child else bare
        is_list = isinstance(block, blocks.ListBlock)
        plain.append(bare if is_list else {**item, "value": bare})
    return plain


def merge(
    model: type[models.Model], base: Content, mine: Content, theirs: Content
) -> Merged:
    """Both changes; where both changed the same, mine, and a conflict."""
    their_changes = differences(model, base, theirs)
    my_changes = set(differences(model, base, mine))
    differing = set(differences(model, mine, theirs))
    conflicts = [
        change
        for change in their_changes
        if change in my_changes and change in differing
    ]
    kept, taken = split(model, mine), split(model, theirs)
    for code, path in their_changes:
        if (code, path) in my_changes:
            continue
        if code is None:
            kept.shared[path[0]] = taken.shared.get(path[0])
        elif path in taken.words[code]:
            kept.words[code][path] = taken.words[code][path]
        else:
            kept.words[code].pop(path, None)
    for code in languages.codes():
        if FOLLOWS in kept.words[code]:
            before = split(model, base).words[code].get(FOLLOWS)
            kept.words[code][FOLLOWS] = _merged_records(
                before, kept.words[code][FOLLOWS], taken.words[code].get(FOLLOWS)
            )
    return Merged(join(model, kept), conflicts)


def _merged_records(base: Any, mine: Any, theirs: Any) -> dict[str, Any]:
    """What each segment was translated from; of both, mine."""
    base, mine, theirs = base or {}, mine or {}, theirs or {}
    changed = {key for key in {*base, *mine} if base.get(key) != mine.get(key)}
    kept = {key: record for key, record in theirs.items() if key not in changed}
    return kept | {key: mine[key] for key in changed if key in mine}


# In words


def labels(model: type[models.Model], changes: Iterable[Change]) -> Iterator[str]:
    """The names of fields and rows, each once."""
    names = dict.fromkeys(change.path[0] for change in changes)
    for name in names:
        if row_model := row_relations(model).get(name):
            label = row_model._meta.verbose_name_plural
        else:
            label = model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        yield capfirst(str(label))
