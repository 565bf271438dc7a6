"""An event as search engines read it (https://schema.org/Event)."""

import json
from datetime import date, datetime

import pytest

from events.models import EventOrganiser, EventSpeaker, Organisation
from tests.support.pages import soup

from .support import on, oslo, put_event

pytestmark = pytest.mark.django_db

BREAKING = "</script><script>alert('&')</script><!-- &"
SCHEMA = "https://schema.org/"


def structured(client, page, language="nb"):
    found = soup(client.get(page.get_url_in(language)))
    (element,) = found.find_all("script", type="application/ld+json")
    return json.loads(element.string)


def test_event_has_what_search_engines_require(client, programme):
    page = put_event(
        programme, place_name_nb="Demohuset", place_address="Demogata 1", price=1200
    )
    data = structured(client, page, "en")
    assert data["@type"] == "Event"
    assert data["name"] == "Living wages in an hour"
    assert data["inLanguage"] == "en"
    assert data["url"].endswith("/en/events/living-wages-in-an-hour/")
    assert data["startDate"] == "2027-05-12T09:00:00+02:00"
    assert data["endDate"] == "2027-05-12T11:30:00+02:00"
    assert data["location"] == {
        "@type": "Place",
        "name": "Demohuset",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Demogata 1",
            "addressLocality": "Oslo",
        },
    }
    (offer,) = data["offers"]
    assert (offer["price"], offer["priceCurrency"]) == (1200, "NOK")


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("scheduled", "EventScheduled"),
        ("cancelled", "EventCancelled"),
        ("postponed", "EventPostponed"),
    ],
)
def test_state_is_told(client, programme, state, status):
    data = structured(client, put_event(programme, state=state))
    assert data["eventStatus"] == SCHEMA + status


@pytest.mark.parametrize(
    ("attendance", "mode", "kinds"),
    [
        ("place", "Offline", ["Place"]),
        ("online", "Online", ["VirtualLocation"]),
        ("both", "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_way_to_take_part_is_told_and_its_link_is_not(
    client, programme, attendance, mode, kinds
):
    join = "https://nettmote.example.org/x" if attendance != "place" else ""
    page = put_event(programme, attendance=attendance, join_url=join)
    data = structured(client, page)
    assert data["eventAttendanceMode"] == f"{SCHEMA}{mode}EventAttendanceMode"
    places = data["location"]
    places = places if isinstance(places, list) else [places]
    assert [place["@type"] for place in places] == kinds
    assert "nettmote" not in json.dumps(data)


@pytest.mark.parametrize(
    ("day", "zone", "start"),
    [
        (date(2027, 3, 27), "Europe/Oslo", "2027-03-27T09:00:00+01:00"),
        (date(2027, 3, 28), "Europe/Oslo", "2027-03-28T09:00:00+02:00"),
        (date(2027, 10, 30), "Europe/Oslo", "2027-10-30T09:00:00+02:00"),
        (date(2027, 10, 31), "Europe/Oslo", "2027-10-31T09:00:00+01:00"),
        (date(2027, 3, 28), "America/New_York", "2027-03-28T09:00:00-04:00"),
    ],
)
def test_time_has_the_offset_of_its_day_and_zone(client, programme, day, zone, start):
    data = structured(client, put_event(programme, "", on(day), time_zone=zone))
    assert data["startDate"] == start


def test_dates_of_a_series_are_events_of_their_own(client, programme):
    dates = [on(date(2027, 5, day)) for day in (11, 4)]
    data = structured(client, put_event(programme, "", *dates))
    assert datetime.fromisoformat(data["startDate"]) == oslo(2027, 5, 4, 9)
    assert datetime.fromisoformat(data["endDate"]) == oslo(2027, 5, 11, 11, 30)
    parts = data["subEvent"]
    assert [part["startDate"][:10] for part in parts] == ["2027-05-04", "2027-05-11"]
    for part in parts:
        assert {"name", "location", "startDate", "eventStatus"} <= set(part)


def test_people_and_prices_are_told(client, programme):
    organisation = Organisation.objects.create(name_en="Institute", short_name="I")
    page = put_event(
        programme,
        organisers=[EventOrganiser(organisation=organisation)],
        speakers=[EventSpeaker(name="Amir Demo")],
        price=900,
        member_price=0,
        deadline_day=date(2027, 5, 1),
    )
    data = structured(client, page)
    (organiser,) = data["organizer"]
    assert (organiser["name"], organiser["alternateName"]) == ("Institute", "I")
    assert data["performer"] == [{"@type": "Person", "name": "Amir Demo"}]
    assert [offer["price"] for offer in data["offers"]] == [900, 0]
    closes = datetime.fromisoformat(data["offers"][0]["validThrough"])
    assert closes == oslo(2027, 5, 1, 23, 59)


def test_words_cannot_break_out_of_the_structured_data(client, programme):
    page = put_event(programme, title_nb=BREAKING, city_nb=BREAKING)
    response = client.get(page.get_url_in("nb"))
    assert "<script>alert" not in response.content.decode()
    data = structured(client, page)
    assert data["name"] == BREAKING
    assert data["location"]["name"] == BREAKING
