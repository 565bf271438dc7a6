"""On the CMS's first page: what is left in each section, and where it is listed."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from articles.models import ArticlePage
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import actions, languages
from ethicaltrade.bilingual.admin import sections
from ethicaltrade.bilingual.models import PageLanguage
from ethicaltrade.home.groups import EVENT_STAFF, WRITERS
from tests.events.registration.support import put
from tests.support import factories
from tests.support.pages import folded, soup
from tests.support.plans import plan_of

pytestmark = pytest.mark.django_db

NORWEGIAN = {"title_en": "", "lead_en": "", **factories.published_in("nb")}


@pytest.fixture
def desk(client, editor):
    """The editor, in the Norwegian CMS."""
    UserProfile.objects.create(user=editor, preferred_language="nb")
    client.force_login(editor)
    return client


def norwegian(parent, title="Bare norsk", **fields):
    page = factories.article(title_nb=title, **NORWEGIAN)
    return factories.add_page(parent, page, **fields)


def outdate(page, language="en"):
    PageLanguage.objects.filter(page=page, language=language).update(outdated=1)


def told(client, user=None):
    """By section, what its links say and where they lead."""
    if user:
        client.force_login(user)
    page = soup(client.get(reverse("wagtailadmin_home")))
    return {
        folded(row.th): {folded(link): link["href"] for link in row.select("a")}
        for row in page.select(".sections-left tbody tr")
    }


def numbers(user):
    return {
        section.title: [one.words for one in section.left]
        for section in sections.sections(user)
    }


def test_section_has_numbers_that_lead_to_just_those_pages(desk, home, news, article):
    for number in range(3):
        norwegian(news, f"Nr. {number}")
    norwegian(news, "Utkast", publish=False)
    BasePage.objects.get(pk=norwegian(news).pk).create_alias(update_slug="speil")
    outdate(article)
    outdate(news)
    links = told(desk)["Nyheter"]
    assert list(links) == ["Mangler engelsk: 4", "Engelsk er utdatert: 2"]
    for words, url in links.items():
        listed = soup(desk.get(url)).select(".listing tbody tr")
        assert str(len(listed)) == words.rpartition(" ")[2]


def test_pages_by_themselves_are_opened(desk, home):
    page = factories.standard_page(title_nb="Kontakt", **NORWEGIAN)
    page = factories.add_page(home, page)
    outdate(home)
    outdate(page)
    edit = {
        one.title_nb: reverse("wagtailadmin_pages:edit", args=[one.pk])
        for one in (home, page)
    }
    assert told(desk) == {"Enkeltsider": edit}


def test_nothing_left_takes_no_place(desk, editor, news, article):
    assert told(desk) == {}
    actions.take_down(norwegian(news), ["nb"])
    assert told(desk) == numbers(editor) == {}


def test_very_many_are_not_counted_to_the_end(editor, news, article, monkeypatch):
    monkeypatch.setattr(sections, "COUNTED_TO", 2)
    for expected in ("1", "2", "2+", "2+"):
        norwegian(news)
        assert numbers(editor)["Nyheter"] == [f"Mangler engelsk: {expected}"]


def test_each_is_told_of_what_they_may_edit(client, home, news, article, programme):
    norwegian(news)
    put(programme, title_nb="Kurs", **NORWEGIAN)
    both = {"Nyheter", "Arrangementer"}
    assert set(told(client, factories.user("s@example.org", WRITERS))) == both
    staff = factories.user("a@example.org", EVENT_STAFF)
    assert set(told(client, staff)) == {"Arrangementer"}


def test_part_of_a_section_is_one_for_who_may_edit_no_more(client, home):
    section = factories.add_page(home, factories.standard_page(title_nb="Hjelp"))
    part = factories.standard_page(title_nb="Veiledere", **NORWEGIAN)
    part = factories.add_page(section, part)
    for parent in (section, part, part):
        page = factories.standard_page(title_nb="Under", **NORWEGIAN)
        factories.add_page(parent, page)
    group = Group.objects.create(name="Veiledere")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_basepage")
    GroupPagePermission.objects.create(group=group, page=part, permission=change)
    links = told(client, factories.user("v@example.org", "Veiledere"))
    assert list(links) == ["Veiledere"]
    ((words, url),) = links["Veiledere"].items()
    assert words == "Mangler engelsk: 3"
    assert len(soup(client.get(url)).select(".listing tbody tr")) == 3


@pytest.mark.every_database
def test_page_counts_where_it_is_moved_to(editor, home, news, article):
    places = []
    for title in ("Hjelp", "Arkiv"):
        section = factories.standard_page(title_nb=title)
        places.append(factories.add_page(home, section))
        factories.add_page(places[-1], factories.standard_page())
    page = factories.standard_page(title_nb="Bare norsk", **NORWEGIAN)
    page = factories.add_page(places[0], page)
    assert list(numbers(editor)) == ["Hjelp"]
    page.move(BasePage.objects.get(pk=places[1].pk), pos="last-child")
    assert list(numbers(editor)) == ["Arkiv"]
    archive, news = (BasePage.objects.get(pk=one.pk) for one in (places[1], news))
    archive.move(news, pos="left")
    assert list(numbers(editor)) == ["Arkiv"]
    call_command("check_languages")


@pytest.mark.every_database
def test_alias_that_becomes_a_page_counts(editor, news, article):
    norwegian(news).create_alias(update_slug="speil")
    assert numbers(editor) == {"Nyheter": ["Mangler engelsk: 1"]}
    alias = ArticlePage.objects.exclude(alias_of=None).get()
    alias.create_alias(update_slug="speil-2")
    ConvertAliasPageAction(alias, user=editor).execute(skip_permission_checks=True)
    assert numbers(editor) == {"Nyheter": ["Mangler engelsk: 2"]}


@pytest.mark.every_database
def test_what_is_behind_is_read_off_an_index_that_has_nothing_else(news, article):
    """Nothing is read to see that nothing is behind, nor more than is counted."""
    ways = ("enable_seqscan", "enable_bitmapscan", "enable_sort")
    plan = plan_of(sections.whole([""]), without=ways)
    for state in sections.STATES:
        uses = re.findall(rf"(?:using|USING.*?) bilingual_{state}\b.*", plan, re.I)
        assert len(uses) == len(languages.codes()), plan
    if connection.vendor == "postgresql":  # SQLite has few pages here, and says so
        assert "basepage_at_the_top" in plan
        assert plan.count("Index Cond: ((section") == len(sections.MEASURES)


def test_it_takes_one_query_however_many_sections(editor, home):
    def count():
        with CaptureQueriesContext(connection) as captured:
            found = numbers(editor)
        return len(captured), len(found)

    def add(many):
        for number in range(many):
            page = factories.standard_page(title_nb=f"{many}-{number}", **NORWEGIAN)
            below = factories.standard_page(title_nb="Under", **NORWEGIAN)
            factories.put_page(factories.put_page(home, page), below)

    add(1)
    count()  # what is remembered is
    few, one = count()
    add(10)
    assert count() == (few, one + 10)
    assert few <= 2
