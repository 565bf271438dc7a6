"""The form, and what the event's page says of it: every state, and every mistake."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from ethicaltrade.core.forms import MAX_AGE
from events import views
from events.models import EventPage, Registration
from tests.events.support import on
from tests.support import factories
from tests.support.pages import folded, gate, soup

from .support import emails_to, fill, form_url, in_days, put, register, stamp, states

pytestmark = pytest.mark.django_db

JOIN = "https://nettmote.example.org/hemmelig"


def field(response, name):
    found = soup(response).find(attrs={"name": name})
    return found.get("value", "") if found.name == "input" else found.text.strip()


def summary(response):
    box = soup(response).select_one("[role=alert]")
    return folded(box) if box else ""


def box(client, event, language="en"):
    page = soup(client.get(event.get_url_in(language)))
    return page.select_one(".registration-status")


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
        link = box(client, event, language).select_one("a.button")
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
    for response in (client.get(form_url(event)), send(event)):
        assert response.status_code == 302
        assert "/konto/login/" in response["Location"]
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


# Who is not let in


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
    assert "All places are taken" in folded(box(client, event))
    assert "Join the waiting list" in folded(box(client, event).select_one("a.button"))
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
    left = box(client, event).select_one(".registration-status__left")
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
        ("name", "Kari\x00Demo"),
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
        assert field(response, other) == text.replace("\x00", "")
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


def test_stamp_that_is_too_young_or_too_old_is_asked_again(event, send):
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
