"""Rows below a page that stay themselves.

A row gets a primary key when it is stored, so a draft may know it by none, a copy by
another, and a form that was sent twice by two. Its ``uuid`` is given when the row is
made, is carried by forms, revisions, copies and aliases, and is what a row is known by.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.models import Orderable

NAMESPACE = UUID("52a1bf0c-5f8e-4ab5-a4e7-8f2f3a1d7c60")


class RowIdInput(forms.HiddenInput):
    """Filled in by the browser, in a row that is added there."""

    class Media:
        js = ("bilingual/rows.js",)

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"data-controller": "row-id", **(attrs or {})})


class RowIdFormField(forms.UUIDField):
    """What is no uuid is left out. A row is not changed by having one."""

    widget = RowIdInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class RowIdField(models.UUIDField):
    def deconstruct(self) -> tuple:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.UUIDField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Empty in a row that is added; the default is the server's."""
        return RowIdFormField(required=False)


def known_keys(record: models.Model) -> Iterator[str]:
    """Foreign keys to what has been read, and so is there."""
    for field in record._meta.concrete_fields:
        is_read = isinstance(field, models.ForeignKey) and field.is_cached(record)
        if is_read and getattr(record, field.name) is not None:
            yield field.name


class Row(models.Model):
    """A child of a page, in any order of its own. Its ParentalKey is named ``page``."""

    uuid = RowIdField(default=uuid4)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["page", "uuid"], name="%(app_label)s_%(class)s_uuid"
            )
        ]

    @property
    def readable_languages(self) -> list[str]:
        """Those of its page."""
        return self.page.readable_languages  # type: ignore[attr-defined]

    def clean_fields(self, exclude: Any = None) -> None:
        """Without asking again for what has just been chosen, and so is there."""
        super().clean_fields({*(exclude or ()), *known_keys(self)})


class OrderedRow(Row, Orderable):
    """In the order that editors put the rows in."""

    class Meta(Row.Meta, Orderable.Meta):
        abstract = True


def relations_of(model: type[models.Model]) -> dict[str, Any]:
    """A page type's relations to rows, by name."""
    return {
        relation.get_accessor_name(): relation
        for relation in get_all_child_relations(model)
        if issubclass(relation.related_model, Row)
    }


# Rows that are stored, or in a revision


def first_uuid(model: type[models.Model], key: Any) -> UUID:
    """Of a row that was stored before rows had one; the same each time."""
    return uuid5(NAMESPACE, f"{model._meta.label_lower}:{key}")


def fill(model: type[models.Model]) -> None:
    """For a migration."""
    rows = model._default_manager
    for row in rows.filter(uuid=None).only("pk").iterator():
        rows.filter(pk=row.pk).update(uuid=first_uuid(model, row.pk))


def with_uuids(model: type[models.Model], content: dict) -> dict:
    """A revision's content; rows that it kept without a uuid get their first one."""
    filled = dict(content)
    for name, relation in relations_of(model).items():
        filled[name] = [
            row
            if row.get("uuid")
            else {**row, "uuid": str(_uuid_in(relation.related_model, content, row, n))}
            for n, row in enumerate(content.get(name, ()))
        ]
    return filled


def _uuid_in(model: type[models.Model], content: dict, row: dict, place: int) -> UUID:
    return first_uuid(model, row["pk"] or f"{content['pk']}/{place}")


def stored_keys(page: Any, names: Any) -> dict[str, dict[UUID, Any]]:
    """Primary keys of the page's rows by uuid, for each relation named; one query."""
    relations = relations_of(type(page))
    found: dict[str, dict[UUID, Any]] = {name: {} for name in names}
    queries = [
        # Not the manager's: modeltranslation puts the columns in an order of its own.
        models.QuerySet(relations[name].related_model)
        .filter(**{relations[name].field.name: page.pk})
        .order_by()
        .annotate(relation=models.Value(name, models.CharField()))
        .values_list("uuid", "pk", "relation")
        for name in found
    ]
    if queries:
        for uuid, key, name in queries[0].union(*queries[1:], all=True):
            found[name][uuid] = key
    return found


def find_keys(page: Any) -> None:
    """Rows that are about to be stored get the keys they are stored with."""
    waiting = {
        name: manager.get_object_list()
        for name in relations_of(type(page))
        if (manager := getattr(page, name)).is_deferring
    }
    for name, keys in stored_keys(page, waiting).items():
        for row in waiting[name]:
            if key := keys.get(row.uuid):
                row.pk, row._state.adding = key, False
            elif row.pk in keys.values():  # another row's
                row.pk, row._state.adding = None, True
