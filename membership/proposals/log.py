"""What the staff decided, in Wagtail's log of the member; it names no person."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log

from .models import Proposal

PREFIX = "membership.proposal"
LABELS = {
    "approved": _("Approve a proposal"),
    "declined": _("Decline a proposal"),
}


def note(proposal: Proposal, by: Any) -> None:
    """Write down what was decided, and about what."""
    log(
        instance=proposal.member,
        action=f"{PREFIX}.{proposal.state}",
        user=by,
        data={"kind": proposal.kind, "year": proposal.year},
    )


class ProposalLog(LogFormatter):
    """One line in the member's history."""

    def format_message(self, log_entry: Any) -> str:
        """What was decided, and about what."""
        data = log_entry.data or {}
        about = Proposal(kind=data.get("kind", ""), year=data.get("year"))
        return f"{self.label}: {about.subject}" if about.kind else str(self.label)


def register_actions(actions: Any) -> None:
    """Make Wagtail know them."""
    for name, label in LABELS.items():
        formatter = type("ProposalLog", (ProposalLog,), {"label": label})
        actions.register_action(f"{PREFIX}.{name}")(formatter)
