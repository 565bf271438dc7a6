"""The e-mails about accounts, in the language of the page they were asked for on."""

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

from ethicaltrade.mail.emails import absolute_url, key_of_person, send

logger = logging.getLogger(__name__)

WITH_SECRET = {
    "login_code": "login_code",
    "unknown_account": "unknown_account",
    "password_reset_key": "new_password",
    "email_confirmation": "confirm_address",
    "email_confirmation_signup": "confirm_address",
}
"""django-allauth's names of what answers a request, and our templates. None is kept."""

NOTICES = {
    "email_changed": "email_changed",
    "email_restored": "email_restored",
    "password_changed": "password_changed",
    "password_reset": "password_changed",
    "password_set": "password_set",
    "totp_activated": "totp_activated",
    "totp_deactivated": "totp_deactivated",
    "webauthn_added": "webauthn_added",
    "webauthn_removed": "webauthn_removed",
    "recovery_codes_generated": "recovery_codes_generated",
}
"""The same for what tells of a change."""

UNDO_LASTS = timedelta(days=7)
"""How long an earlier address can take back a change, by the link in its e-mail."""


def send_account_email(
    kind: str, email: str, context: dict[str, Any], user: Any = None
) -> None:
    """Write the e-mail that django-allauth calls ``kind``; KeyError for another.

    An address that no e-mail can be sent to gets none: it is nobody's here.
    """
    is_notice = kind in NOTICES
    about = key_of_person(user.pk) if user else "account"
    words = {
        "code": context.get("code", ""),
        "new_password_url": context.get("password_reset_url", ""),
        "reset_url": absolute_url(reverse("account_reset_password")),
        "login_url": absolute_url(reverse("account_login")),
        "undo_url": context.get("undo_url", ""),
        "undo_days": UNDO_LASTS.days,
        "at": context.get("timestamp"),
        "minutes": lifetime(kind) // timedelta(minutes=1),
    }
    try:
        send(
            f"users/{NOTICES[kind] if is_notice else WITH_SECRET[kind]}",
            email,
            get_language() or settings.LANGUAGE_CODE,
            words,
            key=f"{about}:{kind}:{get_random_string(22)}",
            expires_at=None if is_notice else timezone.now() + lifetime(kind),
            keep_words=is_notice and not words["undo_url"],
        )
    except ValidationError:
        logger.info("No e-mail %s: the address cannot be one", kind)


def lifetime(kind: str) -> timedelta:
    """How long the code or link in the e-mail can be used."""
    seconds = {
        "password_reset_key": settings.PASSWORD_RESET_TIMEOUT,
        "email_confirmation": app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
    }
    return timedelta(seconds=seconds.get(kind, app_settings.LOGIN_BY_CODE_TIMEOUT))
