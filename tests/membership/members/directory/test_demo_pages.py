"""The demo's public pages about membership."""

from itertools import pairwise

import pytest

from ethicaltrade.bilingual import languages
from ethicaltrade.demo import membership as builder
from ethicaltrade.demo.library import Library
from membership.members.choices import Body
from membership.members.models import FeeTable, MemberIndexPage, MembershipPage
from tests.support.demo import use_plain_pictures
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db


def test_fee_table_has_the_known_ends_and_rises_between(demo_site):
    table = FeeTable.objects.get()
    for steps, count, highest in (
        (table.company_steps.all(), 40, 137_800),
        (table.association_steps.all(), 10, 41_600),
    ):
        rows = [(step.from_amount, step.fee) for step in steps]
        assert len(rows) == count
        assert rows[0] == (0, 7_700)
        assert rows[-1][1] == highest
        assert all(a < b and c < d for (a, c), (b, d) in pairwise(rows))
    for code, word in (("nb", "funnet på"), ("en", "invented")):
        assert word in languages.value_in(table, "explanation", code)


def test_fees_are_those_that_the_demos_article_tells(demo_site):
    table = FeeTable.objects.get()
    assert table.public_fee(Body.MUNICIPALITY, 12_000) == 25_700
    assert table.public_fee(Body.MUNICIPALITY, 30_000) == 35_400
    assert table.public_fee(Body.COUNTY, 250_000) == 99_600


@pytest.mark.parametrize("address", ["/medlemskap/", "/en/membership/"])
def test_page_about_membership_is_whole_in_both_languages(client, demo_site, address):
    page = soup(client.get(address))
    assert len(page.select(".reasons__point")) == 6
    assert len(page.select(".promise__point")) == 5
    assert len(page.select(".questions details")) == 8
    assert page.select("#price form")


def test_directory_shows_everyone_in_both_languages(client, demo_site):
    for address in ("/medlemskap/medlemmer/", "/en/membership/members/"):
        page = soup(client.get(address))
        assert len(page.select(".member-card")) > 30
        assert "Nordlys Demotekstil AS" in folded(page)


def test_editors_changes_are_left_alone(demo_site, editor, monkeypatch):
    use_plain_pictures(monkeypatch)
    page = MembershipPage.objects.get()
    page.sections = [("reasons", {"heading": {"nb": "Vårt", "en": ""}, "points": []})]
    page.save()
    FeeTable.objects.update(lowest_public_fee=1)
    builder.add_public_pages({"membership": page}, Library(), editor)
    page = MembershipPage.objects.get()
    assert [section.block_type for section in page.sections] == ["reasons"]
    assert FeeTable.objects.get().lowest_public_fee == 1
    assert MemberIndexPage.objects.count() == 1
