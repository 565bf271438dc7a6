"""The person's data: told, taken along, deleted."""

import json
from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from ethicaltrade.mail.models import Email
from ethicaltrade.privacy.registry import sources
from events import services
from events.models import Registration
from membership.affiliations.models import Affiliation
from membership.affiliations.services import invite
from membership.applications.models import Application
from membership.proposals.models import Proposal, fingerprint_of
from membership.proposals.services import propose
from tests.events.registration.support import put, register, states
from tests.support import factories
from tests.support.pages import folded, soup

from .support import address, is_private

pytestmark = pytest.mark.django_db

User = get_user_model()


@pytest.fixture
def traces(kari, organisation, programme):
    """Kari has done something everywhere."""
    kari.first_name, kari.last_name = "Kåri", "Ærlig"
    kari.save()
    register(put(programme, title_nb="Kurs"), "kari@example.org", dietary_needs="vegan")
    invite(organisation, email="per@example.org", language="nb", by=kari)
    propose(
        organisation.pk,
        {"presentation_nb": "Nytt.", "presentation_en": "", "place": "", "website": ""},
        by=kari,
        language="nb",
        seen=fingerprint_of(organisation, None),
    )
    return kari


def exported(client) -> dict:
    response = client.get(address("my_data_export"))
    return json.loads(response.content.decode("utf-8"))


# Taking it along


def test_export_has_everything_by_source(as_kari, traces):
    data = exported(as_kari)
    assert {source.name for source in sources()} <= set(data)
    assert data["account"]["email"] == "kari@example.org"
    assert data["account"]["first_name"] == "Kåri"
    assert data["account"]["verified_addresses"] == ["kari@example.org"]
    assert data["membership"]["affiliation"]["member"] == "Bergblom Demo AS"
    assert data["membership"]["invitations_made"][0]["email"] == "per@example.org"
    assert data["proposals"][0]["proposed"]["presentation_nb"] == "Nytt."
    assert data["registrations"][0]["dietary_needs"] == "vegan"
    assert data["emails"]
    assert datetime.fromisoformat(data["exported_at"]).tzinfo


def test_export_is_a_readable_file_of_the_day(as_kari, traces):
    response = as_kari.get(address("my_data_export"))
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert ["Kåri", "Ærlig"][0] in response.content.decode("utf-8")


def test_export_has_nothing_of_others(as_kari, traces, programme, stranger):
    register(put(programme), "ola@example.org", name="Ola Hemmelig")
    text = as_kari.get(address("my_data_export")).content.decode()
    assert "Hemmelig" not in text
    assert "ola@example.org" not in text


def test_export_tells_no_secrets(as_kari, traces):
    text = as_kari.get(address("my_data_export")).content.decode()
    assert traces.password not in text
    assert Registration.objects.get().secret not in text


def test_every_source_tells_and_forgets(traces):
    for source in sources():
        json.dumps(source.export(traces), default=str)
        source.forget(traces)
        source.forget(traces)


# Deleting


def delete(client, email="kari@example.org"):
    return client.post(address("my_data_delete"), {"email": email})


def test_page_says_what_goes_and_what_stays(as_kari, traces):
    page = folded(soup(as_kari.get(address("my_data_delete"))).main)
    assert "Bergblom Demo AS" in page
    assert soup(as_kari.get(address("my_data_delete"))).select_one(".alert--info")


def test_other_address_deletes_nobody(as_kari, traces):
    for typed in ("", "ola@example.org", "x" * 300):
        response = delete(as_kari, typed)
        assert soup(response).select_one("#id_email_error")
    assert User.objects.filter(pk=traces.pk).exists()


def test_reading_deletes_nobody(as_kari, kari):
    as_kari.get(address("my_data_delete"), {"email": "kari@example.org"})
    assert User.objects.filter(pk=kari.pk).exists()


def test_open_session_alone_is_not_enough(client, kari):
    client.force_login(kari)
    response = delete(client)
    assert response.status_code == 302
    assert "reauthenticate" in response.url
    assert is_private(response)
    assert User.objects.filter(pk=kari.pk).exists()


def test_password_leads_on_to_the_deletion(client, kari):
    client.force_login(kari)
    here = address("my_data_delete")
    again = client.get(here).url
    response = client.post(again, {"password": factories.PASSWORD})
    assert response.status_code == 302
    assert response.url == here
    assert client.get(here).status_code == 200


def test_person_is_forgotten_everywhere(
    as_kari, traces, organisation, django_capture_on_commit_callbacks
):
    event = Registration.objects.get().event
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        response = delete(as_kari, "KARI@example.org ")
    assert response.url == address("my_goodbye")
    assert not User.objects.filter(pk=traces.pk).exists()
    assert not Affiliation.objects.exists()
    assert states(event) == {"cancelled": 1}
    registration = Registration.objects.get()
    assert (registration.name, registration.email) == ("", "")
    assert registration.dietary_needs == ""
    assert Proposal.objects.get().by is None
    emails = Email.objects.filter(recipient="kari@example.org")
    assert [email.template for email in emails] == ["mypage/farewell"]
    to_kari = [email for email in mail.outbox if email.to == ["kari@example.org"]]
    assert len(to_kari) == 1
    organisation.refresh_from_db()
    assert organisation.presentation_nb == "Selger te."


def test_place_goes_to_the_next_in_line(as_kari, traces, programme):
    event = put(programme, capacity=1, has_waiting_list=True)
    register(event, "kari@example.org")
    register(event, "per@example.org")
    delete(as_kari)
    assert states(event) == {"cancelled": 1, "offered": 1}


def test_deleted_person_is_logged_out_here_and_elsewhere(as_kari, traces, client):
    elsewhere = type(client)()
    elsewhere.force_login(traces)
    assert elsewhere.get(address("my_page")).status_code == 200
    delete(as_kari)
    for browser in (as_kari, elsewhere):
        assert browser.get(address("my_page")).status_code == 302
    response = as_kari.get(address("my_goodbye"))
    assert response.status_code == 200
    assert soup(response).h1


def test_all_or_nothing(as_kari, traces, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("ethicaltrade.mypage.my_data.send", fail)
    with pytest.raises(RuntimeError):
        delete(as_kari)
    assert User.objects.filter(pk=traces.pk).exists()
    assert Affiliation.objects.filter(user=traces).exists()
    assert Registration.objects.get().email == "kari@example.org"


@pytest.mark.parametrize("staff", ["editor", "admin"])
def test_who_works_in_the_cms_asks_the_technician(client, home, staff, request):
    person = request.getfixturevalue(staff)
    client.force_login(person)
    assert not soup(client.get(address("my_data"))).select_one(
        f'a[href="{address("my_data_delete")}"]'
    )
    response = client.post(
        address("my_data_delete"), {"email": person.email}, follow=True
    )
    assert soup(response).select_one(".alert--warning")
    assert User.objects.filter(pk=person.pk).exists()


def test_registrations_for_others_stay_theirs(as_kari, kari, programme):
    theirs = register(put(programme), "per@example.org", user=kari).registration
    delete(as_kari)
    theirs.refresh_from_db()
    assert theirs.email == "per@example.org"
    assert theirs.user is None
    services.cancel(theirs.pk)


# Applications


@pytest.fixture
def application(traces):
    """The application that made Kari's organisation a member."""
    return Application.objects.create(
        state="approved",
        language="nb",
        email="KARI@example.org",
        name="Bergblom Demo AS",
        kind="company",
        sector="food",
        contact_name="Kari Ærlig",
        contact_email="kari@example.org",
        contact_phone="22 00 00 00",
        invoice_name="Ola Regnskap",
        invoice_email="regnskap@example.org",
    )


def test_application_tells_of_the_person_alone(as_kari, application):
    told = exported(as_kari)["applications"]
    assert told[0]["contact_name"] == "Kari Ærlig"
    assert "Regnskap" not in json.dumps(told)


def test_decided_application_forgets_the_person_alone(as_kari, application):
    delete(as_kari)
    application.refresh_from_db()
    assert application.name == "Bergblom Demo AS"
    assert (application.email, application.contact_name) == ("", "")
    assert application.contact_phone == ""
    assert application.invoice_name == "Ola Regnskap"


def test_open_application_keeps_its_applicant(as_kari, application):
    Application.objects.update(state="in-review")
    delete(as_kari)
    application.refresh_from_db()
    assert application.contact_email == "kari@example.org"
