"""An event that is full, closed, over or for members says so, and stores nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Registration
from tests.events.support import on
from tests.support import factories
from tests.support.pages import folded, soup

from .support import (
    emails_to,
    field,
    fill,
    form_url,
    in_days,
    put,
    states,
    status_box,
    summary,
)

pytestmark = pytest.mark.django_db

JOIN = "https://nettmote.example.org/hemmelig"


def shut_events(programme):
    """A name, an event, and words of what its page and its form say."""
    past = on(timezone.localdate() - timedelta(days=3))
    begun = [on(timezone.localdate() - timedelta(days=1)), in_days(5)]
    yesterday = timezone.localdate() - timedelta(days=1)
    full = put(programme, slug_en="a", slug_nb="a", capacity=1)
    fill(full, 1)
    return {
        "full": (full, "Fully booked", "Fully booked"),
        "closed": (
            put(programme, slug_en="b", slug_nb="b", deadline_day=yesterday),
            "The deadline has passed",
            "The deadline has passed",
        ),
        "begun": (
            put(programme, slug_en="c", slug_nb="c", dates=begun),
            "The event has started",
            "The event has started",
        ),
        "past": (
            put(programme, slug_en="d", slug_nb="d", dates=[past]),
            "This event is over",
            "This event is over",
        ),
        "cancelled": (
            put(programme, slug_en="e", slug_nb="e", state="cancelled"),
            "This event is cancelled",
            "This event is cancelled",
        ),
        "postponed": (
            put(programme, slug_en="f", slug_nb="f", state="postponed"),
            "This event is postponed",
            "when there is a new date",
        ),
        "members": (
            put(programme, slug_en="g", slug_nb="g", audience="members"),
            "Log in as a member",
            "Log in as a member",
        ),
        "none": (
            put(programme, slug_en="h", slug_nb="h", takes_registrations=False),
            "",
            "Registration for this event is not on this site",
        ),
    }


STATES = (
    "full",
    "closed",
    "begun",
    "past",
    "cancelled",
    "postponed",
    "members",
    "none",
)


@pytest.mark.parametrize("name", STATES)
def test_shut_event_says_so_and_stores_nothing(client, programme, send, name):
    event, on_page, on_form = shut_events(programme)[name]
    before = Registration.objects.count()
    page = soup(client.get(event.get_url_in("en")))
    assert on_page in folded(page.main)
    assert not page.select(f'a[href="{form_url(event, "en")}"]')
    shown = soup(client.get(form_url(event, "en")))
    assert on_form in folded(shown.main)
    assert not shown.select("main form[method=post]")
    response = send(event, "en")
    assert response.status_code == (403 if name == "members" else 200)
    assert "not registered" in summary(response) or name == "none"
    assert field(response, "name") == "Kari Demo"
    assert Registration.objects.count() == before
    assert not emails_to("kari@example.org")


@pytest.mark.parametrize("name", STATES)
def test_shut_event_says_so_in_norwegian(client, programme, name):
    event, _page, english = shut_events(programme)[name]
    shown = folded(soup(client.get(form_url(event, "nb"))).main)
    assert english not in shown


def test_members_event_lets_members_in_and_nobody_else(client, programme, member, send):
    event = put(programme, audience="members")
    client.force_login(factories.user("soker@example.org"))
    shown = folded(soup(client.get(form_url(event, "en"))).main)
    assert "does not belong to a member" in shown
    assert send(event).status_code == 403
    client.force_login(member)
    assert send(event).status_code == 302
    assert event.registrations.get().user == member


def test_outsider_is_led_to_log_in_and_back(client, programme):
    event = put(programme, audience="members")
    for page in (event.get_url_in("nb"), form_url(event)):
        link = soup(client.get(page)).select_one("main a.button[href*=login]")
        assert f"next={form_url(event)}" in link["href"]


def test_rights_taken_away_count_at_once(client, programme, member, send):
    event = put(programme, audience="members")
    client.force_login(member)
    assert client.get(form_url(event)).status_code == 200
    member.affiliation.delete()
    assert send(event).status_code == 403


def test_full_event_with_a_list_leads_to_the_list(client, programme, send):
    event = put(programme, capacity=1, has_waiting_list=True)
    fill(event, 1)
    assert "All places are taken" in folded(status_box(client, event))
    assert "Join the waiting list" in folded(
        status_box(client, event).select_one("a.button")
    )
    response = send(event, "en")
    assert "waiting-list" in response["Location"]
    assert states(event) == {"confirmed": 1, "waiting": 1}


@pytest.mark.parametrize(
    ("capacity", "taken", "said"),
    [(8, 2, None), (7, 2, "Few places left"), (3, 2, "Few places left")],
)
def test_few_places_left_are_told_and_not_counted(
    client, programme, capacity, taken, said
):
    event = put(programme, capacity=capacity)
    fill(event, taken)
    left = status_box(client, event).select_one(".registration-status__left")
    assert (folded(left) if left else None) == said


def test_deadline_counts_to_the_end_of_its_day(programme, at, client):
    day = timezone.localdate() + timedelta(days=5)
    event = put(programme, deadline_day=day)
    last = event.registration_closes
    at(last + timedelta(seconds=59))
    assert soup(client.get(form_url(event))).select("main form[method=post]")
    at(last + timedelta(seconds=60))
    assert not soup(client.get(form_url(event))).select("main form[method=post]")


def test_link_to_take_part_is_not_for_the_unregistered(client, programme, send):
    event = put(programme, attendance="online", join_url=JOIN)
    for page in (
        event.get_url_in("nb"),
        form_url(event),
        f"{form_url(event)}?sent=open",
    ):
        assert JOIN not in client.get(page).content.decode()
    send(event)
    assert JOIN not in client.get(f"{form_url(event)}?sent=open").content.decode()
