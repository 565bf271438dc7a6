from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.core.forms import EmailField, TextField
from events.choices import LIVE, RegistrationState, State
from events.forms import max_length
from events.models import EventPage
from events.models.registration import CHANGEABLE
from events.services import Participant

from .lists import heading_of, needs_of

SUBJECT_LENGTH = 150
TEXT_LENGTH = 10_000


class DetailsForm(forms.Form):
    name = TextField(
        label=gettext_lazy("Name"),
        max_length=max_length("name"),
        error_messages={"required": gettext_lazy("Enter the name.")},
    )
    organisation = TextField(
        label=gettext_lazy("Organisation"),
        max_length=max_length("organisation"),
        required=False,
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: EventPage, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.event = event
        for name in needs_of(event):
            self.fields[name] = TextField(
                label=heading_of(name),
                max_length=max_length(name),
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def texts(self) -> dict[str, str]:
        """What a valid form says, by column."""
        values = self.cleaned_data
        return {name: values[name] for name in CHANGEABLE if name in values}


class GiveSeatForm(forms.Form):
    may_exceed = forms.BooleanField(
        label=gettext_lazy("Give a place even if the event is full"),
        help_text=gettext_lazy("Recorded in the event’s history."),
        required=False,
    )


class AddForm(DetailsForm, GiveSeatForm):
    seen = None  # there was nothing before
    email = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We will send the confirmation here."),
        max_length=max_length("email"),
        error_messages={"required": gettext_lazy("Enter the e-mail address.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of e-mails"), widget=forms.RadioSelect
    )
    as_member = forms.BooleanField(label=gettext_lazy("Member price"), required=False)
    is_waiting = forms.BooleanField(
        label=gettext_lazy("Put on the waiting list"), required=False
    )
    field_order = [
        *("name", "email", "organisation", "dietary_needs", "access_needs"),
        *("language", "as_member", "is_waiting", "may_exceed"),
    ]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = [
            (code, capfirst(languages.name_of(code))) for code in languages.codes()
        ]
        language.initial = languages.default()
        if self.event.member_price is None:
            del self.fields["as_member"]
        if self.event.capacity is None:
            del self.fields["may_exceed"]
            del self.fields["is_waiting"]
        self.order_fields(self.field_order)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if self.event.registrations.live().of_address(email).exists():
            self.add_error("email", self.already_registered())
        return email

    def clean(self) -> dict[str, Any]:
        """Nobody gets an e-mail that confirms what is cancelled, or two answers."""
        values = super().clean()
        if self.event.state == State.CANCELLED:
            raise forms.ValidationError(
                _("The event is cancelled, so nobody can be registered.")
            )
        if values.get("is_waiting") and values.get("may_exceed"):
            self.add_error("is_waiting", _("Choose a place or the waiting list."))
        return values

    @staticmethod
    def already_registered() -> str:
        return _("This e-mail address is already registered for the event.")

    @property
    def participant(self) -> Participant:
        names = ("name", "email", "language", "organisation", *needs_of(self.event))
        return Participant(**{name: self.cleaned_data[name] for name in names})

    @property
    def options(self) -> dict[str, bool]:
        names = ("as_member", "is_waiting", "may_exceed")
        return {name: self.cleaned_data.get(name, False) for name in names}


class CancelForm(forms.Form):
    tell = forms.BooleanField(
        label=gettext_lazy("Send an e-mail about it"), required=False, initial=True
    )


class CheckInQuery(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Name, organisation or e-mail address"),
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "autocapitalize": "words",
                "enterkeyhint": "search",
            }
        ),
    )

    @property
    def words(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class CheckInForm(forms.Form):
    """A check-in or its undoing; ``q`` is the search to go back to."""

    is_here = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1"
    )
    q = forms.CharField(max_length=100, required=False)


class MessageForm(forms.Form):
    """A language may be left out as a whole, and gets another's words; not half."""

    states = forms.MultipleChoiceField(
        label=gettext_lazy("To those who are"),
        choices=[
            (state.value, state.label) for state in RegistrationState if state in LIVE
        ],
        initial=[RegistrationState.CONFIRMED.value],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who should receive it.")},
    )
    stamp = forms.CharField(
        widget=forms.HiddenInput, max_length=64, initial=lambda: get_random_string(32)
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code in languages.codes():
            language = {"language": languages.name_of(code)}
            self.fields[localized("subject", code)] = TextField(
                label=_("Subject: %(language)s") % language,
                max_length=SUBJECT_LENGTH,
                required=False,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[localized("text", code)] = TextField(
                label=_("Text: %(language)s") % language,
                help_text=_("A blank line starts a new paragraph."),
                max_length=TEXT_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 8, "lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for code in languages.codes():
            subject, text = localized("subject", code), localized("text", code)
            if subject not in values or text not in values:
                continue  # it has a fault of its own
            if values[text] and not values[subject]:
                self.add_error(subject, _("Write the subject as well."))
            elif values[subject] and not values[text]:
                self.add_error(text, _("Write the text as well."))
        if not self.errors and not self.words:
            raise forms.ValidationError(
                _("Write the message in at least one language.")
            )
        return values

    @property
    def words(self) -> dict[str, dict[str, str]]:
        return {
            code: {
                "subject": self.cleaned_data[localized("subject", code)],
                "text": self.cleaned_data[localized("text", code)],
            }
            for code in languages.codes()
            if self.cleaned_data.get(localized("text", code))
        }
