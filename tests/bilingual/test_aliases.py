"""An alias shows a page a second time; outside there is one page, its source."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from defusedxml.ElementTree import fromstring
from django.utils import timezone

from articles.models import ArticlePage
from ethicaltrade.core.models import Topic
from events.models import EventPage, Registration
from tests.events import calendars
from tests.events.registration.support import stamp
from tests.events.support import event, on
from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]


def alias_of(page, parent=None, slug="en-gang-til"):
    alias = page.create_alias(parent=parent, update_slug=slug)
    type(page).objects.filter(pk=alias.pk).update(slug_en=f"{slug}-en")
    alias = type(page).objects.get(pk=alias.pk)
    alias.set_url_path(alias.get_parent())
    alias.save()
    return alias


def names_in_head(client, address) -> set[str]:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    links = page.select('link[rel="canonical"], link[rel="alternate"][hreflang]')
    og = page.select_one('meta[property="og:url"]')
    return {link["href"] for link in links} | ({og["content"]} if og else set())


@pytest.fixture
def doubled(article):
    """The article, and an alias of it in the same list."""
    return article, alias_of(article)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_head_of_an_alias_names_its_source(client, doubled, language):
    article, alias = doubled
    address = alias.get_url_in(language)
    own = {article.get_full_url_in(code) for code in ("nb", "en")}
    assert names_in_head(client, address) == own
    answer = client.get(address).content.decode()
    assert f'"url": "{article.get_full_url_in(language)}"' in answer, "JSON-LD"


def test_source_that_is_not_in_the_language_is_named_all_the_same(client, doubled):
    article, alias = doubled
    article.published_en = False
    factories.save_page(article)
    alias = type(alias).objects.get(pk=alias.pk)
    assert names_in_head(client, alias.get_url_in("en")) == {
        article.get_full_url_in("nb")
    }


def test_alias_follows_its_source_when_that_is_taken_down(client, doubled):
    article, alias = doubled
    article.unpublish()
    assert client.get(alias.get_url_in("nb")).status_code == 404


@pytest.mark.parametrize("language", ["nb", "en"])
def test_sitemap_and_lists_and_feed_have_the_source_alone(client, doubled, language):
    article, alias = doubled
    news = article.get_parent().specific
    places = [
        "/sitemap.xml",
        news.get_url_in(language),
        news.subview_url("feed", language=language),
        {"nb": "/", "en": "/en/"}[language],
    ]
    for place in places:
        answer = client.get(place).content.decode()
        assert alias.get_url_in(language) not in answer, place
    for place in places[:3]:
        assert article.get_url_in(language) in client.get(place).content.decode(), place
    feed = fromstring(client.get(places[2]).content)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1


@pytest.mark.indexed
@pytest.mark.parametrize(
    ("address", "word"), [("/sok/", "øl"), ("/en/search/", "beer")]
)
def test_search_finds_the_source_alone(client, home, news, address, word):
    article = factories.add_page(news, factories.article())
    alias = alias_of(article)
    found = client.get(address, {"q": word}).context["results"]
    assert [result.entry.page_id for result in found] == [article.pk]
    assert alias.pk


def test_what_to_read_next_is_never_the_page_itself(client, doubled):
    article, alias = doubled
    topic = Topic.objects.create(name_nb="Lønn", name_en="Pay")
    other = factories.add_page(
        article.get_parent(), factories.article(title_nb="Annet", topics=[topic])
    )
    article.topics = [topic]
    article = factories.save_page(article)
    alias = ArticlePage.objects.get(pk=alias.pk)
    for page in (article, alias):
        related = client.get(page.url).context["related_articles"]
        assert [each.pk for each in related] == [other.pk]


def test_short_address_leads_to_the_source(client, home, article):
    alias_of(article, slug=article.slug_nb + "-2")
    answer = client.get(f"/artikel/{article.slug_nb}/")
    assert answer.headers["Location"] == article.url


@pytest.fixture
def event_twice(programme):
    day = timezone.localdate() + timedelta(days=30)
    page = factories.add_page(
        programme, event(on(day), takes_registrations=True, capacity=1)
    )
    return page, alias_of(page)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_date_is_one_in_calendars(client, programme, event_twice, language):
    uids = {calendars.only_event(client, each, language).uid for each in event_twice}
    whole = calendars.fetch(
        client, programme.subview_url("calendar", language=language)
    )
    assert [each.uid for each in whole.events] == list(uids)


def test_places_are_counted_once(client, event_twice):
    page, alias = event_twice
    form = {"name": "Kari", "email": "kari@example.org", "consent": "on"}
    client.post(alias.subview_url("register"), {**form, "stamp": stamp()})
    registration = Registration.objects.get()
    assert registration.event_id == page.pk
    for each in (page, EventPage.objects.get(pk=alias.pk)):
        summary = client.get(each.url).context["registration"]
        assert not summary.is_open
