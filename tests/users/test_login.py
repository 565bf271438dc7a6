"""The one log-in: by e-mail in any case, and where it leads."""

from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse

from ethicaltrade.users.models import User
from tests.support import factories
from tests.support.pages import folded, put_article, soup

from .conftest import EMAIL, IN_ENGLISH, LOGIN, is_logged_in

# By e-mail


@pytest.mark.parametrize(
    "email", [EMAIL, "MEDLEM@EXAMPLE.ORG", "Medlem@Example.org", f" {EMAIL} "]
)
def test_address_is_accepted_in_any_case(client, attempt, member, email):
    response = attempt(email, factories.PASSWORD)
    assert response.status_code == 302
    assert is_logged_in(client)


def test_wrong_password_says_so_beside_the_form(client, attempt, member):
    response = attempt()
    page = soup(response)
    assert response.status_code == 200
    assert not is_logged_in(client)
    assert page.select_one("[role=alert] li")
    assert folded(page.title).startswith("Feil:")
    assert page.find("input", attrs={"name": "login"})["value"] == EMAIL
    assert not page.find("input", attrs={"name": "password"}).get("value")


def test_unknown_address_is_answered_as_a_wrong_password(attempt, member):
    def message(response):
        return folded(soup(response).select_one("[role=alert]"))

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
    fields = page.select("main form[method=post] input")
    by_name = {field["name"]: field.get("autocomplete") for field in fields}
    assert by_name["login"] in {"username", "email"}
    assert by_name["password"] == "current-password"


def test_both_names_of_the_log_in_lead_to_it():
    assert reverse("login") == reverse("account_login") == LOGIN
    assert reverse("logout") == reverse("account_logout") == "/konto/logout/"


def test_whoever_is_logged_in_is_sent_on(client, member):
    client.force_login(member)
    assert client.get(LOGIN).status_code == 302


def test_logging_out_takes_a_post(client, member):
    client.force_login(member)
    for address, question in (
        ("/konto/logout/", "Vil du logge ut?"),
        ("/en/konto/logout/", "Do you want to log out?"),
    ):
        page = soup(client.get(address))
        assert folded(page.h1) == question
        assert page.select_one(f"main form[method=post][action='{address}']")
    assert is_logged_in(client)
    assert client.post("/konto/logout/").status_code == 302
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"login": "\x00", "password": "\x00"},
        {"login": "x" * 100_000, "password": "y"},
        {"login": EMAIL, "password": "y" * 100_000},
        {"login": ["a", "b"], "password": ""},
    ],
    ids=["nothing", "null characters", "long name", "long password", "twice"],
)
def test_junk_in_the_form_is_a_wrong_password(client, member, data):
    assert client.post(LOGIN, data).status_code == 200


# Where to, afterwards


def own_page():
    """Where a member begins."""
    try:
        return reverse("my_page")
    except NoReverseMatch:
        return ""


def test_editor_begins_in_the_cms(attempt, editor):
    response = attempt(editor.email, factories.PASSWORD)
    assert response.headers["Location"] == "/admin/"


def test_member_begins_at_their_own_page_in_their_language(attempt, member):
    response = attempt(password=factories.PASSWORD, address=IN_ENGLISH)
    assert response.headers["Location"].startswith("/en/")
    member.refresh_from_db()
    assert member.language == "en"


def test_reader_is_brought_back(client, attempt, member, news):
    target = put_article(news).get_url_in("en")
    page = soup(client.get(f"{IN_ENGLISH}?next={target}"))
    assert page.find("input", attrs={"name": "next"})["value"] == target
    data = {"login": EMAIL, "password": factories.PASSWORD, "next": target}
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
    data = {"login": EMAIL, "password": factories.PASSWORD, "next": target}
    location = client.post(LOGIN, data).headers["Location"]
    assert location in {reverse("account"), own_page()}


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


def test_who_is_logged_in_and_no_editor_is_told_so_and_not_sent_to_and_fro(
    client, member
):
    client.force_login(member)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1


def test_django_has_no_log_in_of_its_own(client, admin):
    client.force_login(admin)
    for address in ("/django-admin/", "/django-admin/login/", "/accounts/login/"):
        assert client.get(address).status_code == 404


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
    member.affiliation.delete()
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
