"""Two people at one record: what another saved meanwhile is shown, and nothing is lost.

A form tells in a hidden field, ``seen``, what its record held when it was opened. When
it comes back and the record holds something else, it is shown again as it was typed,
with who saved what. Fields that the editor left alone show what was saved meanwhile.
Sent again, it overwrites: the choice is the editor's.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.fields import RichTextField
from wagtail.log_actions import registry
from wagtail.rich_text import get_text_for_indexing

SEEN = "seen"
LONGEST_SHOWN = 300  # characters of what somebody else wrote
TEXTS = (forms.widgets.Input, forms.Textarea, forms.Select)
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
OF_NO_TEXT = (forms.HiddenInput, forms.FileInput, forms.SelectMultiple)

Texts = Mapping[str, str]  # what stands in each field


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def seal(texts: Mapping[str, Any]) -> str:
    """What a form was opened with, for its field ``seen``: digests, and the time."""
    digests = {name: digest(text) for name, text in texts.items()}
    return json.dumps({"at": timezone.now().isoformat(), "fields": digests})


def unseal(sent: str | None) -> tuple[Any, dict[str, str]]:
    """When the form was opened, and the digests; empty for what is no seal."""
    try:
        found = json.loads(sent or "")
        return parse_datetime(found["at"]), dict(found["fields"])
    except (ValueError, TypeError, KeyError):
        return None, {}


@dataclass
class Conflict:
    """``theirs``: fields another changed and the editor did not; ``both``: both did.

    ``rows``: whether another added a row, or took one away.
    """

    theirs: list[str] = field(default_factory=list)
    both: list[str] = field(default_factory=list)
    rows: bool = False

    def __bool__(self) -> bool:
        return bool(self.theirs or self.both or self.rows)


def compare(seen: Texts, now: Texts, typed: Texts) -> Conflict:
    """``seen`` are digests. What is not among them is not compared."""
    others = seen.keys() ^ now.keys() if seen else set()
    conflict = Conflict(rows=any("." in name for name in others))
    for name, text in now.items():
        if name not in seen or digest(text) == seen[name] or typed.get(name) == text:
            continue
        is_untouched = name in typed and digest(typed[name]) == seen[name]
        (conflict.theirs if is_untouched else conflict.both).append(name)
    return conflict


def who_saved(record: Model, since: Any) -> str:
    """``Kari Demo (27.11.2026 14:05)``, from the log; empty when it does not say."""
    entries = registry.get_logs_for_instance(record).select_related("user")
    if since and timezone.is_aware(since):
        entries = entries.filter(timestamp__gte=since)
    people = {}
    for entry in entries.order_by("timestamp"):
        at = date_format(timezone.localtime(entry.timestamp), "SHORT_DATETIME_FORMAT")
        if entry.user:
            people[entry.user_id] = f"{get_user_display_name(entry.user)} ({at})"
    return ", ".join(people.values())


def sentence(who: str) -> str:
    if who:
        return _(
            "Not saved yet: %(who)s has saved changes since you opened this. What you "
            "wrote is still here. Look through it, and save again to keep what the "
            "form shows."
        ) % {"who": who}
    return _(
        "Not saved yet: somebody else has saved changes since you opened this. What "
        "you wrote is still here. Look through it, and save again to keep what the "
        "form shows."
    )


def taken_over() -> str:
    return _("Somebody else has changed this. The field shows what they saved.")


def overwritten(text: str) -> str:
    """Beside a field that would overwrite ``text``."""
    shown = Truncator(text).chars(LONGEST_SHOWN) if text else _("(empty)")
    return _(
        "Somebody else has changed this to: “%(text)s”. Save again to keep what the "
        "field shows."
    ) % {"text": shown}


def renewed(sent: QueryDict, now: Texts, typed: Texts) -> tuple[QueryDict, dict] | None:
    """For a plain form of texts: what to show again, and what to say of which field.

    None when nothing has changed since it was opened.
    """
    _at, seen = unseal(sent.get(SEEN))
    conflict = compare(seen, now, typed)
    if not conflict:
        return None
    data = sent.copy()
    data[SEEN] = seal(now)
    for name in conflict.theirs:
        data[name] = now[name]
    return data, {
        **{name: taken_over() for name in conflict.theirs},
        **{name: overwritten(now[name]) for name in conflict.both},
    }


# Records that are edited by a model's form


def text_in(record: Model, name: str) -> str | None:
    """What the record's field holds, as it is stored; None without such a field."""
    try:
        column = record._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if column.auto_created and not column.concrete:
        return None
    if column.many_to_many:
        return ",".join(sorted(str(one.pk) for one in getattr(record, name).all()))
    value = column.value_from_object(record)
    if value is None:
        return ""
    text = column.value_to_string(record)
    # Wagtail's editor names each paragraph anew, where a text has no names yet.
    return BLOCK_KEY.sub("", text) if isinstance(column, RichTextField) else text


def texts_in(record: Model, names: Iterable[str]) -> dict[str, str]:
    found = {name: text_in(record, name) for name in names}
    return {name: text for name, text in found.items() if text is not None}


def rows_of(form: forms.BaseForm) -> list[str]:
    return list(getattr(form, "formsets", {}))


def row_key(relation: str, row: Model, name: str) -> str:
    return f"{relation}.{row.pk}.{name}"


def form_texts(form: forms.BaseForm, record: Model, extra: Iterable[str]) -> Texts:
    """What a saved record holds in the form's fields, and in the rows below it."""
    texts = texts_in(record, [*form.fields, *extra])
    for relation in rows_of(form):
        names = form.formsets[relation].form.base_fields
        for row in getattr(record, relation).all():
            for name, text in texts_in(row, names).items():
                texts[row_key(relation, row, name)] = text
    return texts


def typed_texts(form: forms.BaseForm) -> Texts:
    """What a form that has been validated would write; nothing for a faulty field."""

    def of(one: forms.BaseForm) -> dict[str, str]:
        texts = {}
        for name in one.fields:
            value = getattr(one, "cleaned_data", {}).get(name)
            if hasattr(value, "values_list"):
                texts[name] = ",".join(sorted(str(choice.pk) for choice in value))
            elif name not in one.errors and (text := text_in(one.instance, name)):
                texts[name] = text
            elif name not in one.errors:
                texts[name] = ""
        return texts

    typed = of(form)
    for relation in rows_of(form):
        for row_form in form.formsets[relation].forms:
            if row_form.instance.pk:
                for name, text in of(row_form).items():
                    typed[row_key(relation, row_form.instance, name)] = text
    return typed


def shown(record: Model, name: str) -> str:
    """What the record holds in the field, for people to read."""
    column = record._meta.get_field(name)
    if column.many_to_many:
        return ", ".join(str(one) for one in getattr(record, name).all())
    if column.choices:
        return str(getattr(record, f"get_{name}_display")())
    if isinstance(column, RichTextField):
        return get_text_for_indexing(getattr(record, name) or "")
    return str(getattr(record, name) or "")


def take(data: QueryDict, form: forms.BaseForm, record: Model, name: str) -> bool:
    """Put what the record holds into what was sent; False where it cannot be done."""
    form_field, key = form.fields[name], form.add_prefix(name)
    widget = form_field.widget
    if isinstance(widget, forms.CheckboxInput):
        data.pop(key, None)
        if getattr(record, name):
            data[key] = "on"
        return True
    if isinstance(widget, OF_NO_TEXT) or not isinstance(widget, TEXTS):
        return False  # Wagtail's editor of rich text is a hidden input, too
    value = form_field.prepare_value(
        record._meta.get_field(name).value_from_object(record)
    )
    if hasattr(widget, "linked_fields"):  # one of Wagtail's choosers, which sends a key
        data[key] = "" if value is None else str(value)
        return True
    text = widget.format_value(value)
    data[key] = (text[0] if isinstance(text, list) else text) or ""
    return True


class WatchedEdit:
    """For an edit view of Wagtail's: sees what another saved since it was opened."""

    request: HttpRequest
    watched: tuple[str, ...] = ()  # columns that are changed without a field of theirs
    conflict: Conflict | None = None
    current: Model

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Compared and saved with the record locked."""
        with transaction.atomic():
            found = self.get_object()  # type: ignore[attr-defined]
            locked = type(found)._base_manager.select_for_update(of=("self",))
            locked.filter(pk=found.pk).first()
            self.object = self.get_object()  # type: ignore[attr-defined]
            self.find_conflict()
            return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def find_conflict(self) -> None:
        at, seen = unseal(self.request.POST.get(SEEN))
        form = self.get_form()
        self.current = type(self.object)._base_manager.get(pk=self.object.pk)
        now = form_texts(form, self.current, self.watched)
        if not compare(seen, now, {}):
            return
        form.is_valid()
        conflict = compare(seen, now, typed_texts(form))
        if not conflict:  # what the editor typed is what another has saved
            return
        self.object = self.get_object()  # type: ignore[attr-defined]
        self.who = who_saved(self.current, at)
        data = self.request.POST.copy()
        data[SEEN] = seal(now)
        self.errors = list(self._resolve(form, data, conflict))
        self.request.POST = data
        self.conflict = conflict

    def _resolve(self, form: Any, data: QueryDict, conflict: Conflict) -> Any:
        """What to say beside each field: (relation or "", row's number, name, text)."""
        places = {name: (form, "", None, self.current, name) for name in form.fields}
        for relation in rows_of(form):
            rows = {row.pk: row for row in getattr(self.current, relation).all()}
            for number, one in enumerate(form.formsets[relation].forms):
                if row := rows.get(one.instance.pk):
                    for name in one.fields:
                        key = row_key(relation, row, name)
                        places[key] = (one, relation, number, row, name)
        for key in (*conflict.theirs, *conflict.both):
            if key not in places:
                continue
            one, relation, number, record, name = places[key]
            is_theirs = key in conflict.theirs
            if is_theirs and take(data, one, record, name):
                yield relation, number, name, taken_over()
            else:
                yield relation, number, name, overwritten(shown(record, name))

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]
        form.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput)
        if not form.is_bound:
            form.initial[SEEN] = seal(form_texts(form, self.object, self.watched))
        if self.conflict:
            form.full_clean()
            form.add_error(None, sentence(self.who))
            for relation, number, name, text in self.errors:
                one = form.formsets[relation].forms[number] if relation else form
                one.add_error(name, text)
        return form
