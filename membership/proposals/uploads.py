"""What a member's people do: hand in a report, or take it back while it waits."""

from typing import Any, BinaryIO

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ethicaltrade.bilingual import languages
from ethicaltrade.media.models import CustomDocument
from membership.members.models import Member, Report

from . import shelves
from .models import Proposal, ProposalKind


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
    """Hand in the report for the year: a PDF or a link, hidden until it is approved.

    The file has been checked already. ``language`` is the one the person reads.
    Raises YearTakenError; nothing is stored then.
    """
    stored: list[CustomDocument] = []
    try:
        with transaction.atomic():
            Member.objects.select_for_update().get(pk=member.pk)
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


def check_year(member: Member, year: int) -> None:
    """Raise YearTakenError when the member has a report for the year."""
    report = member.reports.filter(year=year).select_related("proposal").first()
    if report is None:
        return
    proposal = getattr(report, "proposal", None)
    raise YearTakenError(is_waiting=bool(proposal and proposal.is_waiting))


def waiting_report(member: Member, year: int) -> Report | None:
    """The member's report for the year, while it waits for the staff."""
    waiting = member.proposals.of_reports().waiting().filter(year=year)
    proposal = waiting.select_related("report__document").first()
    return proposal.report if proposal else None


@transaction.atomic
def withdraw_report(member_id: int, year: int) -> bool:
    """Take back the report that waits, file and all; False when none does."""
    member = Member.objects.select_for_update().get(pk=member_id)
    report = waiting_report(member, year)
    if report is None:
        return False
    remove(report)  # the proposal goes with it
    return True


def remove(report: Report) -> None:
    """Delete a report that was never approved, and the file that came with it."""
    document = report.document
    report.delete()
    if document and document.collection_id == shelves.waiting_collection().pk:
        document.delete()


def _store(
    member: Member, year: int, file: BinaryIO, language: str, by: Any
) -> CustomDocument:
    """The file as a document that nobody but the staff may open."""
    with languages.in_language(language):
        title = _("%(member)s: report for %(year)s") % {"member": member, "year": year}
    document = CustomDocument(
        title=title,
        file=File(file, name=f"{member.slug}-{year}.pdf"),
        language=language,
        collection=shelves.waiting_collection(),
        uploaded_by_user=by,
    )
    document.save()
    return document
