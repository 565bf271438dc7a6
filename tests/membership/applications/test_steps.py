"""The steps: forward, back, errors, and what is kept between them."""

import pytest
from django.test import Client

from membership.applications import services
from membership.applications.models import Application, digest_of
from membership.members.models import FeeTable
from tests.membership.factories import add_member
from tests.support.pages import folded, gate, soup

from .support import (
    CONSENT,
    CONTACTS,
    NUMBER,
    ORGANISATION,
    SIZE,
    STEPS,
    Applicant,
    stamp,
    url,
)

pytestmark = pytest.mark.django_db


def wrong(response):
    """The names of the fields that are wrong."""
    assert response.status_code == 200
    page = soup(response)
    assert page.select_one("[role=alert]")
    return {
        control["name"]
        for field in page.select(".form-field--wrong")
        for control in field.select("[name]")
    }


def value(response, name):
    found = soup(response).find(attrs={"name": name})
    return found.text.strip() if found.name == "textarea" else found.get("value", "")


# Addresses


@pytest.mark.parametrize("language", ["nb", "en"])
def test_page_leads_to_the_first_step(client, page, language):
    address = page.get_url_in(language)
    link = soup(client.get(address)).select_one(".application-start a.button")
    assert link["href"] == url(page, "organisation", language)
    assert client.get(link["href"]).status_code == 200


def test_steps_are_one_readers_own(reader):
    reader.fill()
    for place in (*STEPS, "status"):
        answer = reader.get(place)
        assert answer["Cache-Control"] == "no-store, private", place
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("rest", ["x/", "size/x/", "my-application/", "status/x/"])
def test_nothing_else_is_below_the_page(client, page, rest):
    assert client.get(f"{page.get_url_in('en')}{rest}").status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_other_methods(client, page, method):
    for place in ("organisation", "status"):
        assert getattr(client, method)(url(page, place)).status_code == 405
    assert getattr(client, method)(url(page, "link", token="x")).status_code == 405


def test_page_and_link_take_no_form(client, page):
    assert client.post(page.get_url_in("nb")).status_code == 405
    assert client.post(url(page, "link", token="x")).status_code == 404


def test_draft_and_gated_page_have_no_steps(client, page):
    gate(page, "Members")
    answer = client.get(url(page, "organisation"))
    assert answer.status_code == 302
    assert "/konto/login/" in answer["Location"]
    page.live = False
    page.save()
    assert client.get(url(page, "organisation")).status_code == 404


def test_form_of_another_site_is_refused(page):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url(page, "organisation"), {"name": "x"}).status_code == 403


# Forward


def test_all_steps_in_both_languages(reader):
    answer = reader.begin()
    assert answer["Location"].startswith(url(reader.page, "size", reader.language))
    application = reader.fill()
    assert reader.get("summary").status_code == 200
    application.refresh_from_db()
    assert application.is_draft
    assert application.language == reader.language
    assert application.name == ORGANISATION["name"]
    assert application.organisation_number == NUMBER
    assert application.website == "https://example.org/havblikk"
    assert application.turnover == 12_500_000
    assert application.contact_name == CONTACTS["contact_name"]
    assert application.principles.language == reader.language
    assert application.principles_accepted_at
    assert application.consented_at
    assert application.message == CONSENT["message"]


def test_progress_is_told(reader):
    reader.fill()
    for number, place in enumerate(STEPS, start=1):
        page = soup(reader.get(place))
        assert len(page.select("h1")) == 1
        assert page.html["lang"] == reader.language
        count = folded(page.select_one(".form-steps__count"))
        assert [int(n) for n in count.split() if n.isdigit()] == [number, 6]
        current = page.select_one("[aria-current=step]")
        assert folded(current) == folded(page.h1)


def test_steps_cannot_be_skipped(applicant):
    applicant.begin()
    for place in STEPS[2:]:
        assert applicant.get(place)["Location"] == url(applicant.page, "size")
        assert applicant.post(place, {})["Location"] == url(applicant.page, "size")
    assert applicant.application.is_draft


def test_size_shows_the_fee_before_it_goes_on(applicant, fees):
    applicant.begin()
    answer = applicant.post("size", SIZE)
    assert answer["Location"] == f"{url(applicant.page, 'size')}#estimate"
    box = soup(applicant.get("size")).select_one("#estimate")
    assert "9 000" in folded(box)
    assert applicant.application.estimate["full"] == 9000
    answer = applicant.post("size", SIZE)
    assert answer["Location"] == url(applicant.page, "contacts")
    answer = applicant.post("size", {"turnover": "1000"})
    assert answer["Location"] == f"{url(applicant.page, 'size')}#estimate"
    assert applicant.application.estimate["full"] == 7700


def test_size_goes_on_without_a_fee_table(applicant):
    assert not FeeTable.objects.exists()
    applicant.begin()
    applicant.post("size", SIZE)
    shown = applicant.application.estimate
    assert shown["full"] is None
    assert shown["note"] in folded(soup(applicant.get("size")).select_one("#estimate"))
    assert applicant.post("size", SIZE)["Location"] == url(applicant.page, "contacts")


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("company", {"turnover"}),
        ("association", {"turnover"}),
        ("public", {"body", "inhabitants"}),
    ],
)
def test_size_asks_what_counts_for_the_kind(applicant, kind, asked):
    applicant.begin(kind=kind)
    form = soup(applicant.get("size")).select_one("main form[method=post]")
    names = {field["name"] for field in form.select(".form-field [name]")}
    assert names == asked


def test_public_body_without_inhabitants(applicant):
    applicant.begin(kind="public")
    assert wrong(applicant.post("size", {"body": "municipality"})) == {"inhabitants"}
    assert wrong(applicant.post("size", {})) == {"body"}
    answer = applicant.post("size", {"body": "other", "inhabitants": "12"})
    assert answer.status_code == 302
    assert applicant.application.inhabitants is None
    assert applicant.application.body == "other"


def test_another_kind_asks_for_the_size_again(applicant):
    applicant.fill()
    answer = applicant.post("organisation", {**ORGANISATION, "kind": "public"})
    assert answer["Location"] == url(applicant.page, "size")
    assert applicant.application.turnover is None
    assert applicant.application.estimate is None
    assert applicant.get("summary")["Location"] == url(applicant.page, "size")


def test_change_from_the_summary_leads_back_to_it(applicant):
    applicant.fill()
    links = soup(applicant.get("summary")).select(".application-section__change")
    assert [link["href"] for link in links] == [
        url(applicant.page, place) for place in STEPS[:5]
    ]
    answer = applicant.post("contacts", {**CONTACTS, "contact_name": "Per Demo"})
    assert answer["Location"] == url(applicant.page, "summary")
    assert "Per Demo" in folded(soup(applicant.get("summary")))


def test_summary_shows_everything(applicant, fees):
    applicant.fill()
    text = folded(soup(applicant.get("summary")).main)
    for expected in (
        *("Havblikk Demofisk AS", "974 760 673", "Ålesund", "https://example.org"),
        *("soknad@example.org", "12 500 000 kr", "9 000 kr", *CONTACTS.values()),
        CONSENT["message"],
    ):
        assert expected in text


# Back, and errors


def test_back_keeps_what_is_right(applicant):
    applicant.fill_some("size")
    answer = applicant.post("contacts", CONTACTS, go="back")
    assert answer["Location"] == url(applicant.page, "size")
    assert applicant.application.contact_name == CONTACTS["contact_name"]


def test_back_keeps_what_is_wrong_too(applicant):
    applicant.fill_some("size")
    typed = {"contact_name": "Siri", "contact_email": "siri@", "invoice_name": "R"}
    answer = applicant.post("contacts", typed, go="back")
    assert answer["Location"] == url(applicant.page, "size")
    application = applicant.application
    assert application.contact_name == ""  # nothing half right is stored as right
    again = applicant.get("contacts")
    for name, text in typed.items():
        assert value(again, name) == text
    applicant.post("contacts", CONTACTS)
    assert applicant.application.typed == {}
    assert value(applicant.get("contacts"), "invoice_name") == "Regnskap"


def test_typed_boxes_are_not_kept(applicant):
    applicant.fill_some("size", "contacts", "principles")
    applicant.post("consent", {"message": "x" * 6000, "consent": "on"}, go="back")
    assert "consent" not in applicant.application.typed["consent"]
    assert len(applicant.application.typed["consent"]["message"]) == 5000


def test_typed_control_characters_do_no_harm(applicant):
    applicant.begin()
    answer = applicant.post("size", {"turnover": "1\x002"})
    assert answer.status_code == 302
    assert applicant.application.turnover == 12


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ("organisation", {"organisation_number", "name", "kind", "sector", "email"}),
        ("size", {"turnover"}),
        ("contacts", {"contact_name", "contact_email"}),
        ("principles", {"accepted"}),
        ("consent", {"consent"}),
    ],
)
def test_what_is_missing_is_said(client, page, language, place, fields):
    applicant = Applicant(client, page, language)
    if place == "organisation":
        answer = applicant.client.post(
            url(page, place, language), {"stamp": stamp(), "kind": ""}
        )
        assert wrong(answer) >= fields - {"organisation_number"}
        return
    applicant.fill_some(*STEPS[1 : STEPS.index(place)])
    wording = applicant.wording()
    answer = applicant.post(place, {"wording": wording})
    assert wrong(answer) == fields
    links = soup(answer).select("[role=alert] a")
    ids = {tag["id"] for tag in soup(answer).select("[id]")}
    assert {link["href"].removeprefix("#") for link in links} <= ids


@pytest.mark.parametrize("number", ["974760674", "12345", "abc", "9" * 40])
def test_wrong_number_is_refused_and_kept(applicant, number):
    answer = applicant.begin(organisation_number=number)
    assert wrong(answer) == {"organisation_number"}
    assert value(answer, "organisation_number") == number
    assert not Application.objects.exists()


def test_only_an_association_may_be_without_number(applicant):
    answer = applicant.begin(organisation_number="")
    assert wrong(answer) == {"organisation_number"}
    answer = applicant.begin(organisation_number="", kind="association")
    assert answer.status_code == 302
    assert applicant.application.organisation_number is None


def test_junk_is_refused(applicant):
    answer = applicant.begin(kind="kongedømme", sector="%00", email="x@y\r\nBcc: z")
    assert wrong(answer) == {"kind", "sector", "email"}


# The principles


def test_accepted_wording_is_kept_word_for_word(applicant):
    application = applicant.fill()
    before = application.principles.text
    assert before == applicant.page.principles_in("nb").text
    applicant.page.principles_nb = "<p>Noe annet.</p>"
    applicant.page.save()
    application.refresh_from_db()
    assert application.principles.text == before
    accepted_at = application.principles_accepted_at
    applicant.page.refresh_from_db()
    applicant.post("principles", {"accepted": "on", "wording": applicant.wording()})
    application.refresh_from_db()
    assert application.principles.text == "<p>Noe annet.</p>"
    assert application.principles_accepted_at > accepted_at


def test_nobody_accepts_what_they_have_not_seen(applicant):
    applicant.fill_some("size", "contacts")
    old = applicant.wording()
    applicant.page.principles_nb = "<p>Noe annet.</p>"
    applicant.page.save()
    answer = applicant.post("principles", {"accepted": "on", "wording": old})
    assert answer.status_code == 200
    assert "Noe annet." in answer.content.decode()
    assert applicant.application.principles is None
    assert value(answer, "wording") == digest_of("<p>Noe annet.</p>", "nb")


# Who has applied is nobody's business


def test_active_member_is_told_so(applicant):
    add_member("Kjent Demo AS", organisation_number=NUMBER)
    answer = applicant.begin()
    assert wrong(answer) == {"organisation_number"}
    assert "Kjent Demo AS" in answer.content.decode()


def test_ended_and_coming_members_are_not_told_of(applicant):
    from datetime import date, timedelta

    from ethicaltrade.dates import today

    add_member("Forhen AS", organisation_number=NUMBER, ended_on=date(2021, 1, 1))
    assert applicant.begin().status_code == 302
    add_member(
        "Snart AS",
        organisation_number="123456785",
        member_since=today() + timedelta(days=3),
    )
    assert applicant.begin(organisation_number="123456785").status_code == 302


def test_another_application_is_not_told_of(page, client, applicant):
    first = applicant.fill()
    applicant.send()
    other = Applicant(Client(), page, remote="192.0.2.7")
    answer = other.begin(email="andre@example.org")
    assert answer.status_code == 302
    assert other.application.pk != first.pk
    for place in ("organisation", "size"):
        assert first.reference not in other.get(place).content.decode()
    other.fill()
    assert Application.objects.get(pk=first.pk).state == "new"


def test_what_is_decided_cannot_be_changed(applicant):
    applicant.fill()
    Application.objects.update(state="approved")
    with pytest.raises(services.NotNowError):
        services.save(applicant.application.pk, "contacts", {"contact_name": "x"})
