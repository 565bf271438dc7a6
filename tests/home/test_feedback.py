"""Readers report faults: nothing is lost, nothing is kept twice or for too long."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from unittest.mock import patch
from urllib.parse import urldefrag

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from ethicaltrade.core.forms import MAX_AGE
from ethicaltrade.home import feedback
from ethicaltrade.home.models import Feedback
from ethicaltrade.mail.delivery import deliver_due
from ethicaltrade.mail.models import Email
from tests.support.pages import folded, soup

from .conftest import NB, TEXT, field, stamp, summary

# A report


def test_report_is_kept_as_it_was_written(send):
    send(page="/nyheter/", aid="NVDA 2026", email="kari@example.org")
    report = Feedback.objects.get()
    assert (report.text, report.page, report.aid) == (TEXT, "/nyheter/", "NVDA 2026")
    assert (report.email, report.language) == ("kari@example.org", "nb")
    assert not report.is_handled


def test_report_needs_nothing_but_its_text(send):
    assert send(language="en").status_code == 302
    report = Feedback.objects.get()
    assert (report.page, report.aid, report.email) == ("", "", "")
    assert report.language == "en"


@pytest.mark.parametrize("language", ["nb", "en"])
def test_reader_is_thanked_on_a_page_that_can_be_loaded_again(client, send, language):
    response = send(language)
    assert response.status_code == 302
    address, fragment = urldefrag(response.headers["Location"])
    for _time in range(2):
        thanks = soup(client.get(address))
        box = thanks.select_one(f"#{fragment}.alert--done")
        assert box["tabindex"] == "-1", "the focus goes where the address leads"
        assert not thanks.select("#feedback form")
    assert Feedback.objects.count() == 1


def test_sending_one_form_twice_is_one_report_and_one_mail(send, staff_address):
    same = stamp()
    for _time in range(3):
        assert send(stamp=same).status_code == 302
    assert Feedback.objects.count() == 1
    assert len(mailed()) == 1


def test_going_back_and_writing_something_else_is_another_report(send):
    same = stamp()
    send(stamp=same)
    send(stamp=same, text="Og en ting til.")
    assert Feedback.objects.count() == 2


def test_same_words_from_two_readers_are_two_reports(send):
    send()
    send()
    assert Feedback.objects.count() == 2


def test_form_of_another_site_is_refused(page):
    client = Client(enforce_csrf_checks=True)
    response = client.post(NB, {"text": TEXT, "stamp": stamp()})
    assert response.status_code == 403
    assert not Feedback.objects.exists()


def test_form_with_its_token_is_taken(page):
    client = Client(enforce_csrf_checks=True)
    answer = client.get(NB)
    data = {
        name: field(answer, name) for name in ("csrfmiddlewaretoken", "page", "website")
    }
    response = client.post(NB, {**data, "text": TEXT, "stamp": stamp()})
    assert response.status_code == 302
    assert Feedback.objects.count() == 1


# What is wrong is said, and nothing typed is lost


def test_empty_report_is_told_what_it_lacks(send):
    response = send(language="en", text="  ", page="/en/news/", aid="JAWS")
    assert response.status_code == 200
    assert "Describe what does not work." in summary(response)
    assert folded(soup(response).title).startswith("Error:")
    assert (field(response, "page"), field(response, "aid")) == ("/en/news/", "JAWS")


def test_summary_stands_before_everything_else_on_the_page(send):
    main = soup(send(text="")).main
    first = main.find(["h1", "h2", "nav"])
    assert first.find_parent(class_="error-summary")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "kari at example"),
        ("email", f"{'k' * 300}@example.org"),
        ("page", "x" * 301),
        ("aid", "x" * 201),
        ("text", "x" * 5001),
    ],
)
def test_bad_answer_comes_back_with_its_error(send, name, value):
    response = send(**{name: value})
    assert not Feedback.objects.exists()
    assert soup(response).find(id=f"id_{name}_error")
    assert field(response, name) == value
    assert field(response, "text").startswith("x" if name == "text" else TEXT)


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\uffff"])
@pytest.mark.parametrize("name", ["text", "page", "aid", "email"])
def test_character_that_nobody_sees_is_taken_out(send, name, sign):
    value = "kari@example.org"
    assert send(**{name: value + sign + "x"}).status_code == 302
    assert getattr(Feedback.objects.get(), name) == f"{value}x"


@pytest.mark.parametrize("text", ["\u200b", "\u00ad \ufeff", "\u2800\x0b"])
def test_text_that_nobody_sees_is_none(send, text):
    assert summary(send(text=text))
    assert not Feedback.objects.exists()


def test_line_breaks_count_as_one_character_and_are_kept(send):
    lines = "\r\n".join("x" * 2500)
    assert send(text=lines).status_code == 302
    assert Feedback.objects.get().text == "\n".join("x" * 2500)
    assert len(Feedback.objects.get().text) == 4999


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": ["a", "b"], "stamp": ["x", "y"]},
        {"text": "\x00" * 100, "stamp": "\x00", "website": "\x00"},
        {"email": "x" * 100_000, "stamp": "x" * 100_000},
        {"csrfmiddlewaretoken": "<script>"},
    ],
    ids=["nothing", "twice", "null characters", "long", "markup"],
)
def test_junk_is_answered_with_the_form(client, page, data):
    response = client.post(NB, data)
    assert response.status_code == 200
    assert summary(response)
    assert not Feedback.objects.exists()


# Robots


def test_form_that_fills_in_the_empty_field_is_asked_again(send):
    response = send(language="en", website="https://spam.example/")
    assert "should be empty" in summary(response)
    assert field(response, "website") == ""
    assert field(response, "text") == TEXT
    assert not Feedback.objects.exists()


def test_empty_field_is_out_of_everyones_way(client, page):
    control = soup(client.get(NB)).find(attrs={"name": "website"})
    assert control["tabindex"] == "-1"
    assert control["autocomplete"] == "off"
    assert control.find_parent(attrs={"aria-hidden": "true"})


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (lambda: stamp(age=0), "sooner than expected"),
        (lambda: stamp(age=MAX_AGE + 60), "open for too long"),
        (lambda: "", "open for too long"),
        (lambda: "made-up", "open for too long"),
        (lambda: stamp() + "x", "open for too long"),
        (lambda: stamp(age=-3600), "open for too long"),
    ],
    ids=["at once", "after a day", "none", "made up", "changed", "from the future"],
)
def test_form_that_comes_too_soon_or_too_late_is_asked_again(
    send, sent, words, monkeypatch
):
    monkeypatch.setattr("ethicaltrade.core.forms.MIN_AGE", 30)  # on a busy machine too
    response = send(language="en", stamp=sent())
    assert words in summary(response)
    assert field(response, "text") == TEXT
    assert not Feedback.objects.exists()


def test_asking_again_works(send, monkeypatch):
    monkeypatch.setattr("ethicaltrade.core.forms.MIN_AGE", 30)  # on a busy machine too
    early = stamp(age=0)
    again = field(send(stamp=early), "stamp")
    assert again == early, "the time already waited counts"
    late = stamp(age=MAX_AGE + 60)
    renewed = field(send(stamp=late), "stamp")
    assert renewed != late
    with patch("ethicaltrade.core.forms.MIN_AGE", 0):
        assert send(stamp=renewed).status_code == 302


def test_one_address_can_send_so_many_and_no_more(send):
    for number in range(feedback.LIMIT.most):
        assert send(text=f"Feil {number}").status_code == 302
    response = send(language="en", text="En til")
    assert "many reports" in summary(response)
    assert field(response, "text") == "En til"
    assert Feedback.objects.count() == feedback.LIMIT.most
    assert send(remote="198.51.100.1", text="En annen").status_code == 302


def test_forwarded_address_that_anyone_can_make_up_changes_nothing(client, page):
    def post(number):
        data = {"text": f"Feil {number}", "stamp": stamp()}
        return client.post(NB, data, headers={"x-forwarded-for": f"203.0.113.{number}"})

    for number in range(feedback.LIMIT.most):
        post(number)
    assert post(99).status_code == 200
    assert Feedback.objects.count() == feedback.LIMIT.most


def test_proxy_of_ours_tells_visitors_apart(client, page, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for number in range(feedback.LIMIT.most + 1):
        client.post(
            NB,
            {"text": "Feil", "stamp": stamp()},
            headers={"x-forwarded-for": f"made-up, 203.0.113.{number}"},
        )
    assert Feedback.objects.count() == feedback.LIMIT.most + 1


def test_forms_with_faults_are_not_counted(send):
    for _time in range(feedback.LIMIT.most + 1):
        send(text="")
    assert send().status_code == 302


# Mail


def mailed():
    """What the mail server gets."""
    deliver_due()
    return mail.outbox


def test_staff_are_told_in_the_sites_first_language(send, staff_address):
    send(language="en", email="kari@example.org", page="/en/news/", text="A & B <c>")
    (message,) = mailed()
    assert message.to == [staff_address]
    assert message.reply_to == ["kari@example.org"]
    assert "A & B <c>" in message.body
    report = Feedback.objects.get()
    assert f"http://localhost/admin/feedback/edit/{report.pk}/" in message.body


def test_nobody_is_answered_who_gave_no_address(send, staff_address):
    send()
    assert mailed()[0].reply_to == []


def test_site_without_an_address_mails_nobody(send):
    assert send().status_code == 302
    assert mailed() == []


@pytest.mark.parametrize(
    "fault", [ConnectionRefusedError, TimeoutError, SMTPServerDisconnected]
)
def test_mail_server_that_is_down_is_no_fault_of_the_readers(
    send, staff_address, fault, django_capture_on_commit_callbacks
):
    backend = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    with (
        patch(backend, side_effect=fault),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert send().status_code == 302
    assert Feedback.objects.count() == 1
    assert mail.outbox == []
    Email.objects.update(next_attempt_at=timezone.now())  # as a minute later
    assert len(mailed()) == 1


def test_address_that_no_email_can_be_sent_to_is_asked_for_again(send):
    response = send(email=f"kari@{'æ' * 63}.no", text="Menyen lukker seg ikke")
    assert response.status_code == 200
    assert "Menyen lukker seg ikke" in response.content.decode(), "nothing will be lost"
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize("text", ["a\nBcc: x@example.org", "a\r\nBcc: x@example.org"])
def test_nobody_else_is_mailed_by_a_trick(send, staff_address, text):
    send(text=text, email="kari@example.org\nBcc: x@example.org")
    send(text=text)
    assert mailed()
    for message in mail.outbox:
        assert message.recipients() == [staff_address]
        assert "Bcc" not in message.message()


# How long


def report(days, email="kari@example.org"):
    return Feedback.objects.create(
        text=TEXT,
        email=email,
        language="nb",
        created_at=timezone.now() - timedelta(days=days),
        fingerprint=f"{days}{email}",
    )


def test_addresses_are_erased_after_a_year_and_the_reports_stay(db):
    old, new, _without = report(366), report(364), report(400, email="")
    assert [Feedback.objects.forget_emails(timezone.now()) for _twice in range(2)] == [
        1,
        0,
    ]
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.email, old.text) == ("", TEXT)
    assert new.email == "kari@example.org"


def test_form_promises_what_is_kept():
    months = round(feedback.EMAIL_KEPT.days / 30.4)
    promise = str(feedback.FeedbackForm.base_fields["email"].help_text)
    assert f" {months} " in promise


def test_one_form_is_one_row_whoever_asks(db):
    answers = {"text": TEXT, "page": "", "aid": "", "email": "", "language": "nb"}
    first, is_new = Feedback.objects.receive("a", answers)
    again, is_new_again = Feedback.objects.receive("a", answers)
    assert (first, is_new, is_new_again) == (again, True, False)
    with pytest.raises(ValidationError):
        Feedback(**answers, fingerprint=first.fingerprint).full_clean()
