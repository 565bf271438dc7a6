"""The demo's registrations: people who do not exist come to events that do not either.

They get no e-mails; nobody reads mail at example.org.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ethicaltrade.bilingual import languages
from events.choices import PriceKind, RegistrationState
from events.deadlines import CONSENT_VERSION
from events.details import snapshot_of
from events.models import EventPage, Registration

FIRST = (
    *("Aisha", "Bjørn", "Camilla", "Dag", "Elif", "Fredrik", "Guro", "Hassan"),
    *("Ida", "Jakub", "Kari", "Leif", "Maja", "Nils", "Oda", "Per"),
)
LAST = ("Demo-Lie", "Demo-Khan", "Demo-Strand", "Demo-Aas", "Demo-Moen")
WORKPLACES = (
    *("Fjordvik kommune", "Nordlys Demotekstil AS", "Demobygg AS"),
    *("Demokaia Sjømat AS", "Granli Demofylke", ""),
)
NEEDS = {3: "Vegetar", 8: "Nøtteallergi", 14: "Halal"}


def add_registrations(event: EventPage, how_many: int) -> None:
    """Register that many people, in turn; those there is no room for wait."""
    now, known = timezone.now(), snapshot_of(event)
    for number in range(how_many):
        is_waiting = event.capacity is not None and number >= event.capacity
        _make(event, number, now - timedelta(hours=3 * (how_many - number)), is_waiting)
    event.registrations.update(told=known)


def _make(event: EventPage, number: int, when: datetime, is_waiting: bool) -> None:
    is_member = event.member_price is not None and number % 2 == 0
    first = FIRST[number % len(FIRST)]
    last = LAST[number // len(FIRST) % len(LAST)]
    add_registration(
        event,
        when,
        is_member=is_member,
        state=RegistrationState.WAITING if is_waiting else RegistrationState.CONFIRMED,
        name=f"{first} {last}",
        email=f"demo-{event.pk}-{number + 1}@example.org",
        organisation=WORKPLACES[number % len(WORKPLACES)],
        language="en" if number % 7 == 5 else languages.default(),
        dietary_needs=NEEDS.get(number, "") if event.asks_dietary else "",
        queued_at=when if is_waiting else None,
        confirmed_at=None if is_waiting else when,
    )


def add_registration(
    event: EventPage, when: datetime, *, is_member: bool, **fields: Any
) -> Registration:
    """One person's registration, made at the moment."""
    return Registration.objects.create(
        event=event,
        price=event.member_price if is_member else event.price,
        price_kind=PriceKind.MEMBER if is_member else PriceKind.ORDINARY,
        consent_version=CONSENT_VERSION,
        consented_at=when,
        created_at=when,
        **fields,
    )
