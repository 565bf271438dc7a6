"""What an edit form of the CMS sends when nobody has touched it."""

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from wagtail import blocks
from wagtail.blocks.base import BlockField
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

Sent = Iterator[tuple[str, str]]


def sent_untouched(form: Any) -> dict[str, Any]:
    """By name. Streams are what needs a browser's script; the rest is in the HTML."""
    sent: dict[str, Any] = {}
    page = BeautifulSoup("".join(_controls(form)), "html.parser")
    for control in page.select(":is(input, textarea, select)[name]"):
        if values := _values(control):
            sent.setdefault(control["name"], []).extend(values)
    for name, field in form.fields.items():
        if isinstance(field, BlockField):
            state = field.block.get_form_state(form[name].value())
            sent |= _of_block(field.block, state, name)
    return sent


def _controls(form: Any) -> Iterator[str]:
    for name, field in form.fields.items():
        if not isinstance(field, BlockField):
            yield str(form[name])
    for rows in form.formsets.values():
        yield str(rows.management_form)
        for row in rows.forms:
            yield from _controls(row)


def _values(control: Tag) -> list[str]:
    kind = control.get("type", "text")
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        chosen = [o["value"] for o in control.select("option[selected]")]
        if not chosen and not control.has_attr("multiple"):
            chosen = [o["value"] for o in control.select("option")][:1]
        return chosen
    if kind in ("submit", "button", "file", "image", "reset"):
        return []
    if kind in ("checkbox", "radio") and not control.has_attr("checked"):
        return []
    default = "on" if kind == "checkbox" else ""
    return [control.get("value", default)]


def _of_block(block: blocks.Block, state: Any, prefix: str) -> Sent:
    if isinstance(block, (blocks.StreamBlock, blocks.ListBlock)):
        yield f"{prefix}-count", str(len(state))
        for n, child in enumerate(state):
            here = f"{prefix}-{n}"
            yield from ((f"{here}-order", str(n)), (f"{here}-deleted", ""))
            yield f"{here}-id", child["id"] or ""
            inner = block
            if isinstance(block, blocks.StreamBlock):
                yield f"{here}-type", child["type"]
                inner = block.child_blocks[child["type"]]
            else:
                inner = block.child_block
            yield from _of_block(inner, child["value"], f"{here}-value")
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _of_block(child, state[name], f"{prefix}-{name}")
    elif isinstance(block, TypedTableBlock):
        yield from _of_table(block, state, prefix)
    elif isinstance(block, blocks.BooleanBlock):
        if state:
            yield prefix, "on"
    elif not isinstance(block, blocks.StaticBlock):
        value = state["id"] if isinstance(state, dict) else state
        if isinstance(value, list):  # a choice
            [value] = value
        yield prefix, "" if value is None else str(value)


def _of_table(block: TypedTableBlock, state: Any, prefix: str) -> Sent:
    yield f"{prefix}-caption", state["caption"]
    yield f"{prefix}-column-count", str(len(state["columns"]))
    for n, column in enumerate(state["columns"]):
        here = f"{prefix}-column-{n}"
        yield from ((f"{here}-type", column["type"]), (f"{here}-order", str(n)))
        yield from ((f"{here}-heading", column["heading"]), (f"{here}-deleted", ""))
    yield f"{prefix}-row-count", str(len(state["rows"]))
    for n, row in enumerate(state["rows"]):
        yield from (
            (f"{prefix}-row-{n}-order", str(n)),
            (f"{prefix}-row-{n}-deleted", ""),
        )
        for m, value in enumerate(row["values"]):
            child = block.child_blocks[state["columns"][m]["type"]]
            yield from _of_block(child, value, f"{prefix}-cell-{n}-{m}")
