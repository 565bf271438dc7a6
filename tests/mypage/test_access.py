"""Whose page it is."""

from datetime import date

import pytest
from django.urls import reverse

from tests.support.pages import folded, soup

from .support import NAMES, address, is_private

pytestmark = pytest.mark.django_db

MEMBERS_ONLY = ["my_organisation", "my_presentation", "my_report"]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_others_log_in_first_and_come_back(client, home, name, language):
    here = address(name, language)
    response = client.get(here)
    assert response.status_code == 302
    assert response.url == f"{address('login', language)}?next={here}"
    assert is_private(response)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_private_and_for_no_search_engine(as_kari, name, language):
    response = as_kari.get(address(name, language))
    assert response.status_code == 200
    assert is_private(response)
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "my_data_export"])
def test_every_part_has_one_heading_and_says_where_it_is(as_kari, name):
    page = soup(as_kari.get(address(name)))
    assert len(page.select("h1")) == 1
    assert folded(page.h1)
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    current = page.select(".my-page__link[aria-current]")
    assert len(current) == 1
    assert not folded(page.title).startswith("–")


@pytest.mark.parametrize("name", NAMES)
def test_switcher_leads_to_the_same_part(as_kari, name):
    if name == "my_data_export":
        return
    page = soup(as_kari.get(address(name)))
    link = page.select_one('.language-switcher__link[lang="en"]')
    assert link["href"] == address(name, "en")


def test_header_leads_to_my_page_when_logged_in(as_kari, home):
    page = soup(as_kari.get("/"))
    assert page.select_one(f'.site-header__bar a[href="{address("my_page")}"]')
    as_kari.logout()
    page = soup(as_kari.get("/"))
    assert not page.select_one(f'.site-header__bar a[href="{address("my_page")}"]')


@pytest.mark.parametrize("name", MEMBERS_ONLY)
def test_people_of_no_member_are_told_kindly(client, home, editor, name):
    client.force_login(editor)
    response = client.get(address(name))
    assert response.status_code == 403
    assert is_private(response)
    assert soup(response).select_one(f'main a[href="{address("my_registrations")}"]')


@pytest.mark.parametrize("name", MEMBERS_ONLY)
def test_ended_membership_closes_it_at_the_next_request(as_kari, organisation, name):
    assert as_kari.get(address(name)).status_code == 200
    organisation.ended_on = date(2021, 1, 1)
    organisation.save()
    response = as_kari.get(address(name))
    assert response.status_code == 403
    assert organisation.presentation_nb not in response.content.decode()


def test_ended_member_still_has_what_is_the_persons_own(as_kari, organisation):
    organisation.ended_on = date(2021, 1, 1)
    organisation.save()
    for name in ("my_page", "my_registrations", "my_data", "my_data_export"):
        assert as_kari.get(address(name)).status_code == 200
    page = soup(as_kari.get(address("my_page")))
    links = [link["href"] for link in page.select(".my-page__link")]
    assert address("my_organisation") not in links
    assert reverse("colleagues") not in links
    assert {address("my_registrations"), address("my_data")} <= set(links)
    assert organisation.name in folded(page.main)


def test_removed_person_sees_nothing_more(as_kari, kari):
    kari.affiliation.delete()
    assert as_kari.get(address("my_organisation")).status_code == 403
    assert "Bergblom" not in as_kari.get(address("my_page")).content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_methods_nobody_needs_are_refused(as_kari, name):
    assert as_kari.put(address(name)).status_code == 405
    assert as_kari.delete(address(name)).status_code == 405
