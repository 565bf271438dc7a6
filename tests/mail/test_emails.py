"""Writing e-mails: the words, the addresses, and one e-mail a key."""

from contextlib import suppress
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template import TemplateDoesNotExist
from django.utils import translation
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ethicaltrade.mail.addresses import check_address
from ethicaltrade.mail.delivery import deliver_due, message_of
from ethicaltrade.mail.emails import (
    File,
    absolute_url,
    forget_emails,
    one_line,
    render,
)
from ethicaltrade.mail.models import Attachment, Email

CALENDAR = File(
    "møte.ics",
    "text/calendar; method=PUBLISH",
    "BEGIN:VCALENDAR\r\nSUMMARY:Ærlig øl\r\nEND:VCALENDAR\r\n".encode(),
)
SHEET = File("deltakere.xlsx", "application/octet-stream", bytes(range(256)))

pytestmark = pytest.mark.django_db


def received(message):
    """The message as a receiver's program reads it."""
    return message_from_bytes(
        message.message().as_bytes(linesep="\r\n"), policy=default
    )


# The words


@pytest.mark.parametrize(("language", "word"), [("nb", "norsk"), ("en", "Norwegian")])
def test_email_is_in_its_readers_language(write, language, word):
    with translation.override("en" if language == "nb" else "nb"):
        email = write(language=language)
    assert email.subject.startswith(f"{word}: ")
    assert word in email.text
    assert f'<html lang="{language}">' in email.html


def test_text_is_written_as_it_is_and_html_is_escaped(write):
    email = write()
    assert email.subject.endswith("Kåre & <Co>")
    assert email.text.startswith("Kåre & <Co>\n\nhttp://localhost/arrangementer/\n")
    assert "<p>Kåre &amp; &lt;Co&gt;</p>" in email.html
    assert "<Co>" not in email.html


def test_text_ends_with_a_signature_that_programs_know(write):
    assert "\n\n-- \nnorsk\nEtisk handel Norge\nhttp://localhost/\n" in write().text


@pytest.mark.parametrize(("language", "home"), [("nb", "/"), ("en", "/en/")])
def test_addresses_in_a_email_are_whole(write, language, home):
    email = write(language=language)
    assert 'href="http://localhost/arrangementer/"' in email.html
    assert f'href="http://localhost{home}"' in email.html
    assert 'href="/' not in email.html


def test_whole_address_stays_as_it_is():
    assert absolute_url("https://example.org/a?b=c") == "https://example.org/a?b=c"
    assert absolute_url("/søk/?q=å") == "http://localhost/søk/?q=å"


def test_email_fetches_nothing_when_it_is_read(write):
    html = write().html
    assert "<img" not in html
    assert "url(" not in html
    assert "<link" not in html
    assert "src=" not in html


def test_language_the_site_does_not_have_is_refused(write):
    with pytest.raises(ValueError, match="sv"):
        write(language="sv")
    assert not Email.objects.exists()


def test_template_that_is_missing_is_told(write):
    with pytest.raises(TemplateDoesNotExist):
        write(template="missing")
    assert not Email.objects.exists()


def test_preview_writes_nothing():
    assert render("sample", "en", {"name": "x"}).subject == "Norwegian: x"
    assert not Email.objects.exists()


# One e-mail a key


def test_same_key_is_the_same_email(write):
    first = write()
    second = write(context={"name": "another"}, attachments=[SHEET])
    assert second == first
    assert Email.objects.get().subject == first.subject
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_key_that_cannot_be_kept_is_refused(write, key):
    with pytest.raises(ValueError, match="1 to 200"):
        write(key=key)


class UndoneError(Exception):
    """What ends a transaction."""


def test_rolled_back_transaction_leaves_no_email(
    write, django_capture_on_commit_callbacks
):
    with (
        django_capture_on_commit_callbacks(execute=True),
        suppress(UndoneError),
        transaction.atomic(),
    ):
        write(attachments=[CALENDAR])
        raise UndoneError
    assert not Email.objects.exists()
    assert not Attachment.objects.exists()
    assert mail.outbox == []


def test_email_goes_at_once_where_no_worker_is_expected(
    write, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        write()
        assert mail.outbox == [], "not before it is certain"
    assert len(mail.outbox) == 1
    assert Email.objects.get().state == Email.State.SENT


def test_email_waits_where_a_worker_is_expected(
    write, settings, django_capture_on_commit_callbacks
):
    settings.MAIL_AT_ONCE = False
    with django_capture_on_commit_callbacks(execute=True):
        write()
    assert mail.outbox == []
    assert deliver_due() == 1
    assert len(mail.outbox) == 1


def test_emails_about_something_are_forgotten_and_no_others(write):
    for key in ("p:12", "p:12:confirmed", "p:123:confirmed", "q:p:12"):
        write(key=key, attachments=[SHEET])
    assert forget_emails("p:12") == 2
    assert set(Email.objects.values_list("key", flat=True)) == {
        "p:123:confirmed",
        "q:p:12",
    }
    assert Attachment.objects.count() == 2


def test_prefix_is_no_pattern(write):
    write(key="p:1")
    assert forget_emails("_") == forget_emails("%") == 0


# The message


def test_message_says_who_what_and_when(write, settings):
    email = write(reply_to="svar@example.org")
    message = received(message_of(email))
    assert message["To"] == "kari@example.org"
    assert message["Reply-To"] == "svar@example.org"
    assert message["From"] == "Etisk handel Norge <post@example.org>"
    assert message["Subject"] == email.subject
    assert message["Message-ID"] == email.message_id
    assert message["Message-ID"].endswith("@localhost>"), "not the machine's own name"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "nb"
    assert message["Date"].datetime == email.created_at.replace(microsecond=0)
    for kind, words in (("plain", email.text), ("html", email.html)):
        body = message.get_body((kind,)).get_content()
        assert body.replace("\r\n", "\n") == words


def test_english_message_is_from_the_organisation_by_its_english_name(write):
    email = write(language="en")
    assert received(message_of(email))["From"] == (
        "Ethical Trade Norway <post@example.org>"
    )
    for words in (email.text, email.html):
        assert "Ethical Trade Norway" in words
        assert "Etisk handel" not in words


def test_attachments_arrive_as_they_were(write):
    write(attachments=[CALENDAR, SHEET])
    deliver_due()
    calendar, sheet = received(mail.outbox[0]).iter_attachments()
    assert calendar.get_filename() == "møte.ics"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "PUBLISH"
    assert calendar.get_param("charset").lower() == "utf-8"
    assert calendar.get_payload(decode=True) == CALENDAR.content
    assert sheet.get_payload(decode=True) == SHEET.content


@pytest.mark.parametrize(
    "file",
    [
        File("", "text/plain", b""),
        File("a\r\nBcc: x@example.org", "text/plain", b""),
        File("n" * 201, "text/plain", b""),
        File("a.txt", "text/plain\r\nBcc: x@example.org", b""),
        File("a.txt", "text", b""),
        File("a.txt", "text/plain; x=y", b""),
    ],
)
def test_file_that_a_mail_cannot_carry_is_refused(write, file):
    with pytest.raises(ValueError, match="Not a "):
        write(attachments=[file])
    assert not Email.objects.exists()


# Nobody writes headers but the site


BAD_ADDRESSES = [
    "",
    "kari",
    "kari at example.org",
    "kari@example.org\nBcc: x@example.org",
    "kari@example.org\r\nBcc: x@example.org",
    "kari@example.org, x@example.org",
    "Kari <kari@example.org>",
    '"\x01"@example.org',
    "kari@a\u2028b.no",
    f"kari@{'æ' * 63}.no",
    f"{'k' * 250}@example.org",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
@pytest.mark.parametrize("name", ["to", "reply_to"])
def test_bad_address_is_told_when_the_email_is_written(write, name, address):
    if name == "reply_to" and not address:
        return
    with pytest.raises(ValidationError):
        write(**{name: address})
    assert not Email.objects.exists()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028"])
def test_line_break_in_a_subject_begins_no_header(write, end):
    email = write(context={"name": f"Hei{end}Bcc: x@example.org{end}{end}Kropp"})
    message = received(message_of(email))
    assert message["Bcc"] is None
    assert "Bcc: x@example.org Kropp" in message["Subject"]
    assert len(email.subject.splitlines()) == 1


def test_long_subject_is_shortened(write):
    subject = write(context={"name": "ord " * 200}).subject
    assert len(subject) == 200
    assert subject.endswith("…")


@hypothesis_settings(deadline=None)
@given(st.text())
def test_one_line_is_one_line(text):
    assert len(one_line(text).splitlines()) <= 1
    assert one_line(one_line(text)) == one_line(text)


@hypothesis_settings(deadline=None)
@given(
    address=st.one_of(
        st.emails(),
        st.builds("{}@{}".format, st.text(max_size=20), st.text(max_size=20)),
    ),
    subject=st.text(max_size=300),
)
@example('"a b"@example.org', "x")
@example("kari@ærlig.no", "x")
@example("kari@[127.0.0.1]", "x")
def test_whatever_is_accepted_can_be_sent(address, subject):
    try:
        check_address(address)
    except ValidationError:
        return
    email = Email(
        pk=1,
        recipient=address,
        reply_to=address,
        subject=one_line(subject),
        text="x",
        message_id="<1@example.org>",
        language="nb",
    )
    email._prefetched_objects_cache = {"attachments": Attachment.objects.none()}
    sent = message_of(email).message().as_bytes()
    assert message_from_bytes(sent)["Bcc"] is None
