"""What was done to a member's people, in Wagtail's log of the member.

The log outlives the people in it: it names them by number, never by name.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from ethicaltrade.core.cms import DetailedFormatter
from membership.members.models import Member

PREFIX = "membership.people"
LABELS = {
    "invite": gettext_lazy("Invite somebody"),
    "resend": gettext_lazy("Send an invitation again"),
    "withdraw": gettext_lazy("Withdraw an invitation"),
    "join": gettext_lazy("Accept an invitation"),
    "remove": gettext_lazy("Remove somebody"),
    "leave": gettext_lazy("Delete one’s own account"),
    "hand_over": gettext_lazy("Make somebody the main contact"),
}


def note(member: Member, action: str, by: Any, **data: Any) -> None:
    """Write down that somebody did one of :data:`LABELS`; ``by`` may be None."""
    log(instance=member, action=f"{PREFIX}.{action}", user=by, data=data)


class AffiliationLog(DetailedFormatter):
    """One line in the member's history."""

    def get_details(self, data: Any) -> list[str]:
        """The number of whom it was done to."""
        details = []
        if "user" in data:
            details.append(_("user no. %(number)s") % {"number": data["user"]})
        if "invitation" in data:
            number = {"number": data["invitation"]}
            details.append(_("invitation no. %(number)s") % number)
        return details
