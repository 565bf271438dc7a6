"""Drafts with a title and nothing else are offered for deletion, and nothing more."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    Comment,
    GroupPagePermission,
    ReferenceIndex,
    get_page_models,
)

from articles.models import ArticlePage, Byline
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import abandoned, actions
from ethicaltrade.bilingual.admin.dashboard import SHOWN
from ethicaltrade.bilingual.models import Schedule
from ethicaltrade.core.models import Person
from ethicaltrade.home.groups import MEMBER_STAFF, PUBLISHERS, WRITERS
from ethicaltrade.home.models import HomePage, StandardPage
from events.models import EventIndexPage
from membership.members.models import MembershipPage
from tests.support import factories
from tests.support.files import picture
from tests.support.pages import soup
from tests.support.plans import plan_of

pytestmark = pytest.mark.django_db

TYPES = [model for model in get_page_models() if model not in (BasePage, HomePage)]
SECTIONS = (EventIndexPage, MembershipPage)
LONG_AGO = timezone.now() - abandoned.UNTOUCHED - timedelta(hours=1)


def grow_old(page, at=LONG_AGO):
    BasePage.objects.filter(pk=page.pk).update(latest_revision_created_at=at)
    return page


def put(parent, page=None, *, owner=None, **fields):
    """A draft that nobody has touched for long."""
    page = page or ArticlePage(**{"title_nb": "Uten noe", **fields})
    page.live, page.owner = False, owner
    parent.add_child(instance=page)
    page.save_revision(user=owner)
    return grow_old(page)


def offered(user=None, most=SHOWN):
    user = user or factories.user(f"{PUBLISHERS}@example.org".lower(), PUBLISHERS)
    found = [page.pk for page in abandoned.drafts(BasePage.objects.all(), user, most)]
    user.delete()
    return found


@pytest.mark.parametrize("model", TYPES)
def test_title_alone_is_offered_for_each_page_type(home, model):
    """Unless a role has its rights below it."""
    page = put(home, model(title_nb="Uten noe", title_en="Nothing"))
    has_rights = GroupPagePermission.objects.filter(page=page.pk).exists()
    assert has_rights == (model in SECTIONS)
    assert abandoned.has_a_title_alone(BasePage.objects.get(pk=page.pk))
    assert offered() == [page.pk] * (not has_rights)


@pytest.mark.parametrize(
    "fields",
    [
        {"lead_nb": "Noe."},
        {"lead_en": "Something."},
        {"search_description_en": "Something."},
        {"body_en": [{"type": "text", "value": "<p>Tekst</p>"}]},
        {"show_in_menus": True},
    ],
)
def test_page_with_anything_else_is_not(news, fields):
    put(news, **fields)
    assert offered() == []


def test_page_with_a_picture_is_not(news):
    put(news, hero_image=picture())
    assert offered() == []


def test_page_with_a_row_is_not(news):
    page = ArticlePage(title_nb="Med navn")
    page.bylines = [Byline(person=Person.objects.create(name="Kari"))]
    put(news, page)
    assert offered() == []


def test_words_that_wait_in_the_newest_version_count(news):
    page = put(news)
    page.lead_nb = "Noe."
    page.save_revision()
    grow_old(page)
    assert offered() == []


@pytest.mark.parametrize("days", [0, 29])
def test_page_that_was_touched_lately_is_not(news, days):
    grow_old(put(news), timezone.now() - timedelta(days=days))
    assert offered() == []


def test_page_that_ever_was_public_is_not(news):
    page = factories.add_page(news, factories.article())
    actions.take_down(page, ["nb", "en"])
    page = ArticlePage.objects.get(pk=page.pk)
    for name in ("lead_nb", "lead_en", "title_en"):
        setattr(page, name, "")
    page.save_revision()
    grow_old(page)
    assert offered() == []


def test_page_with_another_below_it_is_not(home):
    page = factories.standard_page(title_en="", lead_nb="", lead_en="")
    page = put(home, page)
    assert offered() == [page.pk]
    below = put(page, StandardPage(title_nb="Under"))
    assert offered() == [below.pk]


def test_page_with_an_alias_is_not_nor_is_that(news):
    grow_old(put(news).create_alias(update_slug="speil"))
    assert offered() == []


def comment(page, editor):
    Comment.objects.create(page=page, user=editor, text="Hm", contentpath="title_nb")


def schedule(page, editor):
    publish, at = Schedule.Action.PUBLISH, timezone.now()
    Schedule.objects.create(page_id=page.pk, language="nb", action=publish, at=at)


def link(page, editor):
    text = f'<p><a linktype="page" id="{page.pk}">se her</a></p>'
    fields = {"body_nb": [{"type": "text", "value": text}], "title_nb": "Lenker"}
    factories.add_page(page.get_parent(), factories.article(**fields))
    assert ReferenceIndex.objects.filter(to_object_id=str(page.pk)).exists()


@pytest.mark.indexed
@pytest.mark.parametrize("belong", [comment, schedule, link])
def test_page_that_something_belongs_to_is_not(news, editor, belong):
    page = put(news)
    belong(page, editor)
    grow_old(page)
    assert offered() == []


def test_whatever_belongs_to_a_page_keeps_it():
    """A new model that points to pages joins by itself; books are kept of any page."""
    names = {model.__name__ for model, _name in abandoned._relations()}
    assert {"Comment", "Schedule", "Task", "Registration"} <= names
    assert not names & {model.__name__ for model in abandoned.BOOKS}


# Who is offered them


def first_page(client, user):
    client.force_login(user)
    return soup(client.get(reverse("wagtailadmin_home")))


def test_each_is_offered_to_who_may_delete_it(client, news):
    writer = factories.user("skribent@example.org", WRITERS)
    other = factories.user("annen@example.org", MEMBER_STAFF)
    page = put(news, owner=writer)
    for user, is_told in (
        (writer, True),
        (other, False),
        (factories.user("red@example.org", PUBLISHERS), True),
    ):
        shown = first_page(client, user).select("#abandoned-drafts-section [name=id]")
        assert [box["value"] for box in shown] == [str(page.pk)] * is_told


def test_what_is_ticked_is_asked_about_and_then_deleted(client, news):
    writer = factories.user("skribent@example.org", WRITERS)
    pages = [put(news, owner=writer) for _number in range(2)]
    form = first_page(client, writer).select_one("#abandoned-drafts-section form")
    keys = [box["value"] for box in form.select("[name=id][checked]")]
    assert keys == [str(page.pk) for page in pages]
    asked = client.get(form["action"], {"id": keys})
    assert asked.status_code == 200
    assert ArticlePage.objects.count() == 2
    done = client.post(asked.request["PATH_INFO"] + "?" + asked.request["QUERY_STRING"])
    assert done.status_code == 302
    assert not ArticlePage.objects.exists()


# What it costs


def test_it_takes_as_many_queries_with_many_drafts(client, news):
    user = factories.user("red@example.org", PUBLISHERS)

    def count(number):
        for _each in range(number):
            put(news, owner=user)
        with CaptureQueriesContext(connection) as captured:
            first_page(client, user)
        return len(captured)

    count(SHOWN)
    before = count(0)
    assert count(20) == before


@pytest.mark.every_database
def test_pages_that_never_were_public_are_found_by_an_index(news):
    put(news)
    plan = plan_of(abandoned.candidates(BasePage.objects.all()))
    assert re.search(r"basepage_first_published_at_\w+", plan)
