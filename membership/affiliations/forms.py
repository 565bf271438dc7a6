"""What is asked of those who invite, and of those who are invited."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from ethicaltrade.bilingual import languages
from ethicaltrade.core.forms import EmailField, TextField
from ethicaltrade.users.models import User
from ethicaltrade.users.passwords import NameValidator
from membership.affiliations.models import Invitation, Role
from membership.members.models import Member

PASSWORD, LATER = "password", "later"
LONGEST_PASSWORD = 128  # characters; longer ones only cost time to hash


def longest(name: str) -> int:
    return Invitation._meta.get_field(name).max_length


class InviteForm(forms.Form):
    email = EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We will send the invitation here."),
        max_length=longest("email"),
        error_messages={"required": gettext_lazy("Enter the e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = TextField(
        label=gettext_lazy("Name"),
        max_length=longest("name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of e-mails"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a language.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = [
            (code, capfirst(languages.name_of(code))) for code in languages.codes()
        ]
        language.initial = languages.active()


class StaffInviteForm(InviteForm):
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=Role, initial=Role.COLLEAGUE
    )
    field_order = ["email", "name", "role", "language"]

    def __init__(self, *args: Any, has_main: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not has_main:
            self.fields["role"].initial = Role.MAIN


class JoinForm(forms.Form):
    name = TextField(
        label=gettext_lazy("Your name"),
        max_length=longest("name"),
        error_messages={"required": gettext_lazy("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How will you log in?"),
        choices=[
            (PASSWORD, gettext_lazy("With a password")),
            (
                LATER,
                gettext_lazy(
                    "Without a password: with a code by e-mail, or a passkey that I "
                    "add later"
                ),
            ),
        ],
        initial=PASSWORD,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how you will log in.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "Only if you chose a password: at least eight characters, and not easy to "
            "guess."
        ),
        error_messages={
            "required": gettext_lazy(
                "Enter a password, or choose to log in without one."
            )
        },
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any):
        """``email`` is the account's: a password must not resemble it."""
        super().__init__(*args, **kwargs)
        self.email = email
        if self.data.get("how") == LATER:
            self.fields["password"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("how") != PASSWORD:
            return {**cleaned, "password": ""}
        if password := cleaned.get("password"):
            user = User(email=self.email, last_name=cleaned.get("name", ""))
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class MemberNameValidator(NameValidator):
    """Also of the member that the person belongs to, or is invited to."""

    def names(self, user: Any) -> Iterator[str]:
        yield from super().names(user)
        if user is None:
            return
        theirs = Q(pk__in=Invitation.objects.to(user.email).values("member"))
        if user.pk:
            theirs |= Q(affiliations__user=user)
        yield from Member.objects.filter(theirs).values_list("name", flat=True)
