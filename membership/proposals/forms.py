"""The form in the CMS with which the staff decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ethicaltrade.core.forms import TextField
from membership.members.choices import Level

from .models import Proposal

APPROVE, DECLINE = "approve", "decline"


class DecisionForm(forms.Form):
    """Approve, or decline and say why."""

    level = forms.ChoiceField(
        label=gettext_lazy("Badge"),
        choices=[("", gettext_lazy("No badge")), *Level.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The badge that the report has earned, if any."),
    )
    note = TextField(
        label=gettext_lazy("Note to the member"),
        required=False,
        max_length=2000,
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy(
            "It stands in the e-mail, and on the member's page for its own people. "
            "Needed when you decline."
        ),
    )
    do = forms.ChoiceField(choices=[(APPROVE, APPROVE), (DECLINE, DECLINE)])
    seen = forms.CharField(max_length=64)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not proposal.is_report:
            del self.fields["level"]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason when something is declined."""
        cleaned = super().clean()
        is_silent = not cleaned.get("note") and "note" not in self.errors
        if cleaned.get("do") == DECLINE and is_silent:
            self.add_error("note", _("Say why, so that they know what to mend."))
        return cleaned
