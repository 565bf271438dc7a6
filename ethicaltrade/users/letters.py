"""The letters about accounts, through the post, in the language of the page."""

import logging
from datetime import timedelta
from typing import Any

from allauth.account import app_settings
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ethicaltrade.mail.emails import absolute_url
from ethicaltrade.mail.emails import send as send_email

logger = logging.getLogger(__name__)

LETTERS = {
    "login_code": "account_login_code",
    "unknown_account": "account_unknown",
    "password_reset_key": "account_new_password",
    "email_confirmation": "account_confirm_address",
    "email_confirmation_signup": "account_confirm_address",
}
"""django-allauth's name of a letter, and ours."""

NOTICES = {
    "email_changed": (
        _("Your e-mail address was changed"),
        _("You now log in with another e-mail address than this one."),
    ),
    "password_changed": (
        _("Your password was changed"),
        _("Other browsers that were logged in with the old one are logged out."),
    ),
    "password_reset": (
        _("Your password was changed"),
        _("Other browsers that were logged in with the old one are logged out."),
    ),
    "password_set": (
        _("You now have a password"),
        _("You can log in with the password from now on."),
    ),
    "totp_activated": (
        _("An app for codes was added to your account"),
        _("Logging in with a password now asks for a code from the app."),
    ),
    "totp_deactivated": (
        _("The app for codes was removed from your account"),
        _("Logging in no longer asks for a code from it."),
    ),
    "webauthn_added": (
        _("A passkey was added to your account"),
        _("You can log in with the passkey from now on."),
    ),
    "webauthn_removed": (
        _("A passkey was removed from your account"),
        _("It no longer opens your account."),
    ),
    "recovery_codes_generated": (
        _("Your account has new recovery codes"),
        _("The old ones no longer work."),
    ),
}
"""What a notice about a change says: its title, and what follows from it."""


def send(kind: str, email: str, context: dict[str, Any]) -> None:
    """Write the letter that django-allauth calls ``kind``.

    An address that no letter can be sent to gets none: it is nobody's here.
    """
    title, text = NOTICES.get(kind, ("", ""))
    words = {
        "title": title,
        "text": text,
        "code": context.get("code", ""),
        "new_password_url": context.get("password_reset_url", ""),
        "reset_url": absolute_url(reverse("account_reset_password")),
        "login_url": absolute_url(reverse("account_login")),
        "at": context.get("timestamp"),
        "minutes": lifetime(kind) // timedelta(minutes=1),
    }
    try:
        send_email(
            LETTERS.get(kind, "account_notice"),
            email,
            get_language() or settings.LANGUAGE_CODE,
            words,
            key=f"account:{kind}:{get_random_string(22)}",
            expires_at=None if title else timezone.now() + lifetime(kind),
            keep_words=bool(title),  # of a code or a link nothing stays
        )
    except ValidationError:
        logger.info("No letter %s: the address cannot be one", kind)


def lifetime(kind: str) -> timedelta:
    """How long what the letter gives can be used."""
    seconds = {
        "password_reset_key": settings.PASSWORD_RESET_TIMEOUT,
        "email_confirmation": app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
    }
    return timedelta(seconds=seconds.get(kind, app_settings.LOGIN_BY_CODE_TIMEOUT))
