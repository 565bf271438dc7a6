"""The programme: what is in it, in which order, and what narrows it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ethicaltrade.core.models import Topic
from tests.support import factories
from tests.support.pages import folded, gate, soup

from .support import on, oslo, put_event

pytestmark = pytest.mark.django_db

NB, EN, PAST = "/arrangementer/", "/en/events/", "/arrangementer/?when=past"
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def spring(at):
    """It is the first of March 2027."""
    at(NOW)


def titles(response):
    return [folded(link) for link in soup(response).select(".event-card a")]


def periods(response):
    """Each heading with the titles below it."""
    return {
        folded(section.h2): [folded(link) for link in section.select("h3 a")]
        for section in soup(response).select(".event-period")
    }


def choices(response, name):
    options = soup(response).select(f"select[name={name}] option")
    return [(option["value"], folded(option)) for option in options[1:]]


# What is in it


@pytest.fixture
def several(programme):
    put_event(programme, "April", on(date(2027, 4, 20)))
    put_event(programme, "Mars", on(date(2027, 3, 10)))
    put_event(programme, "Før", on(date(2027, 2, 10)))
    put_event(programme, "I fjor", on(date(2026, 2, 10)))
    put_event(programme, "Rekke", on(date(2027, 2, 1)), on(date(2027, 4, 1)))


@pytest.mark.parametrize(
    ("address", "months"), [(NB, ("Mars 2027", "April 2027")), (EN, None)]
)
def test_upcoming_events_are_by_the_month_of_their_next_date(
    client, several, address, months
):
    first, second = months or ("March 2027", "April 2027")
    end = "" if address == NB else " (en)"
    assert periods(client.get(address)) == {
        first: [f"Mars{end}"],
        second: [f"Rekke{end}", f"April{end}"],
    }


def test_past_events_are_by_year_the_latest_first(client, several):
    assert periods(client.get(PAST)) == {"2027": ["Før"], "2026": ["I fjor"]}


def test_both_lists_are_reached_by_links(client, several):
    for address, current in ((NB, NB), (PAST, PAST)):
        links = soup(client.get(address)).select(".event-tabs a")
        assert [link["href"] for link in links] == [NB, PAST]
        (marked,) = [link for link in links if link.get("aria-current")]
        assert marked["href"] == current


def test_headings_come_in_order_and_dates_are_marked(client, several):
    page = soup(client.get(NB))
    assert [heading.name for heading in page.main.select("h1, h2, h3")] == [
        *("h1", "h2", "h3", "h2", "h3", "h3"),
        "h2",  # how to subscribe
    ]
    (leaf, time) = page.select_one(".event-card").select("time")[::-1]
    assert leaf["datetime"] == "2027-03-10"
    assert time["datetime"] == "2027-03-10T09:00:00+01:00"


def test_event_is_listed_until_its_last_minute(client, programme, at):
    put_event(programme, "Kurs", on())
    for moment, upcoming in (
        (oslo(2027, 5, 12, 11, 29), ["Kurs"]),
        (oslo(2027, 5, 12, 11, 30), []),
    ):
        at(moment)
        assert titles(client.get(NB)) == upcoming
        assert titles(client.get(PAST)) == ([] if upcoming else ["Kurs"])


def test_event_that_is_on_says_so(client, programme, at):
    put_event(programme, "Kurs", on())
    at(oslo(2027, 5, 12, 10))
    assert folded(soup(client.get(EN)).select_one(".event-mark--now")) == "Now on"


def test_month_begins_at_midnight_in_oslo(client, programme):
    put_event(programme, "Før", on(date(2027, 3, 31), "23:00", "23:59"))
    put_event(programme, "Etter", on(date(2027, 4, 1), "00:00", "01:00"))
    assert periods(client.get(NB)) == {"Mars 2027": ["Før"], "April 2027": ["Etter"]}


def test_only_what_is_published_in_the_readers_language_is_listed(client, programme):
    put_event(programme, "Begge")
    put_event(programme, "Norsk", **factories.published_in("nb"))
    assert set(titles(client.get(NB))) == {"Begge", "Norsk"}
    assert titles(client.get(EN)) == ["Begge (en)"]


def test_gated_event_is_listed_for_those_it_is_for(client, programme, member):
    gate(put_event(programme, "Stengt", city_nb="Hemmelig by"), "Members")
    response = client.get(NB)
    assert titles(response) == []
    assert "Hemmelig by" not in response.content.decode()
    client.force_login(member)
    assert titles(client.get(NB)) == ["Stengt"]


# What narrows it


@pytest.fixture
def wage():
    return Topic.objects.create(name_nb="Levelønn", name_en="Living wage")


@pytest.fixture
def varied(programme, wage):
    put_event(
        programme,
        "Kurs",
        topics=[wage],
        kind="course",
        city_nb="Genève",
        city_en="Geneva",
    )
    put_event(programme, "Nett", kind="webinar", attendance="online", city_nb="")
    put_event(programme, "Begge", kind="webinar", attendance="both", audience="members")


def test_filter_keeps_what_is_asked_for(client, varied, subtests):
    for query, expected in (
        ("type=course", {"Kurs"}),
        ("type=webinar", {"Nett", "Begge"}),
        ("topic=levelonn", {"Kurs"}),
        ("audience=members", {"Begge"}),
        ("audience=open", {"Kurs", "Nett"}),
        ("place=geneve", {"Kurs"}),
        ("place=oslo", {"Begge"}),
        ("place=online", {"Nett", "Begge"}),
        ("type=webinar&place=oslo&audience=members", {"Begge"}),
        ("type=course&audience=members", set()),
    ):
        with subtests.test(query=query, expected=expected):
            response = client.get(f"{NB}?{query}")
            assert set(titles(response)) == expected
            assert response.context["filter"].is_active


def test_what_makes_no_sense_narrows_nothing(client, varied, subtests):
    for query in (
        "type=x",
        "type=%00",
        "topic=living-wage",  # the other language's
        "topic=%3Cscript%3E",
        "audience=everyone",
        "place=geneva",
        "place=%ff",
        f"place={'a' * 5000}",
        "when=tomorrow",
        "year=2026",  # of past events only
        "year=x",
        "page=x",
        "page=0",
        "place='; DROP TABLE x; --",
    ):
        with subtests.test(query=query):
            response = client.get(f"{NB}?{query}")
            assert len(titles(response)) == 3
            assert not response.context["filter"].is_active


def test_places_have_the_readers_names_and_addresses(client, varied):
    assert choices(client.get(NB), "place") == [
        ("online", "På nett"),
        ("geneve", "Genève"),
        ("oslo", "Oslo"),
    ]
    assert choices(client.get(EN), "place") == [
        ("online", "Online"),
        ("geneva", "Geneva"),
        ("oslo", "Oslo"),
    ]
    assert titles(client.get(f"{EN}?place=geneva")) == ["Kurs (en)"]


def test_city_spelled_in_one_language_only_is_one_place(client, programme):
    put_event(programme, "Ett", city_nb="Oslo", city_en="")
    put_event(programme, "To", city_nb="Oslo", city_en="Oslo")
    put_event(programme, "Tre", city_nb=None, city_en="Oslo")
    response = client.get(f"{NB}?place=oslo")
    assert len(titles(response)) == 3
    assert len(choices(response, "place")) == 2


def test_only_what_leads_somewhere_is_offered(client, varied):
    Topic.objects.create(name_nb="Ubrukt", name_en="Unused")
    assert choices(client.get(NB), "topic") == [("levelonn", "Levelønn")]


def test_year_narrows_the_past(client, several):
    response = client.get(f"{PAST}&year=2026")
    assert titles(response) == ["I fjor"]
    assert choices(response, "year") == [("2027", "2027"), ("2026", "2026")]
    assert not soup(client.get(NB)).select("select[name=year]")


def test_filters_of_the_past_stay_in_the_past(client, several):
    page = soup(client.get(f"{PAST}&type=course"))
    assert page.select_one("main input[name=when]")["value"] == "past"
    assert page.select_one(".filters__actions a")["href"] == PAST


# A long list, and an empty one


def test_twenty_are_on_a_page_and_the_rest_on_the_next(client, programme):
    for number in range(21):
        put_event(programme, f"Nr. {number}", on(date(2027, 4, number + 1)))
    assert len(titles(client.get(NB))) == 20
    page = soup(client.get(f"{NB}?type=course"))
    following = page.select_one("a[rel=next]")["href"]
    assert following == "?type=course&page=2"
    assert titles(client.get(NB + following)) == ["Nr. 20"]
    assert titles(client.get(f"{NB}?page=99")) == ["Nr. 20"]
    title = folded(soup(client.get(f"{EN}?page=2")).title)
    assert title.startswith("Page 2 – Events")


@pytest.mark.parametrize(
    ("address", "heading", "target"),
    [
        (EN, "No events planned just now", f"{EN}?when=past"),
        (f"{EN}?when=past", "No past events yet", EN),
        (f"{EN}?audience=members", "No matching events", EN),
        (f"{EN}?when=past&year=2001", "No matching events", f"{EN}?when=past"),
    ],
)
def test_empty_list_says_so_and_leads_on(client, programme, address, heading, target):
    page = soup(client.get(address))
    assert folded(page.select_one(".empty-state h2")) == heading
    assert page.select_one(".empty-state a")["href"] == target


@pytest.mark.parametrize("address", [NB, f"{NB}?type=course&place=oslo", PAST])
def test_thirty_events_take_as_many_queries_as_three(client, programme, wage, address):
    def count():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    def put(number):
        day = date(2027 if address != PAST else 2025, 4, number + 1)
        put_event(programme, f"Nr. {number}", on(day), on(day), topics=[wage])

    for number in range(3):
        put(number)
    three = count()
    for number in range(3, 30):
        put(number)
    assert count() == three
