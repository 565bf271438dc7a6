"""Messages to everyone: seen first, each in their own language, once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from ethicaltrade.mail.delivery import deliver_due
from ethicaltrade.mail.models import Email
from events import scheduled, services
from events.admin import messages
from events.models import Message
from tests.events.registration.support import register
from tests.support.pages import folded, soup

from .support import last_log, logged, url

BOTH = {
    "subject_nb": "Nytt rom",
    "text_nb": "Vi møtes i <rom> 2.\n\nVelkommen!",
    "subject_en": "Another room",
    "text_en": "We meet in <room> 2.",
}
NORWEGIAN = {"subject_nb": "Nytt rom", "text_nb": "Rom 2."}


@pytest.fixture
def people(event):
    """One who reads Norwegian, one who reads English, one who waits, one who left."""
    register(event, "kari@example.org")
    register(event, "john@example.org", language="en")
    gone = register(event, "gone@example.org").registration
    register(event, "siri@example.org")
    register(event, "per@example.org")
    assert gone.is_confirmed
    services.cancel(gone.pk)
    return event


@pytest.fixture
def write(desk, event, django_capture_on_commit_callbacks):
    def post(step="send", states=("confirmed",), stamp="s1", **words):
        with django_capture_on_commit_callbacks(execute=True):
            return desk.post(
                url("message", event),
                {"step": step, "states": states, "stamp": stamp, **words},
            )

    return post


def sent() -> dict[str, Email]:
    return {
        email.recipient: email
        for email in Email.objects.filter(key__contains=":message:")
    }


def test_each_gets_it_in_their_own_language(people, write):
    assert write(**BOTH).status_code == 302
    emails = sent()
    assert set(emails) == {"kari@example.org", "john@example.org"}
    kari, john = emails["kari@example.org"], emails["john@example.org"]
    assert (kari.language, kari.subject) == ("nb", "Nytt rom")
    assert (john.language, john.subject) == ("en", "Another room")
    assert "We meet in <room> 2." in john.text
    assert "&lt;rom&gt;" in kari.html
    assert "<rom>" not in kari.html
    assert "Velkommen!" in kari.text


def test_they_are_mailed_once(people, write):
    write(**BOTH)
    mail.outbox.clear()
    Email.objects.filter(key__contains=":message:").update(state=Email.State.WAITING)
    deliver_due()
    assert write(**BOTH).status_code == 302
    assert Message.objects.count() == 1
    assert len(sent()) == 2
    assert [action for action, _data in logged(people)] == ["message"]


def test_record_says_who_when_and_to_how_many(people, write, desk, editor):
    write(**BOTH, states=("confirmed", "offered"))
    message = Message.objects.get()
    assert (message.sender, message.count) == (editor, 3)
    assert message.states == ["confirmed", "offered"]
    assert message.finished_at is not None
    assert last_log(people) == ("message", {"message": message.pk, "count": 3})
    page = folded(soup(desk.get(url("list", people))).select_one(".event-messages"))
    assert "Nytt rom" in page
    assert "3" in page


def test_nothing_is_sent_before_it_was_seen(people, write):
    page = soup(write("preview", **BOTH))
    assert not sent()
    assert not Message.objects.exists()
    assert folded(page.select_one("main h2")).startswith("2 ")
    assert "Velkommen!" in page.select_one("iframe")["srcdoc"]
    assert page.select_one('input[name="text_nb"]')["value"] == BOTH["text_nb"]
    assert page.select_one("iframe").has_attr("sandbox")


def test_going_back_loses_nothing(people, write):
    page = soup(write("edit", **BOTH))
    assert BOTH["text_nb"] in page.select_one('textarea[name="text_nb"]').get_text()
    assert not sent()


def test_language_left_out_falls_to_the_other_and_that_is_said(people, write):
    page = soup(write("preview", **NORWEGIAN))
    assert "leser engelsk" in folded(page.select_one(".help-block"))
    write(**NORWEGIAN)
    john = sent()["john@example.org"]
    assert (john.language, john.subject) == ("nb", "Nytt rom")


def test_warning_is_not_there_without_reason(people, write):
    assert not soup(write("preview", **BOTH)).select(".help-block")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"subject_nb": "Bare emne"},
        {"text_nb": "Bare tekst"},
        {**NORWEGIAN, "text_en": "Half"},
        {**NORWEGIAN, "states": ()},
        {**NORWEGIAN, "states": ("cancelled",)},
        {**NORWEGIAN, "subject_nb": "x" * 151},
    ],
)
@pytest.mark.parametrize("step", ["preview", "send"])
def test_bad_input_is_told_and_sends_nothing(people, write, data, step):
    page = soup(write(step, **data))
    assert page.select(".error-message, .messages .error")
    assert not page.select("iframe")
    assert not Message.objects.exists()


def test_states_without_people_are_told(event, write):
    page = soup(write(**NORWEGIAN))
    assert page.select(".error-message")
    assert not Message.objects.exists()


def test_interrupted_message_is_finished_and_doubles_nothing(people, write, at):
    write(**BOTH)
    message = Message.objects.get()
    kept = sent()["kari@example.org"]
    Email.objects.filter(recipient="john@example.org").delete()
    Message.objects.update(finished_at=None)
    scheduled.finish_messages()  # too young: somebody is at it
    assert len(sent()) == 1
    at(timezone.now() + timedelta(hours=1))
    scheduled.finish_messages()
    assert len(sent()) == 2
    assert sent()["kari@example.org"].pk == kept.pk
    message.refresh_from_db()
    assert message.finished_at is not None
    assert messages.write_message.call(message.pk) == 0


def test_line_break_in_a_subject_is_no_header(people, write):
    write(**{**NORWEGIAN, "subject_nb": "Hei\nBcc: x@example.org"})
    assert all("\n" not in email.subject for email in sent().values())


def test_who_became_anonymous_gets_nothing(people, django_capture_on_commit_callbacks):
    words = {"nb": {"subject": "Hei", "text": "Hei"}}
    with django_capture_on_commit_callbacks() as waiting:
        messages.send(people, words, ["confirmed"], "s", by=None)
    kari = people.registrations.get(email="kari@example.org")
    kari.email, kari.anonymised_at = "", timezone.now()
    kari.save()
    for callback in waiting:
        callback()
    assert set(sent()) == {"john@example.org"}
