"""Whether a page that leaves a closed place stays closed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ethicaltrade.bilingual.copy_form import BilingualCopyForm

from . import closing

STAYS, OPENS = "stays", "opens"
CHOICES = [
    (STAYS, gettext_lazy("The same people as now")),
    (OPENS, gettext_lazy("Those who can see the new place")),
]


def choice(choices: Any = CHOICES, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Who can see it afterwards"),
        choices=choices,
        widget=forms.RadioSelect,
        required=False,
        **options,
    )


class ClosingForm(forms.Form):
    closing = choice(initial=STAYS)


class ClosingCopyForm(BilingualCopyForm):
    """A copy of a closed page stays closed; to open it is asked about twice."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if before := closing.restrictions_of(self.page):
            now = _("Now: %(readers)s.") % {"readers": closing.in_words(before)}
            self.fields["closing"] = choice(initial=STAYS, help_text=now)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page")
        if cleaned.get("closing") != OPENS or parent is None or cleaned.get("alias"):
            return cleaned
        change = closing.when_copied(self.page, parent)
        if change.lost and cleaned.get("seen") != str(parent.pk):
            self.add_error(
                "closing",
                _("%(change)s Copy once more if that is right.") % {"change": change},
            )
            self.data = self.data.copy()
            self.data["seen"] = str(parent.pk)
        return cleaned
