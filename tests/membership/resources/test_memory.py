"""What the resources area remembers is right for each reader and after a change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ethicaltrade.core.models import Topic
from membership.members.models import Member
from membership.resources.models import ResourcePage, ResourceVisit
from tests.support import factories
from tests.support.pages import folded, soup

from .support import NB, put_chapter, put_resource
from .test_list import teasers, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_memory")]


@pytest.fixture
def guide(area) -> ResourcePage:
    page = put_resource(area, "Veileder", shows_teaser=True)
    put_chapter(page, "Kapittel")
    return page


def facts(response):
    return folded(soup(response).select_one(".resource-card__facts"))


def test_outsider_and_member_are_never_shown_each_others_list(client, guide, member):
    for _time in range(2):
        assert (titles(client.get(NB)), teasers(client.get(NB))) == ([], ["Veileder"])
        client.force_login(member)
        assert (titles(client.get(NB)), teasers(client.get(NB))) == (["Veileder"], [])
        client.logout()


def test_who_is_no_longer_a_member_is_an_outsider(client, guide, member):
    client.force_login(member)
    assert titles(client.get(NB)) == ["Veileder"]
    Member.objects.update(ended_on=timezone.localdate())
    assert titles(client.get(NB)) == []


def test_one_readers_progress_and_news_are_not_anothers(client, guide, member):
    other = factories.member_person("ola@example.org")
    client.force_login(member)
    client.get(NB)
    visits = ResourceVisit.objects.filter(user=member)
    visits.update(new_since=timezone.now() - timedelta(days=1))
    client.post(guide.get_children().get().url, {"read": "yes"})
    page = client.get(NB)
    assert "1 av 1 kapittel lest" in facts(page)
    assert soup(page).select(".resource-card__new")
    client.force_login(other)
    page = client.get(NB)
    assert "lest" not in facts(page)
    assert not soup(page).select(".resource-card__new, .resource-list__new")
    client.force_login(member)
    client.post(guide.get_children().get().url, {"read": "no"})
    assert "lest" not in facts(client.get(NB))


def test_list_follows_a_change(client, guide, member):
    client.force_login(member)
    client.get(NB)
    guide.title_nb = "Nytt navn"
    guide.topics = [Topic.objects.create(name_nb="Lær", slug_nb="laer")]
    guide.save()
    page = client.get(NB)
    assert titles(page) == ["Nytt navn"]
    assert folded(soup(page).select("select[name=topic] option")[1]) == "Lær"
    ResourcePage.objects.update(live=False)
    assert titles(client.get(NB)) == []


def test_look_within_a_minute_is_the_same_look(client, guide, member):
    client.force_login(member)
    client.get(NB)
    before = ResourceVisit.objects.get()
    client.get(NB)
    assert ResourceVisit.objects.get().last_seen_at == before.last_seen_at
    earlier = timezone.now() - timedelta(minutes=2)
    ResourceVisit.objects.update(last_seen_at=earlier)
    client.get(NB)
    assert ResourceVisit.objects.get().last_seen_at > earlier
