"""Rows below a page in the editor's form."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.functional import cached_property
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel

from .chosen import Known, is_chooser, known_to, narrow


class RowKeyField(forms.ModelChoiceField):
    """Of a row that is gone, none is left: it is known by its uuid."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            return None


class RowFormSet(BaseChildFormSet):
    """Known by uuid: a row that was sent twice, before its key came back, is one.

    What rows point to is looked up at once for all of them.
    """

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if not self.is_bound or index is None:
            return
        name = self.model._meta.pk.name
        known: Any = Known(self.model, self.get_queryset())
        form.fields[name] = RowKeyField(
            known,
            initial=form.fields[name].initial,
            required=False,
            widget=forms.HiddenInput,
        )
        for name, chosen in self.chosen.items():
            form.fields[name].queryset = chosen

    @cached_property
    def chosen(self) -> dict[str, Known]:
        """By field, where its widget shows nothing but what is chosen."""
        found, known = {}, known_to(self.instance)
        for name, field in self.form.base_fields.items():
            if is_chooser(field):
                places = map(self.add_prefix, range(self.total_form_count()))
                sent = {self.data.get(f"{place}-{name}") for place in places}
                found[name] = narrow(known, field, sent)
        return found

    def clean(self) -> Any:
        keys = {row.uuid: row.pk for row in self.get_queryset() if row.pk}
        known = {form.instance.uuid for form in self.forms if self._keeps_uuid(form)}
        for form in self.forms:
            row = form.instance
            if row.pk:
                continue
            if row.uuid in known or not row.uuid:
                row.uuid = uuid4()
            known.add(row.uuid)
            if key := keys.get(row.uuid):
                row.pk, row._state.adding = key, False
            if hasattr(form, "cleaned_data"):
                form.cleaned_data["uuid"] = row.uuid
        return super().clean()

    def _keeps_uuid(self, form: Any) -> bool:
        """A row that has its key; whatever was sent, its uuid is what it was."""
        if form.instance.pk and (uuid := form.initial.get("uuid")):
            form.instance.uuid = form.cleaned_data["uuid"] = uuid
        return bool(form.instance.pk)

    def save(self, commit: bool = True) -> Any:
        """With rows taken out whose key had not come back."""
        gone = [form.instance for form in self.deleted_forms if form.instance.pk]
        getattr(self.instance, self.rel_name).remove(*gone)
        return super().save(commit)


class RowsPanel(InlinePanel):
    """For a relation to rows: each has its uuid in a hidden field."""

    @cached_property
    def panel_definitions(self) -> list[Any]:
        panels = super().panel_definitions
        return [panel for panel in panels if getattr(panel, "field_name", "") != "uuid"]

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        rows |= {"formset": RowFormSet, "fields": [*rows["fields"], "uuid"]}
        return options
