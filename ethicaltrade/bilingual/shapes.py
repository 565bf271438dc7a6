"""What is stored has one shape, the one that the editor's form sends back.

Wagtail keeps a list in a block as ``[1, 2]`` or as ``[{"type": "item", …}]``, leaves
out what a block was never asked for, and has no words as None or as an empty text. A
form that is opened and saved untouched would write another, and make a draft of it.
"""

from typing import Any
from uuid import uuid4

from django import forms
from django.db import models
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField

from . import rows


def settle(page: Any) -> None:
    """Before it is saved, and its rows that are about to be."""
    settle_record(page)
    for name in rows.relations_of(type(page)):
        manager = getattr(page, name)
        if manager.is_deferring:
            for row in manager.get_object_list():
                settle_record(row)


def settle_record(record: Any) -> None:
    loaded = vars(record)
    for field in record._meta.concrete_fields:
        if field.attname not in loaded:
            continue
        value = loaded[field.attname]
        if isinstance(field, StreamField):
            if value:
                _settle_stream(record, field, value)
        elif value == "" and _is_text(field):
            setattr(record, field.attname, None)


def _is_text(field: models.Field) -> bool:
    """Words in a language: a column that may have none."""
    is_words = isinstance(field, (models.CharField, models.TextField))
    return (
        is_words
        and field.editable
        and field.null
        and hasattr(field, "translated_field")
    )


def _settle_stream(record: Any, field: StreamField, value: StreamValue) -> None:
    raw = value.get_prep_value()
    settled = settled_raw(field.stream_block, raw)
    if settled != raw:
        stream = StreamValue(field.stream_block, settled, is_lazy=True)
        setattr(record, field.attname, stream)


def settled_raw(block: blocks.Block, raw: Any) -> Any:
    """What is stored of a block's value, as the block's form would send it."""
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        return [_settled_child(block, child) for child in raw]
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        return [_settled_item(block.child_block, item) for item in raw]
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        return {
            name: settled_raw(child, raw[name] if name in raw else _untouched(child))
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, TypedTableBlock) and isinstance(raw, dict):
        return {"caption": "", **raw}
    if raw is None and isinstance(getattr(block, "field", None), forms.CharField):
        return ""
    return raw


def _settled_child(block: blocks.StreamBlock, child: Any) -> Any:
    """Of a kind that is no longer there, it is kept as it is."""
    kind = block.child_blocks.get(child["type"])
    if kind is None:
        return child
    value = settled_raw(kind, child["value"])
    return {**child, "value": value, "id": child.get("id") or str(uuid4())}


def _settled_item(block: blocks.Block, item: Any) -> dict[str, Any]:
    is_item = isinstance(item, dict) and {"id", "value"} <= item.keys()
    if not is_item or item.get("type") != "item":
        item = {"value": item}
    return {
        "type": "item",
        "value": settled_raw(block, item["value"]),
        "id": item.get("id") or str(uuid4()),
    }


def _untouched(block: blocks.Block) -> Any:
    return block.get_prep_value(block.get_default())
