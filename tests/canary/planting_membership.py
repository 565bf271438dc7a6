"""What is closed about members, for the site of :mod:`tests.canary.planting`."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from membership.members.models import Member
from membership.proposals.models import Proposal, ProposalKind
from membership.proposals.services import submit
from membership.resources.models import (
    ChapterPage,
    ResourceDocument,
    ResourcePage,
)

from .planting import SPARROW, Site, in_both, planter, word


@planter
def resources(site: Site) -> None:
    """Resources, which are born closed: hidden, told of by a teaser, with chapters."""
    hidden = ResourcePage(**site.words_for(ResourcePage))
    hidden.documents = [resource_document(site)]
    site.put("resource", site.area, hidden)
    chapter = ChapterPage(**site.words_for(ChapterPage))
    site.put("chapter", site.pages["resource"], chapter)
    told = site.words_for(ResourcePage, shows_teaser=True)
    told |= in_both("title", SPARROW) | in_both("lead", SPARROW)
    teaser = ResourcePage(**told)
    teaser.documents = [resource_document(site)]
    site.put("resource with a teaser", site.area, teaser)
    chapter = ChapterPage(**site.words_for(ChapterPage))
    site.put("chapter of a teaser", site.pages["resource with a teaser"], chapter)


def resource_document(site: Site) -> ResourceDocument:
    """A document in a resource's list, with a name of its own there."""
    made = site.add_document(f"document {len(site.documents)} of a resource")
    return ResourceDocument(document=made, sort_order=0, **in_both("label"))


@planter
def proposals(site: Site) -> None:
    """A presentation and a report that wait for the staff."""
    member = Member.objects.get_or_create(
        name="Ærlig Demo AS",
        slug="aerlig-demo",
        kind="company",
        sector="food",
        member_since=timezone.localdate() - timedelta(days=900),
    )[0]
    Proposal.objects.create(
        kind=ProposalKind.PRESENTATION,
        member=member,
        language="nb",
        place=word(),
        website=f"https://{word()}.example.org/",
        **in_both("presentation"),
    )
    file = ContentFile(b"%PDF-1.7 " + word().encode(), name=f"{word()}.pdf")
    proposal = submit(
        member, year=2025, by=None, language="nb", file=file, file_language="nb"
    )
    site.documents["waiting report"] = proposal.report.document
