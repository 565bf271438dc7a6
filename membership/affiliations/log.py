"""What was done to a member's people, in Wagtail's log of the member.

The log outlives the people in it: it names them by number, never by name.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, log

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


class PeopleLog(LogFormatter):
    """One line in the member's history."""

    def format_message(self, log_entry: Any) -> str:
        """What was done, with the number it was done to."""
        data = log_entry.data or {}
        parts = [str(self.label)]
        if "user" in data:
            parts.append(_("user no. %(number)s") % {"number": data["user"]})
        if "invitation" in data:
            number = {"number": data["invitation"]}
            parts.append(_("invitation no. %(number)s") % number)
        return ": ".join([parts[0], ", ".join(parts[1:])]) if parts[1:] else parts[0]


def register_actions(actions: Any) -> None:
    """Make Wagtail know them all."""
    for name, label in LABELS.items():
        formatter = type("PeopleLog", (PeopleLog,), {"label": label})
        actions.register_action(f"{PREFIX}.{name}")(formatter)
