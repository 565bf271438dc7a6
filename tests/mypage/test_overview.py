"""The first page."""

import pytest

from tests.events.registration.support import put, register
from tests.membership.factories import add_member, add_report
from tests.support.pages import folded, soup

from .support import address

pytestmark = pytest.mark.django_db


def overview(client, language="nb"):
    return soup(client.get(address("my_page", language))).main


def test_shows_the_organisation_and_its_adviser(as_kari, organisation):
    add_report(organisation, 2024, level="basic")
    add_report(organisation, 2025, published_on=None)
    add_report(add_member("Annen Demo AS"), 2023)
    page = overview(as_kari)
    card = folded(page.select_one(".membership-card"))
    assert "Bergblom Demo AS" in card
    assert "2024" in card
    assert "2025" not in card
    person = page.select_one(".contact-person")
    assert "Ada Rådgiver Demo" in folded(person)
    assert "seniorrådgiver" in folded(person)
    assert person.select_one('a[href="mailto:ada@example.org"]')
    assert person.select_one('a[href="tel:+4722000000"]')


def test_adviser_is_shown_in_the_readers_language(as_kari, organisation):
    assert "senior adviser" in folded(overview(as_kari, "en"))


def test_member_without_adviser_is_told_where_to_ask(as_kari, organisation):
    organisation.adviser = None
    organisation.save()
    assert not overview(as_kari).select_one(".contact-person")


def test_shows_the_next_events(as_kari, programme):
    for number in range(4):
        register(put(programme), "kari@example.org", name=f"nr{number}")
    assert len(overview(as_kari).select(".my-registrations__one")) == 3


def test_asks_no_more_for_many_reports_and_proposals(
    as_kari, organisation, django_assert_max_num_queries
):
    as_kari.get(address("my_page"))
    with django_assert_max_num_queries(60) as few:
        as_kari.get(address("my_page"))
    for year in range(2001, 2024):
        add_report(organisation, year)
    with django_assert_max_num_queries(60) as many:
        as_kari.get(address("my_page"))
    assert len(many) <= len(few)
