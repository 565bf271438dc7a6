"""Returning by the link, sending once, and what the status says."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ethicaltrade.bilingual import languages
from ethicaltrade.discretion import without_keys
from membership.applications import session
from membership.applications.admin import services
from membership.applications.limits import IN_BROWSER
from membership.applications.models import Application, ApplicationState, EventKind
from tests.support.pages import folded, soup

from .support import (
    CONTACTS,
    ORGANISATION,
    SIZE,
    Applicant,
    add_application,
    emails_to,
    link_in,
    stamp,
    state_of,
    url,
)

pytestmark = pytest.mark.django_db


def link_to(application):
    return link_in(emails_to(application.email, ":link")[-1])


def status_of(response):
    assert response.status_code == 200
    return folded(soup(response).select_one("#state"))


# The link


def test_link_opens_the_application_in_another_browser(reader):
    reader.fill_some("size")
    other = Client()
    answer = other.get(link_to(reader.application))
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Location"] == url(reader.page, "contacts", reader.language)
    shown = other.get(answer["Location"])
    assert shown.status_code == 200
    field = soup(shown).find(attrs={"name": "contact_email"})
    assert field["value"] == ORGANISATION["email"]


def test_link_leaves_the_address_and_changes_nothing(applicant):
    applicant.begin()
    before = Application.objects.values().get()
    path = link_to(applicant.application)
    answer = Client().get(path, follow=True)
    key = path.rstrip("/").rpartition("/")[2]
    assert key not in answer.content.decode()
    assert key not in answer.redirect_chain[-1][0]
    assert Application.objects.values().get() == before


def test_email_of_the_link_has_fixed_words_alone(reader):
    reader.begin(name="Kjøp piller på http://spam.example")
    email = emails_to("soknad@example.org")[0]
    for words in (email.subject, email.text, email.html):
        assert "spam.example" not in words
        assert "Kjøp" not in words
    assert email.language == reader.language
    assert link_in(email) == url(
        reader.page,
        "link",
        reader.language,
        token=session.TOKENS.token_of(reader.application),
    )
    assert reader.application.reference in email.text


@pytest.mark.parametrize("how", ["made-up", "other", "no-secret", "long", "old"])
def test_wrong_link_opens_nothing(applicant, how):
    applicant.begin()
    one = applicant.application
    token = session.TOKENS.token_of(one)
    number, _sep, rest = token.partition("-")
    bad = {
        "made-up": f"{number}-{'a' * 75}",
        "other": f"{int(number) + 1}-{rest}",
        "no-secret": f"{number}-{token[-43:]}",
        "long": "9" * 300,
        "old": token,
    }[how]
    if how == "old":
        session.TOKENS.revoke(one)
        one.save()
    other = Client()
    assert other.get(url(applicant.page, "link", token=bad)).status_code == 404
    assert session.KEY not in other.session


def test_secret_alone_makes_no_link(applicant):
    """What the database holds is no key."""
    applicant.begin()
    secret = Application.objects.get().secret
    assert secret not in ("", session.TOKENS.token_of(Application.objects.get()))
    answer = Client().get(url(applicant.page, "link", token=secret))
    assert answer.status_code == 404


def test_another_recipient_gets_a_link_and_the_first_loses_its_own(applicant):
    applicant.begin(email="feil@example.org")
    old = link_to(applicant.application)
    applicant.post("organisation", ORGANISATION)
    assert len(emails_to(ORGANISATION["email"])) == 1
    assert Client().get(old).status_code == 404
    assert Client().get(link_to(applicant.application)).status_code == 302


def test_browser_that_opened_a_link_is_let_in_no_more_when_it_is_revoked(applicant):
    applicant.begin(email="feil@example.org")
    stranger = Client()
    stranger.get(link_to(applicant.application))
    assert (
        "Havblikk" in stranger.get(url(applicant.page, "organisation")).content.decode()
    )
    applicant.post("organisation", ORGANISATION)
    for place in ("organisation", "size"):
        answer = stranger.get(url(applicant.page, place))
        assert "Havblikk" not in answer.content.decode()
    named = {"application": applicant.application.reference, **SIZE}
    assert stranger.post(url(applicant.page, "size"), named).status_code == 409
    assert applicant.post("size", SIZE).status_code == 302


@pytest.mark.parametrize("language", ["nb", "en"])
def test_key_stays_out_of_the_access_log(page, language):
    application = add_application(language=language)
    with languages.in_language(language):
        path = page.subview_url("link", token=session.TOKENS.token_of(application))
    assert application.secret in path
    assert application.secret not in without_keys(f"GET {path} HTTP/1.1")
    for word in ("min-soknad", "my-application"):
        assert "Secret" not in without_keys(f"GET /a/b/{word}/1-Secret.x/ HTTP/1.1")


# The browser


def test_stranger_sees_nothing(applicant):
    applicant.fill()
    stranger = Client()
    for place in ("size", "contacts", "summary", "status"):
        answer = stranger.get(url(applicant.page, place))
        assert answer.status_code == 200
        assert "Havblikk" not in answer.content.decode()
    named = {"application": applicant.application.reference, **CONTACTS}
    answer = stranger.post(url(applicant.page, "contacts"), named)
    assert answer.status_code == 409
    stranger.post(url(applicant.page, "summary"), named)
    assert applicant.application.is_draft


def test_browser_forgets_after_a_while(applicant, monkeypatch):
    applicant.fill_some("size")
    later = timezone.now() + IN_BROWSER + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    answer = applicant.post("contacts", CONTACTS)
    assert answer.status_code == 409
    applicant.client.get(link_to(applicant.application))
    assert applicant.post("contacts", CONTACTS).status_code == 302  # sent once more


def test_two_tabs_write_into_their_own_applications(applicant):
    applicant.begin()
    first = applicant.application
    applicant.client.post(url(applicant.page, "status"), {"do": "new"})
    applicant.begin(name="Annet Demo AS", organisation_number="123456785")
    second = applicant.application
    assert second.pk != first.pk
    applicant.client.get(link_to(first))
    named = {"application": second.reference, **SIZE}
    applicant.client.post(url(applicant.page, "size"), named)
    assert Application.objects.get(pk=second.pk).turnover == 12_500_000
    assert Application.objects.get(pk=first.pk).turnover is None


# Sending


def test_sending_tells_both_and_leads_to_the_receipt(reader):
    reader.fill()
    answer = reader.send()
    status = url(reader.page, "status", reader.language)
    assert answer["Location"] == f"{status}?sent=1#state"
    one = reader.application
    assert one.state == ApplicationState.NEW
    assert one.sent_at
    assert [event.kind for event in one.events.all()] == [EventKind.SENT]
    receipt = emails_to(one.email)[-1]
    assert receipt.language == reader.language
    assert one.reference in receipt.text
    staff = emails_to("post@example.org")
    assert [email.language for email in staff] == ["nb"]
    assert one.name in staff[0].subject
    assert staff[0].reply_to == one.email
    page = soup(reader.client.get(answer["Location"]))
    assert one.reference in folded(page)
    assert not page.select(".application-section__change")


def test_sent_twice_is_sent_once(applicant):
    applicant.fill()
    assert applicant.send().status_code == applicant.send().status_code == 302
    assert applicant.application.events.count() == 1
    assert len(emails_to("post@example.org")) == 1


def test_back_from_the_summary_sends_nothing(applicant):
    applicant.fill()
    answer = applicant.post("summary", {}, go="back")
    assert answer["Location"] == url(applicant.page, "consent")
    assert applicant.application.is_draft


def test_incomplete_is_not_sent(applicant):
    applicant.fill_some("size", "contacts")
    assert applicant.send()["Location"] == url(applicant.page, "principles")
    assert applicant.application.is_draft


def test_begun_twice_is_begun_once(applicant):
    data = {**ORGANISATION, "stamp": stamp(), "website": ""}
    for _time in range(2):
        answer = applicant.client.post(url(applicant.page, "organisation"), data)
        assert answer.status_code == 302
    assert Application.objects.count() == 1
    assert len(emails_to(ORGANISATION["email"])) == 1


def test_sent_application_cannot_be_changed(applicant):
    applicant.fill()
    applicant.send()
    for place in ("organisation", "size", "contacts", "summary"):
        assert applicant.get(place)["Location"] == url(applicant.page, "status")
    applicant.post("contacts", {**CONTACTS, "contact_name": "Andre"})
    assert applicant.application.contact_name == CONTACTS["contact_name"]


# Afterwards


def test_status_shows_each_state(applicant, editor):
    applicant.fill()
    applicant.send()
    one, seen = applicant.application, set()
    for state in ApplicationState:
        if state == ApplicationState.DRAFT:
            continue
        Application.objects.filter(pk=one.pk).update(state=state)
        seen.add(status_of(applicant.get("status")))
    assert len(seen) == 5


def test_more_is_asked_and_answered(reader, editor):
    reader.fill()
    reader.send()
    one = reader.application
    services.ask_for_more(one.pk, "Hva importerer dere?\nFra hvor?", by=editor)
    question = emails_to(one.email, ":asked")[0]
    assert question.language == reader.language
    assert "Hva importerer dere?" in question.text
    other = Client()
    answer = other.get(link_in(question))
    assert answer["Location"] == url(reader.page, "status", reader.language)
    page = soup(other.get(answer["Location"]))
    assert "Hva importerer dere?" in folded(page.blockquote)

    reader.client = other
    empty = reader.post("status", {"answer": ""})
    assert soup(empty).select_one("[role=alert]")
    reader.post("status", {"answer": "Tunfisk.\nFra Maldivene."})
    reader.post("status", {"answer": "Tunfisk.\nFra Maldivene."})
    assert state_of(one) == ApplicationState.IN_REVIEW
    said = one.events.filter(kind=EventKind.ANSWERED)
    assert [event.text for event in said] == ["Tunfisk.\nFra Maldivene."]
    assert len(emails_to("post@example.org", ":staff-answer")) == 1


def test_applicant_may_change_while_more_is_asked(applicant, editor):
    applicant.fill()
    applicant.send()
    services.ask_for_more(applicant.application.pk, "Hvem?", by=editor)
    answer = applicant.post("contacts", {**CONTACTS, "contact_name": "Nora Demo"})
    assert answer["Location"] == url(applicant.page, "status")
    one = applicant.application
    assert one.contact_name == "Nora Demo"
    assert one.state == ApplicationState.MORE_ASKED
    assert one.events.last().text == "contacts"
    assert applicant.get("summary")["Location"] == url(applicant.page, "status")


def test_another_kind_is_asked_for_its_size_then_too(applicant, editor):
    applicant.fill()
    applicant.send()
    services.ask_for_more(applicant.application.pk, "Hvem?", by=editor)
    answer = applicant.post("organisation", {**ORGANISATION, "kind": "public"})
    assert answer["Location"] == url(applicant.page, "size")
    applicant.post("size", {"body": "county", "inhabitants": "300 000"})
    answer = applicant.post("size", {"body": "county", "inhabitants": "300 000"})
    assert answer["Location"] == url(applicant.page, "status")


def test_reason_is_shown_and_nothing_of_the_notes(applicant, editor):
    applicant.fill()
    applicant.send()
    pk = applicant.application.pk
    services.write_note(pk, "Bare for oss", by=editor)
    services.decline(pk, "Dere er ikke en virksomhet.", by=editor)
    text = folded(soup(applicant.get("status")))
    assert "Dere er ikke en virksomhet." in text
    assert "Bare for oss" not in text
    assert editor.email not in text


def test_page_is_gone_and_the_emails_still_go(page, editor):
    one = add_application()
    page.live = False
    page.save()
    assert services.ask_for_more(one.pk, "Hva?", by=editor)
    assert len(emails_to(one.email)) == 1


def test_applicant_of_a_language_that_was_switched_off(page, editor):
    one = add_application(language="en")
    page.published_en = False
    page.save()
    assert session.link_to(one).startswith("http")
    assert Client().get(link_in_address(session.link_to(one))).status_code == 302


def link_in_address(address):
    return "/" + address.split("/", 3)[3]


def test_several_applications_in_one_browser(applicant):
    client = Applicant(applicant.client, applicant.page)
    client.fill()
    client.send()
    first = client.application
    answer = client.client.post(url(client.page, "status"), {"do": "new"})
    assert answer["Location"] == url(client.page, "organisation")
    assert "Havblikk" not in client.get("organisation").content.decode()
    assert Application.objects.get().pk == first.pk
