"""How long things last, and how often they may be done."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ethicaltrade.users.limits import Limit

DRAFT_KEPT = timedelta(days=30)
"""How long after it was last touched an application that is not sent is kept."""

REFUSED_KEPT = timedelta(days=180)
"""How long people are kept after an application is declined, or the member leaves."""

IN_BROWSER = timedelta(hours=12)
"""How long a browser knows an application without its link."""

CONSENT_VERSION = "2026-11"
"""Which wording of the consent people agreed to; new when it changes."""

STARTED = Limit("application-started", most=10, window=60 * 60)
"""Applications begun from one network address; an office has one."""

EMAILS = Limit("application-emails", most=5, window=24 * 60 * 60)
"""Links and receipts mailed to one recipient, whoever asks for them."""

LOOKED_UP = Limit("application-lookup", most=20, window=60 * 60)
"""Look-ups in a register of organisations, from one network address."""

SAVED = Limit("application-saved", most=300, window=60 * 60)
"""Steps saved from one network address."""


def consent_text() -> str:
    """What is stored, who reads it, and for how long; in the active language."""
    draft, refused = DRAFT_KEPT.days, REFUSED_KEPT.days
    return " ".join(
        [
            _(
                "We store what you write so that we can consider the application and "
                "contact you. Only our staff can read it."
            ),
            ngettext(
                "An application that has not been sent is deleted after %(days)s day.",
                "An application that has not been sent is deleted after %(days)s days.",
                draft,
            )
            % {"days": draft},
            ngettext(
                "If it is declined, or if you are no longer a member, we delete names "
                "and addresses %(days)s day later.",
                "If it is declined, or if you are no longer a member, we delete names "
                "and addresses %(days)s days later.",
                refused,
            )
            % {"days": refused},
        ]
    )
