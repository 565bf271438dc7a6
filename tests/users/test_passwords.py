"""Passwords that everybody would try first are refused, wherever one is set."""

import io
import re
from contextlib import suppress
from time import time

import pytest
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.forms import UserCreationForm

from ethicaltrade.mail.models import Email
from ethicaltrade.users.models import User
from tests.membership.affiliations.support import invite
from tests.membership.affiliations.support import url as address_of
from tests.membership.factories import add_member
from tests.support import factories

pytestmark = pytest.mark.django_db

GOOD = "rev lyng tåke bro"
OF_THE_SITE = (
    *("etiskhandel", "EtiskHandel2026!", "etisk-handel-norge", "Etisk Handel 2026"),
    *("Et1skH@ndel123", "3t1sk_h4nd3l!!", "ETISKHANDELNORGE1", "norgehandel2025"),
    *("ethicaltrade1", "EthicalTradeNorway26", "Eth1c4l.Tr4d3.2027", "handel123456789"),
    *("Etiskk--Handell!!", "ehn20262026", "1234EtiskHandel5678"),
)
OF_THE_MEMBER = (
    *(
        "Blåbær2026!",
        "blabaerdemo1",
        "BLÅBÆR-DEMO-AS",
        "Bl4baer123456",
        "demo-blåbær99",
    ),
    *("Blabær!!!!!!!", "blaabaersaft"),
)
OF_THE_DOMAIN = ("skogbunnen2026", "Sk0gbunnen!!", "skogbunnen.example")


@pytest.fixture
def person(db):
    member = add_member("Blåbær Demo AS")
    return factories.member_person("kari@skogbunnen.example", member)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def is_refused(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return "password_is_a_name" in {each.code for each in error.error_list}
    return False


@pytest.mark.parametrize("password", OF_THE_SITE)
def test_name_of_the_site_is_no_password(password):
    assert is_refused(password)


@pytest.mark.parametrize("password", [*OF_THE_MEMBER, *OF_THE_DOMAIN])
def test_name_of_the_member_and_of_the_domain_is_no_password_of_its_people(
    person, password
):
    assert is_refused(password, person)
    assert not is_refused(password, factories.user("ola@example.org"))


def test_domain_of_the_site_counts(settings):
    assert not is_refused("kaffekopp-2026")
    settings.BASE_URL = "https://www.kaffekopp.example"
    assert is_refused("kaffekopp-2026")


@pytest.mark.parametrize(
    "password",
    [
        *(GOOD, "etisk handel er rev og lyng", "correct horse battery", "x" * 500),
        *("norgesferien varte lenge", "🦊🌿🌫️🌉 rev lyng", "|" * 128, "i1l|" * 32),
    ],
)
def test_password_with_enough_of_ones_own_is_taken(person, password):
    assert not is_refused(password, person)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_it_is_said_in_the_readers_language(language):
    word = {"nb": "navnet", "en": "the name"}[language]
    with override(language):
        with pytest.raises(ValidationError, match=word):
            validate_password("EtiskHandel2026!")
        assert word in " ".join(str(each) for each in password_validators_help_texts())


# Every door


def change(client, person, password):
    client.post(
        reverse("account_change_password"),
        {
            "oldpassword": factories.PASSWORD,
            "password1": password,
            "password2": password,
        },
    )


def set_first(client, person, password):
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    session = client.session  # they have just logged in by a code
    session["account_authentication_methods"] = [{"method": "code", "at": time()}]
    session.save()
    client.post(
        reverse("account_set_password"),
        {"password1": password, "password2": password},
    )


def reset(client, person, password):
    client.logout()
    client.post(reverse("account_reset_password"), {"email": person.email})
    text = Email.objects.latest("pk").text
    link = re.search(r"http://localhost(/konto/password/reset/key/\S+)", text)[1]
    form = client.get(link).headers["Location"]
    client.post(form, {"password1": password, "password2": password})


@pytest.mark.parametrize("password", ["EtiskHandel2026!", "Blåbær2026!", GOOD])
@pytest.mark.parametrize("door", [change, reset, set_first])
def test_every_door_asks(client, person, door, password):
    client.post(
        reverse("account_login"),
        {"login": person.email, "password": factories.PASSWORD},
    )
    door(client, person, password)
    person.refresh_from_db()
    assert person.check_password(password) is (password == GOOD)


@pytest.mark.parametrize("password", ["EtiskHandel2026!", "Blåbær2026!", GOOD])
def test_invitation_asks(client, password):
    member = add_member("Blåbær Demo AS")
    _invitation, key = invite(member, "ny@example.org")
    answers = {"how": "password", "password": password, "name": "Ny"}
    client.post(address_of("invitation", key), answers)
    made = User.objects.filter(email="ny@example.org").first()
    assert (made is not None) is (password == GOOD)


@pytest.mark.parametrize("password", ["EtiskHandel2026!", GOOD])
def test_command_asks(monkeypatch, password):
    monkeypatch.setattr("getpass.getpass", lambda *args: password)
    answers = iter("n")  # not to be taken all the same
    monkeypatch.setattr("builtins.input", lambda *args: next(answers))
    with suppress(StopIteration):
        call_command(
            "createsuperuser",
            email="sjef@example.org",
            stdin=Terminal(),
            stderr=io.StringIO(),
            stdout=io.StringIO(),
        )
    made = User.objects.filter(email="sjef@example.org").exists()
    assert made is (password == GOOD)


def test_nobody_sets_anothers_password_in_the_cms():
    assert "password1" not in UserCreationForm().fields
