"""Sending: what waits, what is given up, what is forgotten."""

import logging
from datetime import timedelta
from io import StringIO
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from ethicaltrade.mail import personal_data
from ethicaltrade.mail.delivery import deliver, deliver_due
from ethicaltrade.mail.emails import File
from ethicaltrade.mail.models import (
    CLAIM,
    MOST_ATTEMPTS,
    Attachment,
    Email,
    pause_after,
)

from .conftest import later, states

pytestmark = pytest.mark.django_db

BACKEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"
AWAY = ConnectionRefusedError("nobody there")


def refused(code, words, to="kari@example.org"):
    return SMTPRecipientsRefused({to: (code, words.encode())})


def failing(*faults):
    """A mail server that fails with each in turn, and then works."""
    waiting = list(faults)

    def send_messages(self, messages):
        if waiting and (fault := waiting.pop(0)):
            raise fault
        mail.outbox += messages
        return len(messages)

    return patch(BACKEND, send_messages)


# Waiting


def test_server_that_is_away_loses_no_email_and_doubles_none(write):
    for number in range(5):
        write(key=f"sak:{number}")
    with failing(*[AWAY] * 7):
        for _time in range(7):
            assert deliver_due() == 0
            later(hours=6)
        assert mail.outbox == []
        assert deliver_due() == 5
        later(days=1)
        assert deliver_due() == 0
    assert len(mail.outbox) == 5
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 5
    assert states() == {"sent": 5}


def test_emails_behind_need_not_wait_for_a_server_that_was_away(write):
    for number in range(3):
        write(key=f"sak:{number}")
    with failing(AWAY):
        deliver_due()
        assert deliver_due() == 2, "they were not tried, and are due still"


@pytest.mark.parametrize(
    "fault",
    [
        AWAY,
        TimeoutError(),
        SMTPServerDisconnected("gone"),
        SMTPAuthenticationError(535, b"5.7.8 Wrong password"),
        SMTPSenderRefused(550, b"5.7.1 Not you", "post@example.org"),
        refused(451, "4.7.1 Greylisted"),
        refused(550, "5.7.1 Relaying denied"),
        refused(550, "5.4.5 Daily quota exceeded"),
        SMTPDataError(452, b"4.3.1 Disk full"),
        RuntimeError("anything"),
    ],
    ids=repr,
)
def test_fault_that_can_pass_is_waited_for(write, fault):
    write()
    with failing(fault):
        deliver_due()
        email = Email.objects.get()
        assert email.state == Email.State.WAITING
        assert type(fault).__name__ in email.last_error
        assert deliver_due() == 0, "not before a minute has passed"
        later(minutes=1)
        assert deliver_due() == 1
    assert Email.objects.get().last_error == ""


def test_backend_that_does_not_take_the_email_is_a_fault(write):
    write()
    with patch(BACKEND, return_value=0):
        assert deliver_due() == 0
    assert states() == {"waiting": 1}


def test_pauses_grow_to_six_hours_and_last_five_days():
    pauses = [pause_after(attempts) for attempts in range(1, MOST_ATTEMPTS)]
    assert pauses[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)
    assert timedelta(days=4, hours=18) < sum(pauses, timedelta()) < timedelta(days=5)
    assert pause_after(10_000) == timedelta(hours=6)


def test_one_emails_fault_stops_no_other(write):
    for number in range(3):
        write(key=f"sak:{number}")
    with failing(refused(550, "5.1.1 No such person"), ValueError("strange")):
        assert deliver_due() == 1
    assert states() == {"given-up": 1, "waiting": 1, "sent": 1}


# Giving up


@pytest.mark.parametrize(
    "fault",
    [
        refused(550, "5.1.1 No such person"),
        refused(550, "No such person"),
        SMTPDataError(552, b"5.3.4 Too large"),
    ],
    ids=repr,
)
def test_refusal_for_good_is_given_up_at_once(write, fault, caplog):
    email = write()
    with failing(fault):
        deliver_due()
        later(days=1)
        assert deliver_due() == 0
    email.refresh_from_db()
    assert (email.state, email.attempts) == (Email.State.GIVEN_UP, 1)
    assert [r.levelname for r in caplog.records if r.levelno >= logging.ERROR]
    assert "kari" not in caplog.text, "who it was for is nothing for a log"


def test_email_is_given_up_in_the_end(write, caplog):
    write()
    with failing(*[AWAY] * MOST_ATTEMPTS):
        for number in range(MOST_ATTEMPTS):
            assert states() == {"waiting": 1}, number
            deliver_due()
            later(hours=6)
    assert states() == {"given-up": 1}
    assert "given up after 28 attempts" in caplog.text


def test_given_up_emails_can_be_tried_again(write):
    first = write()
    with failing(refused(550, "5.1.1 No such person")):
        deliver_due()
    out = StringIO()
    call_command("emails", stdout=out)
    assert "1 given up" in out.getvalue()
    assert "No such person" in out.getvalue()
    call_command("emails", "--again", stdout=out)
    assert "1 e-mails wait again" in out.getvalue()
    assert deliver_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == first.message_id


def test_email_of_no_use_any_more_is_not_sent(write):
    soon = timezone.now() + timedelta(hours=1)
    write(expires_at=soon)
    with patch("django.utils.timezone.now", return_value=soon):
        assert deliver_due() == 0
    assert states() == {"given-up": 1}
    Email.objects.update(expires_at=timezone.now())
    assert Email.objects.try_again() == 0


def test_email_of_use_is_sent(write):
    write(expires_at=timezone.now() + timedelta(hours=1))
    assert deliver_due() == 1


# Crashes


def test_crash_before_the_mark_sends_the_same_email_again(write):
    email = write()

    def send_and_die(self, messages):
        mail.outbox += messages
        raise KeyboardInterrupt

    with patch(BACKEND, send_and_die), pytest.raises(KeyboardInterrupt):
        deliver_due()
    assert deliver_due() == 0, "it is claimed still"
    later(seconds=CLAIM.total_seconds())
    assert deliver_due() == 1
    ids = {message.extra_headers["Message-ID"] for message in mail.outbox}
    assert ids == {email.message_id}
    dates = {message.extra_headers["Date"] for message in mail.outbox}
    assert len(dates) == 1


def test_late_failure_takes_no_email_back(write):
    email = write()

    def other_worker_was_quicker(self, messages):
        Email.objects.update(state=Email.State.SENT)
        raise AWAY

    with patch(BACKEND, other_worker_was_quicker):
        deliver_due()
    email.refresh_from_db()
    assert email.state == Email.State.SENT


def test_claimed_email_is_nobody_elses(write):
    email = write()
    assert Email.objects.claim(email.pk) == email
    assert Email.objects.claim(email.pk) is None
    assert not deliver(email.pk)


def test_round_ends_when_the_worker_is_asked_to_stop(write):
    for number in range(3):
        write(key=f"sak:{number}")
    assert deliver_due(should_stop=lambda: len(mail.outbox) == 2) == 2
    assert states() == {"sent": 2, "waiting": 1}


def test_round_opens_one_connection(write):
    for number in range(3):
        write(key=f"sak:{number}")
    with patch(
        "ethicaltrade.mail.delivery.get_connection", side_effect=EmailBackend
    ) as connect:
        deliver_due()
    assert connect.call_count == 1


# Forgetting


def test_words_are_erased_and_later_the_email(write, settings):
    email = write(attachments=[File("a.txt", "text/plain", b"a")])
    deliver_due()
    waiting = write(key="sak:2", attachments=[File("a.txt", "text/plain", b"a")])
    ages = {settings.MAIL_WORDS_KEPT_DAYS: True, settings.MAIL_KEPT_DAYS: False}
    personal_data.expire(timezone.now())
    email.refresh_from_db()
    assert email.text
    for days, is_kept in ages.items():
        ended = timezone.now() - timedelta(days=days, minutes=1)
        Email.objects.filter(pk=email.pk).update(ended_at=ended)
        assert personal_data.expire(timezone.now())
        assert (
            Email.objects.filter(pk=email.pk, text="", html="", subject="").exists()
            is is_kept
        )
        assert Attachment.objects.get().email == waiting
    assert personal_data.expire(timezone.now()) == ""
    assert Email.objects.get() == waiting
    assert waiting.text


def test_emptied_email_is_not_tried_again(write):
    write()
    with failing(refused(550, "5.1.1 No such person")):
        deliver_due()
    Email.objects.empty(timezone.now() + timedelta(seconds=1))
    assert Email.objects.try_again() == 0


def test_email_with_a_secret_is_erased_when_it_is_sent(write):
    email = write(keep_words=False, attachments=[File("a.txt", "text/plain", b"a")])
    with failing(refused(450, "4.2.0 Later")):
        deliver_due()
    email.refresh_from_db()
    assert email.text, "it is still to be sent"
    later(hours=1)
    deliver_due()
    assert "/arrangementer/" in mail.outbox[0].body
    email.refresh_from_db()
    assert (email.state, email.is_empty) == (Email.State.SENT, True)
    assert [email.subject, email.text, email.html] == ["", "", ""]
    assert not Attachment.objects.exists()


def test_secret_that_nobody_got_is_erased_once_it_is_of_no_use(write):
    soon = timezone.now() + timedelta(hours=1)
    email = write(keep_words=False, expires_at=soon)
    with failing(refused(550, "5.1.1 No such person")):
        deliver_due()
    assert not personal_data.expire(timezone.now()), "it may be tried again"
    Email.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert personal_data.expire(timezone.now())
    email.refresh_from_db()
    assert not email.text
