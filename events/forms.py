from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ethicaltrade.bilingual import languages
from ethicaltrade.core.forms import EmailField, SpamProtectedForm, TextField

from . import deadlines
from .models import Registration
from .services import Participant

ASKED = ("name", "email", "organisation", "dietary_needs", "access_needs")


def max_length(name: str) -> int:
    return Registration._meta.get_field(name).max_length


class PersonFields(forms.Form):
    name = TextField(
        label=gettext_lazy("Your name"),
        error_messages={"required": gettext_lazy("Enter your name.")},
        max_length=max_length("name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = TextField(
        label=gettext_lazy("Organisation"),
        required=False,
        max_length=max_length("organisation"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    dietary_needs = TextField(
        label=gettext_lazy("Is there anything you do not eat?"),
        help_text=gettext_lazy("Deleted the day after the event."),
        required=False,
        max_length=max_length("dietary_needs"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    access_needs = TextField(
        label=gettext_lazy("What do you need in order to take part?"),
        help_text=gettext_lazy(
            "For example, step-free access or sign-language interpretation. Deleted "
            "the day after the event."
        ),
        required=False,
        max_length=max_length("access_needs"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, event: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not event.asks_dietary:
            del self.fields["dietary_needs"]
        if not event.asks_access:
            del self.fields["access_needs"]


class RegistrationForm(PersonFields, SpamProtectedForm):
    """Event and price are not the visitor's to say."""

    email = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We will send the confirmation here."),
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        max_length=max_length("email"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("I agree to this information being stored"),
        error_messages={
            "required": gettext_lazy(
                "Tick the box: we cannot register you without your consent."
            )
        },
    )

    field_order = [*ASKED, "consent"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["consent"].help_text = consent_text()

    @property
    def participant(self) -> Participant:
        values = {
            name: self.cleaned_data[name] for name in ASKED if name in self.cleaned_data
        }
        return Participant(language=languages.active(), **values)


class ChangeForm(PersonFields):
    """The e-mail address cannot be changed."""

    do = forms.CharField(widget=forms.HiddenInput, initial="change")


def consent_text() -> str:
    kept = ngettext(
        "We store what you write here so that we can hold the event and contact you. "
        "Only our staff can read it, and it is made anonymous %(days)s day after the "
        "event.",
        "We store what you write here so that we can hold the event and contact you. "
        "Only our staff can read it, and it is made anonymous %(days)s days after the "
        "event.",
        deadlines.retention_days(),
    ) % {"days": deadlines.retention_days()}
    cancelling = _("You can cancel at any time with the link in the e-mail.")
    return f"{kept} {cancelling}"
