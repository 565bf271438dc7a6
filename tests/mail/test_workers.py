"""Several workers over real connections, and a mail server that comes and goes."""

import pytest
from django.core import mail
from django.db import transaction

from ethicaltrade.mail.delivery import deliver, deliver_due
from ethicaltrade.mail.emails import File
from ethicaltrade.mail.models import Email
from tests.support.threads import at_once

from .conftest import later, states

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.every_database]


@pytest.fixture
def emails(write, settings):
    """Twenty e-mails that wait."""
    settings.MAIL_AT_ONCE = False
    return [
        write(
            key=f"sak:{number}",
            to=f"kari{number}@example.org",
            attachments=[File("a.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n")],
        )
        for number in range(20)
    ]


def test_workers_at_the_same_time_send_every_email_once(emails):
    counts = at_once(deliver_due, 4)
    assert sum(counts) == 20
    recipients = [message.to[0] for message in mail.outbox]
    assert sorted(recipients) == sorted(email.recipient for email in emails)
    assert set(Email.objects.values_list("attempts", flat=True)) == {1}


def test_one_email_is_sent_by_one_worker(write, settings):
    settings.MAIL_AT_ONCE = False
    pk = write().pk
    assert sorted(at_once(lambda: deliver(pk), 6)) == [False] * 5 + [True]
    assert len(mail.outbox) == 1


def test_one_key_written_by_several_at_the_same_time_is_one_email(write, settings):
    settings.MAIL_AT_ONCE = False

    def register():
        with transaction.atomic():
            return write(attachments=[File("a.txt", "text/plain", b"a")]).pk

    assert len(set(at_once(register, 8))) == 1
    assert Email.objects.get().attachments.count() == 1


def test_email_written_at_once_goes_when_it_is_certain(write, settings):
    settings.MAIL_AT_ONCE = True
    with transaction.atomic():
        write()
        assert mail.outbox == []
    assert len(mail.outbox) == 1
    assert states() == {"sent": 1}


def test_request_does_not_fail_with_the_mail_server(write, mail_server, settings):
    settings.MAIL_AT_ONCE = True
    write()
    assert states() == {"waiting": 1}
    with mail_server.up():
        later(minutes=1)
        assert deliver_due() == 1


def test_real_server_that_comes_and_goes_gets_every_email_once(emails, mail_server):
    later(seconds=1)
    assert deliver_due() == 0
    with mail_server.up():
        assert deliver_due(lambda: len(mail_server.emails) == 7) == 7
    assert deliver_due() == 0
    later(hours=1)
    with mail_server.up():
        at_once(deliver_due, 3)
        assert deliver_due() == 0
    assert sorted(mail_server.message_ids) == sorted(one.message_id for one in emails)
    assert states() == {"sent": 20}


def test_real_server_keeps_one_connection_for_a_round(emails, mail_server):
    with mail_server.up():
        deliver_due()
    assert mail_server.connections == 1


def test_real_server_refuses_one_of_many(emails, mail_server):
    mail_server.refusals = {
        "kari3@example.org": "550 5.1.1 No such person",
        "kari4@example.org": "451 4.7.1 Come back later",
    }
    with mail_server.up():
        assert deliver_due() == 18
        assert states() == {"sent": 18, "given-up": 1, "waiting": 1}
        mail_server.refusals = {}
        later(minutes=1)
        assert deliver_due() == 1
    assert len(set(mail_server.message_ids)) == len(mail_server.message_ids) == 19


def test_real_server_gets_what_was_written(write, mail_server):
    email = write(
        attachments=[File("møte.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nX:1\r\n")],
    )
    with mail_server.up():
        deliver_due()
    (taken,) = mail_server.emails
    assert taken["Subject"] == email.subject
    assert taken.get_body(("plain",)).get_content().replace("\r\n", "\n") == email.text
    (file,) = taken.iter_attachments()
    assert file.get_filename() == "møte.ics"
    assert file.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\nX:1\r\n"
