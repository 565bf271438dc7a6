"""What of a page belongs to each language, and what all of them share.

Pure: everything here reads and makes *content*, what a revision of Wagtail keeps of a
page (JSON, streams as texts of JSON), and asks no database.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from modeltranslation.translator import NotRegistered, translator
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME

from . import languages
from .blocks import BilingualBlock
from .languages import localized
from .publication import BY_LANGUAGE

Content = dict[str, Any]
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')  # Draftail's, of each paragraph
Path = tuple[str, ...]
"""``title``, ``sections / id of a block / heading``, ``speakers / uuid / role``."""

NOT_WRITTEN = {*BY_LANGUAGE, "url_path"} - {"first_published"}
"""Translated fields that no editor writes."""

FOLLOWS = ("translated_from",)
"""The path of what a language's words follow; see :mod:`.meaning`."""

OF_WAGTAIL = {
    *("path", "depth", "numchild", "content_type", "owner"),
    *("first_published_at", "go_live_at", "expire_at"),
}
"""Shared fields that an editor could write, and that say nothing of the content."""


class Scopes(NamedTuple):
    """``shared`` is the content without words; ``words[language][path]`` is a value."""

    shared: Content
    words: dict[str, dict[Path, Any]]


class Change(NamedTuple):
    """``language`` is None for what all languages share."""

    language: str | None
    path: Path


class Merged(NamedTuple):
    content: Content
    conflicts: list[Change]


def content_of(page: Any) -> Content:
    """As a revision would keep it."""
    return json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))


# A model's shape


@cache
def translated_names(model: type[models.Model]) -> tuple[str, ...]:
    """In the order of the columns: the registry has none."""
    try:
        names = set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return ()
    return tuple(field.name for field in model._meta.fields if field.name in names)


@cache
def row_relations(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """The models of a page's child rows, by the name of the relation."""
    return {
        relation.get_accessor_name(): relation.related_model
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME
    }


@cache
def arranged_streams(model: type[models.Model]) -> dict[str, blocks.StreamBlock]:
    """Streams that are arranged once for every language, by the field's name."""
    translated = set(translated_names(model))
    return {
        field.name: field.stream_block
        for field in model._meta.concrete_fields
        if isinstance(field, StreamField)
        and field.name not in translated
        and not hasattr(field, "translated_field")
    }


# Apart, and together again

Visit = Callable[[Path, Any], Any]


def split(model: type[models.Model], content: Content) -> Scopes:
    """``join`` makes the same content of it again, without columns of no language."""
    words: dict[str, dict[Path, Any]] = {code: {} for code in languages.codes()}
    shared = dict(content)
    for name in translated_names(model):
        shared.pop(name, None)  # repeats one of them; a save writes it anew
        for code in languages.codes():
            if (column := localized(name, code)) in shared:
                words[code][(name,)] = shared.pop(column)

    def take_out(path: Path, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        for code in languages.codes():
            if code in value:
                words[code][path] = value[code]
        return {key: one for key, one in value.items() if key not in words}

    _visit_streams(model, shared, take_out)
    for relation, row_model in row_relations(model).items():
        if relation in shared:
            shared[relation] = [
                _split_row(row_model, row, (relation, row_key(row)), words)
                for row in shared[relation]
            ]
    return Scopes(shared, words)


def _split_row(
    model: type[models.Model], row: Content, path: Path, words: dict[str, dict]
) -> Content:
    scopes = split(model, row)
    for code, values in scopes.words.items():
        words[code] |= {(*path, *end): value for end, value in values.items()}
    return scopes.shared


def join(model: type[models.Model], scopes: Scopes) -> Content:
    """Words of blocks and rows that are not there are left out."""
    shared, words = scopes
    content = dict(shared)
    for code in languages.codes():
        for path, value in words[code].items():
            if len(path) == 1:
                content[localized(path[0], code)] = value

    def put_in(path: Path, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        own = {code: words[code][path] for code in words if path in words[code]}
        return value | own

    _visit_streams(model, content, put_in)
    for relation, row_model in row_relations(model).items():
        if relation in content:
            content[relation] = [
                join(row_model, Scopes(row, _below(words, (relation, row_key(row)))))
                for row in content[relation]
            ]
    return content


def _below(words: dict[str, dict], start: Path) -> dict[str, dict]:
    length = len(start)
    return {
        code: {
            path[length:]: value
            for path, value in values.items()
            if path[:length] == start and len(path) > length
        }
        for code, values in words.items()
    }


def row_key(row: Content) -> str:
    return str(row.get("uuid") or row.get("pk"))


def _visit_streams(model: type[models.Model], content: Content, visit: Visit) -> None:
    for name, block in arranged_streams(model).items():
        if content.get(name):
            stream = read_stream(content[name])
            visited = _visit(block, stream, (name,), visit)
            content[name] = json.dumps(visited, cls=DjangoJSONEncoder)


def read_stream(value: Any) -> list[Any]:
    """Of a column's text; an empty one is an empty list."""
    return (json.loads(value) if isinstance(value, str) and value else value) or []


def _visit(block: blocks.Block, value: Any, path: Path, visit: Visit) -> Any:
    """Each bilingual block's value, by its path, becomes what ``visit`` returns."""
    if isinstance(block, BilingualBlock):
        return visit(path, value)
    if isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        return {
            name: _visit(block.child_blocks[name], one, (*path, name), visit)
            if name in block.child_blocks
            else one
            for name, one in value.items()
        }
    if isinstance(block, (blocks.ListBlock, blocks.StreamBlock)) and value:
        return [
            _visit_item(block, item, path, number, visit)
            for number, item in enumerate(value)
        ]
    return value


def _visit_item(block: Any, item: Any, path: Path, number: int, visit: Visit) -> Any:
    child, is_wrapped = _child_block(block, item)
    if child is None:  # of a kind that is no longer there
        return item
    key = str(item.get("id") or number) if is_wrapped else str(number)
    if not is_wrapped:
        return _visit(child, item, (*path, key), visit)
    return item | {"value": _visit(child, item["value"], (*path, key), visit)}


def _child_block(block: Any, item: Any) -> tuple[blocks.Block | None, bool]:
    """A list's item is stored in two shapes: bare, and with a type and an id."""
    is_wrapped = isinstance(item, dict) and {"type", "value"} <= item.keys()
    if isinstance(block, blocks.ListBlock):
        return block.child_block, is_wrapped and item["type"] == "item"
    return (block.child_blocks.get(item["type"]) if is_wrapped else None), is_wrapped


# What goes out, and what is different


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
    if FOLLOWS in draft and not any(_changed_paths(model, live, draft)):
        kept[FOLLOWS] = draft[FOLLOWS]
    return kept


def _blank(words: dict[Path, Any]) -> dict[Path, Any]:
    """Columns are emptied; blocks and rows have no words then."""
    return {
        path: None for path in words if len(path) == 1 and path[0] not in BY_LANGUAGE
    }


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
        child, is_wrapped = _child_block(block, item)
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
        if RECORDS in kept.words[code]:
            before = split(model, base).words[code].get(RECORDS)
            kept.words[code][RECORDS] = _merged_records(
                before, kept.words[code][RECORDS], taken.words[code].get(RECORDS)
            )
    return Merged(join(model, kept), conflicts)


RECORDS = ("translated_from",)


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
