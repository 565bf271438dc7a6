"""Each single value of a page in one language: its words, and what is chosen for it.

Pure, as :mod:`.scopes` is: it reads *content* and asks no database.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.fields import StreamField

from . import places, scopes
from .blocks import BilingualBlock
from .scopes import Content, Path

JOINT = ": "  # between the labels of a leaf
CHOSEN_BESIDE = "data-language-chosen-in"
"""Of a text that may be in another language: the field beside it that says which."""


class Leaf(NamedTuple):
    """``path`` is that of the segment it stands in; ``kind`` a field or a block.

    ``language`` is None for what every language shows, and that of a text which says of
    itself which language it is in.
    """

    path: Path
    label: str
    kind: Any
    value: Any
    language: str | None = None

    @property
    def model(self) -> type[models.Model] | None:
        """Of what is chosen here."""
        if isinstance(self.kind, models.ForeignKey):
            return self.kind.related_model
        return getattr(self.kind, "model_class", None)


def leaves(
    model: type[models.Model], content: Content, language: str
) -> Iterator[Leaf]:
    """In the order of the form, with what every language shows at the end."""
    shared, words = scopes.split(model, content)
    for path, value in words[language].items():
        if (place := places.find(model, content, path)) is not None:
            kind = place.kind
            if isinstance(kind, BilingualBlock):
                kind = kind.child_blocks[language]
            label = JOINT.join(place.labels)
            yield from _inside(Leaf(path, label, kind, value, language))
    yield from _shared(model, shared, ())


def _shared(model: type[models.Model], shared: Content, path: Path) -> Iterator[Leaf]:
    streams = scopes.arranged_streams(model)
    for field in model._meta.concrete_fields:
        leaf = Leaf(
            (*path, field.name),
            capfirst(str(field.verbose_name)),
            field,
            shared.get(field.name),
        )
        if field.name in streams or _is_chosen(field):
            yield from _inside(leaf)
    for relation, row_model in scopes.row_relations(model).items():
        for row in shared.get(relation) or ():
            key = scopes.row_key(row)
            yield from _shared(row_model, row, (*path, relation, key))


def _is_chosen(field: Any) -> bool:
    """By an editor."""
    is_key = isinstance(field, models.ForeignKey) and field.editable
    is_own = isinstance(field, ParentalKey) or (
        is_key and field.remote_field.parent_link
    )
    return is_key and not is_own


def _inside(leaf: Leaf) -> Iterator[Leaf]:
    kind, value = leaf.kind, leaf.value
    if value in (None, "", [], {}) or isinstance(kind, BilingualBlock):
        return  # nothing, or words that stand by themselves in :func:`leaves`
    if isinstance(kind, StreamField):
        yield from _items(leaf, kind.stream_block, scopes.read_stream(value))
    elif isinstance(kind, blocks.StructBlock):
        if isinstance(value, Mapping):
            yield from _fields(leaf, kind, value)
    elif isinstance(kind, (blocks.StreamBlock, blocks.ListBlock)):
        if isinstance(value, list):
            yield from _items(leaf, kind, value)
    else:
        yield leaf


def _fields(leaf: Leaf, block: blocks.StructBlock, value: Mapping) -> Iterator[Leaf]:
    for name, child in block.child_blocks.items():
        beside = (getattr(child.meta, "form_attrs", None) or {}).get(CHOSEN_BESIDE)
        language = value.get(beside) if beside else leaf.language
        inner = leaf._replace(kind=child, value=value.get(name), language=language)
        yield from _inside(inner)


def _items(leaf: Leaf, block: Any, items: list[Any]) -> Iterator[Leaf]:
    for number, item in enumerate(items, 1):
        child, is_wrapped = scopes.child_block(block, item)
        if child is None:
            continue
        value, path, label = item, leaf.path, leaf.label
        if is_wrapped:
            value = item["value"]
        if len(path) == 1:  # of the field's own stream
            key = (item.get("id") if is_wrapped else None) or number
            path = (*path, str(key))
            label = JOINT.join([label, f"{child.label} {number}"])
        inner = leaf._replace(path=path, label=label, kind=child, value=value)
        yield from _inside(inner)
