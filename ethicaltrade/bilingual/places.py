"""Where a path of :mod:`.scopes` leads: what is written there, and its label."""

from functools import cache
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField

from . import pairing, scopes
from .publication import BY_LANGUAGE
from .scopes import Content, Path


class Place(NamedTuple):
    """``kind`` is the field, or the block, that the words are a value of."""

    labels: tuple[str, ...]
    kind: Any


@cache
def is_written(field: models.Field) -> bool:
    """Whether it holds words: no address, date or choice among fixed values."""
    return (
        isinstance(field, (models.CharField, models.TextField, StreamField))
        and not isinstance(field, (models.SlugField, models.URLField))
        and field.editable
        and not field.choices
        and field.name not in BY_LANGUAGE
    )


@cache
def first_words(model: type[models.Model]) -> str:
    """The name of the field; ``title`` where there is none."""
    names = scopes.translated_names(model)
    written = (name for name in names if is_written(model._meta.get_field(name)))
    return next(written, "title")


def find(model: type[models.Model], content: Content, path: Path) -> Place | None:
    """None where no words are."""
    name = path[0]
    if row_model := scopes.row_relations(model).get(name):
        rows = content.get(name) or []
        for number, row in enumerate(rows, 1):
            if scopes.row_key(row) == path[1]:
                place = find(row_model, row, path[2:])
                label = f"{capfirst(row_model._meta.verbose_name)} {number}"
                return place and place._replace(labels=(label, *place.labels))
        return None
    field: Any = model._meta.get_field(name)
    label = capfirst(str(field.verbose_name))
    if len(path) == 1:
        return Place((label,), field) if is_written(field) else None
    stream = scopes.read_stream(content.get(name))
    labels, block = _block_at(field.stream_block, stream, path[1:])
    return Place((label, *labels), block)


def _block_at(
    block: blocks.Block, value: Any, path: Path
) -> tuple[tuple[str, ...], blocks.Block]:
    if not path:
        return (), block
    if isinstance(block, blocks.StructBlock):
        child, inner, number = block.child_blocks[path[0]], value[path[0]], ""
    else:
        at, item = _item_at(value, path[0])
        is_stream = isinstance(block, blocks.StreamBlock)
        child = block.child_blocks[item["type"]] if is_stream else block.child_block
        is_wrapped = isinstance(item, dict) and {"type", "value"} <= item.keys()
        inner, number = (item["value"] if is_wrapped else item), f" {at + 1}"
    labels, found = _block_at(child, inner, path[1:])
    return (f"{child.label}{number}".strip(), *labels), found


def _item_at(items: list[Any], key: str) -> tuple[int, Any]:
    return next(
        (number, item)
        for number, item in enumerate(items)
        if key == str((isinstance(item, dict) and item.get("id")) or number)
    )


# Bodies, one in each language


def keyed(value: Any) -> dict[str, Any]:
    """The blocks of a stream as it is stored, by id."""
    stream = scopes.read_stream(value)
    return {str(one.get("id") or at): one for at, one in enumerate(stream, 1)}


def pairs(source: dict[str, Any], target: dict[str, Any]) -> dict[str, str]:
    """The id in the source that each block of the target is a translation of.

    A pair has one id. Bodies with none in common were never paired: they are, by kind
    and order. A block without its like keeps its own id.
    """
    if source.keys() & target.keys():
        return {key: key for key in target}
    alike = pairing.pairs(list(source.values()), list(target.values()))
    return {key: alike.get(key, key) for key in target}
