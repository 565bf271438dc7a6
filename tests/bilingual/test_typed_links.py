"""Addresses of this site that somebody typed are looked up before they go out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from ethicaltrade.bilingual import actions, typed_links
from ethicaltrade.bilingual.models import OldAddress
from tests.support import factories
from tests.support.files import document

from .test_findings import all_found, body

pytestmark = pytest.mark.django_db

NOWHERE = "Lenken «Les mer» fører ingen steder."


def told(page, *hrefs, language="nb"):
    text = "".join(f'<p><a href="{href}">Les mer</a></p>' for href in hrefs)
    lines = all_found(page, language, **{f"body_{language}": body(text)})
    return [one.sentence for one in lines if one.check == "link"]


@pytest.fixture
def other(news):
    """In Norwegian alone; it was once somewhere else."""
    page = factories.article(title_nb="Bare norsk", **factories.published_in("nb"))
    page = factories.add_page(news, page)
    OldAddress.objects.create(language="nb", path="/nyheter/for/", page=page)
    OldAddress.objects.create(language="nb", path="/Artikler/8642.html", page=page)
    return page


@pytest.mark.parametrize(
    "href",
    [
        *(
            "/",
            "/en/",
            "/nyheter/",
            "/nyheter",
            "/Nyheter/",
            "/en/news/",
            "//localhost/",
        ),
        *("/nyheter/bare-norsk/", "/nyheter/bare-norsk/#closing-block", "/news/"),
        *("/nyheter/for/", "/Artikler/8642.html", "/bare-norsk/", "/?p=34404"),
        *("/artikel/bare-norsk/", "/nyheter/bare-norsk/?a=b", "/nyheter/feed/"),
        *("/sok/", "/sok/?q=lønn", "/en/search/", "/konto/login/", "/min-side/"),
        *("/sitemap.xml", "/#content", "http://localhost/nyheter/", "/#section-3"),
        *("http://localhost:8000/en/news/", "https://www.example.org/finnes-ikke/"),
        *("/media/images/x.jpg", "/static/x.css", "mailto:a@example.org"),
    ],
)
def test_address_that_leads_somewhere(article, other, href):
    assert told(article, href) == []


@pytest.mark.parametrize(
    "href",
    [
        *("/nyheter/finnes-ikke/", "/finnes-ikke", "/en/nothing/", "/nyheter/1/2/3/"),
        *("http://localhost/nyheter/finnes-ikke/", "//localhost/finnes-ikke/"),
        *("/artikel/finnes-ikke/", "/Artikler/1.html", "/search/x/", "/sok/mer/"),
        *("/nyheter/bare-norsk/#program", "/nyheter/#pris", "/#letter-3"),
        *("/_page/987654/", "/documents/987654/x.pdf", "/_page/" + "9" * 30 + "/"),
        *("/" + "a/" * 20, "/%00/"),
    ],
)
def test_address_that_leads_nowhere(article, other, href):
    assert told(article, href) == [NOWHERE]


def test_page_is_to_be_published_in_the_language_of_the_address(article, other):
    assert told(article, "/en/news/bare-norsk/") == [
        "«Bare norsk» er ikke publisert på engelsk."
    ]
    # The reader's language is what the address says, not the text's.
    assert told(article, "/nyheter/bare-norsk/", language="en") == []
    actions.take_down(other, ["nb"])
    assert told(article, "/nyheter/bare-norsk/") == [
        "«Bare norsk» er ikke publisert på norsk."
    ]
    assert told(article, "/nyheter/for/") == [NOWHERE]
    assert told(article, f"/_page/{other.pk}/") == [NOWHERE]


def test_documents_and_pages_by_number_are_looked_up(article, other):
    paper = document("rapport.pdf")
    assert told(article, f"/documents/{paper.pk}/rapport.pdf") == []
    assert told(article, f"/_page/{other.pk}/") == []


def test_address_in_a_field_of_its_own(article):
    def found(url):
        call = body({"label": "Se", "url": url}, kind="call_to_action")
        return [one.sentence for one in all_found(article, body_nb=call)]

    host = Site.objects.get().hostname
    assert found(f"http://{host}/nyheter/") == []
    (line,) = found(f"http://{host}/finnes-ikke/")
    assert "finnes-ikke" in line


def test_many_links_take_no_more_queries_than_a_few(article, other):
    """What is nobody's own address is asked of the router, and only some of it."""

    def count(number):
        hrefs = [f"/nyheter/finnes-ikke-{n}/" for n in range(number)]
        hrefs += [f"/en/nothing/{n}/a/b/" for n in range(number)]
        hrefs += [f"/artikel/{n}/" for n in range(number)]
        hrefs += [f"/_page/{n}/" for n in range(100, number + 100)]
        hrefs += [f"/documents/{n}/" for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            assert typed_links.look_up([*hrefs, "/nyheter/bare-norsk/"])
        return len(queries)

    most = count(typed_links.MOST_ROUTED)
    assert most <= 80
    assert count(60) == most
    assert count(500) <= most
    with CaptureQueriesContext(connection) as queries:
        assert (
            typed_links.look_up(["https://www.example.org/", "#a", "x", "tel:1"]) == {}
        )
        typed_links.look_up(["https://www.example.org/"] * 50)
    assert len(queries) <= 2


def test_page_without_addresses_of_this_site_asks_nothing(article):
    with CaptureQueriesContext(connection) as queries:
        assert typed_links.look_up(["#content", "mailto:a@example.org"]) == {}
    assert len(queries) == 0
