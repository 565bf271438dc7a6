"""Blocks of a body that are each other's in two languages: those with the same id.

A block that is copied in the form keeps its id. Bodies written before that are paired
once, by kind and order: ``manage.py pair_blocks``. An editor can mend it.
"""

import json
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from modeltranslation.translator import translator
from wagtail.fields import StreamField
from wagtail.models import Comment, Revision
from wagtail.models.pages import get_page_models

from . import languages
from .languages import localized

Blocks = list[dict[str, Any]]


def pairs(source: Blocks, target: Blocks) -> dict[str, str]:
    """The ids of target's blocks without a pair, and those of what they are to be.

    Blocks that are paired already stay so, and divide the others, which are compared by
    kind, in order.
    """
    shared = _ids(source) & _ids(target)
    ours, theirs = _keys(source, shared), _keys(target, shared)
    found = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return {
        target[second + step]["id"]: source[first + step]["id"]
        for first, second, size in found
        for step in range(size)
        if target[second + step]["id"] not in shared
    }


def _ids(blocks: Blocks) -> set[str]:
    return {block["id"] for block in blocks if block.get("id")}


def _keys(blocks: Blocks, shared: set[str]) -> list[tuple[str, str]]:
    """A kind, or an id that both have; what has no id is never found."""
    keys = []
    for number, block in enumerate(blocks):
        if not block.get("id"):
            keys.append(("", f"{id(blocks)} {number}"))
        elif block["id"] in shared:
            keys.append(("id", block["id"]))
        else:
            keys.append(("kind", block["type"]))
    return keys


def renamed(blocks: Blocks, names: dict[str, str]) -> Blocks:
    """With other ids; none that is there already."""
    taken, result = _ids(blocks), []
    for block in blocks:
        new = names.get(block.get("id") or "")
        if new and new not in taken:
            taken.add(new)
            block = block | {"id": new}
        result.append(block)
    return result


# What is stored


def bodies(model: Any) -> tuple[str, ...]:
    """The names of streams that are written once for each language."""
    return tuple(
        name
        for name in translator.get_options_for_model(model).all_fields
        if isinstance(model._meta.get_field(name), StreamField)
    )


def pair_all() -> int:
    """Pairs the blocks of every page; how many pages that changed.

    Rows, and the revisions that are edited, live or approved to go live; no new draft.
    """
    return sum(
        pair_page(page)
        for model in get_page_models()
        if bodies(model)
        for page in model.objects.order_by("pk").iterator(chunk_size=50)
        if page.specific_class is model
    )


@transaction.atomic
def pair_page(page: Any) -> bool:
    """Whether anything was paired."""
    source = getattr(page, "source_language", None) or languages.default()
    revisions = Revision.objects.filter(
        pk__in={page.latest_revision_id, page.live_revision_id} - {None}
    )
    # What is being edited decides; the rest has mostly the same blocks.
    newest_first = sorted(revisions, key=lambda one: one.pk, reverse=True)
    contents = [*(one.content for one in newest_first), _columns(page)]
    by_column: dict[str, dict[str, str]] = {}
    for name in bodies(type(page)):
        for code in languages.others(source):
            names: dict[str, str] = {}
            for content in contents:
                ours = _blocks(content.get(localized(name, source)))
                theirs = _blocks(content.get(localized(name, code)))
                names = pairs(ours, renamed(theirs, names)) | names
            if names:
                by_column[localized(name, code)] = names
    if by_column:
        _store(page, revisions, by_column)
    return bool(by_column)


def _columns(page: Any) -> dict[str, Any]:
    return {
        column: list(getattr(page, column).raw_data)
        for name in bodies(type(page))
        for column in languages.localized_names(name)
        if getattr(page, column) is not None
    }


def _blocks(value: Any) -> Blocks:
    return (json.loads(value) if isinstance(value, str) and value else value) or []


def _store(
    page: Any, revisions: Iterable[Revision], by_column: dict[str, dict[str, str]]
) -> None:
    for revision in revisions:
        content = dict(revision.content)
        for column, names in by_column.items():
            blocks = renamed(_blocks(content.get(column)), names)
            content[column] = json.dumps(blocks, cls=DjangoJSONEncoder)
        Revision.objects.filter(pk=revision.pk).update(content=content)
    columns = _columns(page)
    for column, names in by_column.items():
        field = page._meta.get_field(column)
        value = field.to_python(renamed(columns.get(column, []), names))
        type(page).objects.filter(pk=page.pk).update(**{column: value})
    for comment in Comment.objects.filter(page=page.pk):
        column, _dot, rest = comment.contentpath.partition(".")
        block, dot, inner = rest.partition(".")
        if new := by_column.get(column, {}).get(block):
            contentpath = f"{column}.{new}{dot}{inner}"
            Comment.objects.filter(pk=comment.pk).update(contentpath=contentpath)
