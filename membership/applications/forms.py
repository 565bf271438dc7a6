"""What each step asks. A step's fields have the names of the application's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ethicaltrade.core.forms import EmailField, SpamProtectedForm, TextField
from ethicaltrade.core.numbers import AmountField
from membership.members import orgnr
from membership.members.choices import Body, Kind, Sector

from . import lookup
from .limits import consent_text
from .models import Application, digest_of

LARGEST_TURNOVER = 10**13  # kroner a year; more than the whole country's
LARGEST_PEOPLE = 10**8  # inhabitants
LONGEST_TEXT = 5000  # characters


def longest(name: str) -> int:
    return Application._meta.get_field(name).max_length


class StepForm(forms.Form):
    def __init__(self, *args: Any, application: Application | None = None, **kwargs):
        self.application = application
        super().__init__(*args, **kwargs)
        self.adapt()

    def adapt(self) -> None:
        """Make the form suit the application."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class OrganisationForm(StepForm):
    organisation_number = orgnr.OrganisationNumberFormField(
        label=gettext_lazy("Organisation number"),
        max_length=orgnr.TYPED_LENGTH,
        validators=[orgnr.check],
        help_text=gettext_lazy("Nine digits. An association can leave this empty."),
        error_messages={"required": gettext_lazy("Enter the organisation number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = TextField(
        label=gettext_lazy("The organisation’s name"),
        max_length=longest("name"),
        error_messages={"required": gettext_lazy("Enter the organisation’s name.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of organisation is it?"),
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a type.")},
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("What is your field of work?"),
        choices=[("", gettext_lazy("Choose")), *Sector.choices],
        error_messages={"required": gettext_lazy("Choose the closest match.")},
    )
    place = TextField(
        label=gettext_lazy("Location"),
        help_text=gettext_lazy("Town or municipality, such as Ålesund."),
        required=False,
        max_length=longest("place"),
    )
    homepage = forms.URLField(  # "website" is the trap for robots
        label=gettext_lazy("Website"),
        required=False,
        max_length=longest("website"),
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url", "inputmode": "url"}),
    )
    email = EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy(
            "We will send a link here so that you can continue later. Our replies "
            "will come here too."
        ),
        max_length=longest("email"),
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def adapt(self) -> None:
        """Only an association may lack a number; a look-up can give the name."""
        stored = self.application.kind if self.application else ""
        kind = self.data.get("kind") if self.is_bound else stored
        self.fields["organisation_number"].required = kind != Kind.ASSOCIATION
        if lookup.get_lookup() is not None:
            self.fields["name"].required = False
            self.fields["organisation_number"].help_text = _(
                "Nine digits. If you leave name and location empty, we fetch them "
                "from the Norwegian register of organisations."
            )

    def clean_organisation_number(self) -> str | None:
        """Refuse a member's number. That others have applied is not told."""
        number = self.cleaned_data["organisation_number"] or None
        if number and (member := active_member(number)):
            raise ValidationError(
                _(
                    "%(name)s is already a member. Its main contact can invite you. "
                    "Ask us who that is."
                )
                % {"name": member.name},
                code="member",
            )
        return number

    def fill_from_register(self, *, may_ask: bool) -> bool:
        """Fetch what was left empty; False, with an error, when a name is missing."""
        cleaned = self.cleaned_data
        number = cleaned["organisation_number"]
        if may_ask and number and not (cleaned["name"] and cleaned["place"]):
            found = lookup.find(number)
            if found is not None:
                cleaned["name"] = cleaned["name"] or found.name
                cleaned["place"] = cleaned["place"] or found.place
        if not cleaned["name"]:
            self.add_error("name", _("Enter the organisation’s name."))
        return bool(cleaned.get("name"))

    def values(self) -> dict[str, Any]:
        cleaned = {name: self.cleaned_data[name] for name in ASKED_FIRST}
        cleaned["website"] = cleaned.pop("homepage")
        return cleaned


ASKED_FIRST = tuple(OrganisationForm.base_fields)


class StartForm(OrganisationForm, SpamProtectedForm):
    """The same, before there is an application: anyone may send it."""


def active_member(number: str) -> Any:
    """The member with the number, today; None when there is none."""
    from membership.members.models import Member  # which imports this app's models

    return Member.objects.active().filter(organisation_number=number).first()


class SizeForm(StepForm):
    body = forms.ChoiceField(
        label=gettext_lazy("What kind of public body is it?"),
        choices=Body,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a type.")},
    )
    inhabitants = AmountField(
        label=gettext_lazy("Inhabitants"),
        help_text=gettext_lazy("For municipalities and county authorities."),
        largest=LARGEST_PEOPLE,
        required=False,
    )
    turnover = AmountField(
        label=gettext_lazy("Turnover last year, in kroner"),
        help_text=gettext_lazy("Total turnover, including sales abroad."),
        largest=LARGEST_TURNOVER,
        error_messages={"required": gettext_lazy("Enter the turnover, in kroner.")},
    )

    def adapt(self) -> None:
        kind = self.application.kind if self.application else Kind.COMPANY
        if kind == Kind.PUBLIC:
            del self.fields["turnover"]
            return
        del self.fields["body"]
        del self.fields["inhabitants"]
        if kind == Kind.ASSOCIATION:
            turnover = self.fields["turnover"]
            turnover.label = _("Income last year, in kroner")
            turnover.help_text = _("An approximate amount is enough.")
            turnover.error_messages["required"] = _("Enter the income, in kroner.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        has_inhabitants = cleaned.get("body") in (Body.MUNICIPALITY, Body.COUNTY)
        if has_inhabitants and "inhabitants" in cleaned and not cleaned["inhabitants"]:
            self.add_error("inhabitants", _("Enter the number of inhabitants."))
        elif cleaned.get("body") == Body.OTHER:
            cleaned["inhabitants"] = None
        return cleaned


class ContactsForm(StepForm):
    contact_name = TextField(
        label=gettext_lazy("Name of the main contact"),
        max_length=longest("contact_name"),
        error_messages={"required": gettext_lazy("Enter the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_role = TextField(
        label=gettext_lazy("Role in the organisation"),
        required=False,
        max_length=longest("contact_role"),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    contact_email = EmailField(
        label=gettext_lazy("The main contact’s e-mail address"),
        help_text=gettext_lazy(
            "When you become a member, we will send an invitation to the members’ "
            "pages here."
        ),
        max_length=longest("contact_email"),
        error_messages={"required": gettext_lazy("Enter the e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = TextField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=longest("contact_phone"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    invoice_name = TextField(
        label=gettext_lazy("Who should receive the invoice?"),
        help_text=gettext_lazy(
            "Leave this field and the next one empty if the main contact should "
            "receive it."
        ),
        required=False,
        max_length=longest("invoice_name"),
    )
    invoice_email = EmailField(
        label=gettext_lazy("E-mail address for invoices"),
        required=False,
        max_length=longest("invoice_email"),
    )
    invoice_reference = TextField(
        label=gettext_lazy("Reference on the invoice"),
        help_text=gettext_lazy("For example, a cost centre or an order number."),
        required=False,
        max_length=longest("invoice_reference"),
    )


class PrinciplesForm(StepForm):
    wording = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    accepted = forms.BooleanField(
        label=gettext_lazy("Our management stands behind these principles"),
        error_messages={
            "required": gettext_lazy(
                "Tick the box: only those who stand behind the principles can become "
                "members."
            )
        },
    )

    def __init__(self, *args: Any, text: str = "", language: str = "", **kwargs):
        """Know the wording by its digest: it may be changed while it is read."""
        self.text, self.language = text, language
        self.digest = digest_of(text, language)
        super().__init__(*args, **kwargs)

    def adapt(self) -> None:
        self.initial["wording"] = self.digest

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and cleaned["wording"] != self.digest:
            self.data = {**self.data.dict(), "wording": self.digest}
            raise ValidationError(
                _("The principles have changed. Read them, and continue."),
                code="changed",
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        return {"text": self.text, "language": self.language}


class ConsentForm(StepForm):
    message = TextField(
        label=gettext_lazy("Is there anything you would like to tell us?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("I agree to this information being stored"),
        error_messages={
            "required": gettext_lazy(
                "Tick the box: we cannot process the application without your consent."
            )
        },
    )

    def adapt(self) -> None:
        self.fields["consent"].help_text = consent_text()


class AnswerForm(forms.Form):
    answer = TextField(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST_TEXT,
        error_messages={"required": gettext_lazy("Write an answer.")},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
