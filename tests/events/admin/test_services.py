"""What the staff do to registrations: places are kept, people told, all is logged."""

import pytest

from events import services
from events.choices import State
from events.models import EventPage
from tests.events.registration.support import (
    emails_to,
    fill,
    put,
    register,
    state_of,
    states,
    subjects,
)
from tests.support.pages import folded, soup

from .support import last_log, logged, url


def add(desk, event, **data):
    filled_in = {"name": "Nils Demo", "email": "nils@example.org", "language": "nb"}
    return desk.post(url("add", event), {**filled_in, **data})


def do(desk, event, registration, what, **data):
    address = url("registration", event, registration.pk)
    return desk.post(address, {"do": what, **data}, follow=True)


# Registering somebody


def test_staff_register_somebody(desk, event, editor):
    answer = add(desk, event, organisation="Demo AS", language="en")
    assert answer.status_code == 302
    one = event.registrations.get()
    assert (one.name, one.organisation, one.language) == ("Nils Demo", "Demo AS", "en")
    assert (one.state, one.source) == ("confirmed", "staff")
    assert emails_to("nils@example.org", ":confirmed")[0].language == "en"
    assert last_log(event) == ("add", {"registration": one.pk, "exceeds": False})


def test_full_event_takes_one_more_only_when_that_is_ticked(desk, event):
    fill(event, 3)
    answer = add(desk, event)
    assert answer.status_code == 200
    assert states(event) == {"confirmed": 3}
    assert soup(answer).select_one('input[name="name"]')["value"] == "Nils Demo"
    assert soup(answer).select(".error-message")
    assert logged(event) == []
    add(desk, event, may_exceed="on")
    assert states(event) == {"confirmed": 4}
    assert last_log(event)[1]["exceeds"] is True


def test_tick_that_was_not_needed_is_not_logged_as_too_many(desk, event):
    add(desk, event, may_exceed="on")
    assert last_log(event)[1]["exceeds"] is False


def test_staff_put_somebody_on_the_waiting_list(desk, event):
    fill(event, 3)
    add(desk, event, is_waiting="on")
    assert states(event) == {"confirmed": 3, "waiting": 1}
    assert emails_to("nils@example.org", ":waiting")


@pytest.mark.parametrize(
    "data",
    [
        {"email": "NR0@example.org"},  # registered already
        {"email": "not-an-address"},
        {"name": ""},
        {"language": "xx"},
        {"may_exceed": "on", "is_waiting": "on"},
    ],
)
def test_bad_input_is_told_and_registers_nobody(desk, event, data):
    fill(event, 1)
    answer = add(desk, event, **data)
    assert answer.status_code == 200
    assert soup(answer).select(".error-message, .messages .error")
    assert event.registrations.count() == 1


def test_nobody_is_registered_for_what_is_cancelled(desk, event):
    EventPage.objects.filter(pk=event.pk).update(state=State.CANCELLED)
    assert add(desk, event).status_code == 200
    assert not event.registrations.exists()


def test_price_is_the_events_own(desk, programme):
    event = put(programme, price=500, member_price=100)
    add(desk, event, price="1")
    add(desk, event, email="to@example.org", as_member="on")
    prices = event.registrations.order_by("pk").values_list("price", "price_kind")
    assert list(prices) == [(500, "ordinary"), (100, "member")]


# The waiting list


def test_place_is_given_past_the_line_only_when_there_is_one(desk, event):
    fill(event, 3)
    waits = register(event, "per@example.org").registration
    assert waits.is_waiting
    answer = do(desk, event, waits, "give-place")
    assert state_of(waits) == "waiting"
    assert "Ingen plass" in folded(soup(answer)) or "No place" in folded(soup(answer))
    do(desk, event, waits, "give-place", may_exceed="on")
    assert state_of(waits) == "confirmed"
    assert last_log(event) == ("confirm", {"registration": waits.pk, "exceeds": True})
    assert emails_to("per@example.org", ":confirmed")


def test_offered_place_is_given_without_an_answer(desk, event):
    taken = fill(event, 3)
    waits = register(event, "per@example.org").registration
    services.cancel(taken[0].pk)
    assert state_of(waits) == "offered"
    do(desk, event, waits, "give-place")
    assert state_of(waits) == "confirmed"
    assert last_log(event)[1]["exceeds"] is False


# Cancelling, changing, sending again


@pytest.mark.parametrize("tells", [True, False])
def test_cancelled_for_somebody_who_is_told_or_not(desk, event, tells):
    taken = fill(event, 3)
    waits = register(event, "per@example.org").registration
    do(desk, event, taken[0], "cancel", **({"tell": "on"} if tells else {}))
    assert state_of(taken[0]) == "cancelled"
    assert state_of(waits) == "offered"  # the next in line
    assert bool(emails_to("nr0@example.org", ":cancelled-by-staff")) is tells
    about = [email.key for email in emails_to("nr0@example.org", ":cancelled")]
    assert len(about) == int(tells)  # not the one that thanks for telling
    data = {"registration": taken[0].pk, "silently": not tells}
    assert last_log(event) == ("cancel", data)


def test_second_click_cancels_nothing_more(desk, event):
    one = register(event).registration
    for _ in range(2):
        do(desk, event, one, "cancel", tell="on")
    assert len(emails_to("kari@example.org", ":cancelled")) == 1
    assert [action for action, _data in logged(event)] == ["cancel"]


def test_own_cancellation_keeps_its_email(desk, event):
    one = register(event).registration
    services.cancel(one.pk)
    do(desk, event, one, "cancel")
    assert len(emails_to("kari@example.org", ":cancelled")) == 1


def test_confirmation_is_sent_again_once_a_minute(desk, event, at, settings):
    one = register(event).registration
    at(one.created_at)
    for _ in range(2):
        do(desk, event, one, "send-again")
    first, again = emails_to("kari@example.org")
    assert first.subject == again.subject
    assert again.attachments.count() == 1
    assert last_log(event)[0] == "resend"


def test_email_of_one_who_waits_says_so(desk, event):
    fill(event, 3)
    waits = register(event, "per@example.org").registration
    do(desk, event, waits, "send-again")
    first, again = subjects("per@example.org")
    assert first == again


def test_cancelled_one_gets_no_confirmation(desk, event):
    one = register(event).registration
    services.cancel(one.pk)
    before = len(emails_to("kari@example.org"))
    do(desk, event, one, "send-again")
    assert len(emails_to("kari@example.org")) == before


def test_name_and_organisation_are_changed(desk, event):
    one = register(event).registration
    do(desk, event, one, "change", name="Kari N. Demo", organisation="Ny AS")
    one.refresh_from_db()
    assert (one.name, one.organisation) == ("Kari N. Demo", "Ny AS")
    answer = do(desk, event, one, "change", name="", organisation="Tapt?")
    assert soup(answer).select_one('input[name="organisation"]')["value"] == "Tapt?"
    one.refresh_from_db()
    assert one.name == "Kari N. Demo"


def test_what_the_person_wrote_meanwhile_is_not_overwritten(desk, event):
    one = register(event).registration
    page = soup(desk.get(url("registration", event, one.pk)))
    seen = page.find("input", {"name": "seen"})["value"]
    services.change(one.pk, {"organisation": "Deres AS"})
    sent = {"name": "Kari Demo-Ås", "organisation": one.organisation}
    answer = do(desk, event, one, "change", seen=seen, **sent)
    page = soup(answer).find("main")
    assert "Ikke lagret ennå" in folded(page)
    fields = {field["name"]: field.get("value") for field in page.select("[name]")}
    assert fields["name"] == "Kari Demo-Ås"
    assert fields["organisation"] == "Deres AS"
    do(desk, event, one, "change", **{name: fields[name] for name in (*sent, "seen")})
    one.refresh_from_db()
    assert (one.name, one.organisation) == ("Kari Demo-Ås", "Deres AS")


def test_button_nobody_made_does_nothing(desk, event):
    one = register(event).registration
    assert do(desk, event, one, "explode").status_code == 404


def test_history_of_the_event_tells_what_was_done_and_of_nobody(desk, event):
    fill(event, 3)
    add(desk, event, may_exceed="on")
    address = f"/admin/pages/{event.pk}/history/"
    desk.get(address)  # shows what was just said to the editor, once
    history = desk.get(address)
    one = event.registrations.get(email="nils@example.org")
    assert str(one.pk) in folded(soup(history))
    assert "Nils" not in history.content.decode()
    assert "nils@" not in history.content.decode()
