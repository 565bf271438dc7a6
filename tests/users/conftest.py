"""People who log in, by every road there is."""

import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user
from django.test import Client

from ethicaltrade.mail.models import Email
from tests.support import factories

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
            {"login": email, "password": password},
            REMOTE_ADDR=remote,
            headers=headers,
        )

    return post


def is_logged_in(client):
    return get_user(client).is_authenticated


def log_in(client, person, **data):
    """The first step, with the right password."""
    data = {"login": person.email, "password": factories.PASSWORD, **data}
    return client.post(LOGIN, data)


def mailed_code():
    """The code in the last e-mail."""
    text = Email.objects.latest("pk").text
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", text, re.MULTILINE).group(1)


class App:
    """An app for codes, in a person's hand."""

    def __init__(self, person):
        self.secret = totp.generate_totp_secret()
        totp.TOTP.activate(person, self.secret)
        self.recovery_codes = RecoveryCodes.activate(person).get_unused_codes()

    def code(self):
        """The one it shows now."""
        return code_for(self.secret)


def code_for(secret):
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.fixture
def app(member):
    """A member's second factor."""
    return App(member)


@pytest.fixture
def other_browser():
    """Another browser, elsewhere."""
    return Client(REMOTE_ADDR="198.51.100.1")
