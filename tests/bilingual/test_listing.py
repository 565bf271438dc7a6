"""The CMS's lists of pages say which language, and in which state."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from ethicaltrade.bilingual import actions, schedules
from ethicaltrade.bilingual.models import PageLanguage, Schedule
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, editor):
    """The editor, in the Norwegian CMS."""
    UserProfile.objects.create(user=editor, preferred_language="nb")
    client.force_login(editor)
    return client


@pytest.fixture
def norwegian(news):
    """Public in Norwegian; nothing is written in English."""
    fields = {"title_nb": "Bare norsk", "title_en": "", "lead_en": ""}
    page = factories.article(**fields, **factories.published_in("nb"))
    return factories.add_page(news, page)


def explore(page, **query):
    return reverse("wagtailadmin_explore", args=[page.pk]), query


def listed(desk, page, **query):
    """By title, the words of each language."""
    url, query = explore(page, **query)
    rows = soup(desk.get(url, query)).select(".listing tbody tr")
    return {
        folded(row.select_one("[id$=_title]")): [
            folded(chip) for chip in row.select(".language-chip")
        ]
        for row in rows
    }


def test_each_language_has_its_state(desk, news, article, norwegian):
    assert listed(desk, news) == {
        "Ærlig øl på Ås": ["Norsk publisert", "Engelsk publisert"],
        "Bare norsk": ["Norsk publisert", "Engelsk mangler"],
    }
    article.title_nb = "Rettet"
    article.save_revision()
    norwegian.title_en = "Half"
    norwegian.save_revision()
    actions.take_down(article, ["en"])
    assert listed(desk, news) == {
        "Rettet": ["Norsk publisert, med endringer", "Engelsk tatt ned"],
        "Bare norsk": ["Norsk publisert", "Engelsk ikke publisert, 1 del mangler"],
    }


def test_published_languages_lead_to_the_page(desk, news, article):
    url, _query = explore(news)
    links = soup(desk.get(url)).select("tbody .language-chip a")
    assert [link["href"] for link in links] == [
        "/nyheter/aerlig-ol-pa-as/",
        "/en/news/honest-beer-at-as/",
    ]


def test_draft_is_offered_in_each_language(desk, news, article, norwegian):
    article.title_nb = "Rettet"
    article.save_revision()
    address, _query = explore(news)
    draft = reverse("wagtailadmin_pages:view_draft", args=[article.pk])
    links = soup(desk.get(address)).select(f'tbody a[href^="{draft}"]')
    assert [(folded(link), link["href"]) for link in links] == [
        ("Vis utkast: norsk", f"{draft}?mode=nb"),
        ("Vis utkast: engelsk", f"{draft}?mode=en"),
    ]
    # Elsewhere the CMS names none: it is one that has words.
    assert norwegian.default_preview_mode == "nb"
    norwegian.title_en, norwegian.title_nb = "English", ""
    assert norwegian.default_preview_mode == "en"


def outdate(page, **counts):
    PageLanguage.objects.filter(page=page, language="en").update(**counts)


def test_pages_are_found_by_language_and_state(desk, home, article, norwegian):
    article.title_nb = "Rettet"
    article.save_revision()
    found = {
        state: set(listed(desk, home, language=state))
        for state in ("missing-en", "draft-nb", "draft-en", "outdated-en")
    }
    assert "Bare norsk" in found["missing-en"]
    assert found["draft-nb"] == {"Rettet"}
    assert found["draft-en"] == found["outdated-en"] == set()
    outdate(article, outdated=2)
    shown = listed(desk, home, language="outdated-en")
    assert shown == {
        "Rettet": ["Norsk publisert, med endringer", "Engelsk publisert, utdatert"]
    }
    both = listed(desk, home, language=["outdated-en", "missing-en"])
    assert {"Rettet", "Bare norsk"} <= set(both)


def test_time_of_a_language_is_told_and_found(desk, home, norwegian, editor):
    at = timezone.now().replace(2032, 5, 4, 10, 0)
    version = {"publish_at": at, "take_down_at": at + timedelta(days=1)}
    draft = norwegian.get_latest_revision_as_object()
    draft.title_en, draft.lead_en = "Soon", "Lead"
    draft.save_revision()
    schedules.schedule(norwegian, "en", **version, user=editor)
    ((title, (_norwegian, english)),) = listed(
        desk, home, language="scheduled-en"
    ).items()
    assert title == "Bare norsk"
    assert "ikke publisert, publiseres 4. mai 2032 kl. 12.00, tas ned 5." in english
    assert not listed(desk, home, language="scheduled-nb")
    Schedule.objects.publications().update(failed_at=timezone.now())
    assert "kunne ikke publiseres i tide" in str(listed(desk, norwegian.get_parent()))


def test_filters_are_named_in_the_interfaces_language(desk, news, article):
    url, query = explore(news, language="outdated-en")
    page = soup(desk.get(url, query))
    names = [folded(label) for label in page.select("#id_language label")]
    assert names == [
        "Publisert på norsk",
        "Mangler norsk",
        "Norsk er utdatert",
        "Har utkast på norsk",
        "Planlagt på norsk",
        "Publisert på engelsk",
        "Mangler engelsk",
        "Engelsk er utdatert",
        "Har utkast på engelsk",
        "Planlagt på engelsk",
    ]
    assert "Engelsk er utdatert" in folded(page.select_one(".w-active-filters"))
    assert desk.get(url, {"language": "no-such"}).status_code == 200


def asked(desk, url):
    """All queries, and those about the states of languages."""
    desk.get(url)
    with CaptureQueriesContext(connection) as captured:
        desk.get(url)
    states = [one for one in captured if "bilingual_pagelanguage" in one["sql"]]
    return len(captured), len(states)


@pytest.mark.parametrize(
    "name", ["explore", "choose_page_child", "reports:aging_pages"]
)
def test_states_of_a_whole_list_are_one_query(desk, news, article, name):
    args = [] if "reports" in name else [news.pk]
    url = reverse(f"wagtailadmin_{name}", args=args)
    few, states = asked(desk, url)
    assert states <= 2  # the list's, and the panel's of the page above it
    for number in range(6):
        factories.put_page(news, factories.article(title_nb=f"Sak {number}"))
    many, states_of_many = asked(desk, url)
    assert states_of_many == states
    if name == "explore":  # the others ask for each page's parent
        assert many <= few + 1


def test_what_is_listed_comes_as_a_spreadsheet(desk, news, article, norwegian):
    url, query = explore(news, language="missing-en", export="csv")
    text = b"".join(desk.get(url, query).streaming_content).decode()
    heading, *rows = csv.reader(text.splitlines())
    assert heading[2:] == ["Type", "Norsk", "Engelsk"]
    assert [row[0] for row in rows] == ["Bare norsk"]
    assert rows[0][3:] == ["Publisert", "Mangler"]


@pytest.mark.parametrize(
    "url",
    ["wagtailadmin_home", "wagtailadmin_reports:aging_pages"],
)
def test_languages_show_wherever_pages_are_named(desk, article, editor, url):
    draft = article.get_latest_revision_as_object()
    draft.save_revision(user=editor, log_action=True)
    page = folded(soup(desk.get(reverse(url))))
    assert "Norsk publisert Engelsk publisert" in page


@pytest.mark.indexed
def test_search_shows_the_languages(desk, article):
    url = reverse("wagtailadmin_pages:search")
    page = folded(soup(desk.get(url, {"q": "Ærlig"})))
    assert "Norsk publisert Engelsk publisert" in page
    assert "1–1 av 1 side" in page
