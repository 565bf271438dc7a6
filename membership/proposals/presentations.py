"""What a member's people do: propose another presentation, or think better of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from membership.members.models import Member

from .differences import tidy, values_of
from .models import Proposal, ProposalKind, fingerprint_of, proposed_names


class ChangedMeanwhileError(Exception):
    """Somebody has written since the page was shown: look again before you write."""


def waiting_presentation(member: Member) -> Proposal | None:
    """The presentation that waits for the staff; a member has one at most."""
    found = member.proposals.of_presentation().waiting().select_related("by").first()
    if found:
        found.member = member
    return found


@transaction.atomic
def propose(
    member_id: int, values: dict[str, str], *, by: Any, language: str, seen: str
) -> Proposal:
    """Propose that the member says ``values``, by column; the one waiting gives way.

    ``language`` is the one the person reads: e-mails come in it. ``seen`` is the
    fingerprint of what was shown to them. Raises ChangedMeanwhileError when something
    else stands there now; nothing is written then.
    """
    member = Member.objects.select_for_update().get(pk=member_id)
    waiting = waiting_presentation(member)
    if fingerprint_of(member, waiting) != seen:
        raise ChangedMeanwhileError
    proposal = waiting or Proposal(kind=ProposalKind.PRESENTATION, member=member)
    for name in proposed_names():
        setattr(proposal, name, tidy(values[name]))
    proposal.by, proposal.language, proposal.made_at = by, language, timezone.now()
    proposal.save()
    return proposal


def is_news(member: Member, values: dict[str, str]) -> bool:
    """Whether the values say anything else than the member does today."""
    return {name: tidy(text) for name, text in values.items()} != values_of(member)


@transaction.atomic
def withdraw_presentation(member_id: int) -> bool:
    """Take back the proposal that waits; False when none does any longer."""
    member = Member.objects.select_for_update().get(pk=member_id)
    waiting = waiting_presentation(member)
    if waiting is None:
        return False
    waiting.delete()
    return True
