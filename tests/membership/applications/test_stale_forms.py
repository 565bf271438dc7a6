"""Forms that are older than the application: what was typed is never lost."""

import pytest

from membership.applications import session
from membership.applications.models import ApplicationState
from tests.support.pages import folded, soup

from .support import CONSENT, CONTACTS, ORGANISATION, stamp, url

pytestmark = pytest.mark.django_db


def other_number(applicant):
    """Another application, begun in another tab of the same browser."""
    first = applicant.application
    applicant.begin(email="en.annen@example.org", name="En annen AS", stamp=stamp(120))
    assert applicant.application != first
    return first


def test_form_of_another_tab_comes_back_for_its_own_application(client, reader):
    reader.begin()
    first = other_number(reader)
    client.handler.enforce_csrf_checks = True
    step = url(reader.page, "organisation", reader.language)
    sent = {**ORGANISATION, "name": "Nytt navn AS", "application": first.reference}
    response = client.post(step, sent)
    assert response.status_code == 403
    page = soup(response)
    assert page.select_one("[name=name]")["value"] == "Nytt navn AS"
    assert page.select_one("[name=application]")["value"] == first.reference
    new = {**sent, "application": "", "stamp": stamp()}
    page = soup(client.post(step, new))
    assert page.select_one("[name=name]")["value"] == "Nytt navn AS"
    assert not page.select_one("[name=application]"), "nobody else's is written over"


def test_step_that_is_stale_keeps_what_was_typed_for_later(reader):
    reader.fill_some("size", "contacts")
    reader.post("organisation", {**ORGANISATION, "kind": "public"})  # in another tab
    response = reader.post("contacts", {**CONTACTS, "contact_name": "Ny Kontakt"})
    assert response.url == f"{url(reader.page, 'size', reader.language)}?first=1"
    page = soup(reader.get("size", first="1"))
    assert page.select_one(".alert--warning")
    assert reader.application.typed["contacts"]["contact_name"] == "Ny Kontakt"


def test_step_of_an_application_that_was_sent_meanwhile_is_given_back(reader):
    reader.fill()
    reader.send()
    response = reader.post("consent", {**CONSENT, "message": "Enda et ord til dere"})
    assert response.status_code == 409
    assert "Enda et ord til dere" in folded(soup(response).main)
    assert reader.application.message == CONSENT["message"]


def test_answer_that_is_sent_twice_shows_the_first_and_another_is_given_back(
    client, sent, page
):
    sent.state = ApplicationState.MORE_ASKED
    sent.save()
    client.get(url(page, "link", token=session.TOKENS.token_of(sent)))
    answer = {"application": sent.reference, "answer": "Det er tolv av oss."}
    for _click in range(2):
        response = client.post(url(page, "status"), answer)
        assert response.status_code == 302
        assert "answered=1" in response.url
    response = client.post(url(page, "status"), {**answer, "answer": "Noe helt annet."})
    assert response.status_code == 409
    assert "Noe helt annet." in folded(soup(response).main)
