"""The form: where it is, who registers, every mistake, and what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ethicaltrade.core.forms import MAX_AGE
from events import views
from events.models import EventPage, Registration
from tests.support import factories
from tests.support.pages import folded, gate, soup

from .support import (
    emails_to,
    field,
    fill,
    form_url,
    put,
    register,
    stamp,
    states,
    status_box,
    summary,
)

pytestmark = pytest.mark.django_db


# Where it is


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "pamelding"), ("en", "registration")]
)
def test_address_is_in_the_readers_language(client, event, language, word):
    address = form_url(event, language)
    assert address == f"{event.get_url_in(language)}{word}/"
    page = soup(client.get(address))
    assert page.html["lang"] == language
    assert page.select_one("main form[method=post]")["action"] == address


def test_event_leads_to_the_form(client, event):
    for language in ("nb", "en"):
        link = status_box(client, event, language).select_one("a.button")
        assert link["href"] == form_url(event, language)
        assert client.get(link["href"]).status_code == 200


def test_form_is_one_readers_own_and_not_for_search_engines(client, event):
    response = client.get(form_url(event))
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert soup(response).find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert len(soup(response).select("h1")) == 1


@pytest.mark.parametrize("rest", ["x/", "registration/x/", "pamelding/pamelding/"])
def test_nothing_else_is_below_an_event(client, event, rest):
    assert client.get(f"{event.get_url_in('nb')}{rest}").status_code == 404


def test_form_of_an_event_that_moved_is_found(client, event):
    old = form_url(event)
    event.slug_nb = "nytt-navn"
    event.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, form_url(event))


def test_language_the_event_is_not_in_has_no_form(client, programme):
    event = put(programme, **factories.published_in("nb"))
    assert client.get(form_url(event, "en")).status_code == 404
    assert client.post(form_url(event, "en"), {}).status_code == 404


def test_draft_has_no_form(client, event, send):
    EventPage.objects.filter(pk=event.pk).update(live=False)
    assert send(event).status_code == 404
    assert not Registration.objects.exists()


def test_gate_around_the_event_is_around_its_form(client, event, send):
    gate(event, "Members")
    response = client.get(form_url(event))
    assert response.status_code == 302
    assert "/konto/login/" in response["Location"]
    response = send(event)
    assert response.status_code == 403
    assert event.title not in response.content.decode()
    assert not Registration.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_other_methods(client, event, method):
    assert getattr(client, method)(form_url(event)).status_code == 405


def test_event_itself_takes_no_form(client, event):
    assert client.post(event.get_url_in("nb")).status_code == 405


def test_form_of_another_site_is_refused(event):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(form_url(event), {"name": "x"}).status_code == 403


# Registering


@pytest.mark.parametrize("language", ["nb", "en"])
def test_somebody_registers(client, event, send, language):
    response = send(event, language)
    assert response.status_code == 302
    registration = event.registrations.get()
    assert (registration.name, registration.email) == ("Kari Demo", "kari@example.org")
    assert (registration.state, registration.language) == ("confirmed", language)
    assert registration.organisation == "Demobedrift AS"
    address, _mark, fragment = response["Location"].partition("#")
    for _time in range(2):
        thanks = soup(client.get(address))
        assert thanks.select_one(f"#{fragment}.alert--done")["tabindex"] == "-1"
        assert not thanks.select("main form[method=post]")
    assert event.registrations.count() == 1


def test_same_address_is_answered_as_a_new_one(client, programme, send):
    event = put(programme, capacity=3, has_waiting_list=True)
    fill(event, 1)
    new = send(event, email="ny@example.org")
    known = send(event, email="ny@example.org")
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    pages = [
        client.get(answer["Location"].partition("#")[0]) for answer in (new, known)
    ]
    assert folded(soup(pages[0]).main) == folded(soup(pages[1]).main)
    assert emails_to("ny@example.org", "already")


def test_same_address_at_a_full_event_is_answered_as_a_new_one(programme, send):
    event = put(programme, capacity=1, has_waiting_list=True)
    fill(event, 1)
    known = send(event, email="nr0@example.org")
    new = send(event, email="ny@example.org")
    assert known["Location"] == new["Location"]
    assert states(event) == {"confirmed": 1, "waiting": 1}


def test_form_sent_twice_is_one_registration(event, send):
    same = stamp()
    for _time in range(3):
        assert send(event, stamp=same).status_code == 302
    assert event.registrations.count() == 1
    assert len(emails_to("kari@example.org")) == 1


def test_who_is_logged_in_finds_the_name_filled_in(client, event, member, send):
    member.first_name, member.last_name = "Mari", "Demo"
    member.save()
    client.force_login(member)
    shown = client.get(form_url(event))
    assert field(shown, "name") == "Mari Demo"
    assert field(shown, "email") == member.email
    send(event)
    assert event.registrations.get().user == member


def test_member_sees_and_gets_the_members_price(client, programme, member, send):
    event = put(programme, price=900, member_price=300)
    assert "900" in folded(soup(client.get(form_url(event))).main)
    invitation = soup(client.get(form_url(event, "en"))).select_one(
        ".registration__price a"
    )
    assert f"next={form_url(event, 'en')}" in invitation["href"]
    client.force_login(member)
    shown = soup(client.get(form_url(event)))
    assert "300" in folded(shown.select_one(".registration__price"))
    assert not shown.select(".registration__price a")
    send(event)
    assert event.registrations.get().price == 300


def test_event_that_costs_nothing_says_so_in_a_sentence(client, programme):
    event = put(programme, price=0)
    page = soup(client.get(form_url(event)))
    assert folded(page.select_one(".registration__price")) == "Det er gratis å delta."


TAMPERED = {
    "price": "0",
    "price_kind": "member",
    "member": "1",
    "event": "1",
    "event_id": "1",
    "state": "confirmed",
    "capacity": "99",
    "source": "staff",
    "user": "1",
    "confirmed_at": "2027-01-01",
    "attended_at": "2027-01-01",
}


def test_what_is_not_asked_changes_nothing(programme, send):
    event = put(programme, price=900, member_price=0, capacity=1, has_waiting_list=True)
    other = put(programme, slug_nb="annet", slug_en="other")
    fill(event, 1)
    send(event, **(TAMPERED | {"event": other.pk, "event_id": other.pk}))
    registration = event.registrations.get(email="kari@example.org")
    assert (registration.price, registration.price_kind) == (900, "ordinary")
    assert (registration.state, registration.source) == ("waiting", "self")
    assert registration.user is None
    assert registration.attended_at is None
    assert not other.registrations.exists()


def test_needs_are_asked_only_where_the_event_asks(client, programme, send):
    silent = put(programme)
    asking = put(
        programme, slug_nb="sp", slug_en="asks", asks_dietary=True, asks_access=True
    )
    needs = {"dietary_needs": "Nøtter", "access_needs": "Teleslynge"}
    for event in (silent, asking):
        names = {c["name"] for c in soup(client.get(form_url(event))).select("[name]")}
        assert (set(needs) <= names) == (event == asking)
        send(event, **needs)
    kept = silent.registrations.get()
    assert (kept.dietary_needs, kept.access_needs) == ("", "")
    kept = asking.registrations.get()
    assert (kept.dietary_needs, kept.access_needs) == ("Nøtter", "Teleslynge")


def test_form_says_what_is_stored_and_for_how_long(client, event):
    box = soup(client.get(form_url(event, "en"))).find(id="id_consent")
    hint = soup(client.get(form_url(event, "en"))).find(id=box["aria-describedby"])
    assert "365 days after the event" in folded(hint)
    assert box.has_attr("required")


# Mistakes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("email", ""),
        ("email", "kari at example"),
        ("email", f"{'k' * 300}@example.org"),
        ("organisation", "x" * 161),
    ],
)
def test_mistake_is_told_and_nothing_typed_is_lost(event, send, name, value):
    response = send(event, "en", **{name: value})
    assert response.status_code == 200
    page = soup(response)
    assert page.find(id=f"id_{name}_error")
    assert folded(page.title).startswith("Error:")
    first = page.main.find(["h1", "h2", "nav"])
    assert first.find_parent(class_="error-summary")
    typed = {"name": "Kari Demo", "email": "kari@example.org"} | {name: value}
    for other, text in typed.items():
        assert field(response, other) == text
    assert soup(response).find(id="id_consent").has_attr("checked")
    assert not Registration.objects.exists()


def test_consent_is_asked_for(event, send):
    response = send(event, "en", without=["consent"])
    assert "without your consent" in summary(response)
    assert field(response, "name") == "Kari Demo"
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"website": "https://spam.example/"}, "should be empty"),
        ({"stamp": "made-up"}, "open for too long"),
        ({"stamp": ""}, "open for too long"),
    ],
)
def test_robot_is_asked_again(event, send, sent, words):
    response = send(event, "en", **sent)
    assert words in summary(response)
    assert not Registration.objects.exists()


def test_stamp_that_is_too_young_or_too_old_is_asked_again(event, send, monkeypatch):
    monkeypatch.setattr("ethicaltrade.core.forms.MIN_AGE", 30)  # on a busy machine too
    assert "sooner" in summary(send(event, "en", stamp=stamp(age=0)))
    assert "too long" in summary(send(event, "en", stamp=stamp(age=MAX_AGE + 60)))
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name": ["a", "b"], "email": ["x", "y"]},
        {"name": "\x00", "email": "\x00", "stamp": "\x00"},
        {"name": "x" * 100_000, "email": "x" * 100_000},
    ],
)
def test_junk_is_answered_with_the_form(client, event, data):
    response = client.post(form_url(event), data)
    assert response.status_code == 200
    assert summary(response)


@pytest.mark.parametrize("query", ["sent=x", "sent=", "sent=%00", "x=1"])
def test_junk_in_the_query_is_ignored(client, event, query):
    assert soup(client.get(f"{form_url(event)}?{query}")).select(
        "main form[method=post]"
    )


def test_one_address_registers_so_many_and_no_more(event, send, monkeypatch):
    monkeypatch.setattr(views, "LIMIT", views.Limit("test", most=2, window=60))
    for number in range(2):
        assert send(event, email=f"{number}@example.org").status_code == 302
    response = send(event, "en", email="3@example.org")
    assert "many registrations" in summary(response)
    assert field(response, "email") == "3@example.org"
    other = send(event, remote="198.51.100.1", email="3@example.org")
    assert other.status_code == 302


# Cost


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_registrations_cost_an_event_one_query_however_many(client, programme):
    open_one = put(programme)
    limited = put(
        programme, slug_nb="b", slug_en="b", capacity=20, has_waiting_list=True
    )
    with translation.override("nb"):
        free = queries(client, open_one.get_url())
        fill(limited, 2)
        few = queries(client, limited.get_url())
        fill(limited, 25, start=2)
        many = queries(client, limited.get_url())
    assert few == many == free + 1


def test_registering_costs_the_same_for_a_known_address(programme):
    event = put(programme, capacity=50)
    register(event, "a@example.org")
    counts = []
    for email in ("b@example.org", "a@example.org"):
        with CaptureQueriesContext(connection) as captured:
            register(event, email)
        counts.append(len(captured))
    assert abs(counts[0] - counts[1]) <= 2
