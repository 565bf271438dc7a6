"""Short ways to proposals."""

from django.core.files.uploadedfile import SimpleUploadedFile

from ethicaltrade.demo.library import make_pdf
from membership.proposals import services
from membership.proposals.differences import values_of
from membership.proposals.models import Proposal, fingerprint_of


def propose(member, by, language="nb", **changes) -> Proposal:
    """Propose that the member says what it says today, but for the changes."""
    member.refresh_from_db()
    waiting = services.waiting_presentation(member)
    return services.propose(
        member.pk,
        {**values_of(member), **changes},
        by=by,
        language=language,
        seen=fingerprint_of(member, waiting),
    )


def hand_in(member, by, year=2025, language="nb", link="") -> Proposal:
    """Hand in a report: a PDF of one page, or the link."""
    content = make_pdf("Rapport", ["Tekst."], "nb")
    file = None if link else SimpleUploadedFile("rapport.pdf", content)
    return services.submit(
        member,
        year=year,
        by=by,
        language=language,
        file=file,
        file_language="nb",
        link=link,
    )
