"""The demo's people of a member: the one who logs in, a colleague, and what they do."""

from django.utils import timezone

from ethicaltrade.bilingual import languages
from events.choices import RegistrationState
from events.details import snapshot_of
from events.models import EventPage
from membership.affiliations.models import Affiliation, Role
from membership.members.models import Member
from membership.proposals import presentations
from membership.proposals.differences import values_of
from membership.proposals.models import fingerprint_of

from . import content, factories, registrations

MAIN, COLLEAGUE = "medlem@example.org", "kollega@example.org"


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
    """The main contact comes to the next event with a form."""
    events = EventPage.objects.live().upcoming().filter(takes_registrations=True)
    event = events.soonest_first().first()
    if event is not None:
        main = member.affiliations.get(role=Role.MAIN).user
        now = timezone.now()
        registrations.add_registration(
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
    """The colleague proposes that the member has moved; it waits for the staff."""
    presentations.propose(
        member.pk,
        {**values_of(member), "place": place},
        by=member.affiliations.get(role=Role.COLLEAGUE).user,
        language=languages.default(),
        seen=fingerprint_of(member, None),
    )
