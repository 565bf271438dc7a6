"""The small forms of a task, in a dialog over the page or on a page of their own."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name

from ethicaltrade.bilingual import refusals
from ethicaltrade.bilingual.widgets import SearchableSelect
from ethicaltrade.dates import today

from . import rights
from .models import COMMENT_LENGTH


def comment_field(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskForm(forms.Form):
    """``doer`` is ``user-3`` or ``group-5``; ``doers`` is who that is."""

    doer = forms.ChoiceField(label=gettext_lazy("To"), widget=SearchableSelect)
    due = forms.DateField(
        label=gettext_lazy("Due date"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    comment = comment_field(gettext_lazy("Comment"))

    def __init__(self, *args: Any, page: Any, kind: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._known: dict[str, Any] = {}
        choices = [("", "")]
        for user in rights.people(page, kind):
            self._known[key := f"user-{user.pk}"] = user
            choices.append((key, get_user_display_name(user)))
        for group in rights.groups(page, kind):
            self._known[key := f"group-{group.pk}"] = group
            name = _("%(group)s (group)") % {"group": group.name}
            choices.append((key, name))
        field: Any = self.fields["doer"]
        field.choices = choices
        self.fields["due"].widget.attrs["min"] = today().isoformat()

    @property
    def doers(self) -> dict[str, Any]:
        """For the service: the person, or the group."""
        doer = self._known[self.cleaned_data["doer"]]
        is_group = isinstance(doer, Group)
        return {"group": doer} if is_group else {"person": doer}


class EndForm(forms.Form):
    def __init__(self, *args: Any, needs_answer: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        label = _("What needs to be done?") if needs_answer else _("Comment")
        self.fields["answer"] = comment_field(label, required=needs_answer)


class SectionForm(forms.Form):
    on = forms.BooleanField(
        label=gettext_lazy(
            "This page, and all pages below it, can be sent for review and translation"
        ),
        required=False,
    )


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Say it beside the field it is about."""
    for name, errors in refusals.by_field(error).items():
        form.add_error(name if name in form.fields else None, errors)
