"""The page behind the link in the e-mail: what one sees, changes and cancels there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from events import services
from events.models import EventPage, Registration
from events.models.registration import TOKENS
from tests.support.pages import folded, soup

from .support import KARI, fill, only, path_in, path_of, put, register, state_of, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(programme):
    return put(programme, capacity=1, has_waiting_list=True, price=900)


def test_link_shows_what_is_registered_to_nobody_else(client, event):
    registration = register(event, organisation="Demo AS").registration
    response = client.get(path_in(only(":confirmed")))
    page = soup(response)
    assert page.find(attrs={"name": "name"})["value"] == registration.name
    assert page.find(attrs={"name": "organisation"})["value"] == "Demo AS"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"
    assert len(page.select("h1")) == 1


@pytest.mark.parametrize("language", ["nb", "en"])
def test_link_is_in_the_language_of_the_person(client, event, language):
    registration = register(event, language=language).registration
    page = soup(client.get(path_of(registration)))
    assert page.html["lang"] == language


def test_reading_changes_nothing(client, small):
    people = fill(small, 2)
    services.cancel(people[0].pk)
    before = list(Registration.objects.order_by("pk").values())
    path = path_of(people[1])
    for query in ("", "?do=accept", "?do=cancel", "?do=change&name=x"):
        client.get(path + query)
        client.head(path + query)
    assert list(Registration.objects.order_by("pk").values()) == before


def test_place_is_cancelled_and_the_next_takes_it(client, small):
    people = fill(small, 2)
    assert client.post(path_of(people[0]), {"do": "cancel"}).status_code == 302
    shown = client.get(path_of(people[1]))
    assert soup(shown).find("input", value="accept")
    client.post(path_of(people[1]), {"do": "accept"})
    assert [state_of(person) for person in people] == ["cancelled", "confirmed"]
    assert not soup(client.get(path_of(people[0]))).select("main form")


def test_page_tells_who_waits_where_in_line(client, small):
    people = fill(small, 3)
    with translation.override("en"):
        Registration.objects.update(language="en")
        people[2].refresh_from_db()
    assert "number 2 in line" in folded(soup(client.get(path_of(people[2]))).main)


def test_changes_are_saved_and_mistakes_told(client, programme):
    event = put(programme, asks_dietary=True)
    registration = register(event, language="en").registration
    path = path_of(registration)
    data = {"do": "change", "name": "Kari N. Demo", "dietary_needs": "Nøtter"}
    data |= {"email": "x@example.org", "state": "cancelled", "access_needs": "x"}
    assert client.post(path, data).status_code == 302
    registration.refresh_from_db()
    assert (registration.name, registration.dietary_needs) == ("Kari N. Demo", "Nøtter")
    assert (registration.email, registration.state) == (KARI, "confirmed")
    assert registration.access_needs == ""
    response = client.post(path, {"do": "change", "name": "", "dietary_needs": "Egg"})
    assert "Enter your name" in folded(soup(response).select_one("[role=alert]"))
    assert "Egg" in response.content.decode()


def test_nothing_is_said_to_be_saved_of_what_is_cancelled(client, event):
    registration = register(event).registration
    path = path_of(registration)
    data = {"do": "change", "name": "Kari N. Demo"}
    assert "saved=1" in client.post(path, data).url
    services.cancel(registration.pk)
    response = client.post(path, data | {"name": "Kari X. Demo"})
    assert response.status_code == 409
    assert "Kari X. Demo" in response.content.decode()
    registration.refresh_from_db()
    assert registration.name == "Kari N. Demo"


@pytest.mark.parametrize("data", [{}, {"do": "x"}, {"do": "\x00"}])
def test_button_nobody_made_does_nothing(client, event, data):
    registration = register(event).registration
    assert client.post(path_of(registration), data).status_code == 302
    assert state_of(registration) == "confirmed"


def test_accepting_what_is_not_offered_does_nothing(client, small):
    people = fill(small, 2)
    client.post(path_of(people[1]), {"do": "accept"})
    assert state_of(people[1]) == "waiting"


def test_link_that_is_tampered_with_leads_nowhere(client, event):
    mine = register(event).registration
    other = register(event, "ola@example.org").registration
    token = TOKENS.token_of(mine)
    theirs = TOKENS.token_of(other)
    number, _sep, rest = token.partition("-")
    bad = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        f"{other.pk}-{rest}",
        f"{number}-{theirs.partition('-')[2]}",
        f"{mine.pk}-{mine.secret}",
        f"{mine.pk}",
        "x",
        "x" * 5000,
        "1-a.b",
    ]
    for wrong in bad:
        for ask in (client.get, client.post):
            response = ask(path_of(mine).replace(token, wrong), {"do": "cancel"})
            assert response.status_code == 404, wrong
    assert states(event) == {"confirmed": 2}


def test_link_with_a_null_character_leads_nowhere(client, event):
    path = path_of(register(event).registration)
    assert client.get(f"{path[:-3]}%00/").status_code == 404


def test_link_of_another_key_is_worthless(client, event, settings):
    path = path_of(register(event).registration)
    settings.SECRET_KEY = "another"
    assert client.get(path).status_code == 404


def test_link_ends_after_the_event(client, event, at):
    registration = register(event).registration
    path = path_of(registration)
    at(event.ends_at + timedelta(hours=23))
    assert client.get(path).status_code == 200
    at(event.ends_at + timedelta(hours=25))
    for ask in (client.get, client.post):
        response = ask(path, {"do": "cancel"})
        assert response.status_code == 410
        assert "Kari Demo" not in response.content.decode()
    assert state_of(registration) == "confirmed"


def test_button_of_another_site_is_refused(event):
    path = path_of(register(event).registration)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"do": "cancel"}).status_code == 403


def test_browser_may_send_the_buttons_form_over_tls(event):
    """Under no-referrer browsers send Origin: null, and the check would refuse it."""
    path = path_of(register(event).registration)
    strict = Client(enforce_csrf_checks=True)
    page = soup(strict.get(path, secure=True))
    token = page.find(attrs={"name": "csrfmiddlewaretoken"})["value"]
    answer = strict.post(
        path,
        {"do": "cancel", "csrfmiddlewaretoken": token},
        secure=True,
        headers={"origin": "https://testserver"},
    )
    assert answer.status_code == 302


def test_link_works_when_the_event_is_no_longer_public(client, event):
    registration = register(event).registration
    EventPage.objects.filter(pk=event.pk).update(live=False)
    assert client.get(path_of(registration)).status_code == 200
    client.post(path_of(registration), {"do": "cancel"})
    assert state_of(registration) == "cancelled"
