"""The own organisation: what people of a member see, propose and hand in."""

import errno
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import filesystem
from wagtail.models import Collection

from ethicaltrade.demo.library import make_pdf
from ethicaltrade.home.groups import MEMBER_STAFF
from ethicaltrade.media.models import CustomDocument, private_storage
from membership.members.models import Report
from membership.proposals import services
from membership.proposals.models import Proposal
from tests.membership.factories import add_report
from tests.support import factories
from tests.support.pages import folded, soup

from .support import address, is_private, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_files():
    """Which files have come to the private folder since the test began."""
    folder = Path(private_storage().location)
    before = set(folder.rglob("*.*"))
    return lambda: set(folder.rglob("*.*")) - before


def written(client, **changes) -> dict[str, str]:
    """The form as it is shown, with what somebody changes in it."""
    page = soup(client.get(address("my_presentation")))
    fields = page.select("main form [name]")
    shown = {
        field["name"]: field.get("value") or field.get_text()
        for field in fields
        if field["name"] != "csrfmiddlewaretoken"
    }
    return {**shown, **changes}


def send(client, language="nb", **changes):
    return client.post(address("my_presentation", language), written(client, **changes))


# The presentation


def test_proposal_waits_and_visitors_see_what_stands_there(as_kari, kari, organisation):
    response = send(as_kari, presentation_nb="Selger te og kaffe.")
    assert response.status_code == 302
    organisation.refresh_from_db()
    assert organisation.presentation_nb == "Selger te."
    proposal = organisation.proposals.get()
    assert proposal.is_waiting
    assert proposal.by == kari
    assert proposal.presentation_nb == "Selger te og kaffe."
    assert proposal.presentation_en == "Sells tea."
    page = soup(as_kari.get(address("my_organisation"))).main
    assert [folded(ins) for ins in page.select("ins")] == ["og kaffe"]
    assert not page.select("del")


def test_emails_come_in_the_language_it_was_written_in(as_kari, organisation):
    send(as_kari, "en", place="Oslo")
    assert organisation.proposals.get().language == "en"


def test_second_proposal_takes_the_place_of_the_first(as_kari, organisation):
    send(as_kari, place="Oslo")
    send(as_kari, website="https://example.org/ny/")
    proposal = organisation.proposals.get()
    assert (proposal.place, proposal.website) == ("Oslo", "https://example.org/ny/")


def test_nothing_new_is_no_proposal_and_nothing_is_lost(as_kari, organisation):
    response = send(as_kari)
    page = soup(response)
    assert page.select_one("[role=alert]")
    assert page.select_one("textarea[name=presentation_nb]").text.strip()
    assert folded(page.title).startswith("Feil:")
    assert not organisation.proposals.exists()


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    as_kari, organisation
):
    response = send(as_kari, website="ikke en adresse", presentation_nb="Nytt.")
    page = soup(response)
    assert page.select_one("#id_website_error")
    assert "Nytt." in page.select_one("textarea[name=presentation_nb]").text
    assert not organisation.proposals.exists()


def test_markup_is_shown_as_text(as_kari, organisation):
    send(as_kari, presentation_nb="<script>alert(1)</script>")
    response = as_kari.get(address("my_organisation"))
    assert b"<script>alert" not in response.content


def test_colleague_who_wrote_meanwhile_is_not_overwritten(
    as_kari, organisation, client
):
    old = written(as_kari, presentation_nb="Karis tekst.")
    send(as_kari, presentation_nb="En kollegas tekst.")
    response = as_kari.post(address("my_presentation"), old)
    page = soup(response)
    assert page.select_one("[role=alert]")
    assert "Karis tekst." in page.select_one("textarea[name=presentation_nb]").text
    assert "kollegas" in folded(page.select_one(".changes"))
    assert organisation.proposals.get().presentation_nb == "En kollegas tekst."
    again = {**old, "seen": page.select_one("input[name=seen]")["value"]}
    assert as_kari.post(address("my_presentation"), again).status_code == 302
    assert organisation.proposals.get().presentation_nb == "Karis tekst."


def test_form_that_is_older_than_a_decision_is_shown_again(
    as_kari, organisation, admin
):
    old = written(as_kari, place="Oslo")
    send(as_kari, presentation_nb="Nytt.")
    proposal = organisation.proposals.get()
    services.approve(proposal.pk, seen=proposal.fingerprint, by=admin)
    response = as_kari.post(address("my_presentation"), old)
    assert soup(response).select_one("[role=alert]")
    organisation.refresh_from_db()
    assert organisation.presentation_nb == "Nytt."


def test_proposal_can_be_taken_back(as_kari, organisation):
    send(as_kari, place="Oslo")
    data = {"do": "withdraw-presentation"}
    response = as_kari.post(address("my_organisation"), data, follow=True)
    assert soup(response).select_one(".alert--done")
    assert not organisation.proposals.exists()
    response = as_kari.post(address("my_organisation"), data, follow=True)
    assert soup(response).select_one(".alert--warning")


def test_declined_proposal_is_shown_with_its_note(as_kari, organisation, admin):
    send(as_kari, place="Oslo")
    proposal = organisation.proposals.get()
    services.decline(
        proposal.pk, seen=proposal.fingerprint, by=admin, note="Dere er i Bergen."
    )
    page = soup(as_kari.get(address("my_organisation"))).main
    assert "Dere er i Bergen." in folded(page)


def test_reverse_of_the_own_presentation_is_nobody_elses(
    client, stranger, as_kari, organisation
):
    send(as_kari, presentation_nb="Hemmelig utkast.")
    client.force_login(stranger)
    for name in ("my_page", "my_organisation", "my_presentation"):
        assert b"Hemmelig" not in client.get(address(name)).content


# Reports


def hand_in(client, **fields):
    data = {"year": "2025", "file_language": "nb", "link": "", **fields}
    return client.post(address("my_report"), data)


def test_report_is_hidden_until_it_is_approved(as_kari, kari, organisation):
    assert hand_in(as_kari, file=upload()).status_code == 302
    report = organisation.reports.get()
    assert report.published_on is None
    assert report.level == ""
    assert not organisation.reports.public().exists()
    document = report.document
    assert document.filename.startswith("bergblom-demo-as-2025")
    assert document.title.startswith("Bergblom Demo AS")
    assert document.uploaded_by_user == kari
    assert document.get_file_size() > 100
    assert organisation.proposals.get().is_waiting


def test_report_on_a_full_disk_is_told_and_leaves_nothing(
    as_kari, organisation, new_files, monkeypatch
):
    def refuse(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(filesystem.locks, "lock", refuse)
    response = hand_in(as_kari, file=upload())
    assert response.status_code == 200
    page = soup(response).main
    assert "Filen kunne ikke lagres" in folded(page)
    assert page.select_one("[name=year]")["value"] == "2025"
    assert not organisation.reports.exists()
    assert not new_files()


def test_link_will_do_instead_of_a_file(as_kari, organisation):
    assert hand_in(as_kari, link="https://example.org/r.pdf").status_code == 302
    assert organisation.reports.get().link == "https://example.org/r.pdf"
    assert not CustomDocument.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "file"),
        ({"file": True, "link": "https://example.org/r.pdf"}, "link"),
        ({"file": True, "year": "1999"}, "year"),
        ({"file": True, "year": "2999"}, "year"),
        ({"file": True, "year": "99999999999999999999999"}, "year"),
        ({"file": True, "year": "i fjor"}, "year"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"file": True, "file_language": "xx"}, "file_language"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(as_kari, fields, wrong):
    if fields.pop("file", None):
        fields["file"] = upload()
    response = hand_in(as_kari, **fields)
    page = soup(response)
    assert response.status_code == 200
    assert page.select_one(f"#id_{wrong}_error")
    assert not Report.objects.exists()
    assert not CustomDocument.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rapport.pdf", b"<html><script>alert(1)</script></html>"),
        ("rapport.html", b""),
        ("rapport.pdf", b"PK\x03\x04 et arkiv"),
        ("rapport.docx", b"%PDF-1.7 med feil navn"),
        ("rapport.pdf", b"%PDF-1.7 den halve"),
    ],
)
def test_only_a_pdf_is_taken_whatever_it_is_called(as_kari, name, content, new_files):
    response = hand_in(as_kari, file=upload(name, content))
    error = soup(response).select_one("#id_file_error")
    assert "DOCX" not in error.text  # which is no kind of report
    assert not Report.objects.exists()
    assert not new_files()


def test_big_file_is_refused(as_kari, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100
    response = hand_in(as_kari, file=upload())
    assert soup(response).select_one("#id_file_error")


def test_one_report_a_year(as_kari, organisation, new_files):
    add_report(organisation, 2025)
    response = hand_in(as_kari, file=upload())
    assert soup(response).select_one("#id_year_error")
    assert organisation.reports.count() == 1
    assert not new_files()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_report_that_is_sent_twice_is_one(as_kari, organisation, kind):
    """A double click shows what came of the first."""
    for _click in range(2):
        sent = {"file": upload()} if kind == "file" else {"link": "https://a.example/r"}
        assert hand_in(as_kari, **sent).status_code == 302
    assert organisation.proposals.count() == organisation.reports.count() == 1


def test_presentation_that_is_sent_twice_is_one(as_kari, organisation):
    sent = written(as_kari, presentation_nb="Vi syr klær.")
    for _click in range(2):
        assert as_kari.post(address("my_presentation"), sent).status_code == 302
    assert organisation.proposals.get().presentation_nb == "Vi syr klær."


def test_waiting_report_keeps_the_year_until_it_is_taken_back(
    as_kari, organisation, new_files, django_capture_on_commit_callbacks
):
    hand_in(as_kari, file=upload())
    other = upload(content=make_pdf("En annen rapport", ["Tekst."], "nb"))
    assert soup(hand_in(as_kari, file=other)).select_one("#id_year_error")
    with django_capture_on_commit_callbacks(execute=True):
        as_kari.post(
            address("my_organisation"), {"do": "withdraw-report", "year": "2025"}
        )
    assert not organisation.reports.exists()
    assert not Proposal.objects.exists()
    assert not new_files()
    assert hand_in(as_kari, file=upload()).status_code == 302


@pytest.mark.parametrize("year", ["", "x", "²025", "99999999999999999999", "2001"])
def test_taking_back_what_does_not_wait_does_nothing(as_kari, organisation, year):
    add_report(organisation, 2001)
    data = {"do": "withdraw-report", "year": year}
    response = as_kari.post(address("my_organisation"), data, follow=True)
    assert soup(response).select_one(".alert--warning")
    assert organisation.reports.count() == 1


# Who may open a report that waits


def status(client, url: str) -> int:
    """What the address answers; the file is let go."""
    response = client.get(url)
    if response.streaming:
        response.getvalue()
    return response.status_code


@pytest.fixture
def waiting(as_kari, organisation):
    hand_in(as_kari, file=upload())
    return organisation.reports.get()


def test_people_of_the_member_open_it(as_kari, waiting):
    response = as_kari.get(address("my_waiting_report", "nb", 2025))
    assert response.status_code == 200
    assert response.getvalue().startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="bergblom-demo-as-2025.pdf"' in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert is_private(response)


def test_nobody_else_opens_it(client, waiting, stranger, home):
    here, document = address("my_waiting_report", "nb", 2025), waiting.document.url
    client.logout()
    assert status(client, here) == 302
    assert status(client, document) in (302, 403, 404)
    client.force_login(stranger)
    assert status(client, here) == 404
    assert status(client, document) in (302, 403, 404)
    client.force_login(factories.user("utenfor@example.org"))
    assert status(client, here) == 403
    assert status(client, document) in (302, 403, 404)


def test_former_people_of_the_member_do_not_open_it(as_kari, kari, waiting):
    kari.affiliation.delete()
    assert as_kari.get(address("my_waiting_report", "nb", 2025)).status_code == 403


def test_staff_open_it(client, waiting):
    client.force_login(factories.user("stab@example.org", MEMBER_STAFF))
    assert status(client, waiting.document.url) == 200


def test_collection_is_known_by_more_than_its_name(as_kari, waiting, organisation):
    collection = waiting.document.collection
    collection.name = "Noe ganger annet"
    collection.save()
    hand_in(as_kari, year="2024", file=upload())
    other = organisation.reports.get(year=2024).document.collection
    assert other == collection
    assert Collection.objects.count() == 2


def test_collection_that_somebody_opened_is_closed_again(as_kari, waiting, client):
    waiting.document.collection.view_restrictions.all().delete()
    hand_in(as_kari, year="2024", file=upload())
    client.logout()
    assert status(client, waiting.document.url) != 200


def test_group_that_comes_later_may_open_what_is_handed_in_then(
    as_kari, waiting, client
):
    person = factories.user("ny@example.org", "Rådgivere")
    rights = Permission.objects.filter(codename__in=["change_member", "access_admin"])
    person.groups.get().permissions.set(rights)
    hand_in(as_kari, year="2024", file=upload())
    client.force_login(person)
    assert status(client, waiting.document.url) == 200


def test_approved_report_is_public_and_named_on_my_page(
    as_kari, organisation, waiting, admin, client
):
    proposal = organisation.proposals.get()
    services.approve(proposal.pk, seen=proposal.fingerprint, by=admin, level="basic")
    assert as_kari.get(address("my_waiting_report", "nb", 2025)).status_code == 404
    page = soup(as_kari.get(address("my_organisation"))).main
    assert page.select_one(f'a[href="{waiting.document.url}"]')
    client.logout()
    assert status(client, waiting.document.url) == 200
