"""The forms about accounts: django-allauth's, with the site's words and limits."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.utils.translation import gettext_lazy as _

from ethicaltrade.mail.addresses import INVALID, check_address
from ethicaltrade.mailboxes import for_servers

from . import accounts, limits

EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
REPEATED = _("Repeat the password")


class LabelledForm(forms.Form):
    """The site's labels, hints and words, and no placeholders."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = INVALID
            if name in self.hints:
                field.help_text = self.hints[name]


class SecretForm(forms.Form):
    """A form in which a secret can be guessed: 429 after too many attempts."""

    kind = limits.PASSWORD
    secret = ""
    """The field with the secret, where others can be wrong beside it."""

    def account(self) -> str:
        """Whose secret it is, as limits count; empty where nobody is named."""
        return limits.account_of(self.user.email)

    def full_clean(self):
        """Check the secret, unless there have been too many attempts."""
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


class LoginForm(SecretForm, LabelledForm, account.LoginForm):
    labels = {"login": EMAIL, "password": PASSWORD}
    hints = {"password": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def account(self) -> str:
        """The address typed, whether it has an account or not."""
        return limits.account_of(self.data.get("login") or "")


class RequestLoginCodeForm(LabelledForm, account.RequestLoginCodeForm):
    labels = {"email": EMAIL}

    def clean_email(self) -> str:
        """The address, within its limit; who has it is looked up in one query."""
        email = for_servers(self.cleaned_data["email"])
        check_address(email)
        self._user = accounts.find(email)
        key = limits.account_of(email)
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise ImmediateHttpResponse(ratelimit.respond_429(context.request))
        return email


class ConfirmLoginCodeForm(SecretForm, LabelledForm, account.ConfirmLoginCodeForm):
    kind = limits.CODE
    labels = {"code": _("Code from the e-mail")}

    def account(self) -> str:
        """The address the code was asked for, whether there is an account or not."""
        return limits.account_of(context.request._login_stage.login.email or "")

    def clean_code(self) -> str:
        """The code; not one that went to an address the account has no more."""
        login = context.request._login_stage.login
        if login.user and accounts.find(login.email or "") != login.user:
            raise get_adapter().validation_error("incorrect_code")
        return super().clean_code()


class ReauthenticateForm(SecretForm, LabelledForm, account.ReauthenticateForm):
    labels = {"password": PASSWORD}
    hints = {"password": ""}


# Passwords


class ChangePasswordForm(SecretForm, LabelledForm, account.ChangePasswordForm):
    secret = "oldpassword"  # noqa: S105  (a field's name)
    labels = {
        "oldpassword": _("Current password"),
        "password1": NEW_PASSWORD,
        "password2": REPEATED,
    }
    hints = {"oldpassword": ""}


class SetPasswordForm(LabelledForm, account.SetPasswordForm):
    labels = {"password1": NEW_PASSWORD, "password2": REPEATED}


class ResetPasswordForm(LabelledForm, account.ResetPasswordForm):
    labels = {"email": EMAIL}

    def clean_email(self) -> str:
        """The address; who has it is looked up in one query."""
        email = for_servers(self.cleaned_data["email"])
        check_address(email)
        person = accounts.find(email)
        self.users = [person] if person else []
        return email


class ResetPasswordKeyForm(LabelledForm, account.ResetPasswordKeyForm):
    labels = {"password1": NEW_PASSWORD, "password2": REPEATED}


class UserTokenForm(SecretForm, account.UserTokenForm):
    """Checks the key in the e-mail's link."""

    def account(self) -> str:
        """None: a key for another account is no guess at this one's."""
        return ""


# The address


class AddEmailForm(LabelledForm, account.AddEmailForm):
    labels = {"email": _("New e-mail address")}
    action_add = forms.CharField(
        initial="yes", required=False, widget=forms.HiddenInput
    )  # by which the view knows the form

    def clean_email(self) -> str:
        self.cleaned_data["email"] = for_servers(self.cleaned_data["email"])
        email = super().clean_email()
        check_address(email)
        return email


class ConfirmEmailForm(
    SecretForm, LabelledForm, account.ConfirmEmailVerificationCodeForm
):
    kind = limits.CODE
    labels = {"code": _("Code from the e-mail")}

    def account(self) -> str:
        return limits.account_of(self.email or "")

    def clean_code(self) -> str:
        """The code; an account that has the address is told of behind the code."""
        if not self.user:
            raise get_adapter().validation_error("incorrect_code")
        return super().clean_code()
