"""The demo's members: their reports, and the people of one of them."""

from datetime import date
from typing import Any

from django.utils import timezone

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized
from ethicaltrade.bilingual.slugs import slugify
from ethicaltrade.core.models import Person
from ethicaltrade.media.models import CustomDocument
from events.choices import RegistrationState
from events.details import snapshot_of
from events.models import EventPage
from membership.affiliations.models import Affiliation, Role
from membership.members.models import Member, Report
from membership.proposals import services
from membership.proposals.differences import values_of
from membership.proposals.models import fingerprint_of

from . import content, factories
from .events import add_registration
from .library import add_document

MILLION = 1_000_000  # kroner
PUBLISHED = (6, 30)  # of the next year: the day the law asks for
MAIN, COLLEAGUE = "medlem@example.org", "kollega@example.org"


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
    report = Report(year=year, level=level, published_on=date(year + 1, *PUBLISHED))
    if is_uploaded:
        report.document = upload(member, year)
    else:
        report.link = f"{member.website}{year}.pdf"
    report.clean()
    return report


def upload(member: Member, year: int) -> CustomDocument:
    language = languages.default()
    title = f"{member.name}: rapport for {year}"
    paragraphs = [
        languages.value_in(member, "presentation", language),
        f"Dette er en rapport for {year} som er laget for demonettstedet.",
    ]
    return add_document(title, paragraphs, language)


def add_member_people() -> None:
    """The main contact of a member, a colleague, a registration, and a proposal.

    Left alone once the main contact is there.
    """
    if Affiliation.objects.filter(user__email=MAIN).exists():
        return
    text = content.load("member_people")
    member = Member.objects.get(organisation_number=text["number"])
    for email, role in ((MAIN, Role.MAIN), (COLLEAGUE, Role.COLLEAGUE)):
        person = factories.member_person(email, member, role=role)
        person.first_name, person.last_name = text[role]["name"]
        person.save()
    register_main_contact(member)
    propose(member, text["place"])


def register_main_contact(member: Member) -> None:
    events = EventPage.objects.live().upcoming().filter(takes_registrations=True)
    event = events.soonest_first().first()
    if event is not None:
        main = member.affiliations.get(role=Role.MAIN).user
        now = timezone.now()
        add_registration(
            event,
            now,
            is_member=event.member_price is not None,
            state=RegistrationState.CONFIRMED,
            name=main.get_full_name(),
            email=main.email,
            organisation=member.name,
            language=main.language,
            confirmed_at=now,
            told=snapshot_of(event),
        )


def propose(member: Member, place: str) -> None:
    services.propose(
        member.pk,
        {**values_of(member), "place": place},
        by=member.affiliations.get(role=Role.COLLEAGUE).user,
        language=languages.default(),
        seen=fingerprint_of(member, None),
    )
