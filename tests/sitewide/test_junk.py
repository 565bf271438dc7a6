"""Whatever a visitor or a robot asks for, the answer is never a fault of the site's.

Django's test client raises what would be a 500.
"""

import pytest
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import language_of
from ethicaltrade.core.models import Topic
from ethicaltrade.search import views
from ethicaltrade.users.models import User
from tests.support.demo import VIEWS, explanation_addresses

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("lasting_demo_site"),
]

KINDS = {
    "front page": "/",
    "front page in English": "/en/",
    "list": "/nyheter/",
    "list in English": "/en/news/",
    "article": "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/",
    "article in English": "/en/news/ieh-brings-norwegian-experience-to-the-un-forum/",
    "feed": "/nyheter/feed/",
    "feed in English": "/en/news/feed/",
    "standard page": "/om-oss/",
    "standard page in English": "/en/about/",
    "events": "/arrangementer/",
    "past events": "/arrangementer/?when=past",
    "event": "/arrangementer/medlemsforum-2027/",
    "membership in English": "/en/membership/",
    "search": "/sok/",
    "search in English": "/en/search/",
    "log-in": "/konto/login/",
    "log-in in English": "/en/konto/login/",
    "nothing": "/finnes-ikke/",
    "nothing in English": "/en/not-here/",
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
    "health": "/healthz",
    "readiness": "/readyz",
    "security contact": "/.well-known/security.txt",
}
PARAMETERS = (
    *("page", "topic", "year", "q", "next", "p"),
    *("type", "audience", "place", "when"),
)
VALUES = {
    "a word": "x",
    "a negative number": "-1",
    "markup": "%3Cscript%3E%22'",
    "a null character": "a%00b",
    "5,000 digits": "9" * 5000,
    "bytes that are no UTF-8": "%ff%fe",
    "half a surrogate pair": "%ED%A0%80",
    "a long text": "%C3%B8l%20" * 1000,
    "database language": "'%3B%20DROP%20TABLE%20x%3B--%20%25s%20%7B%7D",
    "a path up": "..%2F..%2Fetc%2Fpasswd",
}
PATHS = {
    "a null character": "/nyheter/%00/",
    "bytes that are no UTF-8": "/nyheter/%ff%fe/",
    "ten kilobytes": f"/{'a' * 10_000}/",
    "a thousand segments": f"/{'a/' * 1000}",
    "slashes": "/nyheter////",
    "dots": "/nyheter/../../",
    "spaces": "/%20/%20/",
    "digits": f"/{'9' * 5000}/",
    "a language alone": "/nb/",
    "a language twice": "/en/en/",
    "emoji": "/%F0%9F%8D%BA/",
    "a page of the old site": "/noop/page.php?d=1&p=Artikler/8642.html",
    "something below an article": (
        "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/feed/"
    ),
    "a calendar of nothing": "/nyheter/kalender.ics",
}
METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS)
def test_junk_in_a_parameter_changes_nothing(client, address):
    expected = client.get(address).status_code
    for kind, value in VALUES.items():
        query = "&".join(f"{name}={value}" for name in PARAMETERS)
        assert client.get(f"{address}?{query}").status_code == expected, kind


@pytest.mark.parametrize(
    "query",
    [
        "page=x&page=y&topic=&topic=",
        "=&&==&;",
        "%00=%00",
        "%ff=%ff",
        "&".join(f"p{number}=" for number in range(900)),
    ],
    ids=["twice", "signs", "null characters", "no UTF-8", "nine hundred"],
)
def test_junk_for_a_query_changes_nothing(client, query):
    for address in ("/nyheter/", "/en/search/", "/en/", "/konto/login/"):
        assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["nb", "en"])
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_junk_for_a_path_is_not_found(client, path, prefix):
    response = client.get(prefix + path)
    assert response.status_code in {301, 302, 404}
    if response.status_code == 404:
        language = language_of(prefix + path)
        assert f'<html lang="{language}">' in response.content.decode()


def test_explanation_takes_junk_as_well(client):
    for address in explanation_addresses():
        for kind, value in VALUES.items():
            response = client.get(f"{address}?page={value}&q={value}")
            assert response.status_code == 200, kind


@pytest.mark.parametrize("method", METHODS)
def test_no_method_breaks_a_page(client, method):
    for address in KINDS.values():
        status = client.generic(method, address).status_code
        assert status in {200, 400, 404, 405}, address


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_page_that_has_no_form_only_answers_reading(client, method):
    for address in ("/", "/en/news/", "/om-oss/", "/nyheter/feed/"):
        assert client.generic(method, address).status_code == 405, address


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("/news/", "/nyheter/"),
        ("/en/nyheter/", "/en/news/"),
        ("/en/om-oss/", "/en/about/"),
        ("/about/", "/om-oss/"),
        ("/membership/", "/medlemskap/"),
    ],
)
def test_slug_of_the_other_language_leads_to_the_right_address(client, wrong, right):
    response = client.get(f"{wrong}?page=%00&q=%3Cscript%3E")
    assert response.status_code == 301
    assert response.headers["Location"].startswith(f"{right}?")
    assert client.get(response.headers["Location"]).status_code == 200


def test_junk_in_a_header_changes_nothing(client):
    for address in ("/", *VIEWS):
        response = client.get(
            address,
            headers={
                "accept-language": "\x00;q=9" * 50,
                "cookie": "sessionid=%00; csrftoken=<>; django_language=xx",
                "x-forwarded-for": "x" * 5000,
                "referer": "::::",
                "if-modified-since": "yesterday",
            },
        )
        assert response.status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/admin/snippets/choose/core/topic/chosen/x/",
        "/admin/snippets/choose/core/topic/chosen-multiple/?id=x",
        "/admin/images/chooser/chosen-multiple/?id=x",
        f"/admin/pages/{'9' * 30}/edit/",
        f"/admin/registrations/{'9' * 30}/door/",
        f"/_page/{'9' * 30}/",
    ],
)
def test_key_that_no_row_can_have_is_not_found(client, address):
    client.force_login(User.objects.get(email="admin@example.org"))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code in {404, 405}


def test_chooser_without_a_form_makes_nothing(client):
    client.force_login(User.objects.get(email="redaktor@example.org"))
    response = client.post("/admin/snippets/choose/core/topic/create/")
    assert response.status_code == 302  # as Wagtail refuses: to the CMS's first page


def test_every_list_of_snippets_can_be_searched(client):
    client.force_login(User.objects.get(email="admin@example.org"))
    for model in get_snippet_models():
        found = client.get(
            reverse(model.snippet_viewset.get_url_name("list")), {"q": "a"}
        )
        assert found.status_code == 200, model


def test_lists_in_lists_without_end_are_refused(client):
    """Python's reader of JSON gives up after some thousand."""
    endless = "[" * 100_000
    passkey = client.post("/konto/2fa/webauthn/login/", {"credential": endless})
    client.force_login(User.objects.get(email="redaktor@example.org"))
    topic = f"/admin/snippets/core/topic/edit/{Topic.objects.first().pk}/"
    form = client.post(topic, {"seen": endless})
    assert passkey.status_code == form.status_code == 400


@pytest.mark.parametrize("address", ["/en/[/", "/nyheter/", "/admin/[/"])
def test_parts_without_a_boundary_are_no_form(client, address):
    """Whoever is logged in is shown what they had typed; here there is nothing."""
    client.force_login(User.objects.get(email="redaktor@example.org"))
    kind = "multipart/form-data; boundary="
    response = client.generic("POST", address, b"{}", content_type=kind)
    assert response.status_code in {400, 404, 405}


# Forms of the CMS that are not whole


@pytest.fixture
def cms(client):
    client.force_login(User.objects.get(email="admin@example.org"))
    return client


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/admin/choose-external-link/", {}),
        ("/admin/pages/{page}/copy/", {}),
        ("/admin/pages/{page}/copy/", {"new_parent_page": "99999999"}),
    ],
)
def test_form_that_lacks_a_field_is_shown_again(cms, address, fields):
    page = BasePage.objects.get(slug_nb="om-oss")
    answer = cms.post(address.format(page=page.pk), {"title_nb": "Kopi", **fields})
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.errors
    assert form.data["title_nb"] == "Kopi"


@pytest.mark.parametrize("view", ["lock", "unlock", "set_position"])
def test_root_of_the_tree_has_no_parent(cms, view):
    root = BasePage.objects.get(depth=1)
    assert cms.post(f"/admin/pages/{root.pk}/{view}/").status_code == 404
    root.refresh_from_db()
    assert not root.locked


@pytest.mark.parametrize("next_address", ["x", "wagtailadmin_home", "99"])
def test_nothing_is_done_where_the_way_back_is_none(cms, next_address):
    page = BasePage.objects.get(slug_nb="om-oss")
    address = f"/admin/pages/{page.pk}/unpublish/"
    answer = cms.post(address, {"language": ["nb"], "next": next_address})
    assert answer.status_code == 400
    assert "Vi forsto ikke forespørselen" in answer.content.decode()
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize("address", ["/sok/", "/en/search/"])
def test_field_that_a_view_misses_is_no_fault_of_the_site(client, monkeypatch, address):
    monkeypatch.setattr(views, "SearchForm", lambda data: data["missing"])
    answer = client.get(address)
    assert answer.status_code == 400
    assert f'<html lang="{language_of(address)}">' in answer.content.decode()
