"""What the programme and an event's page remember is right with the next change."""

from datetime import timedelta

import pytest

from ethicaltrade.core.models import Topic
from events.choices import Audience, State
from events.models import EventPage
from tests.support.caching import queries_again
from tests.support.pages import folded, gate, soup

from .support import MAY, on, oslo, put_event
from .test_index import NB, PAST, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_memory")]


@pytest.fixture
def event(programme) -> EventPage:
    return put_event(programme, "Kurs", on(), city_nb="Oslo", city_en="Oslo")


@pytest.mark.parametrize("address", [NB, PAST, f"{NB}?page=1", None])
def test_nothing_of_the_rooms_own_is_asked_for_again(client, event, address):
    """What is left: the frame's own, and which generation it is."""
    frame = queries_again(client, "/finnes-ikke/")
    assert queries_again(client, address or event.url) <= frame


def test_list_follows_what_is_renamed_closed_and_taken_down(client, event, member):
    assert titles(client.get(NB)) == ["Kurs"]
    event.title_nb = "Nytt navn"
    event.save()
    assert titles(client.get(NB)) == ["Nytt navn"]
    gate(event, "Members")
    assert titles(client.get(NB)) == []
    client.force_login(member)
    assert titles(client.get(NB)) == ["Nytt navn"]
    EventPage.objects.update(live=False)
    assert titles(client.get(NB)) == []


def test_filters_follow_their_topics_and_places(client, event):
    def choices(name):
        options = soup(client.get(NB)).select(f"select[name={name}] option")
        return [folded(option) for option in options][1:]

    assert (choices("topic"), choices("place")) == ([], ["På nett", "Oslo"])
    event.topics = [Topic.objects.create(name_nb="Lær", slug_nb="laer")]
    event.city_nb = "Bergen"
    event.save()
    assert (choices("topic"), choices("place")) == (["Lær"], ["På nett", "Bergen"])
    Topic.objects.update(name_nb="Skinn")
    assert choices("topic") == ["Skinn"]


def test_list_follows_the_clock(client, at, event):
    begins, ends = event.known_dates[0].start, event.known_dates[0].end
    at(begins - timedelta(minutes=1))
    assert not soup(client.get(NB)).select(".event-mark--now")
    at(begins)
    assert soup(client.get(NB)).select(".event-mark--now")
    assert titles(client.get(PAST)) == []
    at(ends)
    assert titles(client.get(NB)) == []
    page = client.get(PAST)
    assert titles(page) == ["Kurs"]
    assert folded(soup(page).select("select[name=year] option")[1]) == "2027"


def test_another_event_that_ends_changes_a_list_it_is_not_on(client, at, event):
    """The past begins with it, and the number of those to come is one less."""
    put_event(event.get_parent().specific, "Sen", on(MAY.replace(day=20)))
    at(oslo(2027, 5, 1))
    assert len(titles(client.get(NB))) == 2
    assert titles(client.get(PAST)) == []
    at(oslo(2027, 5, 13))
    assert titles(client.get(NB)) == ["Sen"]
    assert titles(client.get(PAST)) == ["Kurs"]


def test_event_follows_the_clock(client, at, event):
    event.deadline_day = MAY.replace(day=10)
    event.save()

    def heading():
        page = soup(client.get(event.url))
        status = page.select_one(".registration-status__heading, .event-notice--past")
        return folded(status)

    at(oslo(2027, 5, 10, 23, 59))
    assert heading() == "Påmelding"
    at(oslo(2027, 5, 11))
    assert heading() == "Påmeldingen er stengt"
    at(event.known_dates[0].start)
    assert heading() == "Arrangementet har begynt"
    at(event.known_dates[0].end)
    assert heading() == "Arrangementet er over."


def test_event_follows_its_state_and_who_reads(client, event, member):
    event.audience = Audience.MEMBERS
    event.save()
    outside = soup(client.get(event.url)).select_one(".registration-status")
    client.force_login(member)
    inside = soup(client.get(event.url)).select_one(".registration-status")
    assert folded(outside) != folded(inside)
    EventPage.objects.update(state=State.CANCELLED)
    assert "avlyst" in folded(soup(client.get(event.url)).select_one(".event-notice"))
    client.logout()
    assert "avlyst" in folded(soup(client.get(event.url)).select_one(".event-notice"))
