"""The one log-in: by e-mail in any case, with a limit on guessing."""

from urllib.parse import unquote

import pytest
from django.contrib.auth import get_user
from django.core.cache import caches
from django.core.exceptions import ValidationError

from ethicaltrade.demo import factories
from ethicaltrade.users import limits
from ethicaltrade.users.models import User
from tests.support.pages import folded, put_article, soup

LOGIN, IN_ENGLISH = "/konto/login/", "/en/konto/login/"
EMAIL = "medlem@example.org"


@pytest.fixture(autouse=True)
def site(home):
    """A site to log in to."""


@pytest.fixture
def attempt(client):
    """Try to log in; the password is wrong unless it is given."""

    def post(email=EMAIL, password="wrong", address=LOGIN, **headers):
        remote = headers.pop("remote", "192.0.2.1")
        return client.post(
            address,
            {"username": email, "password": password},
            REMOTE_ADDR=remote,
            headers=headers,
        )

    return post


def is_logged_in(client):
    return get_user(client).is_authenticated


# By e-mail


@pytest.mark.parametrize(
    "email", [EMAIL, "MEDLEM@EXAMPLE.ORG", "Medlem@Example.org", f" {EMAIL} "]
)
def test_address_is_accepted_in_any_case(client, attempt, member, email):
    response = attempt(email, factories.PASSWORD)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert is_logged_in(client)


def test_wrong_password_says_so_beside_the_form(client, attempt, member):
    response = attempt()
    page = soup(response)
    assert response.status_code == 200
    assert not is_logged_in(client)
    assert page.select_one(".error-summary[role=alert] li")
    assert folded(page.title).startswith("Feil:")
    assert page.find("input", attrs={"name": "username"})["value"] == EMAIL
    assert not page.find("input", attrs={"name": "password"}).get("value")


def test_unknown_address_is_answered_as_a_wrong_password(attempt, member):
    def message(response):
        return folded(soup(response).select_one(".error-summary"))

    assert message(attempt()) == message(attempt("nobody@example.org"))


def test_person_who_is_switched_off_cannot_log_in(client, attempt, member):
    member.is_active = False
    member.save()
    attempt(password=factories.PASSWORD)
    assert not is_logged_in(client)


def test_form_is_in_the_language_of_its_address(client):
    assert folded(soup(client.get(LOGIN)).h1) == "Logg inn"
    assert folded(soup(client.get(IN_ENGLISH)).h1) == "Log in"


@pytest.mark.parametrize("address", [LOGIN, IN_ENGLISH])
def test_browser_can_fill_in_the_form(client, address):
    page = soup(client.get(address))
    fields = page.select("form.form input")
    by_name = {field["name"]: field.get("autocomplete") for field in fields}
    assert by_name["username"] in {"username", "email"}
    assert by_name["password"] == "current-password"


def test_page_is_not_kept_by_shared_caches(client):
    assert "no-store" in client.get(LOGIN).headers["Cache-Control"]


def test_whoever_is_logged_in_is_sent_on(client, member):
    client.force_login(member)
    assert client.get(LOGIN).status_code == 302


def test_logging_out_takes_a_post(client, member):
    client.force_login(member)
    assert client.get("/konto/logout/").status_code == 405
    assert is_logged_in(client)
    assert client.post("/konto/logout/").status_code == 302
    assert not is_logged_in(client)


# Guessing


def test_eleventh_wrong_try_has_to_wait_even_with_the_right_password(attempt, member):
    for _try in range(limits.MAX_FAILURES):
        assert attempt().status_code == 200
    assert attempt().status_code == 429
    assert attempt(password=factories.PASSWORD).status_code == 429


def test_tenth_try_may_still_be_the_right_one(client, attempt, member):
    for _try in range(limits.MAX_FAILURES - 1):
        attempt()
    attempt(password=factories.PASSWORD)
    assert is_logged_in(client)


def test_account_is_guarded_wherever_the_tries_come_from(attempt, member):
    for number in range(limits.MAX_FAILURES):
        attempt(remote=f"192.0.2.{number}")
    assert attempt(remote="198.51.100.1").status_code == 429


@pytest.mark.parametrize(
    "email",
    [
        "MEDLEM@example.org",
        f"  {EMAIL}",
        "ｍedlem@example.org",  # noqa: RUF001  a wide m, that Django reads as m
        "medlem@ｅxample.org",  # noqa: RUF001
    ],
)
def test_account_is_guarded_however_its_address_is_written(attempt, member, email):
    for number in range(limits.MAX_FAILURES):
        attempt(email, remote=f"192.0.2.{number}")
    assert attempt(remote="198.51.100.1").status_code == 429


def test_address_is_guarded_whatever_account_is_tried(attempt, member):
    for number in range(limits.MAX_FAILURES):
        attempt(f"person{number}@example.org")
    assert attempt().status_code == 429
    assert attempt(remote="198.51.100.1").status_code == 200


def test_forwarded_address_that_anyone_can_make_up_changes_nothing(attempt, member):
    for number in range(limits.MAX_FAILURES):
        attempt(f"person{number}@example.org", x_forwarded_for=f"198.51.100.{number}")
    response = attempt(x_forwarded_for="203.0.113.9", x_real_ip="203.0.113.9")
    assert response.status_code == 429


def test_success_does_not_start_the_count_again(client, attempt, member):
    for _try in range(limits.MAX_FAILURES - 1):
        attempt()
    attempt(password=factories.PASSWORD)
    client.logout()
    attempt()
    assert attempt(password=factories.PASSWORD).status_code == 429


def test_right_passwords_are_never_counted(client, attempt, member):
    for _time in range(limits.MAX_FAILURES + 1):
        assert attempt(password=factories.PASSWORD).status_code == 302
        client.logout()


def test_languages_share_the_count(attempt, member):
    for number in range(limits.MAX_FAILURES):
        attempt(address=LOGIN if number % 2 else IN_ENGLISH)
    assert attempt(address=IN_ENGLISH).status_code == 429


def test_count_that_expires_between_two_looks_is_no_fault(monkeypatch):
    monkeypatch.setattr(caches["default"], "add", lambda *args: False)
    limits.count_failure(EMAIL, "192.0.2.1")


def test_nobodys_address_lies_in_the_cache(monkeypatch):
    keys = []
    monkeypatch.setattr(caches["default"], "add", lambda key, *args: keys.append(key))
    limits.count_failure(EMAIL, "192.0.2.1")
    assert len(keys) == 2
    assert not any("medlem" in key or "192" in key for key in keys)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"username": "\x00", "password": "\x00"},
        {"username": "x" * 100_000, "password": "y"},
        {"username": EMAIL, "password": "y" * 100_000},
        {"username": ["a", "b"], "password": ""},
    ],
    ids=["nothing", "null characters", "long name", "long password", "twice"],
)
def test_junk_in_the_form_is_a_wrong_password(client, member, data):
    assert client.post(LOGIN, data).status_code == 200


# Where to, afterwards


def test_reader_is_brought_back(client, attempt, member, news):
    target = put_article(news).get_url_in("en")
    page = soup(client.get(f"{IN_ENGLISH}?next={target}"))
    assert page.find("input", attrs={"name": "next"})["value"] == target
    data = {"username": EMAIL, "password": factories.PASSWORD, "next": target}
    assert client.post(IN_ENGLISH, data).headers["Location"] == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "///evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        " https://evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(client, member, target):
    data = {"username": EMAIL, "password": factories.PASSWORD, "next": target}
    assert client.post(LOGIN, data).headers["Location"] == "/"


# No other log-in


@pytest.mark.parametrize(
    ("address", "login"),
    [
        ("/admin/login/", LOGIN),
        ("/_util/login/", LOGIN),
        ("/en/_util/login/", IN_ENGLISH),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_log_in_leads_to_the_one(client, address, login, method):
    response = getattr(client, method)(f"{address}?next=/nyheter/")
    assert response.status_code == 302
    assert response.headers["Location"] == f"{login}?next=/nyheter/"


def test_cms_asks_for_the_one_log_in(client):
    response = client.get("/admin/pages/", follow=True)
    last, _status = response.redirect_chain[-1]
    assert unquote(last) == f"{LOGIN}?next=/admin/pages/"


def test_member_is_no_editor(client, member, editor, admin):
    for person, is_let_in in ((member, False), (admin, True)):
        client.force_login(person)
        assert (client.get("/admin/").status_code == 200) is is_let_in


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_page_for_shared_passwords_is_gone(client, article, prefix, method):
    address = f"{prefix}/_util/authenticate_with_password/1/{article.pk}/"
    assert getattr(client, method)(address).status_code == 404


# Who is a member


def test_member_is_who_is_in_the_group(member, editor, admin):
    assert member.is_member
    assert not editor.is_member
    assert not admin.is_member


def test_member_who_left_is_none_on_the_next_request(member):
    member.groups.clear()
    assert not User.objects.get(pk=member.pk).is_member


def test_member_who_is_switched_off_is_none(member):
    member.is_active = False
    assert not member.is_member


# Accounts


def test_two_accounts_cannot_differ_in_case_alone(member):
    twin = User(email=EMAIL.upper())
    twin.set_password("x")
    with pytest.raises(ValidationError):
        twin.full_clean()


def test_account_needs_an_address():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_person_is_called_by_name_or_else_by_address(member):
    assert str(member) == EMAIL
    member.first_name = "Kari"
    assert str(member) == "Kari"
