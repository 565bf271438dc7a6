"""The forms about second factors: django-allauth's, with words and limits of ours."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import limits
from .forms import LabelledForm, SecretForm

MALFORMED = (AttributeError, LookupError, TypeError, ValueError)
"""What the library raises for a malformed answer."""


class CodeForm(SecretForm, LabelledForm):
    kind = limits.SECOND_FACTOR
    labels = {"code": _("Code from the app, or a recovery code")}


class AuthenticateForm(CodeForm, base.AuthenticateForm):
    """The second step of logging in."""


class ReauthenticateForm(CodeForm, base.ReauthenticateForm):
    """The same once more before something important."""


class ActivateTOTPForm(LabelledForm, totp.ActivateTOTPForm):
    labels = {"code": _("Code from the app")}


class KeyForm(SecretForm):
    kind = limits.SECOND_FACTOR

    def clean_credential(self) -> Any:
        """The passkey's answer; ValidationError for a malformed one."""
        try:
            return super().clean_credential()
        except ValidationError:
            raise
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AuthenticateWebAuthnForm(KeyForm, webauthn.AuthenticateWebAuthnForm):
    """The second step of logging in, with a key."""


class ReauthenticateWebAuthnForm(KeyForm, webauthn.ReauthenticateWebAuthnForm):
    """The same once more before something important."""


class LoginWebAuthnForm(KeyForm, webauthn.LoginWebAuthnForm):
    def account(self) -> str:
        """None: a made-up account could lock another person out."""
        return ""


class AddWebAuthnForm(LabelledForm, webauthn.AddWebAuthnForm):
    labels = {
        "name": _("Name of the key"),
        "passwordless": _("Log in with this key alone, without a password"),
    }
    hints = {
        "name": _(
            "So that you can tell your keys apart. For example, the name of your phone."
        ),
        "passwordless": _(
            "The key then asks for your fingerprint, face or PIN. Untick the box for "
            "a basic security key."
        ),
    }
    name = forms.CharField(max_length=80, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True

    def clean(self) -> dict:
        """The passkey's answer; ValidationError for a malformed one."""
        try:
            return super().clean()
        except ValidationError:
            raise
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class EditWebAuthnForm(LabelledForm, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name of the key")}
    name = forms.CharField(max_length=80)
