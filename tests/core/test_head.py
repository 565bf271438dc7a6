"""What a page tells search engines and social media about itself."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.test import RequestFactory
from django.utils import translation

from ethicaltrade.core.head import head_of, json_ld
from tests.support import factories
from tests.support.files import picture
from tests.support.pages import folded, put_article, soup

pytestmark = pytest.mark.django_db

BREAKING = "</script><script>alert('&')</script><!-- \u2028"


@pytest.fixture
def request_():
    return RequestFactory().get("/")


def structured(page):
    element = page.find("script", type="application/ld+json")
    return json.loads(element.string) if element else None


def meta(page, name):
    element = page.find("meta", attrs={"property": name}) or page.find(
        "meta", attrs={"name": name}
    )
    return element and element["content"]


def test_article_is_news_to_search_engines(client, news):
    page = put_article(news, on=datetime(2018, 11, 28, 11, tzinfo=UTC))
    for language, headline in (("nb", "Ærlig øl på Ås"), ("en", "Honest beer at Ås")):
        data = structured(soup(client.get(page.get_url_in(language))))
        assert data["@type"] == "NewsArticle"
        assert data["headline"] == headline
        assert data["inLanguage"] == language
        assert data["url"].endswith(page.get_url_in(language))
        published = datetime.fromisoformat(data["datePublished"])
        assert published == datetime(2018, 11, 28, 11, tzinfo=UTC)


def test_words_cannot_break_out_of_the_structured_data(client, news):
    page = put_article(news, title_nb=BREAKING, lead_nb=BREAKING)
    response = client.get(page.get_url_in("nb"))
    text = response.content.decode()
    assert "<script>alert" not in text
    assert "<!-- " not in text
    data = structured(soup(response))
    assert data["headline"] == BREAKING.replace("\u2028", "")
    assert data["description"] == BREAKING.replace("\u2028", "\n")


def test_words_cannot_break_out_of_the_head(client, news):
    page = put_article(news, title_nb=BREAKING, lead_nb='"><script>alert(1)</script>')
    found = soup(client.get(page.get_url_in("nb")))
    scripts = found.find_all("script", string=True)
    assert {script.get("type") for script in scripts} == {None, "application/ld+json"}
    assert len(scripts) == 2, "the theme's and the data's"
    assert meta(found, "description") == '"><script>alert(1)</script>'
    assert folded(found.title).startswith("</script><script>alert")


def test_standard_page_has_no_structured_data(client, home, request_):
    page = factories.put_page(home, factories.standard_page())
    assert json_ld(page, request_) == ""
    assert head_of(page, request_).type == "website"


def test_title_for_search_engines_comes_before_the_pages_own(client, news):
    page = put_article(
        news, seo_title_nb="For søk", search_description_nb="Beskrivelse for søk"
    )
    found = soup(client.get(page.get_url_in("nb")))
    assert folded(found.title) == "For søk", "the organisation has no name yet"
    assert meta(found, "og:title") == "For søk"
    assert meta(found, "description") == "Beskrivelse for søk"
    assert folded(found.h1) == "Ærlig øl på Ås"


def test_words_for_search_engines_are_not_borrowed_from_the_other_language(
    client, news
):
    page = put_article(
        news, seo_title_nb="For søk", search_description_nb="Beskrivelse for søk"
    )
    found = soup(client.get(page.get_url_in("en")))
    assert folded(found.title).startswith("Honest beer at Ås")
    assert meta(found, "description") == page.lead_en


def test_half_written_language_names_nothing(news, request_):
    page = put_article(
        news,
        title_en="Half",
        hero_image=picture((1300, 700)),
        **factories.published_in("nb"),
    )
    with translation.override("en"):
        head = head_of(page, request_)
        assert not head.is_indexed
        assert head.image_url == ""
        assert json_ld(page, request_) == ""


def test_picture_is_shared_in_the_shape_of_open_graph(client, news):
    page = put_article(news, hero_image=picture((1300, 700)))
    found = soup(client.get(page.get_url_in("nb")))
    assert re.match(r"https?://[^/]+/media/images/", meta(found, "og:image"))
    assert meta(found, "og:image:width") == "1200"
    assert meta(found, "og:image:height") == "630"
    assert structured(found)["image"] == meta(found, "og:image")
    rendition = page.hero_image.renditions.get(filter_spec__startswith="fill-1200x630")
    assert (rendition.width, rendition.height) == (1200, 630)


def test_page_without_a_picture_shares_none(client, article):
    found = soup(client.get(article.get_url_in("nb")))
    assert meta(found, "og:image") is None
    assert "image" not in structured(found)
