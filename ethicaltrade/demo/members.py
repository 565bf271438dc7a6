"""The demo's members and their reports."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.bilingual.slugs import slugify
from ethicaltrade.core.models import Person
from ethicaltrade.media.models import CustomDocument
from membership.members.models import Member, Report

from . import content, pdf

MILLION = 1_000_000  # kroner
PUBLISHED = (6, 30)  # of the next year: the day the law asks for


def add_members(people: dict[str, Person]) -> None:
    """The members that are missing; one that is there is the editors' own.

    ``people`` are the advisers, by key. A member is known by its organisation number,
    which stays when an editor changes the name.
    """
    there = set(Member.objects.values_list("organisation_number", flat=True))
    for text in content.load("members")["member"]:
        if text["number"] not in there:
            add_member(text, people)


def add_member(text: dict[str, Any], people: dict[str, Person]) -> Member:
    """One member with its reports, checked as in the editor's form."""
    turnover = text.get("turnover")
    member = Member(
        name=text["name"],
        organisation_number=text["number"],
        kind=text["kind"],
        body=text.get("body", ""),
        sector=text["sector"],
        place=text["place"],
        website=f"https://example.org/{slugify(text['name'])}/",
        member_since=text["since"],
        ended_on=text.get("ended"),
        adviser=people.get(text.get("adviser", "")),
        turnover=turnover and turnover * MILLION,
        inhabitants=text.get("inhabitants"),
        **{
            localized("presentation", code): text.get(code, "")
            for code in languages.codes()
        },
    )
    member.full_clean()
    member.reports = [
        make_report(member, int(year), level, int(year) in text.get("uploaded", []))
        for year, level in text.get("reports", {}).items()
    ]
    member.save()
    return member


def make_report(member: Member, year: int, level: str, is_uploaded: bool) -> Report:
    """A report, not saved: a document, or a link to the member's own website."""
    report = Report(year=year, level=level, published_on=date(year + 1, *PUBLISHED))
    if is_uploaded:
        report.document = upload(member, year)
    else:
        report.link = f"{member.website}{year}.pdf"
    report.clean()
    return report


def upload(member: Member, year: int) -> CustomDocument:
    """The report as a PDF of one page, in Norwegian."""
    language = languages.default()
    title = f"{member.name}: rapport for {year}"
    paragraphs = [
        languages.value_in(member, "presentation", language),
        f"Dette er en rapport for {year} som er laget for demonettstedet.",
    ]
    document = CustomDocument(
        title=title,
        language=language,
        file=ContentFile(
            pdf.make(title, paragraphs, language), name=f"{slugify(title)}.pdf"
        ),
    )
    document._set_document_file_metadata()
    document.save()
    return document
