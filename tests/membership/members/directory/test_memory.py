"""What the directory and the page about membership remember is right."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from membership.members.choices import Level
from membership.members.fees.models import FeeTable
from membership.members.models import Member
from tests.home.conftest import words
from tests.membership.factories import add_member, add_report
from tests.support.caching import queries_again
from tests.support.pages import folded, soup

from .test_list import NB, letters, listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_memory")]


def test_nothing_of_the_rooms_own_is_asked_for_again(client, directory):
    member = add_member("Ask", place="Oslo")
    frame = queries_again(client, directory.get_parent().url)
    assert queries_again(client, NB) <= frame
    assert queries_again(client, f"{NB}?page=1") <= frame
    assert queries_again(client, f"{NB}{member.slug}/") <= frame + 1  # whose page it is


def test_directory_follows_a_change(client, directory):
    member = add_member("Ask", place="Oslo")
    assert listed(client.get(NB)) == ["Ask"]
    member.name, member.place = "Bjørk", "Bergen"
    member.save()
    page = client.get(NB)
    assert (listed(page), letters(page)) == (["Bjørk"], ["B"])
    assert folded(soup(page).select("select[name=place] option")[1]) == "Bergen"
    Member.objects.filter(pk=member.pk).update(ended_on=timezone.localdate())
    assert listed(client.get(NB)) == []


def test_directory_follows_the_day(client, directory, monkeypatch):
    today = timezone.localdate()
    add_member("Ask", member_since=today + timedelta(days=1))
    add_member("Bjørk", ended_on=today + timedelta(days=1))
    assert listed(client.get(NB)) == ["Bjørk"]
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert listed(client.get(NB)) == ["Ask"]


def test_members_page_follows_its_reports(client, directory):
    member = add_member("Ask")
    address = f"{NB}{member.slug}/"
    assert not soup(client.get(address)).select(".report")
    report = add_report(member, level=Level.BASIC, published_on=date(2024, 5, 1))
    assert len(soup(client.get(address)).select(".report")) == 1
    report.delete()
    assert not soup(client.get(address)).select(".report")
    assert client.get(f"{NB}ukjent/").status_code == 404


def test_what_one_asks_the_calculator_is_nobody_elses(client, directory):
    about = directory.get_parent().specific
    about.sections = [{"type": "price", "value": {"heading": words("Pris", "Price")}}]
    about.save()
    FeeTable.objects.create(
        year=2024,
        valid_from=date(2024, 1, 1),
        municipality_rate=1,
        county_rate=1,
        lowest_public_fee=1,
        highest_public_fee=2,
    )
    asked = client.get(f"{about.url}?who=company&size=4321")
    assert "4321" in asked.text
    assert "4321" not in client.get(about.url).text
    assert "4321" in client.get(f"{about.url}?who=company&size=4321").text
