"""The languages of a page's form: which of them are shown, which of them are sent.

A form sends the fields it shows; those of a language that it does not send stay as they
are. The scripts in ``static/bilingual/editing`` are the other half.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.widgets import Media, Script
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from modeltranslation.translator import NotRegistered, translator
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel

from . import languages, scopes
from .languages import localized
from .publication import BY_LANGUAGE
from .rows import Row

SENT = "languages"  # codes of what the form shows; without any, all of them
SCRIPTS = ("views", "cells", "copying", "pairs", "lines", "grid", "work")


def translated_names(model: Any) -> Iterable[str]:
    try:
        return translator.get_options_for_model(model).all_fields
    except NotRegistered:
        return ()


def keep(
    form: forms.ModelForm, codes: Iterable[str], drafted: Row | None = None
) -> Iterator[str]:
    """Have the fields of the languages stay as they are; yields their names.

    ``drafted`` is what a row's form does not know that it is of: one without a key.
    """
    for name in translated_names(form._meta.model):
        for code in codes:
            column = localized(name, code)
            if column in form.fields:
                _keep_field(form, column, drafted)
                yield column


def _keep_field(form: forms.ModelForm, name: str, drafted: Row | None) -> None:
    field = form.fields[name]
    if drafted is None:
        value = form.get_initial_for_field(field, name)
    else:
        value = forms.model_to_dict(drafted, [name])[name]
    # The form's own copy of the widget, which reads what the form would have sent.
    field.widget.value_from_datadict = lambda *_args: value
    field.widget.value_omitted_from_data = lambda *_args: False


class SentLanguagesForm(WagtailAdminPageForm):
    """The form of a page, which may send some languages only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_fields: list[str] = []
        if self.writes is not None:
            self._leave_words_alone()
        unsent = [code for code in languages.codes() if code not in self.sent_languages]
        if not unsent:
            return
        self.kept_fields += keep(self, unsent)
        for formset in self.formsets.values():
            drafted = {
                str(row.uuid): row
                for row in formset.get_queryset()
                if isinstance(row, Row) and not row.pk
            }
            for row in formset.forms:
                uuid = row.data.get(row.add_prefix("uuid"))
                for _name in keep(row, unsent, drafted.get(uuid)):
                    pass

    @cached_property
    def writes(self) -> list[str] | None:
        """The languages whose words whoever has the form may write; None for all."""
        page, user = self.instance, self.for_user
        if user is None or page._state.adding:
            return None
        return page.languages_written_by(user)

    def _leave_words_alone(self) -> None:
        """Take out what is shared, but for streams with words in their blocks."""
        model = self._meta.model
        words = {
            localized(name, code)
            for name in set(translated_names(model)) - set(BY_LANGUAGE)
            for code in languages.codes()
        }
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
            if field.name not in {*words, *scopes.arranged_streams(model)}:
                self.fields.pop(field.name, None)

    @cached_property
    def sent_languages(self) -> list[str]:
        """The languages whose fields the form sends, of those that may be written."""
        known = languages.codes()
        named = self._sent(SENT)
        sent = [code for code in known if code in named] or known
        return [code for code in sent if self.writes is None or code in self.writes]

    def _sent(self, name: str) -> list[str]:
        getlist = getattr(self.data, "getlist", None)
        return getlist(name) if getlist else []

    def segments_sent(self, name: str) -> dict[str, list[str]]:
        """Of a list like ``en:body.<id>``: the segments, by their language."""
        segments: dict[str, list[str]] = {}
        for each in self._sent(name):
            code, _colon, segment = each.partition(":")
            if code in languages.codes() and segment:
                segments.setdefault(code, []).append(segment)
        return segments

    @property
    def copied(self) -> dict[str, list[str]]:
        """What an editor copied from the source."""
        return self.segments_sent("copied")

    @property
    def still_right(self) -> dict[str, list[str]]:
        """What an editor says is a translation of its source as it is."""
        return self.segments_sent("still_right")

    @property
    def left_out(self) -> dict[str, list[str]]:
        """What an editor leaves out in a language on purpose."""
        return self.segments_sent("left_out")

    @property
    def reinstated(self) -> dict[str, list[str]]:
        """What is no longer left out."""
        return self.segments_sent("reinstated")

    def clean(self) -> dict[str, Any]:
        """The very values, not what a widget would have made of them."""
        cleaned = super().clean()
        for name in self.kept_fields:
            if name in cleaned:
                cleaned[name] = getattr(self.instance, name)
        return cleaned


def _strings() -> dict[str, str]:
    """What the scripts say; in braces, what they fill in."""
    return {
        "missing": _("Missing"),
        "copied": _("Copied, not translated"),
        "proposed": _("Machine-translated"),
        "approve": _("Approve"),
        "outdated": _("Outdated"),
        "current": _("Up to date"),
        "leftOut": _("Left out"),
        "alone": _("Only in {language}"),
        "unpaired": _("Not paired"),
        "moved": _("In another order"),
        "copy": _("Copy from {language}"),
        "copyAll": _("Copy all that is missing"),
        "isCopied": _("Copied from {language}."),
        "copiedMany": _("Blocks copied from {language}: {number}."),
        "leaveOut": _("Leave out"),
        "takeBack": _("Include again"),
        "pair": _("Pair with the block beside it"),
        "pairAll": _("Pair all"),
        "paired": _("Paired."),
        "belongs": _("Belongs to …"),
        "belongsTo": _("Belongs to"),
        "noBlock": _("No block"),
        "choose": _("Choose"),
        "parted": _("No longer paired."),
        "overwrite": _("Replace what is written in {language}?"),
        "undo": _("Undo"),
        "undone": _("Undone."),
        "changes": _("What changed?"),
        "nothing": _("The changes cannot be shown."),
        "stillRight": _("Still right"),
        "same": _("Meant to be the same"),
        "settled": _("Marked as right."),
        "work": _("Need work: {number}"),
        "done": _("Nothing needs work"),
    }


class WithLanguageTools(Panel.BoundPanel):
    """Brings the switch between views of the form, and what its scripts need."""

    template_name = "bilingual/title_row.html"

    @property
    def media(self) -> Media:
        scripts: list[Any] = [
            Script(f"bilingual/editing/{name}.js", defer=True) for name in SCRIPTS
        ]
        return super().media + Media(
            css={"all": ["bilingual/editing/editing.css"]}, js=scripts
        )

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        states = self.form.language_states()
        named = [
            {"code": code, "name": str(name)}
            for code, name in languages.names().items()
        ]
        return super().get_context_data(parent_context) | {
            "named": named,
            "states": states,
            "words": {
                "names": named,
                "strings": _strings(),
                "writes": self.form.writes,
            },
        }
