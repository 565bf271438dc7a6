"""Views below a page: where they are, whom they answer, in which languages."""

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.translation import pgettext_lazy

from articles.models import ArticlePage
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import publication, slugs, subviews
from ethicaltrade.core.pages import WrittenPage
from tests.support import factories
from tests.support.pages import gate

pytestmark = pytest.mark.django_db

NB = "/nyheter/aerlig-ol-pa-as/"
EN = "/en/news/honest-beer-at-as/"


def form(request, page):
    """Says where the switcher leads, and what was sent."""
    urls = [version.url for version in publication.versions_of(page, request)]
    return HttpResponse("\n".join([page.title, request.method, *urls]))


def number(request, page, number):
    return HttpResponse(f"{page.title} {number + 1}")


@pytest.fixture(autouse=True)
def below_articles(monkeypatch):
    """A form, a number and a file below articles; a view below all written pages."""
    monkeypatch.setattr(subviews, "_registered", dict(subviews._registered))
    subviews.register(
        ArticlePage,
        subviews.path(
            pgettext_lazy("address", "registration/"),
            form,
            name="form",
            methods=("GET", "POST"),
        ),
        subviews.path("no/<int:number>/", number, name="number"),
        subviews.path(pgettext_lazy("address", "calendar.ics"), form, name="file"),
    )
    subviews.register(WrittenPage, subviews.path("every/", form, name="every"))
    yield
    subviews._resolver_of.cache_clear()


def lines(response):
    assert response.status_code == 200
    return response.content.decode().split("\n")


def location(response):
    return response.status_code, response.headers.get("Location")


def test_each_language_has_an_address_of_its_own(client, article):
    for address, title in (
        (f"{NB}pamelding/", article.title_nb),
        (f"{EN}registration/", article.title_en),
        (f"{NB}kalender.ics", article.title_nb),
        (f"{EN}calendar.ics", article.title_en),
        (f"{NB}every/", article.title_nb),
    ):
        assert lines(client.get(address))[0] == title


def test_view_gets_what_the_address_names(client, article):
    response = client.get(f"{NB}no/41/")
    assert response.content.decode() == f"{article.title_nb} 42"
    assert client.get(f"{NB}no/x/").status_code == 404


@pytest.mark.parametrize(
    ("name", "captured", "nb", "en"),
    [
        ("form", {}, "pamelding/", "registration/"),
        ("file", {}, "kalender.ics", "calendar.ics"),
        ("number", {"number": 3}, "no/3/", "no/3/"),
    ],
)
def test_address_is_known_by_its_name(article, name, captured, nb, en):
    assert article.subview_url(name, language="nb", **captured) == NB + nb
    assert article.subview_url(name, language="en", **captured) == EN + en
    with translation.override("en"):
        full = article.full_subview_url(name, **captured)
    assert full == f"http://localhost{EN}{en}"


def test_unknown_name_is_a_mistake(article, news):
    with pytest.raises(NoReverseMatch):
        article.subview_url("nothing")
    with pytest.raises(NoReverseMatch):
        news.subview_url("form")  # it is below articles


def test_page_without_an_address_has_none_below_it():
    page = factories.article()
    assert page.subview_url("form") == page.full_subview_url("form") == ""


@pytest.mark.parametrize(
    "rest", ["x/", "pamelding/x/", "pamelding.ics", "every/every/", "annet.ics"]
)
def test_nothing_else_is_below_the_page(client, article, rest):
    assert client.get(NB + rest).status_code == 404


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        (f"{NB}registration/", f"{NB}pamelding/"),
        (f"{EN}pamelding/", f"{EN}registration/"),
        ("/en/nyheter/aerlig-ol-pa-as/pamelding/", f"{EN}registration/"),
        ("/news/honest-beer-at-as/calendar.ics", f"{NB}kalender.ics"),
        ("/en/nyheter/aerlig-ol-pa-as/no/3/", f"{EN}no/3/"),
    ],
)
def test_words_of_another_language_lead_to_the_own_address(client, article, asked, own):
    assert location(client.get(f"{asked}?a=1")) == (301, f"{own}?a=1")


def test_address_of_a_page_that_moved_follows(client, article):
    article.slug_nb = "nytt"
    article.save()
    for rest in ("pamelding/", "no/3/", "kalender.ics"):
        new = f"/nyheter/nytt/{rest}"
        assert location(client.get(NB + rest)) == (301, new)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_view_takes_the_methods_it_names(client, article, method):
    asked = getattr(client, method)
    assert asked(f"{NB}no/3/").status_code == 405
    expected = 200 if method == "post" else 405
    assert asked(f"{NB}pamelding/").status_code == expected
    assert asked(NB).status_code == 405, "the page itself takes no form"


def test_refusal_names_the_methods_the_view_takes(client, article):
    assert client.post(f"{NB}no/3/")["Allow"] == "GET, HEAD"
    assert client.head(f"{NB}pamelding/")["Allow"] == "GET, POST"


def test_gate_around_the_page_is_around_what_is_below_it(client, article):
    old = f"{NB}pamelding/"
    article.slug_nb = "hemmelig"
    article.save()
    gate(article, "Medlemmer")
    for address in (old, "/nyheter/hemmelig/pamelding/"):
        response = client.get(address)
        assert response.status_code == 302
        assert "/konto/login/" in response["Location"]
    assert "hemmelig" not in client.get(old)["Location"]
    client.force_login(factories.user("x@example.org"))
    assert client.get("/nyheter/hemmelig/pamelding/").status_code == 403


def test_language_the_page_is_not_in_has_nothing_below_it(client, news):
    page = factories.put_page(news, factories.article(published_en=False))
    assert client.get(page.subview_url("form", language="nb")).status_code == 200
    assert client.get(page.subview_url("form", language="en")).status_code == 404


def test_draft_has_nothing_below_it(client, article):
    article.unpublish()
    assert client.get(f"{NB}pamelding/").status_code == 404
    assert client.get(f"{NB}registration/").status_code == 404


def test_switcher_leads_to_the_same_view_in_the_other_language(client, article):
    *_rest, nb, en = lines(client.get(f"{NB}pamelding/"))
    assert (nb, en) == (f"{NB}pamelding/", f"{EN}registration/")


def test_switcher_leads_to_the_page_where_there_is_no_such_view(client, news):
    page = factories.put_page(news, factories.article(published_en=False))
    *_rest, nb, en = lines(client.get(page.subview_url("form", language="nb")))
    assert nb.endswith("/pamelding/")
    assert en == page.get_url_in("en")


def test_no_page_gets_the_address_of_a_view_beside_it(news):
    manager = BasePage.objects
    for slug, language, is_free in (
        ("feed", "nb", False),
        ("every", "en", False),
        ("pamelding", "nb", True),  # that is below articles
    ):
        assert slugs.is_free(manager, news, slug, language, None) is is_free
