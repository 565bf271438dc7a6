"""The demo's events: who holds them, and people who do not exist and come to them."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import localized, localized_names
from events.choices import PriceKind, RegistrationState
from events.deadlines import CONSENT_VERSION
from events.details import snapshot_of
from events.models import (
    EventDate,
    EventIndexPage,
    EventOrganiser,
    EventPage,
    EventSpeaker,
    Organisation,
    ProgrammeItem,
    Registration,
    RelatedPage,
)
from events.time_zones import DEFAULT_ZONE

from . import content, factories
from .content import HEAD, in_languages, in_order, is_there, make_body
from .library import Library

WORDS = (
    *(*HEAD, "place_name", "city"),
    *("larger_event", "larger_event_place", "larger_event_participants"),
)
PLAIN = (
    *("kind", "state", "attendance", "audience"),
    *("place_address", "join_url", "price", "member_price", "capacity"),
    *("takes_registrations", "asks_dietary", "asks_access"),
)
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


def event_names() -> list[str]:
    folder = content.FOLDER / "events"
    return sorted(path.stem for path in folder.glob("[0-9]*.toml"))


def add_events(index: EventIndexPage, library: Library, sections: dict, editor: Any):
    organisers = add_organisers()
    keys = {key: section.pk for key, section in sections.items()}
    for name in event_names():
        text = content.load(f"events/{name}")
        if is_there(EventPage.objects.child_of(index), text):
            continue
        page = make_event(text, library, organisers)
        for code in languages.codes():
            source = text.get(code, {}).get("body", [])
            setattr(page, localized("body", code), make_body(source, library, keys))
        factories.add_live_page(index, page, editor)
        add_registrations(page, text.get("registrations", 0))


def add_organisers() -> dict[str, Organisation]:
    """Those who hold the events, by key; found again by their names."""
    organisers = {}
    for key, text in content.load("events/organisers").items():
        names = in_languages(text, "name")
        known = {column: name for column, name in names.items() if name}
        found = Organisation.objects.filter(**known).first()
        organisers[key] = found or Organisation.objects.create(
            short_name=text.get("short_name", ""), url=text.get("url", ""), **names
        )
    return organisers


def make_event(
    text: dict[str, Any], library: Library, organisers: dict[str, Organisation]
) -> EventPage:
    page = EventPage(
        hero_image=library.pictures[text["picture"]],
        time_zone=text.get("zone", DEFAULT_ZONE),
        contact_person=library.people.get(text.get("contact", "")),
        has_waiting_list=text.get("waiting_list", False),
        deadline_day=text.get("deadline"),
        deadline_time=text.get("deadline_time"),
        session_title=text.get("session", {}).get("title", ""),
        session_language=text.get("session", {}).get("language", ""),
        **factories.published_in(*text["publish"]),
        **{name: text[name] for name in PLAIN if name in text},
        **in_languages(text, *WORDS),
    )
    page.topics = [library.topics[key] for key in text["topics"]]
    page.dates = [make_date(**date) for date in text["dates"]]
    page.organisers = in_order(
        EventOrganiser(organisation=organisers[key]) for key in text["organisers"]
    )
    page.speakers = in_order(
        make_speaker(speaker, library) for speaker in text.get("speakers", [])
    )
    page.programme = in_order(make_item(item) for item in text.get("programme", []))
    page.related_links = in_order(
        RelatedPage(target=target) for target in pages_called(text.get("related", []))
    )
    return page


def make_date(start: time, end: time, **fields: Any) -> EventDate:
    return EventDate(start_time=start, end_time=end, **fields)


def make_speaker(text: dict[str, Any], library: Library) -> EventSpeaker:
    return EventSpeaker(
        person=library.people.get(text.get("person", "")),
        name=text.get("name", ""),
        organisation=text.get("organisation", ""),
        **{localized("role", code): text.get(code) for code in languages.codes()},
    )


def make_item(text: dict[str, Any]) -> ProgrammeItem:
    words = {}
    for code in languages.codes():
        words[localized("title", code)] = text.get(code)
        words[localized("speakers", code)] = text.get(f"who_{code}")
    return ProgrammeItem(
        day=text.get("day"),
        start_time=text["start"],
        end_time=text.get("end"),
        **words,
    )


def pages_called(slugs: list[str]) -> list[BasePage]:
    found = []
    for slug in slugs:
        wanted = Q()
        for column in localized_names("slug"):
            wanted |= Q(**{column: slug})
        if page := BasePage.objects.filter(wanted).first():
            found.append(page)
    return found


def add_registrations(event: EventPage, how_many: int) -> None:
    """Register that many people, in turn; those there is no room for wait."""
    now, known = timezone.now(), snapshot_of(event)
    for number in range(how_many):
        is_waiting = event.capacity is not None and number >= event.capacity
        _register(
            event, number, now - timedelta(hours=3 * (how_many - number)), is_waiting
        )
    event.registrations.update(told=known)


def _register(event: EventPage, number: int, when: datetime, is_waiting: bool) -> None:
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
    return Registration.objects.create(
        event=event,
        price=event.member_price if is_member else event.price,
        price_kind=PriceKind.MEMBER if is_member else PriceKind.ORDINARY,
        consent_version=CONSENT_VERSION,
        consented_at=when,
        created_at=when,
        **fields,
    )
