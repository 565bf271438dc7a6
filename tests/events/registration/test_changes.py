"""Those who are registered for an event that is postponed, and then cancelled."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import personal_data, scheduled, services
from events.models import EventPage, Registration

from .support import (
    emails_to,
    fill,
    kinds,
    overdue,
    path_of,
    put,
    register,
    state_of,
    states,
)

pytestmark = pytest.mark.django_db


def set_state(event, state):
    EventPage.objects.filter(pk=event.pk).update(state=state)


# Offers


@pytest.fixture
def small(programme):
    return put(programme, capacity=2, has_waiting_list=True)


@pytest.fixture
def people(small):
    """Two with places, of whom one leaves; one who is offered it; one who waits."""
    people = fill(small, 4)
    services.cancel(people[0].pk)
    return people


@pytest.mark.parametrize("state", ["postponed", "cancelled"])
def test_offer_is_taken_back_while_nobody_can_accept_it(small, people, at, state):
    queued = Registration.objects.get(pk=people[2].pk).queued_at
    set_state(small, state)
    assert services.move_up(small.pk) == 1
    kept = Registration.objects.get(pk=people[2].pk)
    assert (kept.state, kept.offer_expires_at) == ("waiting", None)
    assert kept.queued_at == queued
    at(timezone.now() + timedelta(hours=49))
    set_state(small, "scheduled")
    services.move_up(small.pk)
    assert [state_of(person) for person in people[2:]] == ["offered", "waiting"]
    assert not emails_to(people[2].email, "offer-expired")
    assert len(emails_to(people[2].email, "offered")) == 2
    assert services.accept(people[2].pk).is_confirmed


def test_accepting_while_it_is_postponed_keeps_the_turn(small, people):
    set_state(small, "postponed")
    assert services.accept(people[2].pk).is_waiting
    assert states(small) == {"cancelled": 1, "confirmed": 1, "waiting": 2}


def test_job_takes_back_offers_of_a_postponed_event_whose_day_has_passed(
    small, people, at
):
    overdue(people[2])
    set_state(small, "postponed")
    at(small.ends_at + timedelta(days=2))
    assert scheduled.move_up_waiting_lists() == "1 registrations"
    assert state_of(people[2]) == "waiting"
    assert not scheduled.move_up_waiting_lists()


# The planned day passes


@pytest.fixture
def postponed(event, publish, at):
    """Two days after the day on which it was to be held, with one who awaits it."""
    register(event, dietary_needs="Nøtter")
    publish(state="postponed")
    at(event.ends_at + timedelta(days=2))
    return event


def test_cancellation_is_told_after_the_planned_day(postponed, publish):
    publish(state="cancelled")
    assert kinds() == ["postponed", "event-cancelled"]
    publish(city_nb="Bergen")
    assert kinds() == ["postponed", "event-cancelled"]


def test_job_tells_of_it_when_that_was_interrupted(postponed):
    set_state(postponed, "cancelled")
    assert scheduled.tell_of_changes() == "1 e-mails"
    assert kinds() == ["postponed", "event-cancelled"]
    assert not scheduled.tell_of_changes()


def test_cancellation_of_what_was_held_tells_nobody(event, publish, at):
    register(event)
    at(event.ends_at + timedelta(days=2))
    publish(state="cancelled")
    assert not scheduled.tell_of_changes()
    assert kinds() == []


def test_links_to_a_postponed_event_work_on(postponed, client):
    registration = postponed.registrations.get()
    path = path_of(registration)
    assert client.get(path).status_code == 200
    client.post(path, {"do": "cancel"})
    assert state_of(registration) == "cancelled"
    set_state(postponed, "cancelled")
    assert client.get(path).status_code == 410


def test_people_who_await_another_day_are_kept(postponed):
    page = EventPage.objects.get(pk=postponed.pk)
    with pytest.raises(ProtectedError), transaction.atomic():
        page.delete()
    long_after = postponed.ends_at + timedelta(days=1)
    assert personal_data.erase_needs() == 0
    assert personal_data.anonymise(long_after) == 0
    set_state(postponed, "cancelled")
    assert personal_data.erase_needs() == 1
    assert personal_data.anonymise(long_after) == 1
    EventPage.objects.get(pk=postponed.pk).delete()
    assert not Registration.objects.exists()


# Locks


def test_registration_is_locked_with_its_event(event):
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite locks the whole database instead")
    registration = register(event).registration
    with CaptureQueriesContext(connection) as queries:
        services.change(registration.pk, {"name": "Kari N. Demo"})
    locked = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    assert len(locked) == 2
