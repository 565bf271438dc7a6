"""The members' pages, as search engines are told of them."""

from datetime import date

import pytest
from wagtail.models import Site

from membership.members.subviews import MembersInSitemap
from tests.membership.factories import add_member
from tests.support import factories
from tests.support.pages import gate

pytestmark = pytest.mark.django_db


def entries():
    section = MembersInSitemap(Site.objects.filter(is_default_site=True).first())
    listed = section.listed(0, section.count())
    return [address for each in listed for address in each.addresses.values()]


def test_members_stand_in_it_in_both_languages(directory):
    add_member("Ærlig")
    add_member("Sluttet", ended_on=date(2021, 1, 1))
    add_member("Kommer", member_since=date(2999, 1, 1))
    assert entries() == [
        "/medlemskap/medlemmer/aerlig/",
        "/en/membership/members/aerlig/",
    ]


def test_without_an_open_directory_there_is_nothing(db):
    add_member("Ærlig")
    assert entries() == []


def test_closed_directory_tells_nobody(directory):
    add_member("Ærlig")
    gate(directory, "Members")
    assert entries() == []


def test_language_that_is_switched_off_is_left_out(directory):
    add_member("Ærlig")
    type(directory).objects.update(**factories.published_in("nb"))
    assert entries() == ["/medlemskap/medlemmer/aerlig/"]


def test_queries_do_not_grow(directory, django_assert_max_num_queries):
    for number in range(20):
        add_member(f"Medlem {number}")
    with django_assert_max_num_queries(5):
        assert len(entries()) == 40
