"""The staff's pages in the CMS."""

from time import perf_counter

import pytest
from django.urls import reverse

from ethicaltrade.home.groups import PUBLISHERS
from membership.proposals.differences import pieces
from membership.proposals.models import Proposal
from tests.membership.factories import add_member
from tests.support import factories
from tests.support.pages import folded, soup

from .support import hand_in, propose

pytestmark = pytest.mark.django_db

INDEX = reverse("proposals:index")


def page_of(proposal) -> str:
    return reverse("proposals:proposal", args=[proposal.pk])


@pytest.fixture
def as_staff(client, staff):
    client.force_login(staff)
    return client


def decide(client, proposal, do, **fields):
    page = soup(client.get(page_of(proposal)))
    seen = page.select_one("input[name=seen]")["value"]
    data = {"seen": seen, "note": "", "do": do, **fields}
    return client.post(page_of(proposal), data, follow=True)


def listed(client, query="") -> list[str]:
    page = soup(client.get(f"{INDEX}{query}"))
    return [folded(row) for row in page.select("table.listing tbody tr")]


# Who


@pytest.mark.parametrize("path", ["", "results/", "1/"])
def test_editors_without_the_right_see_nothing(client, path, organisation, kari):
    propose(organisation, kari, place="Oslo")
    client.force_login(factories.user("e@example.org", PUBLISHERS))
    response = client.get(f"{INDEX}{path}")
    assert response.status_code in (302, 403)
    assert b"Bergblom" not in response.content


def test_members_do_not_reach_it(client, kari, organisation):
    client.force_login(kari)
    assert client.get(INDEX).status_code in (302, 403)


def test_answers_are_private(as_staff, organisation, kari):
    response = as_staff.get(page_of(propose(organisation, kari, place="Oslo")))
    assert "no-store" in response["Cache-Control"]


def test_menu_and_first_page_lead_there(as_staff, organisation, kari):
    propose(organisation, kari, place="Oslo")
    response = as_staff.get(reverse("wagtailadmin_home"))
    page = response.content.decode()
    assert INDEX in page
    assert "(1)" in page


# The list


def test_list_shows_what_waits(as_staff, organisation, kari, staff):
    propose(organisation, kari, place="Oslo")
    decide(as_staff, hand_in(organisation, kari), "approve", level="")
    rows = listed(as_staff)
    assert len(rows) == 1
    assert "Bergblom Demo AS" in rows[0]
    assert len(listed(as_staff, "?state=approved")) == 1
    assert len(listed(as_staff, "?state=all")) == 2
    assert len(listed(as_staff, "?state=all&kind=report")) == 1
    assert listed(as_staff, "?state=declined") == []


@pytest.mark.parametrize("query", ["?state=x", "?kind=%00", "?p=x", "?p=99999999999"])
def test_junk_is_no_error(as_staff, query):
    assert as_staff.get(f"{INDEX}{query}").status_code in (200, 404)


def test_list_asks_no_more_for_many(
    as_staff, organisation, kari, django_assert_max_num_queries
):
    propose(organisation, kari, place="Oslo")
    as_staff.get(INDEX)
    with django_assert_max_num_queries(60) as few:
        as_staff.get(INDEX)
    for number in range(8):
        propose(add_member(f"Nr {number} Demo AS"), kari, place="Oslo")
    with django_assert_max_num_queries(60) as many:
        as_staff.get(INDEX)
    assert len(many) == len(few)


# Deciding


@pytest.mark.usefixtures("interface")
def test_texts_stand_beside_each_other(as_staff, organisation, kari):
    proposal = propose(organisation, kari, presentation_nb="Selger kaffe.")
    page = soup(as_staff.get(page_of(proposal)))
    assert [folded(one) for one in page.select("del")] == ["te"]
    assert [folded(one) for one in page.select("ins")] == ["kaffe"]


def test_approving_publishes(as_staff, organisation, kari):
    decide(as_staff, propose(organisation, kari, place="Oslo"), "approve")
    organisation.refresh_from_db()
    assert organisation.place == "Oslo"


def test_declining_needs_a_reason(as_staff, organisation, kari):
    proposal = propose(organisation, kari, place="Oslo")
    response = decide(as_staff, proposal, "decline")
    assert Proposal.objects.get().is_waiting
    assert response.status_code == 200
    assert soup(response).select_one(".w-field--error, .error-message")
    decide(as_staff, proposal, "decline", note="Dere er i Bergen.")
    assert Proposal.objects.get().note == "Dere er i Bergen."


@pytest.mark.parametrize("do", ["", "delete"])
def test_button_nobody_made_decides_nothing(as_staff, organisation, kari, do):
    decide(as_staff, propose(organisation, kari, place="Oslo"), do)
    assert Proposal.objects.get().is_waiting


def test_changed_proposal_is_shown_again_with_the_note_kept(
    as_staff, organisation, kari
):
    proposal = propose(organisation, kari, place="Oslo")
    page = soup(as_staff.get(page_of(proposal)))
    seen = page.select_one("input[name=seen]")["value"]
    propose(organisation, kari, place="Molde")
    data = {"seen": seen, "note": "Takk!", "do": "approve"}
    response = as_staff.post(page_of(proposal), data)
    page = soup(response)
    assert Proposal.objects.get().is_waiting
    assert "Takk!" in page.select_one("textarea[name=note]").text
    assert [folded(one) for one in page.select("ins")] == ["Molde"]
    assert page.select_one("input[name=seen]")["value"] != seen


def test_decided_or_taken_back_meanwhile_is_said(as_staff, organisation, kari):
    proposal = propose(organisation, kari, place="Oslo")
    data = {"seen": proposal.fingerprint, "note": "Fint skrevet!", "do": "approve"}
    as_staff.post(page_of(proposal), data)
    response = as_staff.post(page_of(proposal), data, follow=True)
    assert response.status_code == 200
    assert "«Fint skrevet!»" in soup(response).select_one(".messages .warning").text
    url = page_of(proposal)
    proposal.delete()
    response = as_staff.post(url, data, follow=True)
    assert "«Fint skrevet!»" in soup(response).select_one(".messages .warning").text
    assert as_staff.get(url).status_code == 404


def test_staff_open_the_file_and_choose_the_badge(as_staff, organisation, kari):
    proposal = hand_in(organisation, kari)
    page = soup(as_staff.get(page_of(proposal)))
    link = page.select_one(f'a[href="{proposal.report.document.url}"]')
    response = as_staff.get(link["href"])
    assert response.status_code == 200
    assert response.getvalue().startswith(b"%PDF-")
    decide(as_staff, proposal, "approve", level="implementer")
    report = organisation.reports.get()
    assert report.level == "implementer"


def test_badge_nobody_made_is_refused(as_staff, organisation, kari):
    decide(as_staff, hand_in(organisation, kari), "approve", level="gull")
    assert Proposal.objects.get().is_waiting


@pytest.mark.parametrize("do", ["approve", "decline"])
def test_decided_proposal_can_still_be_read(as_staff, organisation, kari, do):
    for proposal in (
        propose(organisation, kari, place="Oslo"),
        hand_in(organisation, kari),
    ):
        decide(as_staff, proposal, do, note="Slik.", level="")
        page = soup(as_staff.get(page_of(proposal)))
        assert "Slik." in folded(page.select_one("main, #main"))
        assert not page.select_one("input[name=seen]")


# Differences


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "", []),
        ("", "a", [("a", "ins")]),
        ("a", "", [("a", "del")]),
        ("a b", "a b", [("a b", "")]),
        ("a b c", "a x c", [("a ", ""), ("b", "del"), ("x", "ins"), (" c", "")]),
    ],
)
def test_differences_are_told_word_by_word(before, after, found):
    assert [tuple(piece) for piece in pieces(before, after)] == found


def test_word_written_a_thousand_times_holds_nobody_up():
    before, after = "a " * 1000, "b " * 1000
    began = perf_counter()
    found = pieces(before, after)
    assert perf_counter() - began < 5, "seconds; it was minutes"
    assert "".join(piece.text for piece in found if piece.mark != "ins") == before
    assert "".join(piece.text for piece in found if piece.mark != "del") == after
