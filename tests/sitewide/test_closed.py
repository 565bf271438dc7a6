"""What holds for every door: which methods, which caches, and what is not there."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import (
    Resolver404,
    URLPattern,
    URLResolver,
    get_resolver,
    resolve,
    reverse,
)
from wagtail.models import PageViewRestriction

from ethicaltrade.bilingual.languages import in_language, language_of
from ethicaltrade.core.http import (
    METHODS,
    STATIC_KINDS,
    MethodsMiddleware,
    StaticFilesMiddleware,
)
from tests.support.pages import folded, gate, put_article, soup

pytestmark = pytest.mark.django_db

REFUSED = ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW")
ADDRESSES = (
    *("/", "/en/", "/nyheter/", "/en/news/", "/nyheter/feed/", "/finnes-ikke/"),
    *("/sok/", "/en/search/", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz"),
    *("/documents/1/x.pdf", "/documents/1/", "/media/images/x.png", "/static/x.css"),
    *("/konto/login/", "/en/konto/login/", "/_page/1/", "/_util/login/", "/?p=1"),
    *("/.well-known/security.txt", "/x.html", "/artikel/x/", "/en/artikel/"),
)


def routes(resolver: URLResolver, above: str = "") -> Iterator[str]:
    """Every pattern that leads somewhere, as it is written."""
    for pattern in resolver.url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def an_address(route: str) -> str:
    """An address of the pattern's kind; a made-up one where nothing fits."""
    route = re.sub(r"<int:\w+>", "1", route)
    route = re.sub(r"<(?:\w+:)?\w+>", "x", route)
    return "/" + re.sub(r"[\^$\\()?*+\[\]|]", "", route)


# Methods


@pytest.mark.parametrize("method", REFUSED)
def test_address_of_any_kind_refuses_other_methods(news, client, method):
    for address in ADDRESSES:
        response = client.generic(method, address)
        assert response.status_code == 405, address
        assert response.headers["Allow"] == ", ".join(METHODS)
        assert page_of_405(response)["lang"] == language_of(address)
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_every_pattern_of_the_site_refuses_other_methods(client):
    """Refused before anything is looked up: also where nothing is."""
    asked = [an_address(route) for route in routes(get_resolver())]
    outside = [address for address in asked if not address.startswith("/admin/")]
    assert len(outside) > 30
    for address in outside:
        for method in ("PUT", "DELETE", "TRACE"):
            assert client.generic(method, address).status_code == 405, address


def test_options_tells_nothing_about_an_address(news, client, member):
    closed = put_article(news, "Lukket")
    gate(closed, "Members")
    addresses = (*ADDRESSES, closed.get_url_in("nb"), f"/_page/{closed.pk}/")
    answers = set()
    for address in addresses:
        response = client.options(address)
        headers = {
            name: value
            for name, value in response.headers.items()
            if name not in {"Content-Language", "X-Request-ID"}
        }
        answers.add((response.status_code, response.content, str(headers)))
    assert len(answers) == 1
    (status, content, _headers) = answers.pop()
    assert (status, content) == (200, b"")


def test_reading_is_no_writing(news, client):
    for address in ("/", "/nyheter/", "/nyheter/feed/", "/sok/"):
        response = client.post(address)
        assert response.status_code == 405, address
        assert "GET" in response.headers["Allow"]


def page_of_405(response):
    """What is said, in the site's own frame."""
    page = soup(response)
    assert response.headers["Content-Type"].startswith("text/html")
    assert response.headers["Content-Length"] == str(len(response.content))
    assert "405" in folded(page.select_one(".error-code"))
    assert page.main.select_one("a.button")
    return page.html


@pytest.mark.parametrize("language", ["nb", "en"])
def test_method_that_a_view_does_not_take_gets_a_page(news, client, member, language):
    """Of a page, a view below one, an app's own view, and django-allauth's."""
    client.force_login(member)
    with in_language(language):
        names = ("search", "my_data", "my_data_export", "account_inactive")
        asked = [("POST", reverse(name)) for name in names]
        asked += [("GET", reverse("colleague_invitation", args=[1]))]
    asked += [("POST", news.get_url_in(language))]
    asked += [("POST", news.subview_url("feed", language=language))]
    for method, address in asked:
        response = client.generic(method, address)
        assert response.status_code == 405, address
        allowed = response.headers["Allow"].split(", ")
        assert allowed != [""]
        assert method not in allowed
        assert page_of_405(response)["lang"] == language
        assert response.headers["Content-Language"] == language


def test_cms_keeps_the_methods_it_uses():
    """Wagtail's editor forgets a preview with DELETE, and a notice with PATCH."""
    middleware = MethodsMiddleware(lambda request: HttpResponse("cms"))
    for method in ("DELETE", "PATCH", "GET"):
        for address in ("/admin/", "/admin/pages/1/edit/preview/"):
            request = RequestFactory().generic(method, address)
            assert middleware(request).content == b"cms"
        request = RequestFactory().generic("DELETE", "/administrasjon/")
        assert middleware(request).status_code == 405


# Other sites


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://[no address"},
        {"referer": "https://evil.example/"},
        {"referer": "http://[no address"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    ],
)
def test_form_of_another_site_is_refused_and_not_repeated(news, headers):
    client = Client(enforce_csrf_checks=True)
    response = client.post(news.url, {"name": "To be repeated"}, headers=headers)
    assert response.status_code == 403
    assert "To be repeated" not in response.content.decode()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_other_site_frames_an_answer(news, language):
    """Whichever middleware it comes from."""
    client, page = Client(enforce_csrf_checks=True), news.get_url_in(language)
    answers = {
        "a page": client.get(page),
        "a method refused": client.put(page),
        "another host": client.get(page, headers={"host": "evil.example"}),
        "another site": client.post(page, headers={"origin": "https://evil.example"}),
        "unsent": client.post("/finnes-ikke/", {"name": "Kari Nordmann"}),
    }
    assert [answer.status_code for answer in answers.values()] == [
        *(200, 405, 400, 403, 403)
    ]
    for name, answer in answers.items():
        assert answer.headers.get("X-Frame-Options") == "DENY", name


# Caches


def tokens(response) -> set[str]:
    return set(re.split(r",\s*", response.headers.get("Cache-Control", "")))


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_cache_keeps_a_closed_page_whoever_asks(
    news, client, member, editor, admin, language
):
    closed = put_article(news, "Lukket")
    gate(closed, "Members")
    for reader, status in ((None, 302), (member, 200), (editor, 403), (admin, 200)):
        if reader:
            client.force_login(reader)
        for ask in (client.get, client.head):
            response = ask(closed.get_url_in(language))
            assert response.status_code == status
            assert tokens(response) >= {"no-store", "private"}, (reader, response)


def test_no_shared_cache_keeps_what_somebody_logged_in_sees(news, client, member):
    addresses = ("/", "/en/news/", "/nyheter/", "/finnes-ikke/", "/sok/")
    for address in addresses:
        assert "private" not in tokens(client.get(address)) or "/sok/" in address
    client.force_login(member)
    for address in addresses:
        found = tokens(client.get(address))
        assert "private" in found, address
        assert "public" not in found


def test_pages_are_packed_and_files_are_not(news, client):
    response = client.get("/nyheter/", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"


# Shared passwords, and what is not there


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_shared_password_opens_to_nobody(news, client, member, admin, prefix):
    closed = put_article(news, "Lukket", lead_nb="Hemmelig", lead_en="Hemmelig")
    restriction = PageViewRestriction.objects.create(
        page_id=closed.pk,
        restriction_type=PageViewRestriction.PASSWORD,
        password="sesam",
    )
    page_for_it = f"{prefix}/_util/authenticate_with_password/{restriction.pk}/"
    address = closed.get_url_in("en" if prefix else "nb")
    for reader in (None, member, admin):
        asking = Client()
        if reader:
            asking.force_login(reader)
        session = asking.session
        session[restriction.passed_view_restrictions_session_key] = [restriction.pk]
        session.save()
        asking.cookies["sessionid"] = session.session_key
        response = asking.get(address)
        assert response.status_code == 403
        assert "Hemmelig" not in response.content.decode()
        assert "no-store" in tokens(response)
        for answer in (
            asking.get(f"{page_for_it}{closed.pk}/"),
            asking.post(f"{page_for_it}{closed.pk}/", {"password": "sesam"}),
        ):
            assert answer.status_code == 404


def test_privacy_of_a_page_offers_no_shared_password(news, client, admin):
    client.force_login(admin)
    response = client.get(f"/admin/pages/{news.pk}/privacy/")
    assert response.status_code == 200
    form = response.json()["html"]
    assert 'value="groups"' in form
    assert 'value="password"' not in form


def test_api_is_not_mounted():
    modules = set()

    def look(resolver, above=""):
        for pattern in resolver.url_patterns:
            route = above + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                look(pattern, route)
            elif not route.startswith("admin/"):
                modules.add(getattr(pattern.callback, "__module__", ""))

    look(get_resolver())
    assert not {name for name in modules if name.startswith("wagtail.api")}
    for address in ("/api/v2/pages/", "/api/main/pages/", "/api/"):
        try:
            found = resolve(address)
        except Resolver404:
            continue
        assert found.url_name == "wagtail_serve", address


# Static files


@pytest.mark.parametrize("autorefresh", [False, True], ids=["production", "by hand"])
def test_static_files_are_those_that_browsers_ask_for(settings, tmp_path, autorefresh):
    kept = ("css/site.css", "js/theme.0a1b2c3d.js", "fonts/a.woff2", "x/LICENSE.txt")
    left_out = (
        *("staticfiles.json", "css/staticfiles.json", "manifest.0a1b2c3d.json"),
        *("js/theme.js.map", "css/SITE.CSS.MAP", "fonts/README.md", "js/theme.ts"),
        *("css/.DS_Store", "site.scss", "backup.zip", "staticfiles.json.gz", "listing"),
    )
    for name in (*kept, *left_out):
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = autorefresh
    settings.WHITENOISE_USE_FINDERS = autorefresh
    middleware = StaticFilesMiddleware(lambda request: HttpResponse(status=404))

    def status(name: str) -> int:
        response = middleware(RequestFactory().get(f"/static/{name}"))
        response.close()
        return response.status_code

    assert {name: status(name) for name in kept} == dict.fromkeys(kept, 200)
    assert {name: status(name) for name in left_out} == dict.fromkeys(left_out, 404)


def test_every_static_file_but_notes_is_of_a_kind_that_is_served():
    """A new kind that pages fetch is one more in the list."""
    names = {
        name.lower()
        for finder in get_finders()
        for name, _storage in finder.list(None)
        if not name.endswith(".md")
    }
    assert {name for name in names if not name.endswith(STATIC_KINDS)} == set()
