"""When an article was published and updated, in each language by itself."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse
from django.utils import timezone

from articles.models import ArticlePage
from ethicaltrade.bilingual import (
    actions,
    scopes,
    summaries,
    versions,
)
from ethicaltrade.search.models import SearchEntry
from tests.bilingual.test_form import edit, errors_of
from tests.support import factories
from tests.support.pages import folded, put_article, soup

pytestmark = pytest.mark.django_db

NOON = datetime(2018, 11, 28, 11, tzinfo=UTC)
NEXT_YEAR = NOON + timedelta(days=365)
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client, address):
    return [folded(each) for each in soup(client.get(address)).select(".card__title")]


def entry(client, address):
    """Published and updated, of the first in a feed."""
    first = fromstring(client.get(address).content).find(f"{ATOM}entry")
    found = [first.findtext(f"{ATOM}{name}") for name in ("published", "updated")]
    return [datetime.fromisoformat(text) for text in found]


def head(client, page, language):
    script = soup(client.get(page.get_url_in(language))).find(
        "script", type="application/ld+json"
    )
    data = json.loads(script.text)
    names = ("datePublished", "dateModified")
    return [datetime.fromisoformat(data[name]) for name in names]


def byline(client, page, language="nb"):
    return folded(soup(client.get(page.get_url_in(language))).select_one(".byline"))


# Published


@pytest.fixture
def translated(news):
    """In English a year after it was published in Norwegian, and after another."""
    page = put_article(
        news,
        "Først",
        first_published_nb=NOON,
        first_published_en=NEXT_YEAR,
    )
    put_article(news, "Siden", on=NOON + timedelta(days=90))
    return page


@pytest.mark.indexed
def test_text_that_was_translated_later_is_new_in_that_language(client, translated):
    assert titles(client, "/nyheter/") == ["Siden", "Først"]
    assert titles(client, "/en/news/") == ["Først (en)", "Siden (en)"]
    assert titles(client, "/nyheter/?year=2018") == ["Først"]
    assert titles(client, "/en/news/?year=2018") == []
    assert titles(client, "/en/news/?year=2019") == ["Først (en)", "Siden (en)"]
    years = soup(client.get("/en/news/")).select("select[name=year] option")
    assert [each["value"] for each in years] == ["", "2019"]
    assert entry(client, "/en/news/feed/") == [NEXT_YEAR, NEXT_YEAR]
    assert head(client, translated, "nb") == [NOON, NOON]
    assert head(client, translated, "en") == [NEXT_YEAR, NEXT_YEAR]
    assert byline(client, translated) == "Publisert 28. november 2018"
    assert byline(client, translated, "en") == "Published 28 November 2019"
    found = SearchEntry.objects.filter(page=translated).order_by("language")
    assert [each.published_at for each in found] == [NEXT_YEAR, NOON]


def test_publishing_a_language_moves_no_date_of_another(news):
    only = factories.published_in("nb")
    page = put_article(news, first_published_nb=NOON, **only)
    before = ArticlePage.objects.get(pk=page.pk)
    actions.publish(page, ["en"])
    after = ArticlePage.objects.get(pk=page.pk)
    assert after.first_published_nb == NOON
    assert after.last_published_nb == before.last_published_nb
    assert after.first_published_en == after.last_published_en > NOON
    actions.publish(page, ["nb"])
    again = ArticlePage.objects.get(pk=page.pk)
    assert again.first_published_nb == NOON
    assert again.last_published_nb > before.last_published_nb
    assert again.last_published_en == after.last_published_en


def test_copy_is_published_when_it_is(news):
    page = factories.add_page(news, factories.article(first_published_nb=NOON))
    for keeps_live in (True, False):
        copy = page.copy(keep_live=keeps_live, update_attrs={"slug": "kopi"})
        for version in (copy, copy.get_latest_revision_as_object()):
            assert version.first_published_nb != NOON
        actions.publish(copy, ["nb"])
        copy = ArticlePage.objects.get(pk=copy.pk)
        assert timezone.now() - copy.first_published_nb < timedelta(minutes=10)
        copy.delete()


# Updated


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("nb", "Publisert 28. november 2018 Oppdatert 3. desember 2018 kl. 15.05"),
        ("en", "Published 28 November 2018 Updated 3 December 2018, 15:05"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(client, news, language, written):
    moment = datetime(2018, 12, 3, 14, 5, tzinfo=UTC)
    both = {"updated_nb": moment, "updated_en": moment}
    page = put_article(news, on=NOON, **both)
    assert byline(client, page, language) == written
    assert head(client, page, language) == [NOON, moment]


def test_each_language_is_updated_by_itself(client, news):
    moment = NOON + timedelta(days=5)
    page = put_article(news, on=NOON, updated_nb=moment)
    assert "Oppdatert" in byline(client, page)
    assert byline(client, page, "en") == "Published 28 November 2018"
    assert entry(client, "/nyheter/feed/") == [NOON, moment]
    assert entry(client, "/en/news/feed/") == [NOON, NOON]


def test_midnight_is_a_day_alone(client, news):
    midnight = datetime(2018, 12, 2, 23, tzinfo=UTC)
    page = put_article(news, on=NOON, updated_nb=midnight)
    assert byline(client, page).endswith("Oppdatert 3. desember 2018")


def test_nothing_was_updated_before_it_was_published(client, news):
    page = put_article(news, on=NOON, updated_nb=NOON - timedelta(hours=11))
    assert byline(client, page) == "Publisert 28. november 2018"
    assert head(client, page, "nb") == [NOON, NOON]
    assert entry(client, "/nyheter/feed/") == [NOON, NOON]


# In the form


@pytest.fixture
def article(news):
    """Published in Norwegian, with the words that the form sends."""
    page = factories.add_page(
        news, factories.article(lead_nb="Ingress", **factories.published_in("nb"))
    )
    return ArticlePage.objects.get(pk=page.pk)


def test_date_of_publication_is_set_back_when_the_language_is_published(desk, article):
    words = {"title_en": "Beer", "lead_en": "Lead"}
    set_back = {"first_published_nb": "2018-11-28 12:00"}
    assert edit(desk, article, "", **words, **set_back).status_code == 302
    for codes, date in (([], False), (["en"], False), (["nb"], True), (["nb"], True)):
        if codes:
            actions.publish(article, codes)
        stored = ArticlePage.objects.get(pk=article.pk)
        first = NOON if date else article.first_published_nb
        assert stored.first_published_nb == first
    assert stored.first_published_en > article.first_published_nb


def test_date_that_is_chosen_before_publication_is_kept(desk, news):
    page = factories.add_page(news, factories.article(), publish=False)
    response = edit(desk, page, "nb", first_published_nb="2018-11-28 12:00")
    assert response.status_code == 302
    assert ArticlePage.objects.get(pk=page.pk).first_published_nb == NOON


@pytest.mark.parametrize("publish", ["", "nb"])
@pytest.mark.parametrize(
    "fields",
    [
        {"first_published_nb": "2118-11-28 12:00"},
        {"updated_nb": "2118-11-28 12:00"},
        {"updated_nb": "2018-11-28 12:00"},
        {"first_published_nb": "2018-11-28 12:00", "updated_nb": "2018-11-28 11:59"},
    ],
)
def test_no_date_is_to_come_or_before_the_first(desk, article, fields, publish):
    assert list(errors_of(edit(desk, article, publish, **fields))) == [list(fields)[-1]]


def test_times_that_are_not_touched_keep_their_seconds(desk, article):
    """Nor do those of a language that is not sent."""
    actions.publish(article, ["en"])
    article = ArticlePage.objects.get(pk=article.pk)
    at = timezone.localtime(article.first_published_nb).strftime("%Y-%m-%d %H:%M")
    dates = {"first_published_nb": at, "updated_nb": at}
    assert edit(desk, article, "", languages="nb", **dates).status_code == 302
    draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    changed = versions.differences(
        ArticlePage, scopes.content_of(article), scopes.content_of(draft)
    )
    assert ("nb", ("updated",)) in changed
    assert not {("nb", ("first_published",)), ("en", ("first_published",))} & {*changed}


@pytest.mark.parametrize("is_live", [True, False])
def test_copy_in_the_cms_has_no_dates_of_its_source(client, editor, news, is_live):
    page = factories.add_page(news, factories.article())
    before = timezone.now() - timedelta(days=9)
    dates = dict.fromkeys(("first_published_at", "first_published_nb"), before)
    ArticlePage.objects.filter(pk=page.pk).update(**dates)
    if not is_live:
        ArticlePage.objects.get(pk=page.pk).unpublish()
    client.force_login(editor)
    sent = {"title_nb": "Kopi", "title_en": "Copy", "new_parent_page": news.pk}
    sent |= {"publish_copies": ["nb", "en"]} if is_live else {}
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert client.post(url, sent).status_code == 302
    copy = ArticlePage.objects.exclude(pk=page.pk).get()
    assert copy.live == is_live
    for moment in (copy.first_published_at, copy.first_published_nb):
        assert moment > before if is_live else moment is None
    assert list(summaries.find_faults()) == []
