"""The sitemap: what is in it, and its parts."""

from datetime import UTC, datetime

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ethicaltrade.core import sitemap as module
from tests.support import factories
from tests.support.caching import working_memory
from tests.support.pages import gate, put_article

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LATER = datetime(2026, 5, 1, 12, tzinfo=UTC)
XHTML = "{http://www.w3.org/1999/xhtml}"


def sitemap(client, path="/sitemap.xml"):
    """The alternates of each address in the sitemap, both as paths."""
    response = client.get(path)
    assert response.status_code == 200
    found = {}
    for url in fromstring(response.content).findall(f"{SITEMAP}url"):
        links = {
            link.get("hreflang"): link.get("href").removeprefix("http://testserver")
            for link in url.findall(f"{XHTML}link")
        }
        address = url.findtext(f"{SITEMAP}loc").removeprefix("http://testserver")
        found[address] = links
    return found


def test_page_is_listed_once_for_each_language(client, article):
    found = sitemap(client)
    languages = {
        "nb": "/nyheter/aerlig-ol-pa-as/",
        "en": "/en/news/honest-beer-at-as/",
        "x-default": "/nyheter/aerlig-ol-pa-as/",
    }
    assert found[languages["nb"]] == languages
    assert found[languages["en"]] == languages
    assert set(found) == {"/", "/en/", "/nyheter/", "/en/news/", *languages.values()}


def test_page_in_one_language_has_that_one_alone(client, news):
    put_article(news, title_nb="Norsk", **factories.published_in("nb"))
    put_article(news, title_en="English", **factories.published_in("en"))
    found = sitemap(client)
    assert found["/nyheter/norsk/"]["nb"] == "/nyheter/norsk/"
    assert "en" not in found["/nyheter/norsk/"]
    assert "nb" not in found["/en/news/english/"]
    assert len(found) == 6


def test_every_alternate_is_in_the_sitemap_itself(client, news):
    put_article(news, title_nb="Norsk", **factories.published_in("nb"))
    put_article(news, title_en="English", **factories.published_in("en"))
    found = sitemap(client)
    for address, links in found.items():
        assert set(links.values()) <= set(found), address


def test_drafts_and_unpublished_pages_are_not_listed(client, news):
    factories.add_page(news, factories.article(), publish=False)
    put_article(news, "Tatt ned").unpublish()
    assert set(sitemap(client)) == {"/", "/en/", "/nyheter/", "/en/news/"}


def test_gated_pages_are_not_listed_for_anybody(client, news, article, member):
    gate(news, "Members")
    assert set(sitemap(client)) == {"/", "/en/"}
    client.force_login(member)
    assert set(sitemap(client)) == {"/", "/en/"}


def test_every_address_in_the_sitemap_answers(client, article):
    for address in sitemap(client):
        assert client.get(address).status_code == 200, address


def test_empty_site_has_an_empty_sitemap(client, home):
    home.unpublish()
    assert sitemap(client) == {}


def test_page_in_one_language_stands_for_itself(client, news):
    put_article(news, title_en="English", **factories.published_in("en"))
    assert sitemap(client)["/en/news/english/"]["x-default"] == "/en/news/english/"


def test_day_of_a_languages_last_change_is_told_in_oslo_time(client, news):
    page = put_article(news, "Nytt")
    moment = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    dates = {"last_published_nb": moment, "last_published_en": LATER}
    type(page).objects.filter(pk=page.pk).update(**dates)
    urls = fromstring(client.get("/sitemap.xml").content).findall(f"{SITEMAP}url")
    days = {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in urls
    }
    assert days["http://testserver/nyheter/nytt/"] == "2026-03-02"
    assert days["http://testserver/en/news/nytt-en/"] == "2026-05-01"


def test_sitemap_is_no_result_of_a_search(client, home):
    assert "noindex" in client.get("/sitemap.xml").headers["X-Robots-Tag"]


# In parts


@pytest.fixture
def parts_of_two_pages(monkeypatch):
    monkeypatch.setattr(module, "PER_PART", 4)


def parts(client):
    index = fromstring(client.get("/sitemap.xml").content)
    assert index.tag == f"{SITEMAP}sitemapindex"
    found = index.findall(f"{SITEMAP}sitemap/{SITEMAP}loc")
    return [each.text.removeprefix("http://testserver") for each in found]


def test_long_sitemap_is_a_list_of_its_parts(client, news, parts_of_two_pages):
    for number in range(3):  # with the front page and the list, five pages
        put_article(news, f"Sak {number}")
    assert parts(client) == ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    found = [sitemap(client, part) for part in parts(client)]
    assert [len(part) for part in found] == [4, 4, 2]
    assert len({address for part in found for address in part}) == 10


def test_part_that_is_not_there_is_no_page(client, news, subtests):
    for number in ("0", "2", "9" * 40):
        with subtests.test(number=number):
            assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_short_sitemap_is_its_own_first_part(client, news):
    assert sitemap(client, "/sitemap-1.xml") == sitemap(client)


def test_page_that_is_published_is_in_the_next_answer(client, news, parts_of_two_pages):
    with working_memory():
        assert "/sitemap-2.xml" not in client.get("/sitemap.xml").content.decode()
        put_article(news, "Ny")
        assert parts(client) == ["/sitemap-1.xml", "/sitemap-2.xml"]


def test_part_takes_as_many_queries_however_many_pages(client, news):
    def count(number):
        with CaptureQueriesContext(connection) as captured:
            assert len(sitemap(client)) == number
        return len(captured)

    client.get("/sitemap.xml")
    few = count(4)
    for number in range(5):
        put_article(news, f"Sak {number}")
    assert count(14) == few
