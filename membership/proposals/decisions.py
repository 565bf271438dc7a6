"""What the staff do: approve a proposal, or decline it with a note."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from ethicaltrade.bilingual import languages
from ethicaltrade.dates import today
from membership.members.models import Member

from . import emails, shelves, uploads
from .log import note as write_down
from .models import Proposal, ProposalState, proposed_names
from .presentations import ChangedMeanwhileError


class DecidedAlreadyError(Exception):
    """Somebody else has approved or declined it, or it was taken back."""


@transaction.atomic
def approve(
    pk: int, *, seen: str, by: Any, note: str = "", level: str = ""
) -> Proposal:
    """Do what is proposed, and tell the member's people.

    ``seen`` is the fingerprint of what was shown to whoever decides; ``level`` is the
    badge of a report. Raises DecidedAlreadyError, or ChangedMeanwhileError when the
    proposal or the member says something else now; nothing is done then.
    """
    proposal = _hold(pk, seen)
    if proposal.is_report:
        _publish(proposal, level)
    else:
        _rewrite(proposal)
    return _decide(proposal, ProposalState.APPROVED, by, note)


@transaction.atomic
def decline(pk: int, *, seen: str, by: Any, note: str) -> Proposal:
    """Let all be as it is, and tell the member's people why.

    A report that came with the proposal is deleted, its file too. Raises as
    :func:`approve` does.
    """
    proposal = _hold(pk, seen)
    report, proposal.report = proposal.report, None
    _decide(proposal, ProposalState.DECLINED, by, note)
    if report is not None:
        uploads.remove(report)
    return proposal


def _hold(pk: int, seen: str) -> Proposal:
    """The proposal, which nobody else changes until this is done."""
    found = Proposal.objects.filter(pk=pk).values_list("member_id", flat=True).first()
    if found is None:
        raise DecidedAlreadyError
    member = Member.objects.select_for_update().get(pk=found)
    waiting = Proposal.objects.select_for_update(of=("self",)).waiting()
    proposal = waiting.select_related("by", "report__document").filter(pk=pk).first()
    if proposal is None:
        raise DecidedAlreadyError
    proposal.member = member
    if proposal.fingerprint != seen:
        raise ChangedMeanwhileError
    return proposal


def _rewrite(proposal: Proposal) -> None:
    for name in proposed_names():
        setattr(proposal.member, name, getattr(proposal, name) or "")
    with languages.in_default_language():  # the bare columns follow it
        proposal.member.save()


def _publish(proposal: Proposal, level: str) -> None:
    report = proposal.report
    report.level = level
    report.published_on = report.published_on or today()
    report.save()
    if report.document:
        report.document.collection = shelves.published_collection()
        report.document.save()


def _decide(proposal: Proposal, state: str, by: Any, note: str) -> Proposal:
    proposal.state, proposal.note = state, note
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save()
    emails.decided(proposal)
    write_down(proposal, by)
    return proposal
