"""What is kept of those who apply, as they are told."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .terms import DRAFT_KEPT, REFUSED_KEPT


def consent_text() -> str:
    """What is stored, who reads it, and for how long; in the active language."""
    draft, refused = DRAFT_KEPT.days, REFUSED_KEPT.days
    return " ".join(
        [
            _(
                "What you write is stored so that we can consider the application and "
                "reach you, and is read by our staff alone."
            ),
            ngettext(
                "An application that is not sent is deleted after %(days)s day.",
                "An application that is not sent is deleted after %(days)s days.",
                draft,
            )
            % {"days": draft},
            ngettext(
                "If it is declined, or when you are no longer a member, names and "
                "addresses are erased %(days)s day later.",
                "If it is declined, or when you are no longer a member, names and "
                "addresses are erased %(days)s days later.",
                refused,
            )
            % {"days": refused},
        ]
    )
