"""Which pages show something of a record, told by one signal when the record changes.

The search follows it, and so must whatever else keeps what a page shows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import Signal
from wagtail.models import ReferenceIndex, get_page_models

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.media.models import CustomDocument, CustomImage

from .models import Person, SiteSettings, Topic

pages_changed = Signal()
"""Sent with ``keys``: the primary keys of the pages; None for all of them."""

Find = Callable[[Any], Iterable[int]]
_others: dict[type[Model], list[Find]] = defaultdict(list)


def follow(model: type[Model], *others: Find) -> None:
    """Tell of the model's objects when they are saved or deleted.

    ``others`` find, for an object, the keys of pages that show it though Wagtail's
    reference index knows of no use of it.
    """
    _others[model].extend(others)
    pre_delete.connect(_before_deletion, sender=model)
    for signal in (post_save, post_delete):
        signal.connect(_after_change, sender=model)


def followed() -> set[type[Model]]:
    return set(_others)


def changed(record: Model, keys: set[int] | None = None) -> None:
    """Tell whoever keeps what pages show; ``keys`` where they are known already."""
    if isinstance(record, SiteSettings):  # they stand in every page's frame
        pages_changed.send(type(record), keys=None)
    elif keys := pages_showing(record) if keys is None else keys:
        pages_changed.send(type(record), keys=keys)


def pages_showing(record: Model) -> set[int]:
    """By a key, in a stream or in running text; also through another record.

    A picture is shown by a person, and the person by a page.
    """
    pages: set[int] = set()
    seen, wanted = set(), [record]
    while wanted:
        one = wanted.pop()
        pages.update(key for find in _others[type(one)] for key in find(one))
        for reference in ReferenceIndex.get_references_to(one):
            kind = reference.base_content_type.model_class()
            if kind is None:  # its code is gone
                continue
            if issubclass(kind, BasePage):
                pages.add(int(reference.object_id))
            elif (where := (kind, reference.object_id)) not in seen:
                seen.add(where)
                wanted += kind._base_manager.filter(pk=reference.object_id)
    return pages - ({record.pk} if isinstance(record, BasePage) else set())


def _before_deletion(instance: Model, **kwargs: Any) -> None:
    """While it is still known where it is shown."""
    if not isinstance(instance, SiteSettings):
        instance._was_shown_on = pages_showing(instance)  # type: ignore[attr-defined]


def _after_change(
    instance: Model, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """A save of some of a page's fields alone is book-keeping."""
    if raw or (isinstance(instance, BasePage) and update_fields is not None):
        return
    changed(instance, getattr(instance, "_was_shown_on", None))


def follow_shared_content() -> None:
    """Called when the apps are ready."""
    follow(Topic, _about)
    for model in (Person, SiteSettings, CustomImage, CustomDocument):
        follow(model)
    for model in get_page_models():
        follow(model)


def _about(topic: Topic) -> Iterator[int]:
    """The index follows no many-to-many field."""
    for relation in Topic._meta.get_fields(include_hidden=True):
        if relation.many_to_many and issubclass(relation.related_model, BasePage):
            pages = relation.related_model._base_manager
            yield from pages.filter(**{relation.field.name: topic}).values_list(
                "pk", flat=True
            )
