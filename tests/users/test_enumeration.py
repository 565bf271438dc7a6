"""Nobody learns who has an account: not by text, status, e-mails or work."""

import re

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ethicaltrade.mail.models import Email
from tests.support import factories
from tests.support.pages import folded, soup

from .conftest import EMAIL, LOGIN

NOBODY, CLOSED = "nobody@example.org", "closed@example.org"
PASSWORDLESS = "no-word@example.org"
ASKED = {
    "password": (LOGIN, {"password": "wrong"}, "login"),
    "mailed code": ("/konto/login/code/", {}, "email"),
    "new password": ("/konto/password/reset/", {}, "email"),
}


@pytest.fixture(autouse=True)
def people(member):
    """One with everything, one who is switched off, one without a password."""
    factories.user(CLOSED, is_active=False)
    factories.user(PASSWORDLESS).set_unusable_password()
    Client().get(LOGIN)  # what is fetched once and kept


@pytest.fixture
def hashes(monkeypatch):
    """The passwords that were hashed."""
    done = []
    hasher = type(get_hasher())
    real = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda *args, **kw: done.append(1) or real(*args, **kw)
    )
    return done


def ask(path, email):
    """What an outsider sees, and what it cost."""
    address, data, field = ASKED[path]
    browser = Client()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = browser.post(address, {**data, field: email})
    shown = response
    if response.status_code == 302:
        shown = browser.get(response.headers["Location"])
    text = folded(soup(shown).main).replace(email, "…")
    return response.status_code, response.headers.get("Location"), text, len(queries)


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize("email", [EMAIL, CLOSED, PASSWORDLESS])
def test_account_is_answered_as_none(hashes, path, email):
    counts = []
    answers = []
    for asked in (NOBODY, email):
        before, emails = len(hashes), Email.objects.count()
        answers.append(ask(path, asked))
        counts.append((len(hashes) - before, Email.objects.count() - emails))
    assert answers[0] == answers[1]
    assert counts[0] == counts[1]
    assert counts[0] == ((1, 0) if path == "password" else (0, 1))


def test_right_password_of_who_is_switched_off_is_a_wrong_one():
    def message(email):
        data = {"login": email, "password": factories.PASSWORD}
        return folded(soup(Client().post(LOGIN, data)).main).replace(email, "…")

    assert message(CLOSED) == message(NOBODY)


@pytest.mark.parametrize("email", [EMAIL, NOBODY])
def test_wrong_code_is_answered_alike(client, email):
    client.post("/konto/login/code/", {"email": email})
    answers = []
    for _try in range(3):
        response = client.post("/konto/login/code/confirm/", {"code": "BBBB-BBBB"})
        answers.append((response.status_code, response.headers.get("Location")))
    assert answers == [(200, None), (200, None), (302, "/konto/login/code/")]
    assert soup(client.get("/konto/login/code/")).select_one(".alert--error")


def test_email_to_nobody_says_that_there_is_no_account(client):
    client.post("/en/konto/login/code/", {"email": NOBODY})
    email = Email.objects.latest("pk")
    assert (email.recipient, email.language) == (NOBODY, "en")
    assert "no account" in email.text
    assert not re.search(r"[A-Z]{4}-[A-Z]{4}", email.text)


def test_who_has_an_address_is_told_only_to_who_reads_its_emails(client, member):
    """A new address that another account has: the page says nothing before the code."""
    factories.user("taken@example.org")
    client.force_login(member)
    client.post("/konto/reauthenticate/", {"password": factories.PASSWORD})
    seen = []
    for email in ("taken@example.org", "free@example.org"):
        data = {"action_add": "1", "email": email}
        response = client.post("/konto/email/", data, follow=True)
        seen.append(folded(soup(response).main).replace(email, "…"))
    assert seen[0] == seen[1]
