"""What browsers are told to refuse, on every kind of answer, as production tells it."""

import inspect
import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.urls import reverse
from wagtail.admin.widgets import chooser

from articles.models import ArticlePage
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.core import http
from ethicaltrade.home.models import HomePage
from ethicaltrade.media.models import CustomImage
from ethicaltrade.users import limits
from tests.support.demo import LISTS, MISSING, VIEWS
from tests.support.files import document
from tests.support.observatory import POINTS, Seen, directives, score, seen
from tests.support.pages import soup
from tests.test_settings import WHOLE, run

HOST = "www.example.org"
NEWS = "/nyheter/"
PASSWORD = "etisk-handel-demo"
A_PLUS = 100
TOLD = (
    *("SECURE_", "SESSION_COOKIE_", "CSRF_", "CSP_", "X_FRAME"),
    *("PERMISSIONS_POLICY", "MIDDLEWARE"),
)
SHOW = f"""
import json
from ethicaltrade.settings import production as settings
told = [name for name in dir(settings) if name.startswith({TOLD!r})]
print(json.dumps({{name: getattr(settings, name) for name in told}}))
"""
OTHERS = (
    *("/healthz", "/readyz", "/robots.txt", "/.well-known/security.txt"),
    *("/nyheter/feed/", "/arrangementer/kalender.ics", "/sitemap.xml"),
    *("/konto/password/reset/", "/konto/inactive/", "/medlemskap/ressurser/"),
    *("/Nyheter/", "/en/nyheter/", "/min-side/", "/_util/login/"),
    *("/admin/", "/admin/session/", "/admin/finnes-ikke/", "/documents/999/x.pdf"),
    *("/media/images/nothing.png", "/static/nothing.css"),
)
OF_MEMBERS = ("/min-side/", "/konto/", "/medlemskap/ressurser/", "/admin/")
OF_CMS = (
    *("/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/"),
    *("/admin/reports/site-history/", "/admin/reports/site-history/?export=csv"),
    *("/admin/reports/site-history/?export=xlsx", "/admin/jsi18n/", "/admin/users/"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told() -> dict:
    """The settings that production has for this, behind a proxy with TLS."""
    process = run(["-c", SHOW], {**WHOLE, "TRUSTED_PROXY_COUNT": "1"})
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


@pytest.fixture
def production(told):
    with override_settings(**told, ALLOWED_HOSTS=[HOST]):
        yield


@pytest.fixture
def visitor(production):
    """Makes browsers that come over https, through a proxy."""

    def come(user=None, **kwargs):
        said = {"host": HOST, "x-forwarded-proto": "https"}
        client = Client(headers=said | kwargs.pop("headers", {}), **kwargs)
        if user:
            client.force_login(user)
        return client

    return come


def lacking(answers) -> list[str]:
    """Those of the answers that have less than full points, with what they lack."""
    faults = []
    for name, response in answers.items():
        if response.streaming:
            b"".join(response)  # to its end, which closes the file
        points, results = score(seen(response, HOST))
        if points < A_PLUS:
            lost = [result for result in results if POINTS[result] < 0]
            faults.append(f"{name} ({response.status_code}): {points}, {lost}")
        if not response.headers.get("Permissions-Policy", "").startswith("acc"):
            faults.append(f"{name}: no Permissions-Policy")
        if response.headers.get("Cross-Origin-Opener-Policy") != "same-origin":
            faults.append(f"{name}: no Cross-Origin-Opener-Policy")
    return faults


def one_of_each_type() -> list[str]:
    """In each language it is published in."""
    pages = {page.content_type_id: page for page in BasePage.objects.order_by("-path")}
    types = ContentType.objects.in_bulk(pages)
    assert len(types) >= 13
    return [
        page.get_url_in(code)
        for page in pages.values()
        if page.depth > 1
        for code in page.public_languages
    ]


def test_every_kind_of_address_has_full_points(demo_site, visitor):
    client = visitor()
    addresses = [*one_of_each_type(), *VIEWS, *LISTS, *MISSING, *OTHERS]
    answers = {address: client.get(address) for address in addresses}
    statuses = {response.status_code for response in answers.values()}
    assert statuses >= {200, 301, 302, 404}
    assert not lacking(answers)


def test_what_is_for_members_and_editors_has_full_points(
    demo_site, visitor, member, admin
):
    reader, writer = visitor(member), visitor(admin)
    answers = {f"member: {each}": reader.get(each) for each in OF_MEMBERS}
    answers |= {f"admin: {each}": writer.get(each) for each in OF_CMS}
    page = BasePage.objects.get(title_nb="Om oss")
    answers["edit"] = writer.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))
    answers["draft"] = writer.get(
        reverse("wagtailadmin_pages:view_draft", args=(page.pk,))
    )
    picture = CustomImage.objects.first()
    answers["picture"] = writer.get(reverse("wagtailimages:edit", args=(picture.pk,)))
    assert not lacking(answers)


def test_files_have_full_points_and_open_in_a_box(demo_site, visitor):
    client = visitor()
    file = document("råd.pdf", b"%PDF-1.7\n%%EOF")
    picture = CustomImage.objects.first().renditions.first()
    whole = client.get(file.url)
    answers = {
        "document": whole,
        "by number": client.get(f"/documents/{file.pk}/"),
        "a part": client.get(file.url, headers={"range": "bytes=1-2"}),
        "no part": client.get(file.url, headers={"range": "bytes=99999999-"}),
        "picture": client.get(picture.url),
    }
    statuses = [response.status_code for response in answers.values()]
    assert statuses == [200, 302, 206, 416, 200]
    assert not lacking(answers)
    for name in ("document", "a part", "picture"):
        policy = directives(answers[name].headers["Content-Security-Policy"])
        assert policy["sandbox"] == []
        assert policy["default-src"] == ["'none'"]
    # A newsletter that is read in a browser shows the picture.
    shown = [answers[name].headers["Cross-Origin-Resource-Policy"] for name in answers]
    assert shown == [*(["same-origin"] * 4), "cross-origin"]


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_errors_have_full_points(demo_site, visitor, monkeypatch, address):
    client = visitor(raise_request_exception=False)
    foreign = visitor(
        enforce_csrf_checks=True, headers={"origin": "https://evil.example"}
    )
    login = f"{address}konto/login/"
    answers = {
        400: client.get(address, headers={"host": "evil.example"}),
        403: foreign.post(login, {"login": "x"}),
        404: client.get(f"{address}finnes-ikke/"),
        405: client.put(address),
    }
    for _try in range(limits.MAX_FROM_NETWORK):
        limits.ADDRESS.count("127.0.0.1")
    answers[429] = client.post(login, {"login": "a@example.org", "password": "x"})

    def fail_with(error):
        def fail(*args, **kwargs):
            raise error

        monkeypatch.setattr(HomePage, "serve", fail)
        return client.get(address)

    answers[500] = fail_with(RuntimeError())
    answers[507] = fail_with(OSError(next(iter(http.NO_ROOM)), "full"))

    def is_away(*args):
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(is_away):
        answers[503] = client.get(address)
    assert all(answers[status].status_code == status for status in answers)
    assert not lacking(answers)


def test_kept_page_says_the_same(demo_site, kept_pages, visitor):
    client = visitor()
    first, kept = client.get(NEWS), client.get(NEWS)
    unchanged = client.get(NEWS, headers={"if-none-match": kept.headers["ETag"]})
    assert not lacking({"first": first, "kept": kept})
    told = "Content-Security-Policy"
    assert first.headers[told] == kept.headers[told]
    # A browser puts the headers of "not modified" in the place of those it has.
    assert unchanged.status_code == 304
    assert told not in unchanged.headers


def test_plain_http_leads_to_https_on_the_same_host(demo_site, visitor):
    client = visitor()
    secure = seen(client.get("/"), HOST)
    plain = client.get("/", headers={"x-forwarded-proto": "http"})
    points, results = score(secure, seen(plain, HOST))
    assert points >= A_PLUS
    assert "redirection-to-https" in results


# The policies


def test_pages_allow_the_one_script_they_hold(demo_site, client):
    for address in ("/", "/en/", NEWS, "/finnes-ikke/", "/konto/login/"):
        response = client.get(address)
        policy = directives(response.headers["Content-Security-Policy"])
        assert policy["default-src"] == ["'none'"]
        assert policy["frame-ancestors"] == ["'none'"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        page = soup(response)
        [script] = page.select("script:not([src]):not([type])")
        digest = b64encode(sha256(script.string.encode()).digest()).decode()
        assert policy["script-src"] == ["'self'", f"'sha256-{digest}'"]
        assert not page.select("style, [style]")


def test_previews_are_framed_by_the_cms_and_by_nobody_else(demo_site, client, admin):
    client.force_login(admin)
    article = ArticlePage.objects.first()
    draft = reverse("wagtailadmin_pages:view_draft", args=(article.pk,))
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=(article.pk,))
    for address, framed in ((draft, "'none'"), (preview, "'self'")):
        policy = directives(client.get(address).headers["Content-Security-Policy"])
        assert policy["frame-ancestors"] == [framed]


def test_cookies_belong_to_the_host_alone(demo_site, visitor, member):
    """And a form finds its token, and somebody who logs in is known."""
    client = visitor(enforce_csrf_checks=True, headers={"origin": f"https://{HOST}"})
    client.get("/konto/login/")
    words = {"login": member.email, "password": PASSWORD}
    token = {"csrfmiddlewaretoken": client.cookies["__Host-csrftoken"].value}
    assert client.post("/konto/login/", words | token).status_code == 302
    assert client.get("/min-side/").status_code == 200
    assert set(client.cookies) == {"__Host-csrftoken", "__Host-sessionid"}
    for cookie in client.cookies.values():
        assert cookie["secure"]
        assert cookie["path"] == "/"
        assert not cookie["domain"]


def test_cookies_work_without_tls_where_there_is_none(demo_site, client, member):
    client.get("/konto/login/")
    client.force_login(member)
    assert set(client.cookies) == {"csrftoken", "sessionid"}
    assert not any(cookie["secure"] for cookie in client.cookies.values())


def test_wagtail_starts_a_chooser_as_it_did():
    """What ``core.cms.render_chooser`` does with data in place of a script."""
    source = inspect.getsource(chooser)
    assert 'f"{widget_html}<script>{js}</script>"' in source
    assert 'f"new {self.js_constructor}({json.dumps(id_)}, {json.dumps(opts)});"' in (
        source
    )


# The scorer itself

BEST = {
    "content-security-policy": "default-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'; script-src 'self'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
}
WITHOUT_POLICY = {
    name: value for name, value in BEST.items() if name.startswith(("ref", "str", "x-"))
}
SESSION = "sessionid=a; Path=/"


@pytest.mark.parametrize(
    ("changes", "cookies", "points"),
    [
        ({}, [], 130),
        ({}, [f"{SESSION}; Secure; HttpOnly; SameSite=Lax"], 135),
        ({}, [f"{SESSION}; Secure; SameSite=Lax"], 70),
        ({}, [f"{SESSION}; HttpOnly; SameSite=Lax"], 120),
        ({"strict-transport-security": "max-age=3600"}, [], 120),
        ({"strict-transport-security": "max-age=3600"}, [SESSION], 50),
        ({"x-content-type-options": ""}, [], 125),
        ({"content-security-policy": "default-src 'self' https:"}, [], 60),
        ({"content-security-policy": "default-src 'self' 'unsafe-inline'"}, [], 60),
        ({"content-security-policy": "script-src-attr 'none'"}, [], 60),
    ],
)
def test_scorer_counts_as_the_table_says(changes, cookies, points):
    headers = {**BEST, **changes}
    assert score(Seen(HOST, headers, cookies))[0] == points


def test_scorer_knew_what_was_missing():
    """A policy, above all: seventy-five points before there was one."""
    before = {**WITHOUT_POLICY, "x-frame-options": "SAMEORIGIN"}
    assert score(Seen(HOST, before, []))[0] == 75
    assert score(Seen(HOST, {}, []))[0] == 30


def test_scorer_looks_at_scripts_of_others():
    html = '<script src="https://cdn.example/x.js"></script>'
    assert "sri-not-implemented-but-external" in str(score(Seen(HOST, BEST, [], html)))
    assert re.search(
        "all-scripts-loaded-from",
        str(score(Seen(HOST, BEST, [], "<script src=/a.js></script>"))),
    )
