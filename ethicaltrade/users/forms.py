"""The forms about accounts: django-allauth's, with the site's words and limits."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.utils.translation import gettext_lazy as _

from ethicaltrade.mail.addresses import check_address

from . import accounts, limits

EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
REPEATED = _("The same password once more")


class WordedForm(forms.Form):
    """Labels and hints of the site's; the field says what it is, not its inside."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name in self.hints:
                field.help_text = self.hints[name]


class SecretForm(forms.Form):
    """A form in which a secret can be guessed: the answer to too many tries is 429."""

    kind = limits.PASSWORD
    secret = ""
    """The field with the secret, where others can be wrong beside it."""

    def account(self) -> str:
        """Whose secret it is, as limits count; empty where nobody is named."""
        return limits.account_of(self.user.email)

    def full_clean(self):
        """Look at the secret, unless there have been too many tries."""
        if not self.is_bound:
            super().full_clean()
            return
        attempt = limits.Attempt(context.request, self.kind, self.account())
        if not attempt.is_allowed:
            raise ImmediateHttpResponse(ratelimit.respond_429(context.request))
        super().full_clean()
        wrong = self.secret in self._errors if self.secret else self._errors
        if not wrong:
            attempt.take_back()


# Logging in


class LoginForm(SecretForm, WordedForm, account.LoginForm):
    """By e-mail address and password."""

    labels = {"login": EMAIL, "password": PASSWORD}
    hints = {"password": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def account(self) -> str:
        """The one that was typed, whether there is one or not."""
        return limits.account_of(self.data.get("login") or "")


class RequestLoginCodeForm(WordedForm, account.RequestLoginCodeForm):
    """Asks for a code by mail."""

    labels = {"email": EMAIL}

    def clean_email(self) -> str:
        """The address, within its limit; who has it is looked up in one query."""
        email = self.cleaned_data["email"]
        check_address(email)
        self._user = accounts.find(email)
        key = limits.account_of(email)
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise ImmediateHttpResponse(ratelimit.respond_429(context.request))
        return email


class ConfirmLoginCodeForm(SecretForm, WordedForm, account.ConfirmLoginCodeForm):
    """Takes the code from the mail."""

    kind = limits.CODE
    labels = {"code": _("Code from the e-mail")}

    def account(self) -> str:
        """The address the code was asked for, whether there is an account or not."""
        return limits.account_of(context.request._login_stage.login.email or "")


class ReauthenticateForm(SecretForm, WordedForm, account.ReauthenticateForm):
    """Asks for the password once more before something important."""

    labels = {"password": PASSWORD}
    hints = {"password": ""}


# Passwords


class ChangePasswordForm(SecretForm, WordedForm, account.ChangePasswordForm):
    """Changes the password for one who knows the old one."""

    secret = "oldpassword"  # noqa: S105  (a field's name)
    labels = {
        "oldpassword": _("The password you have now"),
        "password1": NEW_PASSWORD,
        "password2": REPEATED,
    }
    hints = {"oldpassword": ""}


class SetPasswordForm(WordedForm, account.SetPasswordForm):
    """Sets a password for one who had none."""

    labels = {"password1": NEW_PASSWORD, "password2": REPEATED}


class ResetPasswordForm(WordedForm, account.ResetPasswordForm):
    """Asks for an e-mail with a link to a new password."""

    labels = {"email": EMAIL}

    def clean_email(self) -> str:
        """The address; who has it is looked up in one query."""
        email = self.cleaned_data["email"]
        check_address(email)
        person = accounts.find(email)
        self.users = [person] if person else []
        return email


class ResetPasswordKeyForm(WordedForm, account.ResetPasswordKeyForm):
    """Takes the new password."""

    labels = {"password1": NEW_PASSWORD, "password2": REPEATED}


class UserTokenForm(SecretForm, account.UserTokenForm):
    """Checks the key in the e-mail's link."""

    def account(self) -> str:
        """Nobody: a key for another is no guess at this one's."""
        return ""


# The address


class AddEmailForm(WordedForm, account.AddEmailForm):
    """Asks for a new address, to which a code is sent."""

    labels = {"email": _("New e-mail address")}
    action_add = forms.CharField(
        initial="yes", required=False, widget=forms.HiddenInput
    )  # by which the view knows the form

    def clean_email(self) -> str:
        email = super().clean_email()
        check_address(email)
        return email


class ConfirmEmailForm(
    SecretForm, WordedForm, account.ConfirmEmailVerificationCodeForm
):
    """Takes the code that was sent to the new address."""

    kind = limits.CODE
    labels = {"code": _("Code from the e-mail")}

    def account(self) -> str:
        """The address that is to be proved."""
        return limits.account_of(self.email or "")

    def clean_code(self) -> str:
        """The code; an account that has the address is told of behind the code."""
        if not self.user:
            raise get_adapter().validation_error("incorrect_code")
        return super().clean_code()
