"""Robots, e-mails to strangers, the register, and forgetting."""

import io
import json
import urllib.error
from datetime import date, timedelta

import pytest
from django.utils import timezone

from ethicaltrade.mail.models import Email
from membership.applications import limits, lookup, personal_data, session
from membership.applications.admin import services as staff
from membership.applications.lookup import EntityRegister, Organisation
from membership.applications.models import Application, ApplicationState
from tests.support.pages import soup

from .support import (
    CONTACTS,
    NUMBER,
    ORGANISATION,
    emails_to,
    stamp,
    url,
)

pytestmark = pytest.mark.django_db


# Robots


@pytest.mark.parametrize(
    "trace",
    [{"website": "https://spam.example"}, {"stamp": ""}, {"stamp": "made:up:stamp"}],
)
def test_robots_begin_nothing(applicant, trace):
    answer = applicant.begin(**trace)
    assert soup(answer).select_one("[role=alert]")
    assert soup(answer).find(attrs={"name": "name"})["value"] == ORGANISATION["name"]
    assert not Application.objects.exists()
    assert not Email.objects.exists()


def test_form_that_comes_too_fast_is_asked_for_again(applicant, monkeypatch):
    monkeypatch.setattr("ethicaltrade.core.forms.MIN_AGE", 30)  # on a busy machine too
    answer = applicant.begin(stamp=stamp(age=0))
    assert answer.status_code == 200
    assert not Application.objects.exists()


def test_one_address_begins_so_many_and_no_more(applicant):
    for number in range(limits.STARTED.most):
        assert applicant.begin(email=f"a{number}@example.org").status_code == 302
        applicant.client.cookies.clear()
    answer = applicant.begin(email="x@example.org")
    assert soup(answer).select_one("[role=alert]")
    assert Application.objects.count() == limits.STARTED.most
    applicant.remote = "192.0.2.99"
    assert applicant.begin(email="x@example.org").status_code == 302


def test_one_recipient_gets_so_many_emails_and_no_more(applicant):
    for number in range(limits.EMAILS.most + 3):
        applicant.remote = f"192.0.2.{number + 1}"
        applicant.client.cookies.clear()
        email = "Offer@example.org" if number % 2 else "offer@example.org"
        answer = applicant.begin(email=email)
        assert answer.status_code == 302
        is_mailed = number < limits.EMAILS.most
        assert answer["Location"].endswith("?begun=1") == is_mailed
    assert Email.objects.count() == limits.EMAILS.most


def test_other_recipients_of_one_application_are_counted_too(applicant):
    applicant.begin()
    for number in range(limits.STARTED.most + 3):
        more = {"email": f"a{number}@example.org"}
        answer = applicant.post("organisation", ORGANISATION, **more)
    assert soup(answer).select_one("[role=alert]")
    assert Email.objects.count() == limits.STARTED.most
    kept = {**ORGANISATION, "email": applicant.application.email, "place": "Bergen"}
    answer = applicant.post("organisation", kept)
    assert answer.status_code == 302, "the rest can still be saved"


def test_receipt_counts_among_them(applicant):
    applicant.fill()
    for _time in range(limits.EMAILS.most):
        limits.EMAILS.count(ORGANISATION["email"])
    applicant.send()
    assert applicant.application.state == ApplicationState.NEW
    assert len(emails_to(ORGANISATION["email"])) == 1
    assert len(emails_to("post@example.org")) == 1


def test_saving_has_a_limit_and_loses_nothing(applicant):
    applicant.fill_some("size")
    for _time in range(limits.SAVED.most):
        limits.SAVED.count(applicant.remote)
    answer = applicant.post("contacts", CONTACTS)
    assert soup(answer).select_one("[role=alert]")
    field = soup(answer).find(attrs={"name": "contact_name"})
    assert field["value"] == CONTACTS["contact_name"]
    assert applicant.application.contact_name == ""


# The register


class Fake:
    """A register that knows one organisation."""

    asked: list[str] = []

    def find(self, number):
        """The organisation."""
        self.asked.append(number)
        return Organisation("Fra Registeret AS", "Mo i Rana")


class Broken:
    """A register that does not answer."""

    error: Exception = TimeoutError("slow")

    def find(self, number):
        """Fail."""
        raise self.error


@pytest.fixture
def register(settings):
    """Lets the site ask the class: ``register(Fake)``."""
    Fake.asked = []

    def choose(which):
        settings.ORGANISATION_LOOKUP = f"{__name__}.{which.__name__}"

    return choose


@pytest.fixture
def no_network(monkeypatch):
    """Fails the test that opens an address."""

    def refuse(*args, **kwargs):
        raise AssertionError("The server called somebody.")

    monkeypatch.setattr("urllib.request.urlopen", refuse)


def test_nobody_is_asked_unless_a_setting_says_so(applicant, no_network):
    assert lookup.get_lookup() is None
    applicant.begin(place="")
    assert applicant.application.place == ""
    applicant.client.cookies.clear()
    answer = applicant.begin(name="")
    assert soup(answer).select_one("[role=alert]")


def test_register_fills_what_was_left_empty(applicant, register):
    register(Fake)
    assert applicant.begin(name="", place="").status_code == 302
    one = applicant.application
    assert (one.name, one.place) == ("Fra Registeret AS", "Mo i Rana")
    assert Fake.asked == [NUMBER]


def test_register_changes_nothing_that_was_written(applicant, register):
    register(Fake)
    applicant.begin(place="")
    assert applicant.application.name == ORGANISATION["name"]
    assert applicant.application.place == "Mo i Rana"
    applicant.post("organisation", ORGANISATION)
    assert Fake.asked == [NUMBER]  # nothing was empty


@pytest.mark.parametrize(
    "error", [TimeoutError("slow"), ValueError("strange"), RuntimeError("a bug")]
)
def test_register_that_fails_stops_nobody(applicant, register, monkeypatch, error):
    register(Broken)
    monkeypatch.setattr(Broken, "error", error)
    assert applicant.begin(place="").status_code == 302
    applicant.client.cookies.clear()
    answer = applicant.begin(name="")
    assert [error.text for error in soup(answer).select("[role=alert] li")]
    assert Application.objects.count() == 1


def test_register_is_asked_so_often_and_no_more(applicant, register):
    register(Fake)
    for _time in range(limits.LOOKED_UP.most):
        limits.LOOKED_UP.count(applicant.remote)
    assert applicant.begin(place="").status_code == 302
    assert Fake.asked == []


@pytest.fixture
def answers(monkeypatch):
    """What the register answers: ``answers({...})``, or an error."""
    seen = []

    def choose(answer):
        def open_address(request, timeout):
            seen.append((request.full_url, timeout))
            if isinstance(answer, Exception):
                raise answer
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            return io.BytesIO(body)

        monkeypatch.setattr("urllib.request.urlopen", open_address)
        return seen

    return choose


def test_entity_register_reads_name_and_place(answers):
    seen = answers(
        {
            "navn": "HAVBLIKK DEMOFISK AS",
            "forretningsadresse": {"poststed": "MO I RANA"},
        }
    )
    found = EntityRegister().find(NUMBER)
    assert found == ("HAVBLIKK DEMOFISK AS", "Mo i Rana")
    assert seen == [(f"https://data.brreg.no/enhetsregisteret/api/enheter/{NUMBER}", 3)]


@pytest.mark.parametrize("number", ["../x", "974760674", "", "974760673?x=1"])
def test_nothing_but_a_number_comes_into_the_address(answers, number):
    seen = answers({})
    assert lookup.find(number) is None
    with pytest.raises(Exception, match=r"(?i)organi"):
        EntityRegister().find(number)
    assert seen == []


@pytest.mark.parametrize("code", [404, 410])
def test_unknown_organisation(answers, code):
    answers(urllib.error.HTTPError("", code, "", {}, None))
    assert EntityRegister().find(NUMBER) is None


@pytest.mark.parametrize(
    "answer",
    [
        urllib.error.HTTPError("", 500, "", {}, None),
        urllib.error.URLError("no network"),
        TimeoutError(),
        b"<html>",
        b"\xff",
        b"x" * 300_000,
        b"[1]",
        b"{}",
        {"navn": 7},
        {"navn": "  "},
    ],
)
def test_strange_answers_are_no_answers(answers, settings, answer):
    settings.ORGANISATION_LOOKUP = "membership.applications.lookup.EntityRegister"
    answers(answer)
    assert lookup.find(NUMBER) is None


def test_strange_places_are_left_out(answers):
    answers({"navn": "A\x00B\nAS", "forretningsadresse": {"poststed": ["x"]}})
    assert EntityRegister().find(NUMBER) == ("A B AS", "")


# Forgetting


def touched(application, days):
    Application.objects.filter(pk=application.pk).update(
        touched_at=timezone.now() - timedelta(days=days)
    )


def test_old_drafts_are_deleted_with_their_emails(applicant):
    applicant.begin()
    touched(applicant.application, 29)
    assert personal_data.forget_drafts() == 0
    touched(applicant.application, 31)
    assert personal_data.forget_drafts() == 1
    assert not Application.objects.exists()
    assert not Email.objects.exists()


def test_sent_applications_are_no_drafts(applicant):
    applicant.fill()
    applicant.send()
    touched(applicant.application, 400)
    assert personal_data.forget_drafts() == 0


def decided(application, days):
    Application.objects.filter(pk=application.pk).update(
        decided_at=timezone.now() - timedelta(days=days)
    )


def test_declined_are_made_anonymous(sent, editor):
    staff.write_note(sent.pk, "Ringte Siri", by=editor)
    staff.decline(sent.pk, "Siri, dere er for små", by=editor)
    decided(sent, limits.REFUSED_KEPT.days - 1)
    assert personal_data.anonymise() == 0
    decided(sent, limits.REFUSED_KEPT.days + 1)
    assert personal_data.expire(timezone.now())
    one = Application.objects.get()
    assert one.anonymised_at
    assert one.name == "Havblikk Demofisk AS"
    assert one.state == ApplicationState.DECLINED
    everything = " ".join(
        [*map(str, Application.objects.values_list().get()), *texts(one)]
    )
    for trace in ("Siri", "siri@", "soknad@", "gjerne bli med"):
        assert trace not in everything
    assert not Email.objects.exists()
    assert personal_data.anonymise() == 0


def texts(application):
    return application.events.values_list("text", flat=True)


def test_approved_are_kept_while_the_membership_lasts(sent, editor):
    staff.approve(sent.pk, member_since=date(2026, 1, 1), adviser=None, by=editor)
    decided(sent, 900)
    assert personal_data.anonymise() == 0
    member = Application.objects.get().member
    member.ended_on = timezone.localdate() - timedelta(
        days=limits.REFUSED_KEPT.days + 2
    )
    member.member_since = date(2020, 1, 1)
    member.save()
    assert personal_data.anonymise() == 1
    assert Application.objects.get().contact_email == ""


def test_anonymous_one_has_no_link(sent, page, client):

    token = session.TOKENS.token_of(sent)
    Application.objects.update(
        state="declined", decided_at=timezone.now() - timedelta(days=999)
    )
    personal_data.anonymise()
    assert client.get(url(page, "link", token=token)).status_code == 404
