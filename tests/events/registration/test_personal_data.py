"""What is kept of people when the event is over, and for how long."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events import emails, personal_data, services
from events.admin import services as staff
from tests.support import factories

from .support import KARI, emails_to, only, path_of, put, register

pytestmark = pytest.mark.django_db


def test_needs_are_erased_the_day_after(programme, at):
    event = put(programme)
    register(event, dietary_needs="Nøtter", access_needs="Teleslynge")
    day = timezone.localtime(event.ends_at)
    at(day.replace(hour=23, minute=59))
    assert personal_data.erase_needs() == 0
    at((day + timedelta(days=1)).replace(hour=0, minute=1))
    assert personal_data.erase_needs() == 1
    kept = event.registrations.get()
    assert (kept.dietary_needs, kept.access_needs) == ("", "")
    assert kept.name == "Kari Demo"


NEEDS = {"dietary_needs": "Nøtter", "access_needs": "Teleslynge"}


def cancelled_by_themselves(event, one):
    services.cancel(one.pk)


def cancelled_by_staff(event, one):
    staff.cancel(one.pk, by=None, tell=False)


def not_answering_an_offer(event, one):
    event.registrations.filter(pk=one.pk).update(
        state="offered", offer_expires_at=timezone.now() - timedelta(minutes=1)
    )
    services.move_up(event.pk)


def deleting_their_account(event, one):
    user = factories.user(one.email)
    personal_data.forget(user)


@pytest.mark.parametrize(
    "leave",
    [
        *(cancelled_by_themselves, cancelled_by_staff),
        *(not_answering_an_offer, deleting_their_account),
    ],
)
def test_needs_of_those_who_do_not_come_are_erased_at_once(event, leave):
    one = register(event, **NEEDS).registration
    leave(event, one)
    one.refresh_from_db()
    assert not one.is_live
    assert (one.dietary_needs, one.access_needs) == ("", "")


def test_needs_that_were_left_by_those_who_do_not_come_are_erased(event):
    one = register(event, **NEEDS).registration
    event.registrations.update(state="cancelled")  # past the model
    register(event, "ola@example.org", **NEEDS)
    assert personal_data.erase_needs() == 1
    one.refresh_from_db()
    assert (one.dietary_needs, one.access_needs) == ("", "")
    assert event.registrations.with_needs().count() == 1


def test_people_are_forgotten_and_what_they_add_up_to_is_kept(event, member, caplog):
    caplog.set_level("INFO")
    register(event, user=member, organisation="Demo AS")
    register(event, "ola@example.org")
    old = path_of(event.registrations.first())
    services.check_in(event.registrations.first().pk)
    assert personal_data.anonymise(event.ends_at) == 0
    assert personal_data.anonymise(event.ends_at + timedelta(seconds=1)) == 2
    assert personal_data.anonymise(event.ends_at + timedelta(seconds=1)) == 0
    assert "2 registrations were made anonymous" in caplog.text
    assert "kari" not in caplog.text
    for kept in event.registrations.all():
        texts = (kept.name, kept.email, kept.email_key, kept.organisation, kept.secret)
        assert texts[:4] == ("", "", "", "")
        assert kept.user is None
        assert kept.state == "confirmed"
    assert event.registrations.filter(attended_at__isnull=False).count() == 1
    assert not emails_to(KARI)
    assert Client().get(old).status_code == 404


def test_job_forgets_after_the_time_that_the_form_promises(event, at):
    register(event)
    at(event.ends_at + timedelta(days=364))
    personal_data.expire(timezone.now())
    assert event.registrations.get().name == "Kari Demo"
    at(event.ends_at + timedelta(days=365, minutes=1))
    assert personal_data.expire(timezone.now())
    assert event.registrations.get().name == ""
    assert not personal_data.expire(timezone.now())


def test_emails_keys_begin_with_the_registrations_own(event):
    registration = register(event).registration
    assert only(":confirmed").key.startswith(f"{emails.key_of(registration)}:")
