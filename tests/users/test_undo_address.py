"""A change of address is taken back by the link that goes to the earlier one."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from ethicaltrade.mail.models import Email
from ethicaltrade.users import accounts
from ethicaltrade.users.limits import MAX_FROM_NETWORK
from ethicaltrade.users.models import User
from tests.support import factories
from tests.support.pages import folded, soup

from .conftest import EMAIL, LOGIN, App, is_logged_in, log_in, mailed_code

pytestmark = pytest.mark.django_db

THEIRS = "tyv@example.org"


def change_address(browser, email=THEIRS, prefix=""):
    browser.post(f"{prefix}/konto/reauthenticate/", {"password": factories.PASSWORD})
    browser.post(f"{prefix}/konto/email/", {"action_add": "1", "email": email})
    browser.post(f"{prefix}/konto/confirm-email/", {"code": mailed_code()})


def link_to(email=EMAIL) -> str:
    """The path in the last notice that went to the address."""
    notices = Email.objects.filter(template="users/email_changed", recipient=email)
    return re.search(r"http://localhost(/\S+/undo/\S+)", notices.latest("pk").text)[1]


@pytest.fixture
def thief(other_browser, member):
    """A browser in which somebody has changed the member's address."""
    log_in(other_browser, member)
    change_address(other_browser)
    member.refresh_from_db()
    assert member.email == THEIRS
    return other_browser


@pytest.fixture
def link(thief) -> str:
    return link_to()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_owner_gets_the_address_back(client, other_browser, member, prefix):
    log_in(other_browser, member)
    change_address(other_browser, prefix=prefix)
    link = link_to()
    assert link.startswith(f"{prefix}/konto/")
    page = soup(client.get(link))
    assert "noindex" in page.select_one("meta[name=robots]")["content"]
    member.refresh_from_db()
    assert member.email == THEIRS, "a look changes nothing"
    response = client.post(link, follow=True)
    assert response.redirect_chain == [(f"{prefix}{LOGIN}", 302)]
    said = {"": "forrige e-postadressen", "/en": "earlier e-mail address"}[prefix]
    assert said in folded(soup(response).main)
    member.refresh_from_db()
    assert member.email == EMAIL
    assert accounts.find(EMAIL) == member
    assert accounts.find(THEIRS) is None
    assert not member.earlier_addresses.exists()


def test_nobody_stays_logged_in_and_the_password_is_gone(client, thief, member, link):
    third = Client()
    third.force_login(member)
    client.post(link)
    for browser in (thief, third):
        assert not is_logged_in(browser)
    assert not UserSession.objects.exists()
    member.refresh_from_db()
    assert not member.has_usable_password()
    for email in (EMAIL, THEIRS):
        client.post(LOGIN, {"login": email, "password": factories.PASSWORD})
        assert not is_logged_in(client)
    client.post("/konto/login/code/", {"email": EMAIL})
    client.post("/konto/login/code/confirm/", {"code": mailed_code()})
    assert is_logged_in(client), "the owner has a way in"


def test_code_that_went_to_the_other_address_opens_nothing(client, member, link):
    waiting = Client()
    waiting.post("/konto/login/code/", {"email": THEIRS})
    code = mailed_code()
    client.post(link)
    response = waiting.post("/konto/login/code/confirm/", {"code": code})
    assert response.status_code == 200
    assert not is_logged_in(waiting)


def test_link_to_a_new_password_that_went_to_the_other_opens_nothing(
    client, member, link
):
    Client().post("/konto/password/reset/", {"email": THEIRS})
    text = Email.objects.latest("pk").text
    reset = re.search(r"http://localhost(/konto/password/reset/key/\S+)", text)[1]
    client.post(link)
    assert "set-password" not in Client().get(reset, follow=True).request["PATH_INFO"]


def test_both_addresses_are_told(client, member, link):
    client.post(link)
    told = Email.objects.filter(template="users/email_restored")
    assert set(told.values_list("recipient", flat=True)) == {EMAIL, THEIRS}
    for email in told:
        assert EMAIL not in email.text
        assert THEIRS not in email.text


def test_second_factor_from_before_stays(client, member, link):
    app = App(member)
    before = timezone.now() - timedelta(days=1)
    Authenticator.objects.filter(user=member).update(created_at=before)
    client.post(link)
    assert Authenticator.objects.filter(user=member).exists()
    client.post("/konto/login/code/", {"email": EMAIL})
    client.post("/konto/login/code/confirm/", {"code": mailed_code()})
    assert not is_logged_in(client)
    client.post("/konto/2fa/authenticate/", {"code": app.code()})
    assert is_logged_in(client)


def test_second_factor_from_after_the_change_goes(client, member, link):
    App(member)
    client.post(link)
    assert not Authenticator.objects.filter(user=member).exists()


def test_first_link_takes_back_every_later_change(client, thief, member, link):
    change_address(thief, "tyv2@example.org")
    later = link_to(THEIRS)
    client.post(link)
    member.refresh_from_db()
    assert member.email == EMAIL
    assert client.get(later).status_code == 410, "the thief's own link"
    assert client.post(later).status_code == 410
    member.refresh_from_db()
    assert member.email == EMAIL


def test_later_link_leaves_the_earlier_one(client, thief, member, link):
    change_address(thief, "ny@example.org")
    client.post(link_to(THEIRS))
    assert client.get(link).status_code == 200


# Links that open nothing


def used(client, link, member):
    Client().post(link)
    return link


def too_old(client, link, member):
    """As long after as it takes: a key may have no age at all."""
    accounts.UNDO_LASTS = timedelta(seconds=-1)
    return link


def of_another_kind(client, link, member):
    return link.replace(link.split("/")[-2], "WyJ4Il0:1abc:x")


def taken(client, link, member):
    factories.user(EMAIL)
    return link


def switched_off(client, link, member):
    User.objects.filter(pk=member.pk).update(is_active=False)
    return link


def account_deleted(client, link, member):
    User.objects.get(pk=member.pk).delete()
    return link


DEAD = [used, too_old, of_another_kind, taken, switched_off, account_deleted]


@pytest.mark.parametrize("kill", DEAD)
def test_dead_link_says_the_same_to_all(client, member, link, kill, monkeypatch):
    monkeypatch.setattr(accounts, "UNDO_LASTS", accounts.UNDO_LASTS)  # is put back
    made_up = folded(soup(Client().get("/konto/email/undo/made-up/")).main)
    assert "Lenken virker ikke lenger" in made_up
    dead = kill(client, link, member)
    before = list(User.objects.values_list("email", flat=True))
    for ask in (client.get, client.post):
        response = ask(dead)
        assert response.status_code == 410
        assert folded(soup(response).main) == made_up
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["Referrer-Policy"] == "same-origin"
    assert list(User.objects.values_list("email", flat=True)) == before


def test_key_is_not_kept_once_the_email_is_sent(settings, other_browser, member):
    settings.MAIL_AT_ONCE = False
    log_in(other_browser, member)
    change_address(other_browser)
    notice = Email.objects.get(template="users/email_changed")
    assert not notice.keeps_words
    assert link_to() in notice.text


def test_guesses_are_counted(client, db, home):
    tries = range(MAX_FROM_NETWORK + 1)
    answers = [client.get(f"/konto/email/undo/{n}/").status_code for n in tries]
    assert answers[0] == 410
    assert answers[-1] == 429


def test_staff_who_correct_an_address_send_no_link(member):
    member.email = "rettet@example.org"
    member.save()
    assert accounts.undo_key(member, EMAIL) == ""
    assert not Email.objects.exists()
