"""What of a page belongs to each language, and what all of them share.

Pure: everything here reads and makes *content*, what a revision of Wagtail keeps of a
page (JSON, streams as texts of JSON), and asks no database.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.models import get_all_child_relations
from modeltranslation.translator import NotRegistered, translator
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME

from . import languages
from .blocks import BilingualBlock
from .languages import localized

Content = dict[str, Any]
Path = tuple[str, ...]
"""``title``, ``sections / id of a block / heading``, ``speakers / uuid / role``."""


class Scopes(NamedTuple):
    """``shared`` is the content without words; ``words[language][path]`` is a value."""

    shared: Content
    words: dict[str, dict[Path, Any]]


def content_of(page: Any) -> Content:
    """As a revision would keep it."""
    return as_kept(page.serializable_data())


def as_kept(content: Content) -> Content:
    """As it is read again, without moments and other things that no JSON has."""
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


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
    """Of a column's text; an empty one, and what is no stream, is an empty list."""
    stream = json.loads(value) if isinstance(value, str) and value else value
    return stream if isinstance(stream, list) else []


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
    child, is_wrapped = child_block(block, item)
    if child is None:  # of a kind that is no longer there
        return item
    key = str(item.get("id") or number) if is_wrapped else str(number)
    if not is_wrapped:
        return _visit(child, item, (*path, key), visit)
    return item | {"value": _visit(child, item["value"], (*path, key), visit)}


def child_block(block: Any, item: Any) -> tuple[blocks.Block | None, bool]:
    """A list's item is stored in two shapes: bare, and with a type and an id."""
    is_wrapped = isinstance(item, dict) and {"type", "value"} <= item.keys()
    if isinstance(block, blocks.ListBlock):
        return block.child_block, is_wrapped and item["type"] == "item"
    return (block.child_blocks.get(item["type"]) if is_wrapped else None), is_wrapped
