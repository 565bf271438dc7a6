"""What the staff fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from ethicaltrade.core.forms import TextField
from ethicaltrade.core.models import Person
from ethicaltrade.dates import today

LONGEST_TEXT = 5000  # characters


def long_text(label: Any, required: str = "", help_text: Any = "") -> TextField:
    return TextField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=LONGEST_TEXT,
        error_messages={"required": required} if required else {},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ActionForm(forms.Form):
    """``seen`` is the last event that was in the history when the form was opened."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NothingForm(ActionForm):
    """For what is only to be confirmed."""


class AskForm(ActionForm):
    text = long_text(
        _("What would you like to ask?"),
        _("Write what you want to know."),
        _("Write in the applicant’s language: the text goes into the e-mail as it is."),
    )


class DeclineForm(ActionForm):
    text = long_text(
        _("The reason"),
        _("Give the reason."),
        _("Write in the applicant’s language: the text goes into the e-mail as it is."),
    )


class ApproveForm(ActionForm):
    member_since = forms.DateField(
        label=_("Member since"), initial=today, widget=AdminDateInput
    )
    adviser = forms.ModelChoiceField(
        label=_("Adviser"), queryset=Person.objects.all(), required=False
    )
    text = long_text(
        _("A greeting in the e-mail"),
        help_text=_("In the applicant’s language. May be left empty."),
    )


class NoteForm(forms.Form):
    text = long_text(_("Note"), _("Write the note."))
