"""Error pages, as the doors lead to them: every status, in both languages."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from ethicaltrade.core import robots
from ethicaltrade.home.models import HomePage
from ethicaltrade.users import limits
from tests.support import factories
from tests.support.nu import check_html
from tests.support.pages import folded, soup

FRONT_PAGES = [("/", "nb"), ("/en/", "en")]
LOGINS = [("/konto/login/", "nb"), ("/en/konto/login/", "en")]
FILE = SimpleUploadedFile("a.txt", b"a")
HEADINGS = {
    400: ("Vi forsto ikke forespørselen", "The request could not be understood"),
    403: ("Du har ikke tilgang til denne siden", "You do not have access to this page"),
    405: ("Ingenting ble sendt", "Nothing was sent"),
    404: ("Vi fant ikke siden", "The page was not found"),
    413: ("Det ble sendt for mye på én gang", "Too much was sent at once"),
    429: ("For mange forsøk", "Too many attempts"),
    500: ("Noe gikk galt hos oss", "Something went wrong on our side"),
    503: ("Vi er snart tilbake", "We will be back soon"),
}


def check(response, status, language):
    """The page says what is wrong, once, in the language of the address."""
    page = soup(response)
    assert response.status_code == status
    assert page.html["lang"] == language
    (heading,) = page.find_all("h1")
    assert folded(heading) == HEADINGS[status][language == "en"]
    assert str(status) in folded(page.select_one(".error-code"))
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    home = "/en/" if language == "en" else "/"
    assert page.main.find("a", href=home)
    return page


@pytest.fixture
def quiet():
    """A client that gets the 500 instead of the exception."""
    return Client(raise_request_exception=False)


@pytest.fixture
def no_database():
    """Every query fails, as when the database server is away."""

    def fail(*args):
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.parametrize(("address", "language"), FRONT_PAGES)
def test_400_for_a_host_that_is_not_ours(client, address, language):
    check(client.get(address, headers={"host": "evil.example"}), 400, language)


@pytest.mark.parametrize(("address", "language"), LOGINS)
def test_403_for_a_form_of_another_site(home, address, language):
    client = Client(
        enforce_csrf_checks=True, headers={"origin": "https://evil.example"}
    )
    page = check(client.post(address, {"login": "x"}), 403, language)
    assert page.main.find("a", href=f"{address}?next={address}")


@pytest.mark.parametrize(("address", "language"), FRONT_PAGES)
def test_403_offers_no_log_in_to_those_who_are_logged_in(
    home, client, member, monkeypatch, address, language
):
    def refuse(*args, **kwargs):
        raise PermissionDenied

    monkeypatch.setattr(HomePage, "serve", refuse)
    client.force_login(member)
    page = check(client.get(address), 403, language)
    assert not page.main.find("a", href=lambda target: "login" in target)


@pytest.mark.parametrize(
    ("address", "language"), [("/finnes-ikke/", "nb"), ("/en/not-here/", "en")]
)
def test_404_offers_the_search_and_the_menu(news, client, address, language):
    page = check(client.get(address), 404, language)
    action = "/en/search/" if language == "en" else "/sok/"
    assert page.main.find("form", action=action)
    assert page.select(".main-menu a")


TEXT = "Noe langt som er skrevet"


@pytest.mark.parametrize(
    ("origin", "is_kept"),
    [("http://testserver", True), (None, True), ("https://evil.example", False)],
)
@pytest.mark.parametrize(
    "address", ["/finnes-ikke/", "/min-side/organisasjonen/presentasjon/"]
)
def test_what_was_typed_stands_on_the_error_of_our_own_form(
    home, client, address, origin, is_kept
):
    """The page has gone meanwhile, or is not for the reader any more."""
    client.force_login(factories.user("ingen@example.org"))
    headers = {"origin": origin} if origin else {}
    sent = {"place": TEXT, "password": "hemmelig ord"}
    response = client.post(address, sent, headers=headers)
    assert response.status_code in (403, 404)
    assert (TEXT in response.content.decode()) == is_kept
    assert "hemmelig" not in response.content.decode()


@pytest.mark.parametrize(("address", "language"), FRONT_PAGES)
def test_405_for_what_is_only_read(home, client, address, language):
    check(client.post(address), 405, language)
    check(client.put(address), 405, language)


@pytest.mark.parametrize(("address", "language"), LOGINS)
@pytest.mark.parametrize(
    ("limit", "value", "sent"),
    [
        ("REQUEST_SIZE", 10, {"login": "x"}),
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", 10, {"login": "x" * 11}),
        ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 1, {"login": "x", "password": "y"}),
        ("DATA_UPLOAD_MAX_NUMBER_FILES", 1, {"a": FILE, "b": FILE}),
    ],
    ids=["request", "text", "fields", "files"],
)
def test_413_says_how_much_may_be_sent(
    home, client, settings, limit, value, sent, address, language
):
    setattr(settings, limit, value)
    response = client.post(address, sent)
    page = check(response, 413, language)
    assert "20" in folded(page.select_one(".lead")) or limit.endswith("FILES")


@pytest.mark.parametrize("size", [10**9, "9" * 300])
def test_413_before_anything_is_read(client, no_database, size):
    response = client.generic("POST", "/en/", headers={"content-length": str(size)})
    check(response, 413, "en")


@pytest.mark.parametrize(("address", "language"), LOGINS)
def test_429_says_how_long_to_wait(home, client, address, language):
    for _try in range(limits.MAX_FROM_NETWORK):
        limits.ADDRESS.count("127.0.0.1")
    response = client.get(address.replace("login/", "password/reset/key/1-abc-def/"))
    page = check(response, 429, language)
    assert response.headers["Retry-After"] == str(limits.WINDOW)
    assert "15 minut" in folded(page.select_one(".lead"))


@pytest.mark.parametrize(("address", "language"), LOGINS)
def test_429_keeps_what_was_typed(home, client, address, language):
    for _try in range(limits.MAX_FROM_NETWORK):
        limits.ADDRESS.count("127.0.0.1")
    response = client.post(address, {"login": "a@example.org", "password": "hemmelig"})
    page = soup(response)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(limits.WINDOW)
    assert page.html["lang"] == language
    assert "15 minut" in folded(page.select_one("[role=alert]"))
    assert page.find("input", attrs={"name": "login"})["value"] == "a@example.org"
    assert "hemmelig" not in response.content.decode()


@pytest.mark.parametrize(("address", "language"), FRONT_PAGES)
def test_500_tells_nothing_of_the_fault(home, quiet, monkeypatch, address, language):
    def fail(*args, **kwargs):
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(HomePage, "serve", fail)
    response = quiet.get(address)
    check(response, 500, language)
    assert "swordfish" not in response.content.decode()
    assert "RuntimeError" not in response.content.decode()


@pytest.mark.parametrize(("address", "language"), FRONT_PAGES)
def test_500_needs_no_database(home, quiet, monkeypatch, address, language):
    def fail(*args, **kwargs):
        with connection.execute_wrapper(unreachable):
            raise RuntimeError

    def unreachable(*args):
        pytest.fail("the error page asked the database")

    monkeypatch.setattr(HomePage, "serve", fail)
    check(quiet.get(address), 500, language)


@pytest.mark.django_db
@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize(("address", "language"), FRONT_PAGES + LOGINS)
def test_503_while_the_database_is_out_of_reach(quiet, address, language):
    response = quiet.get(address)
    check(response, 503, language)
    assert int(response.headers["Retry-After"]) > 0


def test_503_when_the_connection_broke(home, quiet, monkeypatch):
    def fail(*args, **kwargs):
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(HomePage, "serve", fail)
    check(quiet.get("/"), 503, "nb")


@pytest.mark.django_db
def test_machines_get_no_page_when_the_database_is_away(quiet, no_database):
    assert quiet.get("/healthz").content == b"ok\n"
    response = quiet.get("/readyz", headers={"X-Forwarded-For": "193.156.14.77"})
    assert (response.status_code, response.content) == (503, b"unavailable\n")
    assert response.headers["Content-Type"] == robots.PLAIN


@pytest.mark.slow
def test_html_checker_finds_no_error(home, quiet, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    foreign = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    pages = {
        "400": quiet.get("/", headers={"host": "evil.example"}),
        "403": foreign.post("/konto/login/"),
        "404": quiet.get("/finnes-ikke/"),
        "405": quiet.post("/"),
    }
    for _try in range(limits.MAX_FROM_NETWORK):
        limits.ADDRESS.count("127.0.0.1")
    pages["429"] = quiet.get("/en/konto/password/reset/key/1-abc-def/")
    monkeypatch.setattr(HomePage, "serve", fail)
    pages["500"] = quiet.get("/en/")
    for status, response in pages.items():
        assert str(response.status_code) == status
    problems = check_html(
        {status: response.content.decode() for status, response in pages.items()}
    )
    assert [str(problem) for problem in problems if problem.kind == "error"] == []
