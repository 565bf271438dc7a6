"""What proposals keep of people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ethicaltrade.mail.emails import forget_emails
from ethicaltrade.privacy.purposes import (
    WITH_THE_ACCOUNT,
    Audience,
    Basis,
    Item,
    Purpose,
)
from ethicaltrade.privacy.registry import Kept, Source, register

from .differences import values_of
from .emails import key_of
from .models import Proposal


def export(user: Any) -> list[dict[str, Any]]:
    """The last one first; plain values, with times."""
    mine = Proposal.objects.filter(by=user).select_related("member")
    return [_one(proposal) for proposal in mine]


def _one(proposal: Proposal) -> dict[str, Any]:
    about = {"year": proposal.year} if proposal.is_report else values_of(proposal)
    return {
        "member": proposal.member.name,
        "kind": proposal.kind,
        "proposed": about,
        "language": proposal.language,
        "made_at": proposal.made_at,
        "state": proposal.state,
        "note": proposal.note,
        "decided_at": proposal.decided_at,
    }


def forget(user: Any) -> None:
    """What is proposed is the member's, and stays without the person's name."""
    mine = Proposal.objects.filter(by=user)
    for proposal in mine:
        forget_emails(key_of(proposal))
    mine.update(by=None)


SENT_BY = Item(
    what=_("That it was you who sent the proposal, and when."), until=WITH_THE_ACCOUNT
)
PURPOSE = Purpose(
    name="proposals",
    audience=Audience.PEOPLE,
    title=_("Proposals from members"),
    why=_(
        "So that our staff can answer when you send in a report, or want another text "
        "about the member you belong to. What you propose is the member’s, and stays."
    ),
    basis=Basis.INTEREST,
    seen_by=_("Our staff, and your colleagues at the same member."),
    origin=_("From you."),
)

register(
    Source(
        name="proposals",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        kept=(
            Kept(
                model=Proposal,
                by=("by",),
                others=("language", "presentation", "place", "website", "note"),
                staff=("decided_by",),
                items=(SENT_BY,),
            ),
        ),
    )
)
