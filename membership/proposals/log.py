"""What the staff decided, in Wagtail's log of the member; it names no person."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ethicaltrade.core.cms import DetailedFormatter

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


class ProposalLog(DetailedFormatter):
    """One line in the member's history."""

    def get_details(self, data: Any) -> list[str]:
        """What it is about."""
        about = Proposal(kind=data.get("kind", ""), year=data.get("year"))
        return [about.subject] if about.kind else []
