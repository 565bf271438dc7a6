"""The accessibility page, and how any other page leads to its form."""

from urllib.parse import quote, urldefrag

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from ethicaltrade.core.models import FooterPage, SiteSettings
from ethicaltrade.core.navigation import navigation_pages
from ethicaltrade.home.models import AccessibilityPage, Feedback
from tests.support import factories
from tests.support.pages import folded, gate, soup

from .conftest import EN, NB, TEXT, accessibility_page, field, stamp

# The page


@pytest.mark.parametrize("address", [NB, EN])
def test_page_has_its_form_in_both_languages(client, page, address):
    answer = soup(client.get(address))
    form = answer.select_one("#feedback form")
    assert form["action"] == address
    names = {control["name"] for control in form.select("input, textarea")}
    assert names >= {"page", "text", "aid", "email", "csrfmiddlewaretoken"}
    assert form.find(attrs={"name": "text"}).has_attr("required")
    assert form.find(attrs={"name": "email"})["autocomplete"] == "email"


def test_page_says_when_it_was_last_reviewed(client, home):
    reviewed = timezone.datetime(2026, 11, 23).date()
    factories.put_page(home, accessibility_page(reviewed_on=reviewed))
    assert "23 November 2026" in folded(soup(client.get(EN)).select_one(".reviewed"))
    shown = soup(client.get(NB)).select_one(".reviewed time")
    assert (shown["datetime"], folded(shown)) == ("2026-11-23", "23. november 2026")


def test_page_may_leave_open_when_it_was_reviewed(client, page):
    assert not soup(client.get(NB)).select(".reviewed")


def test_page_is_not_kept_by_shared_caches(client, page):
    assert "private" in client.get(NB).headers["Cache-Control"]


def test_page_is_open_to_search_engines(client, page):
    response = client.get(NB)
    assert "X-Robots-Tag" not in response.headers
    assert not soup(response).find("meta", attrs={"name": "robots"})


def test_there_is_one(page, home):
    assert not AccessibilityPage.can_create_at(home)


def test_language_the_page_is_not_in_is_explained_and_takes_nothing(client, home):
    only = factories.published_in("nb")
    factories.put_page(home, accessibility_page(**only))
    for ask in (client.get, client.post):
        response = ask(EN, {"text": TEXT, "stamp": stamp()})
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert not soup(response).select("#feedback")
    assert not Feedback.objects.exists()


def test_form_on_a_gated_page_takes_nothing_from_an_outsider(send, page):
    gate(page, "Members")
    response = send()
    assert response.status_code == 403
    assert soup(response).select("main a[href*='/konto/login/']")
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_page_answers_no_other_methods(client, page, method):
    assert getattr(client, method)(NB).status_code == 405


def test_editor_previews_the_page_with_its_form(client, page, admin):
    request = page.make_preview_request(preview_mode="en")
    assert 'id="feedback"' in request.content.decode()


# Where the reader comes from


def came_from(client, page):
    return field(client.get(f"{NB}?page={quote(page)}"), "page")


def test_form_knows_the_page_the_reader_comes_from(client, page):
    assert came_from(client, "/nyheter/ærlig-øl/") == "/nyheter/ærlig-øl/"


@pytest.mark.parametrize(
    "junk",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "/a\nb/",
        "/" + "a" * 300,
        "",
    ],
)
def test_junk_for_a_page_is_left_out(client, page, junk):
    assert came_from(client, junk) == ""


def asked_at(address):
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    return request


def link_to_the_form(request, page=None):
    text = "{% load feedback %}{% report_fault_url as url %}{{ url }}"
    return Template(text).render(Context({"request": request, "page": page}))


def test_every_page_can_lead_to_the_form(client, page, news, django_assert_num_queries):
    settings = SiteSettings.for_site(page.get_site())
    settings.footer_pages = [FooterPage(page=page.basepage_ptr)]
    settings.save()
    request = asked_at("/nyheter/ærlig-øl/")
    navigation_pages(request)  # the menus have asked already
    for one in (page, news):
        ContentType.objects.get_for_model(type(one))
    with django_assert_num_queries(0):
        link = link_to_the_form(request, news)
    address, fragment = urldefrag(link)
    response = client.get(address)
    assert field(response, "page") == "/nyheter/ærlig-øl/"
    assert soup(response).find(id=fragment)


def test_address_that_is_no_pages_own_is_not_told(client, page):
    settings = SiteSettings.for_site(page.get_site())
    settings.footer_pages = [FooterPage(page=page.basepage_ptr)]
    settings.save()
    link = link_to_the_form(asked_at("/min-pamelding/secret/"))
    assert link.endswith("/#feedback")
    assert "secret" not in link


def test_link_is_left_out_where_there_is_no_such_page(home):
    assert link_to_the_form(asked_at("/")) == ""
