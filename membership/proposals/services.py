"""Proposals change: members make and take back, the staff decide."""

from typing import Any, BinaryIO

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.utils.file import hash_filelike

from ethicaltrade.bilingual import languages
from ethicaltrade.dates import today
from ethicaltrade.media.models import CustomDocument
from membership.members.models import Member, Report

from . import collections, emails
from .differences import tidy, values_of
from .models import (
    Proposal,
    ProposalKind,
    ProposalState,
    fingerprint_of,
    proposed_names,
)

PREFIX = "membership.proposal"


def log_decision(proposal: Proposal, by: Any) -> None:
    log(
        instance=proposal.member,
        action=f"{PREFIX}.{proposal.state}",
        user=by,
        data={"kind": proposal.kind, "year": proposal.year},
    )


class DecidedAlreadyError(Exception):
    """Somebody else has approved or declined it, or it was taken back."""


@transaction.atomic
def approve(
    pk: int, *, seen: str, by: Any, note: str = "", level: str = ""
) -> Proposal:
    """Raises ChangedMeanwhileError when something has changed since ``seen``.

    That is the fingerprint that was shown. DecidedAlreadyError when it is too late.
    """
    proposal = _lock(pk, seen)
    if proposal.is_report:
        _publish_report(proposal, level)
    else:
        _publish_presentation(proposal)
    return _decide(proposal, ProposalState.APPROVED, by, note)


@transaction.atomic
def decline(pk: int, *, seen: str, by: Any, note: str) -> Proposal:
    """A report is deleted, its file too. Raises as :func:`approve` does."""
    proposal = _lock(pk, seen)
    report, proposal.report = proposal.report, None
    _decide(proposal, ProposalState.DECLINED, by, note)
    if report is not None:
        remove(report)
    return proposal


def _lock(pk: int, seen: str) -> Proposal:
    """Lock the member and the proposal until the transaction ends."""
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


def _publish_presentation(proposal: Proposal) -> None:
    for name in proposed_names():
        setattr(proposal.member, name, getattr(proposal, name) or "")
    with languages.in_default_language():  # the bare columns follow it
        proposal.member.save()


def _publish_report(proposal: Proposal, level: str) -> None:
    report = proposal.report
    report.level = level
    report.published_on = report.published_on or today()
    report.save()
    if report.document:
        report.document.collection = collections.published_collection()
        report.document.save()


def _decide(proposal: Proposal, state: str, by: Any, note: str) -> Proposal:
    proposal.state, proposal.note = state, note
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save()
    emails.send_decision(proposal)
    log_decision(proposal, by)
    return proposal


class ChangedMeanwhileError(Exception):
    """Somebody has written since the page was shown: look again before you write."""


def waiting_presentation(member: Member) -> Proposal | None:
    """A member has one at most."""
    found = member.proposals.of_presentation().waiting().select_related("by").first()
    if found:
        found.member = member
    return found


@transaction.atomic
def propose(
    member_id: int, values: dict[str, str], *, by: Any, language: str, seen: str
) -> Proposal:
    """Replaces the proposal that waits; ``values`` are by column.

    Raises ChangedMeanwhileError when something has changed since ``seen``, the
    fingerprint that was shown. A form sent twice is one proposal.
    """
    member = Member.objects.select_for_update().get(pk=member_id)
    waiting = waiting_presentation(member)
    proposed = {name: tidy(values[name]) for name in proposed_names()}
    if waiting and waiting.by == by and values_of(waiting) == proposed:
        return waiting
    if fingerprint_of(member, waiting) != seen:
        raise ChangedMeanwhileError
    proposal = waiting or Proposal(kind=ProposalKind.PRESENTATION, member=member)
    for name, text in proposed.items():
        setattr(proposal, name, text)
    proposal.by, proposal.language, proposal.made_at = by, language, timezone.now()
    proposal.save()
    return proposal


def is_new(member: Member, values: dict[str, str]) -> bool:
    return {name: tidy(text) for name, text in values.items()} != values_of(member)


@transaction.atomic
def withdraw_presentation(member_id: int) -> bool:
    """False when none waits any longer."""
    member = Member.objects.select_for_update().get(pk=member_id)
    waiting = waiting_presentation(member)
    if waiting is None:
        return False
    waiting.delete()
    return True


class YearTakenError(Exception):
    """The member has a report for the year; ``is_waiting`` when nobody approved it."""

    def __init__(self, *, is_waiting: bool):
        super().__init__()
        self.is_waiting = is_waiting


def submit(
    member: Member,
    *,
    year: int,
    by: Any,
    language: str,
    file: BinaryIO | None = None,
    file_language: str = "",
    link: str = "",
) -> Proposal:
    """Hidden until it is approved; the file has been checked. Raises YearTakenError.

    A form sent twice is one report.
    """
    stored: list[CustomDocument] = []
    try:
        with transaction.atomic():
            Member.objects.select_for_update().get(pk=member.pk)
            if again := _same_report(member, year, by=by, file=file, link=link):
                return again
            check_year(member, year)
            if file is not None:
                stored.append(_store(member, year, file, file_language, by))
            report = Report.objects.create(
                member=member,
                year=year,
                link=link,
                document=stored[0] if stored else None,
                published_on=None,
            )
            return Proposal.objects.create(
                kind=ProposalKind.REPORT,
                member=member,
                by=by,
                language=language,
                report=report,
                year=year,
            )
    except BaseException as error:
        for document in stored:  # the row is rolled back, the file is not
            document.file.storage.delete(document.file.name)
        if isinstance(error, IntegrityError):  # an editor wrote one in this moment
            raise YearTakenError(is_waiting=False) from error
        raise


def _same_report(
    member: Member, year: int, *, by: Any, file: BinaryIO | None, link: str
) -> Proposal | None:
    """The very report that waits already, from the same person; else None."""
    report = waiting_report(member, year)
    if report is None or report.proposal.by != by or report.link != link:
        return None
    digest = hash_filelike(file) if file else ""
    known = report.document.get_file_hash() if report.document else ""
    return report.proposal if known == digest else None


def check_year(member: Member, year: int) -> None:
    report = member.reports.filter(year=year).select_related("proposal").first()
    if report is None:
        return
    proposal = getattr(report, "proposal", None)
    raise YearTakenError(is_waiting=bool(proposal and proposal.is_waiting))


def waiting_report(member: Member, year: int) -> Report | None:
    """None when none waits for the year."""
    waiting = member.proposals.of_reports().waiting().filter(year=year)
    proposal = waiting.select_related("report__document").first()
    return proposal.report if proposal else None


@transaction.atomic
def withdraw_report(member_id: int, year: int) -> bool:
    """False when none waits any longer."""
    member = Member.objects.select_for_update().get(pk=member_id)
    report = waiting_report(member, year)
    if report is None:
        return False
    remove(report)  # the proposal goes with it
    return True


def remove(report: Report) -> None:
    """Delete a report that was never approved, and its file."""
    document = report.document
    report.delete()
    if document and document.collection_id == collections.waiting_collection().pk:
        document.delete()


def _store(
    member: Member, year: int, file: BinaryIO, language: str, by: Any
) -> CustomDocument:
    """Nobody but the staff may open it."""
    with languages.in_language(language):
        title = _("%(member)s: report for %(year)s") % {"member": member, "year": year}
    document = CustomDocument(
        title=title,
        file=File(file, name=f"{member.slug}-{year}.pdf"),
        language=language,
        collection=collections.waiting_collection(),
        uploaded_by_user=by,
    )
    document.save()
    return document
