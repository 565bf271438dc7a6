"""What people are told by mail, and the page behind the link."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from ethicaltrade.core.models import Person
from ethicaltrade.dates import written_day
from ethicaltrade.mail.delivery import deliver_due
from events import changes, emails, personal_data, scheduled, services
from events.changes import notify_of_changes
from events.models import EventPage, Registration
from events.models.registration import TOKENS
from tests.support import factories
from tests.support.pages import folded, soup

from .support import (
    answers,
    emails_to,
    fill,
    in_days,
    kinds,
    path_of,
    put,
    register,
    state_of,
    states,
)

pytestmark = pytest.mark.django_db

JOIN = "https://nettmote.example.org/hemmelig"
KARI = "kari@example.org"


@pytest.fixture
def small(programme):
    return put(programme, capacity=1, has_waiting_list=True, price=900)


def only(about, email=KARI):
    (sent,) = emails_to(email, about)
    return sent


def path_in(email):
    """The path of the link in the e-mail."""
    addresses = (word for word in email.text.split() if word.startswith("http"))
    return urlsplit(
        next(
            word
            for word in addresses
            if "registration/" in word or "pamelding/" in word
        )
    ).path


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
    tell = changes._notify

    def tell_after_another_change(*args):
        EventPage.objects.filter(pk=event.pk).update(city_nb="Tromsø")
        return tell(*args)

    monkeypatch.setattr(changes, "_notify", tell_after_another_change)
    assert notify_of_changes(event.pk) == 1
    assert "Tromsø" in only("changed").text
    assert notify_of_changes(event.pk) == 0
    assert kinds() == ["changed"]


def test_event_that_is_taken_down_in_between_is_not_told_of(event, monkeypatch):
    register(event)
    EventPage.objects.filter(pk=event.pk).update(city_nb="Bergen")
    tell = changes._notify

    def tell_too_late(*args):
        EventPage.objects.filter(pk=event.pk).update(live=False)
        return tell(*args)

    monkeypatch.setattr(changes, "_notify", tell_too_late)
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


# The page behind the link


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
    assert response.status_code == 302
    assert "saved" not in response.url
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


# What is kept


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
