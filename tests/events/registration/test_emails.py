"""What people are told by mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone, translation

from ethicaltrade.core.models import Person
from ethicaltrade.dates import written_day
from ethicaltrade.mail.delivery import deliver_due
from events import changes, scheduled, services
from events.changes import notify_of_changes
from events.models import EventPage, Registration
from tests.support import factories

from .support import (
    KARI,
    answers,
    emails_to,
    fill,
    in_days,
    kinds,
    only,
    path_in,
    put,
    register,
    states,
)

pytestmark = pytest.mark.django_db

JOIN = "https://nettmote.example.org/hemmelig"


@pytest.fixture
def small(programme):
    return put(programme, capacity=1, has_waiting_list=True, price=900)


# E-mails


@pytest.mark.parametrize(
    ("language", "subject"),
    [("nb", "Levelønn på én time"), ("en", "Living wages in an hour")],
)
def test_confirmation_is_in_the_readers_language(event, language, subject):
    register(event, language=language)
    email = only(":confirmed")
    assert (email.language, email.recipient) == (language, KARI)
    assert subject in email.subject
    with translation.override(language):
        assert written_day(event.known_dates[0].day) in email.text
    assert f'<html lang="{language}">' in email.html
    assert "Kari Demo" in email.text
    assert "Kari Demo" in email.html


def test_email_goes_out_with_the_calendar_file(event):
    register(event)
    assert deliver_due() == 1
    (message,) = mail.outbox
    (file,) = message.attachments
    assert file.filename.endswith(".ics")
    assert b"BEGIN:VCALENDAR" in bytes(message.message())
    assert message.alternatives[0].mimetype == "text/html"


def test_registration_that_fails_leaves_no_email(event):
    with transaction.atomic():
        register(event)
        transaction.set_rollback(True)
    assert not emails_to(KARI)
    assert not Registration.objects.exists()


def everything_in(email):
    files = b"".join(bytes(file.content) for file in email.attachments.all())
    return email.text + email.html + files.decode().replace("\r\n ", "")


def test_link_to_take_part_goes_to_those_who_come_alone(programme):
    event = put(
        programme, capacity=1, has_waiting_list=True, attendance="online", join_url=JOIN
    )
    register(event)
    (waiting,) = fill(event, 1)
    assert everything_in(only(":confirmed")).count(JOIN) >= 2
    assert JOIN not in everything_in(only("waiting", waiting.email))
    register(event, waiting.email)
    assert JOIN not in everything_in(only("already", waiting.email))
    kari = event.registrations.get(email=KARI)
    services.cancel(kari.pk)
    assert JOIN not in everything_in(only(":cancelled"))
    assert JOIN not in everything_in(only("offered", waiting.email))
    services.accept(waiting.pk)
    assert JOIN in everything_in(only(":confirmed", waiting.email))


def test_each_turn_of_the_waiting_list_has_its_email(small):
    first, second, third = fill(small, 3)
    services.cancel(first.pk)
    Registration.objects.filter(pk=second.pk).update(
        offer_expires_at=timezone.now() - timedelta(minutes=1)
    )
    scheduled.move_up_waiting_lists()
    kinds = {
        person: [email.key.split(":")[2] for email in emails_to(person.email)]
        for person in (first, second, third)
    }
    assert kinds == {
        first: ["confirmed", "cancelled"],
        second: ["waiting", "offered", "offer-expired"],
        third: ["waiting", "offered"],
    }


@pytest.mark.parametrize("language", ["nb", "en"])
def test_nobody_who_has_cancelled_is_said_to_be_registered(event, language):
    services.cancel(register(event, language=language).registration.pk)
    for text in (only(":cancelled").text, only(":cancelled").html):
        assert "is registered" not in text
        assert "adressen er påmeldt" not in text


def test_already_registered_are_told_and_given_their_link(client, event):
    register(event)
    register(event, "KARI@example.org")
    email = only("already")
    assert client.get(path_in(email)).status_code == 200


def test_answers_go_to_the_contact_person(programme):
    person = Person.objects.create(name="Lena Demo", email="lena@example.org")
    register(put(programme, contact_person=person))
    assert only(":confirmed").reply_to == "lena@example.org"


def test_name_that_is_no_name_does_no_harm(event):
    register(event, name="<b>x</b>\nBcc: y@example.org")
    email = only(":confirmed")
    assert "<b>x" not in email.html
    assert "\n" not in email.subject


# When the event changes


def test_another_place_is_told_once(event, publish):
    register(event)
    publish(city_nb="Bergen")
    publish(title_nb="En annen tittel")
    publish()
    assert kinds() == ["changed"]
    assert "Bergen" in only("changed").text
    assert only("changed").attachments.count() == 1
    publish(city_nb="Oslo")
    assert kinds() == ["changed", "changed"]


def test_another_time_is_told(event, publish):
    register(event)
    page = EventPage.objects.get(pk=event.pk)
    publish(dates=[in_days(31)])
    assert kinds() == ["changed"]
    assert page.pk == event.pk


def test_what_is_called_off_is_told_and_so_is_its_return(event, publish):
    register(event)
    publish(state="postponed")
    publish(dates=[in_days(40)])
    assert kinds() == ["postponed"]
    publish(state="scheduled")
    publish(state="cancelled")
    assert kinds() == ["postponed", "resumed", "event-cancelled"]


def test_only_those_whom_it_concerns_are_told(event, publish):
    gone = register(event).registration
    services.cancel(gone.pk)
    publish(state="cancelled")
    assert "event-cancelled" not in kinds()


def test_drafts_and_past_events_tell_nobody_anything(event, at):
    register(event)
    page = EventPage.objects.get(pk=event.pk)
    page.city_nb = "Bergen"
    page.save_revision()
    assert notify_of_changes(event.pk) == 0
    EventPage.objects.filter(pk=event.pk).update(city_nb="Bergen")
    at(event.ends_at + timedelta(hours=1))
    assert notify_of_changes(event.pk) == 0


def test_change_that_was_interrupted_is_told_by_the_job(event):
    register(event)
    EventPage.objects.filter(pk=event.pk).update(city_nb="Bergen")
    assert scheduled.tell_of_changes()
    assert not scheduled.tell_of_changes()
    assert kinds() == ["changed"]


def test_what_is_told_is_what_holds_as_it_is_written(event, monkeypatch):
    """An editor publishes between the job's first look and the e-mail."""
    register(event)
    EventPage.objects.filter(pk=event.pk).update(city_nb="Bergen")
    tell = changes._notify_batch

    def tell_after_another_change(*args):
        EventPage.objects.filter(pk=event.pk).update(city_nb="Tromsø")
        return tell(*args)

    monkeypatch.setattr(changes, "_notify_batch", tell_after_another_change)
    assert notify_of_changes(event.pk) == 1
    assert "Tromsø" in only("changed").text
    assert notify_of_changes(event.pk) == 0
    assert kinds() == ["changed"]


def test_event_that_is_taken_down_in_between_is_not_told_of(event, monkeypatch):
    register(event)
    EventPage.objects.filter(pk=event.pk).update(city_nb="Bergen")
    tell = changes._notify_batch

    def tell_too_late(*args):
        EventPage.objects.filter(pk=event.pk).update(live=False)
        return tell(*args)

    monkeypatch.setattr(changes, "_notify_batch", tell_too_late)
    assert notify_of_changes(event.pk) == 0
    assert kinds() == []


def test_link_to_take_part_is_news_to_those_who_come_alone(programme):
    event = put(programme, capacity=1, has_waiting_list=True, attendance="both")
    register(event)
    (waiting,) = fill(event, 1)
    EventPage.objects.filter(pk=event.pk).update(join_url=JOIN)
    assert notify_of_changes(event.pk) == 1
    assert kinds() == ["changed"]
    assert kinds(waiting.email) == []
    EventPage.objects.filter(pk=event.pk).update(city_nb="Bergen")
    assert notify_of_changes(event.pk) == 2
    assert kinds(waiting.email) == ["changed"]


def test_more_places_are_offered_when_it_is_published(
    small, django_capture_on_commit_callbacks
):
    fill(small, 4)
    page = EventPage.objects.get(pk=small.pk)
    page.capacity = 3
    with django_capture_on_commit_callbacks(execute=True):
        factories.save_page(page)
    assert states(small) == {"confirmed": 1, "offered": 2, "waiting": 1}


# Reminders


def test_reminder_comes_the_day_before_and_once(event, at):
    register(event)
    start = event.starts_at
    for before, expected in [(25, 0), (24, 1), (23, 1), (1, 1)]:
        at(start - timedelta(hours=before))
        scheduled.remind()
        assert len(emails_to(KARI, "reminder")) == expected
    assert only("reminder").expires_at == start


def test_series_reminds_of_each_date(programme, at):
    event = put(programme, dates=[in_days(10), in_days(20)])
    register(event)
    for date in event.known_dates:
        at(date.start - timedelta(hours=20))
        scheduled.remind()
    assert len(emails_to(KARI, "reminder")) == 2


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_nobody_is_reminded_of_what_is_called_off(event, at, state):
    register(event)
    EventPage.objects.filter(pk=event.pk).update(state=state)
    at(event.starts_at - timedelta(hours=20))
    assert not scheduled.remind()


def test_only_those_who_come_are_reminded_and_not_of_yesterdays_email(small, at):
    fill(small, 2)
    at(small.starts_at - timedelta(hours=20))
    assert scheduled.remind() == "1 reminders"
    EventPage.objects.filter(pk=small.pk).update(capacity=9)
    late = services.add_by_staff(small.pk, answers(), may_exceed=True)
    assert late.is_confirmed
    assert not scheduled.remind()


def test_date_that_is_moved_is_reminded_of_again(event, at):
    register(event)
    at(event.starts_at - timedelta(hours=20))
    scheduled.remind()
    date = event.dates.get()
    date.day += timedelta(days=7)
    date.save()
    at(date.start - timedelta(hours=20))
    scheduled.remind()
    assert len(emails_to(KARI, "reminder")) == 2
