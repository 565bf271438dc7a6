"""One's own account: its address, its password, where it is open, and who made it."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ethicaltrade.mail.models import Email
from ethicaltrade.users import accounts, personal_data
from ethicaltrade.users.models import User
from ethicaltrade.users.templatetags.accounts import browser
from tests.support import factories
from tests.support.pages import folded, soup

from .conftest import EMAIL, LOGIN, is_logged_in, log_in, mailed_code

NEW = "en-ny-hemmelighet"
NEWER = {"password1": NEW, "password2": NEW}


def rows(user):
    return list(
        EmailAddress.objects.filter(user=user).values_list(
            "email", "verified", "primary"
        )
    )


def confirm_password(client):
    client.post("/konto/reauthenticate/", {"password": factories.PASSWORD})


# Made by staff


def test_person_made_in_the_cms_can_log_in_with_a_code(client, admin):
    client.force_login(admin)
    data = {"email": "Ny@Example.org", "first_name": "Ny", "last_name": "Demosen"}
    data |= {"is_active": "on", "username": "x"}
    response = client.post(reverse("wagtailusers_users:add"), data)
    assert response.status_code == 302
    person = User.objects.get(email__iexact="ny@example.org")
    assert not person.has_usable_password()
    client.logout()
    client.post("/konto/login/code/", {"email": "ny@example.org"})
    client.post("/konto/login/code/confirm/", {"code": mailed_code()})
    assert is_logged_in(client)
    assert client.get("/konto/password/change/").status_code == 302, "there is none"


def test_address_changed_in_the_cms_is_the_one_to_log_in_with(client, admin, member):
    member.email = "Annen@Example.org"
    member.save()
    assert rows(member) == [("annen@example.org", True, True)]
    assert accounts.find("annen@example.ORG") == member
    assert accounts.find(EMAIL) is None
    log_in(client, member)
    assert is_logged_in(client)


def test_superuser_from_the_command_line_can_log_in(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", factories.PASSWORD)
    call_command("createsuperuser", email="boss@example.org", interactive=False)
    log_in(client, User.objects.get(email="boss@example.org"))
    assert is_logged_in(client)


def test_address_that_moves_from_one_person_to_another(member):
    other = factories.user("annen@example.org")
    member.email = "bort@example.org"
    member.save()
    other.email = EMAIL
    other.save()
    assert accounts.find(EMAIL) == other
    assert len(rows(member)) == len(rows(other)) == 1


@pytest.mark.parametrize("field", ["password1", "password2"])
def test_nobody_sets_anothers_password_in_the_cms(client, admin, member, field):
    client.force_login(admin)
    page = soup(client.get(reverse("wagtailusers_users:edit", args=[member.pk])))
    assert not page.find("input", attrs={"name": field})


def test_cms_has_no_road_of_its_own_to_password_and_address(client, editor):
    client.force_login(editor)
    page = soup(client.get("/admin/account/"))
    names = {field.get("name", "") for field in page.select("input")}
    assert "name_email-first_name" in names
    assert not any(name.endswith(("password1", "-email")) for name in names)
    assert page.find("a", href="/konto/")
    assert client.get("/admin/password_reset/").status_code in {302, 404}


# No sign-up


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "address", ["signup/", "signup/passkey/", "2fa/webauthn/signup/", "3rdparty/"]
)
def test_nobody_signs_up(client, prefix, address):
    data = {"email": "ny@example.org", **NEWER}
    for method in ("get", "post"):
        response = getattr(client, method)(f"{prefix}/konto/{address}", data)
        assert response.status_code == 404
    assert not User.objects.filter(email="ny@example.org").exists()


# Switched off


def test_who_is_switched_off_is_out_on_the_next_request(client, member):
    log_in(client, member)
    assert client.get("/konto/").status_code == 200
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert client.get("/konto/").status_code == 302


def test_code_asked_for_before_lets_nobody_in_who_is_switched_off(client, member):
    client.post("/konto/login/code/", {"email": EMAIL})
    User.objects.filter(pk=member.pk).update(is_active=False)
    client.post("/konto/login/code/confirm/", {"code": mailed_code()})
    assert not is_logged_in(client)


# The password


def test_forgotten_password_is_replaced_by_the_link(client, member):
    other = Client()
    log_in(other, member)
    client.post("/konto/password/reset/", {"email": EMAIL})
    email = Email.objects.latest("pk")
    assert email.expires_at
    link = re.search(r"http://localhost(/konto/password/reset/key/\S+)", email.text)
    response = client.get(link.group(1), follow=True)
    assert response.request["PATH_INFO"].endswith("-set-password/"), "key in no Referer"
    response = client.post(response.request["PATH_INFO"], NEWER)
    assert response.headers["Location"] == "/konto/password/reset/key/done/"
    assert not is_logged_in(client)
    assert not is_logged_in(other), "whoever had the old one is out"
    client.post(LOGIN, {"login": EMAIL, "password": NEW})
    assert is_logged_in(client)
    used = soup(Client().get(link.group(1))).h1
    assert used == soup(Client().get("/konto/password/reset/key/1-x/")).h1


def test_password_is_changed_by_who_knows_it(client, member):
    log_in(client, member)
    other = Client()
    log_in(other, member)
    data = {"oldpassword": factories.PASSWORD, **NEWER}
    response = client.post("/konto/password/change/", data)
    assert response.headers["Location"] == "/konto/"
    assert is_logged_in(client)
    assert not is_logged_in(other)
    assert Email.objects.latest("pk").template == "users/password_changed"


def test_weak_password_is_refused_and_no_guess(client, member):
    client.force_login(member)
    data = {"oldpassword": factories.PASSWORD, "password1": "123", "password2": "123"}
    for _try in range(11):
        assert client.post("/konto/password/change/", data).status_code == 200


def test_password_is_chosen_by_who_has_none(client):
    person = factories.user("uten@example.org")
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    client.post("/konto/password/set/", NEWER)
    person.refresh_from_db()
    assert person.check_password(NEW)


# The address


def change_address(client, email="Ny@Example.org"):
    confirm_password(client)
    client.post("/konto/email/", {"action_add": "1", "email": email})


def test_new_address_holds_when_its_email_is_read(client, member):
    client.force_login(member)
    change_address(client)
    assert Email.objects.latest("pk").recipient == "ny@example.org"
    assert accounts.find("ny@example.org") is None
    client.post("/konto/confirm-email/", {"code": mailed_code()})
    member.refresh_from_db()
    assert member.email == "ny@example.org"
    assert rows(member) == [("ny@example.org", True, True)]
    notice = Email.objects.latest("pk")
    assert (notice.recipient, notice.template) == (EMAIL, "users/email_changed")
    assert [one.email for one in member.earlier_addresses.all()] == [EMAIL]


def test_address_that_the_staff_correct_is_not_kept(member):
    member.email = "rettet@example.org"
    member.save()
    assert not member.earlier_addresses.exists()


def test_address_of_another_is_not_taken_even_with_its_code(client, member):
    factories.user("annen@example.org")
    client.force_login(member)
    change_address(client, "annen@example.org")
    response = client.post("/konto/confirm-email/", {"code": mailed_code()})
    assert response.status_code == 200
    member.refresh_from_db()
    assert member.email == EMAIL


def test_address_no_email_reaches_is_refused(client, member):
    client.force_login(member)
    confirm_password(client)
    odd = f"a@{'x' * 64}.no"
    for address in ("/konto/email/", "/konto/login/code/", "/konto/password/reset/"):
        browser_ = client if "email" in address else Client()
        response = browser_.post(address, {"action_add": "1", "email": odd})
        assert response.status_code == 200
        assert soup(response).select_one("[role=alert]")


# Where it is open


def test_others_are_logged_out(client, other_browser, member):
    for one in (client, other_browser):
        log_in(one, member)
    page = soup(client.get("/konto/sessions/"))
    assert len(page.select(".account-list__row")) == 2
    client.post("/konto/sessions/")
    assert is_logged_in(client)
    assert not is_logged_in(other_browser)


def test_all_are_logged_out(client, other_browser, member):
    for one in (client, other_browser):
        log_in(one, member)
    response = client.post("/konto/sessions/", {"everywhere": "1"})
    assert response.headers["Location"] == LOGIN
    assert not is_logged_in(client)
    assert not is_logged_in(other_browser)
    assert not UserSession.objects.exists()


@pytest.mark.parametrize("remote", ["", "unix:", "2001:db8::1", "fe80::1%eth0"])
def test_visitor_from_anywhere_can_log_in(client, member, remote):
    data = {"login": EMAIL, "password": factories.PASSWORD}
    response = client.post(LOGIN, data, REMOTE_ADDR=remote)
    assert response.status_code == 302
    assert is_logged_in(client)


def test_sessions_that_are_over_are_forgotten(client, other_browser, member):
    for one in (client, other_browser):
        log_in(one, member)
    key = other_browser.session.session_key
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(session_key=key).update(expire_date=past)
    personal_data.expire(timezone.now())
    assert UserSession.objects.get().session_key == client.session.session_key


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("(Windows NT 10.0; rv:140.0) Gecko Firefox/140.0", "Firefox, Windows"),
        ("(Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge, Windows"),
        ("(iPhone; CPU like Mac OS X) Version/18 Safari/604", "Safari, iPhone"),
        ("(Linux; Android 14) Chrome/130 Mobile Safari/537", "Chrome, Android"),
    ],
)
def test_browser_is_called_by_its_name(user_agent, name):
    assert browser(user_agent) == name
    assert browser("") == browser("curl/8")


# Pages

PAGES = ["", "email/", "password/change/", "sessions/", "2fa/", "2fa/webauthn/"]
DOORS = ["login/", "login/code/", "password/reset/", "password/reset/done/"]


@pytest.mark.parametrize("prefix", ["/konto/", "/en/konto/"])
@pytest.mark.parametrize("address", [*PAGES, "logout/", *DOORS, "inactive/"])
def test_page_is_private_and_whole(client, member, prefix, address):
    if address in [*PAGES, "logout/"]:
        assert client.get(f"{prefix}{address}").headers["Cache-Control"] == (
            "no-store, private"
        )
        client.force_login(member)
    response = client.get(f"{prefix}{address}")
    assert response.headers["Cache-Control"] == "no-store, private"
    if address != "logout/":
        page = soup(response)
        assert response.status_code == 200
        assert len(page.select("h1")) == 1
        assert page.find("meta", attrs={"name": "robots", "content": "noindex"})
        assert folded(page.title)


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/_util/login/", "/en/_util/login/"]
)
def test_way_to_the_log_in_is_private(client, address):
    assert client.get(address).headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("name", ["account", "account_email", "mfa_index"])
def test_page_of_ones_own_asks_to_log_in(client, name):
    response = client.get(reverse(name))
    target = urlsplit(response.headers["Location"])
    assert (target.path, target.query) == (LOGIN, f"next={reverse(name)}")


# Coming in by another proof


def test_who_has_proved_it_otherwise_is_logged_in_and_led_on(client, member):
    request = client.get(LOGIN).wsgi_request
    with context.request_context(request):
        response = accounts.log_in(
            request, member, method="invitation", redirect_url="/min-side/"
        )
    assert response.headers["Location"] == "/min-side/"
    assert request.user == member
