"""The news feed, as feed readers get it."""

from datetime import UTC, datetime, timedelta

import pytest
from defusedxml.ElementTree import fromstring

from tests.support import factories
from tests.support.pages import gate, put_article, soup

pytestmark = pytest.mark.django_db

NB, EN = "/nyheter/feed/", "/en/news/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client, address=NB):
    response = client.get(address)
    assert response.status_code == 200
    return fromstring(response.content)


def titles(root):
    return [title.text for title in root.findall(f"{ATOM}entry/{ATOM}title")]


def links(element, rel):
    return [
        link.get("href")
        for link in element.findall(f"{ATOM}link")
        if link.get("rel") == rel
    ]


def test_it_is_atom_and_says_so(client, article):
    response = client.get(NB)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert fromstring(response.content).tag == f"{ATOM}feed"


@pytest.mark.parametrize(
    ("address", "language", "title"),
    [(NB, "nb", "Ærlig øl på Ås"), (EN, "en", "Honest beer at Ås")],
)
def test_each_language_has_a_feed_of_its_own(client, article, address, language, title):
    root = feed(client, address)
    assert root.get(XML_LANG) == language
    assert titles(root) == [title]
    (entry,) = root.findall(f"{ATOM}entry")
    assert links(entry, "alternate")[0].endswith(article.get_url_in(language))


def test_feed_names_its_own_address_and_the_lists(client, article):
    for address in (NB, EN):
        root = feed(client, address)
        (itself,) = links(root, "self")
        (index,) = links(root, "alternate")
        assert itself.startswith("http")
        assert itself.endswith(address)
        assert index + "feed/" == itself


def test_newest_comes_first_and_the_twentieth_last(client, news):
    for number in range(21):
        put_article(
            news,
            f"Sak {number}",
            on=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
        )
    assert titles(feed(client)) == [f"Sak {number}" for number in range(20, 0, -1)]


def test_only_what_is_published_in_the_language_is_in_it(client, news):
    put_article(news, "Norsk", **factories.published_in("nb"))
    factories.add_page(news, factories.article(title_nb="Kladd"), publish=False)
    assert titles(feed(client)) == ["Norsk"]
    assert titles(feed(client, EN)) == []


def test_member_gets_the_same_feed_as_everyone(client, news, member):
    put_article(news, "Åpen")
    gate(put_article(news, "Stengt"), "Members")
    before = titles(feed(client))
    client.force_login(member)
    assert titles(feed(client)) == before == ["Åpen"]


def test_dates_are_those_of_publication(client, news):
    put_article(news, on=datetime(2018, 11, 28, 11, tzinfo=UTC))
    (published,) = feed(client).findall(f"{ATOM}entry/{ATOM}published")
    assert datetime.fromisoformat(published.text) == datetime(
        2018, 11, 28, 11, tzinfo=UTC
    )


@pytest.mark.parametrize("title", ["<b>&amp;</b>", "]]>", 'A "quoted" & <i>'])
def test_title_with_markup_stays_text(client, news, title):
    put_article(news, title_nb=title)
    assert titles(feed(client)) == [title]


def test_list_tells_feed_readers_where_the_feed_is(client, article):
    for index, address in (("/nyheter/", NB), ("/en/news/", EN)):
        link = soup(client.get(index)).find("link", type="application/atom+xml")
        assert link["href"] == address


def test_list_not_published_in_the_language_has_no_feed_there(client, news):
    news.published_en = False
    factories.save_page(news)
    assert client.get(EN).status_code == 404
