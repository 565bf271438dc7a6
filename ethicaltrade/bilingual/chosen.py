"""What is chosen in the form of a page is looked up at once: one query for each model.

Django asks for each choice by itself, and Wagtail for each one in a stream three times:
when it reads what was sent, when it checks it, and when it compares. Here the keys are
gathered first. What they lead to is kept with the page, for as long as the form lives;
what is not found is asked for as before, and refused as before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.models import get_all_child_m2m_relations
from wagtail.blocks.base import BlockField

Records = dict[tuple[type[models.Model], str], models.Model]
"""By model and key, as a form sends it."""

_gathering: ContextVar[dict[type[models.Model], set] | None]
_gathering = ContextVar("gathering", default=None)
_known: ContextVar[Records | None] = ContextVar("known", default=None)


# Records that have been read


def known_to(page: Any) -> Records:
    """With the page, or for its form."""
    return vars(page).setdefault("known_records", {})


def read(known: Records, model: type[models.Model], keys: Iterable[Any]) -> None:
    """Those that are not known yet, and are there."""
    sent = {key: _key(model, key) for key in keys if (model, str(key)) not in known}
    if missing := {key for key in sent.values() if key is not None}:
        for record in model._default_manager.filter(pk__in=missing):
            known[model, str(record.pk)] = record


def _key(model: type[models.Model], text: Any) -> Any:
    """None for what can be none."""
    pk: Any = model._meta.pk
    while pk.remote_field:
        pk = pk.target_field
    try:
        key = pk.to_python(text)
        pk.run_validators(key)
    except ValidationError:
        return None
    return key


def records_in(page: Any) -> Records:
    """What a draft names in its relations of many to many, read with it."""
    return {
        (field.related_model, str(record.pk)): record
        for field in get_all_child_m2m_relations(type(page))
        for record in getattr(page, field.name).get_object_list()
    }


class Known:
    """Records in memory, as far as a field of choices asks for them."""

    def __init__(self, model: Any, records: Iterable[models.Model]):
        self.model, self.records = model, list(records)

    def all(self) -> "Known":
        return self

    def get(self, **key: Any) -> models.Model:
        [(name, value)] = key.items()
        for record in self.records:
            if str(record.serializable_value(name)) == str(value):
                return record
        raise self.model.DoesNotExist


# A form


def is_chooser(field: Any) -> bool:
    """Whether its widget shows nothing but what is chosen."""
    if not isinstance(field, forms.ModelChoiceField):
        return False
    is_list = isinstance(field, forms.ModelMultipleChoiceField)
    is_asked_for = isinstance(field.queryset, models.QuerySet)
    return is_asked_for and not is_list and not isinstance(field.widget, forms.Select)


def narrow(known: Records, field: Any, keys: Iterable[Any]) -> Any:
    """For the field's ``queryset``: what it may find under the keys."""
    model, texts = field.queryset.model, [str(key) for key in keys if key]
    if field.queryset.query.where:  # it may not find all there are
        found = {key for text in texts if (key := _key(model, text)) is not None}
        return Known(model, field.queryset.filter(pk__in=found) if found else ())
    read(known, model, texts)
    records = (known.get((model, text)) for text in dict.fromkeys(texts))
    return Known(model, filter(None, records))


def look_up(form: Any) -> None:
    """What is chosen in the fields and the streams of a form that was sent."""
    wanted: dict[type[models.Model], set] = defaultdict(set)
    known, choosers = known_to(form.instance), {}
    token = _gathering.set(wanted)
    try:
        for name, field in form.fields.items():
            if isinstance(field, BlockField):
                _ = form[name].data
            elif is_chooser(field) and not field.queryset.query.where:
                choosers[name] = form[name].data
                wanted[field.queryset.model].add(choosers[name])
    finally:
        _gathering.reset(token)
    for model, keys in wanted.items():
        read(known, model, keys - {None, ""})
    for name, key in choosers.items():
        form.fields[name].queryset = narrow(known, form.fields[name], [key])


@contextmanager
def knowing(page: Any) -> Iterator[None]:
    """Inside it, the choosers in streams know what has been looked up."""
    token = _known.set(known_to(page))
    try:
        yield
    finally:
        _known.reset(token)


def gather(model: type[models.Model], key: Any) -> bool:
    """Whether keys are gathered; the key is then among them."""
    wanted = _gathering.get()
    if wanted is None:
        return False
    wanted[model].add(key)
    return True


class Several(forms.ModelMultipleChoiceField):
    """Does not ask again for what the draft has."""

    def clean(self, value: Any) -> Any:
        offered: Any = self.queryset
        keys = value if isinstance(value, (list, tuple)) else ()
        known = _known.get() or {}
        found = [known.get((offered.model, str(key))) for key in dict.fromkeys(keys)]
        if not found or None in found or offered.query.where:
            return super().clean(value)
        self.run_validators(value)
        return found


class LookedUp:
    """For a chooser in a stream, before Wagtail's own class."""

    field: Any
    model_class: type[models.Model]

    def _found(self, value: Any) -> Any:
        if isinstance(value, self.model_class):
            return value
        return (_known.get() or {}).get((self.model_class, str(value)))

    def value_from_form(self, value: Any) -> Any:
        if value is None or gather(self.model_class, value):
            return None
        return self._found(value) or super().value_from_form(value)  # type: ignore[misc]

    def clean(self, value: Any) -> Any:
        """Without asking again for what has just been read, and so is there."""
        if (record := self._found(value)) is None:
            return super().clean(value)  # type: ignore[misc]
        self.field.run_validators(record)
        return self.value_from_form(record)
