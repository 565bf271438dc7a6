"""What schema.org and its readers ask of an event.

The required and the recommended properties are those of
https://developers.google.com/search/docs/appearance/structured-data/event.
"""

import json
from datetime import date, datetime
from itertools import chain

import pytest
from django.utils import timezone

from events.models import (
    EventOrganiser,
    EventPage,
    EventSpeaker,
    Organisation,
    Registration,
)
from tests.support.pages import soup

from .support import in_days, on, put_event

pytestmark = pytest.mark.django_db

SCHEMA = "https://schema.org/"
STATUSES = {f"{SCHEMA}Event{name}" for name in ("Scheduled", "Cancelled", "Postponed")}
MODES = {
    f"{SCHEMA}{name}EventAttendanceMode" for name in ("Offline", "Online", "Mixed")
}


def structured(client, page, language="nb"):
    found = soup(client.get(page.get_url_in(language)))
    (element,) = found.find_all("script", type="application/ld+json")
    return json.loads(element.string)


def as_list(value):
    return value if isinstance(value, list) else [value]


def nodes(value):
    """Every object in the data, the outer one first."""
    if isinstance(value, dict):
        yield value
        yield from chain.from_iterable(map(nodes, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(nodes, value))


def check_event(event):
    """Fail when something required is missing, or a value is of the wrong kind."""
    assert event["name"].strip()
    start = datetime.fromisoformat(event["startDate"])
    end = datetime.fromisoformat(event["endDate"])
    assert start.tzinfo is not None
    assert start < end
    assert event["eventStatus"] in STATUSES
    assert event["eventAttendanceMode"] in MODES
    places = as_list(event["location"])
    assert places
    for place in places:
        check_place(place)
    for offer in event.get("offers", []):
        check_offer(offer)


def check_place(place):
    assert place["@type"] in ("Place", "VirtualLocation")
    if place["@type"] == "VirtualLocation":
        assert place["url"].startswith("http")
        return
    assert place["name"]
    address = place["address"]
    if isinstance(address, dict):
        assert address["@type"] == "PostalAddress"
        assert set(address) - {"@type"}
    else:
        assert address


def check_offer(offer):
    assert isinstance(offer["price"], int)
    assert offer["priceCurrency"] == "NOK"
    assert offer["url"].startswith("http")
    for name in ("validFrom", "validThrough"):
        assert datetime.fromisoformat(offer[name]).tzinfo is not None


def test_every_demo_event_has_what_is_required_in_both_languages(demo_site, client):
    checked = 0
    for page in EventPage.objects.live():
        for language in page.public_languages:
            data = structured(client, page, language)
            assert data["@context"].rstrip("/") == "https://schema.org"
            assert data["inLanguage"] == language
            assert data["url"].endswith(page.get_url_in(language))
            assert data["description"]
            assert data["image"].startswith("http")
            assert all(organiser["name"] for organiser in data["organizer"])
            events = [node for node in nodes(data) if node["@type"] == "Event"]
            assert len(events) == 1 + (
                len(page.get_dates()) if len(page.get_dates()) > 1 else 0
            )
            for event in events:
                check_event(event)
            if page.join_url:
                assert page.join_url not in json.dumps(data)
            checked += 1
    assert checked >= 12


def test_no_node_is_without_type_and_no_property_is_empty(demo_site, client):
    for page in EventPage.objects.live():
        for node in nodes(structured(client, page, page.public_languages[0])):
            assert node["@type"]
            assert all(value not in (None, "", [], {}) for value in node.values())


def test_check_finds_what_is_missing(client, programme):
    data = structured(client, put_event(programme))
    check_event(data)
    for name in ("name", "startDate", "location", "eventStatus"):
        rest = {key: value for key, value in data.items() if key != name}
        with pytest.raises(KeyError):
            check_event(rest)


def test_place_without_an_address_is_its_own(client, programme):
    page = put_event(programme, city_nb="", place_name_nb="Demohuset")
    assert structured(client, page)["location"] == {
        "@type": "Place",
        "name": "Demohuset",
        "address": "Demohuset",
    }


def test_dates_of_a_series_have_what_the_whole_has(client, programme):
    dates = [on(date(2027, 5, day)) for day in (4, 11)]
    data = structured(client, put_event(programme, "", *dates, state="cancelled"))
    for part in data["subEvent"]:
        check_event(part)
        assert part["eventStatus"].endswith("EventCancelled")
        assert part["description"] == data["description"]
        assert part["url"] == data["url"]


def test_prices_are_valid_until_it_begins_when_there_is_no_deadline(client, programme):
    data = structured(client, put_event(programme, price=0))
    (offer,) = data["offers"]
    assert offer["price"] == 0
    assert data["isAccessibleForFree"] is True
    assert offer["validThrough"] == data["startDate"]
    assert datetime.fromisoformat(offer["validFrom"]) <= timezone.now()


@pytest.mark.parametrize(
    ("taken", "fields", "availability"),
    [
        (0, {"capacity": 1}, "InStock"),
        (1, {"capacity": 1}, "SoldOut"),
        (1, {"capacity": 1, "has_waiting_list": True}, "SoldOut"),
        (0, {"audience": "members"}, None),
        (1, {"capacity": 2}, "InStock"),
        (1, {}, "InStock"),
        (0, {"state": "cancelled"}, None),
        (0, {"takes_registrations": False}, None),
    ],
)
def test_places_are_told_while_whoever_reads_can_register(
    client, programme, taken, fields, availability
):
    page = put_event(programme, "", in_days(3), price=100, **fields)
    for number in range(taken):
        Registration.objects.create(
            event=page,
            name="Amir Demo",
            email=f"{number}@example.org",
            state="confirmed",
            language="nb",
            price_kind="ordinary",
        )
    (offer,) = structured(client, page)["offers"]
    assert offer.get("availability") == (availability and SCHEMA + availability)


def test_event_that_is_over_has_no_places(client, programme):
    page = put_event(programme, "", in_days(-3), price=100)
    (offer,) = structured(client, page)["offers"]
    assert "availability" not in offer


def test_speaker_is_told_with_title_and_organisation(client, programme):
    speaker = EventSpeaker(
        name="Amir Demo", role_nb="professor", organisation="Demo-universitetet"
    )
    data = structured(client, put_event(programme, speakers=[speaker]))
    assert data["performer"] == [
        {
            "@type": "Person",
            "name": "Amir Demo",
            "jobTitle": "professor",
            "affiliation": {"@type": "Organization", "name": "Demo-universitetet"},
        }
    ]


def test_organiser_without_short_name_or_address_has_its_name(client, programme):
    organisation = Organisation.objects.create(name_nb="Demoforeningen")
    organisers = [EventOrganiser(organisation=organisation)]
    data = structured(client, put_event(programme, organisers=organisers))
    assert data["organizer"] == [{"@type": "Organization", "name": "Demoforeningen"}]


def test_title_of_a_session_is_another_name(client, programme):
    page = put_event(programme, session_title="Leading", session_language="en")
    assert structured(client, page)["alternateName"] == "Leading"
