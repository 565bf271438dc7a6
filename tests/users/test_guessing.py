"""Guessing is stopped on every path where there is a secret."""

import pytest
from django.core.cache import caches
from django.test import Client

from ethicaltrade.users import limits
from ethicaltrade.users.limits import Limit
from tests.support import factories

from .conftest import EMAIL, IN_ENGLISH, LOGIN, App, is_logged_in, log_in, mailed_code

CODE = "/konto/login/code/"


# Passwords


def test_eleventh_wrong_try_has_to_wait_even_with_the_right_password(attempt, member):
    for _try in range(limits.MAX_FAILURES):
        assert attempt().status_code == 200
    response = attempt()
    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(limits.WINDOW)
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
        f"{' ' * 1000}{EMAIL}",
        "ｍedlem@example.org",  # noqa: RUF001  a wide m
        "medlem@ｅxample.org",  # noqa: RUF001
    ],
)
def test_account_is_guarded_however_its_address_is_written(attempt, member, email):
    for number in range(limits.MAX_FAILURES):
        attempt(email, remote=f"192.0.2.{number}")
    assert attempt(remote="198.51.100.1").status_code == 429


def test_address_is_guarded_whatever_account_is_tried(attempt, member):
    for number in range(limits.MAX_FROM_NETWORK):
        attempt(f"person{number}@example.org")
    assert attempt().status_code == 429
    assert attempt(remote="198.51.100.1").status_code == 200


def test_forwarded_address_that_anyone_can_make_up_changes_nothing(attempt, member):
    for number in range(limits.MAX_FROM_NETWORK):
        attempt(f"person{number}@example.org", x_forwarded_for=f"198.51.100.{number}")
    response = attempt(x_forwarded_for="203.0.113.9", x_real_ip="203.0.113.9")
    assert response.status_code == 429


def test_subscriber_with_many_addresses_is_one(attempt, member):
    for number in range(limits.MAX_FROM_NETWORK):
        attempt(f"person{number}@example.org", remote=f"2001:db8:1:2::{number:x}")
    assert attempt(remote="2001:db8:1:2:ffff::1").status_code == 429
    assert attempt(remote="2001:db8:1:3::1").status_code == 200


def test_host_that_is_asked_changes_nothing(client, member):
    data = {"login": EMAIL, "password": "wrong"}
    for number in range(limits.MAX_FAILURES):
        headers = {"host": ("testserver", "localhost", "127.0.0.1")[number % 3]}
        remote = f"192.0.2.{number}"
        client.post(LOGIN, data, headers=headers, REMOTE_ADDR=remote)
    response = client.post(LOGIN, data, headers={"host": "localhost"})
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


def test_who_waits_is_not_made_to_wait_for_more(attempt, member):
    for number in range(limits.MAX_FAILURES):
        attempt(remote=f"192.0.2.{number}")
    for _try in range(limits.MAX_FAILURES + 1):
        assert attempt(remote="198.51.100.1").status_code == 429
    response = attempt("other@example.org", remote="198.51.100.1")
    assert response.status_code == 200, "refusals are no guesses of that address"


# Every path. Each guess may come from a browser and an address of its own.


def wrong_password(person, browser):
    return browser.post(LOGIN, {"login": person.email, "password": "wrong"})


def wrong_mailed_code(person, browser):
    browser.post(CODE, {"email": person.email})
    return browser.post(f"{CODE}confirm/", {"code": "BBBB-BBBB"})


def first_step(person, browser):
    """With the right password, from an address of its own."""
    data = {"login": person.email, "password": factories.PASSWORD}
    browser.post(LOGIN, data, REMOTE_ADDR=f"203.0.113.{person.pk % 250}")


def wrong_second_factor(person, browser):
    first_step(person, browser)
    return browser.post("/konto/2fa/authenticate/", {"code": "000000"})


def wrong_key_as_second_factor(person, browser):
    first_step(person, browser)
    return browser.post("/konto/2fa/authenticate/", {"credential": "{}"})


def wrong_password_again(person, browser):
    browser.force_login(person)
    return browser.post("/konto/reauthenticate/", {"password": "wrong"})


def wrong_second_factor_again(person, browser):
    browser.force_login(person)
    return browser.post("/konto/2fa/reauthenticate/", {"code": "00000000"})


def wrong_old_password(person, browser):
    browser.force_login(person)
    new = "en-ny-hemmelighet"
    data = {"oldpassword": "wrong", "password1": new, "password2": new}
    return browser.post("/konto/password/change/", data)


ACCOUNT_PATHS = {
    "password": (wrong_password, limits.MAX_FAILURES),
    "second factor": (wrong_second_factor, limits.MAX_SECOND_FACTORS),
    "key as second factor": (wrong_key_as_second_factor, limits.MAX_SECOND_FACTORS),
    "password again": (wrong_password_again, limits.MAX_FAILURES),
    "second factor again": (wrong_second_factor_again, limits.MAX_SECOND_FACTORS),
    "old password": (wrong_old_password, limits.MAX_FAILURES),
}


@pytest.mark.parametrize("path", ACCOUNT_PATHS)
def test_account_is_guarded_on_every_path(member, app, path):
    guess, most = ACCOUNT_PATHS[path]
    for number in range(most):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert guess(member, browser).status_code == 200
    response = guess(member, Client(REMOTE_ADDR="198.51.100.1"))
    assert response.status_code == 429
    assert response.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("path", ACCOUNT_PATHS)
def test_address_is_guarded_on_every_path(path):
    guess, _most = ACCOUNT_PATHS[path]
    people = [factories.user(f"p{number}@example.org") for number in range(11)]
    for person in people:
        App(person)
    for _earlier in range(limits.MAX_FROM_NETWORK - len(people[:-1])):
        limits.ADDRESS.count("192.0.2.1")
    for person in people[:-1]:
        assert guess(person, Client(REMOTE_ADDR="192.0.2.1")).status_code == 200
    assert guess(people[-1], Client(REMOTE_ADDR="192.0.2.1")).status_code == 429


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_mailed_code_cannot_be_guessed_in_many_sessions(member, email):
    answers = []
    for number in range(5):  # more cannot be asked for: the next test
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        browser.post(CODE, {"email": email})
        for _try in range(3):
            response = browser.post(f"{CODE}confirm/", {"code": "BBBB-BBBB"})
            answers.append(response.status_code)
    assert answers[:10] == [200, 200, 302] * 3 + [200]
    assert set(answers[10:]) == {429}


@pytest.mark.parametrize("email", [EMAIL, EMAIL.upper(), "nobody@example.org"])
@pytest.mark.parametrize("address", [CODE, "/konto/password/reset/"])
def test_nobody_gets_emails_without_end(member, email, address):
    for number in range(5):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert browser.post(address, {"email": email}).status_code == 302
    browser = Client(REMOTE_ADDR="198.51.100.1")
    assert browser.post(address, {"email": email.lower()}).status_code == 429


def test_no_address_asks_for_emails_without_end():
    answers = [
        Client().post("/konto/password/reset/", {"email": f"p{number}@example.org"})
        for number in range(61)
    ]
    assert [answer.status_code for answer in answers] == [302] * 60 + [429]


def test_keys_to_a_new_password_cannot_be_tried_one_after_the_other(client, member):
    for number in range(limits.MAX_FROM_NETWORK):
        response = client.get(f"/konto/password/reset/key/1-abc{number}-def/")
        assert response.status_code == 404
    assert client.get("/konto/password/reset/key/1-abc-def/").status_code == 429


def test_passkeys_cannot_be_tried_one_after_the_other(client):
    data = {"credential": "{}"}
    answers = [
        client.post("/konto/2fa/webauthn/login/", data).status_code
        for _ in range(limits.MAX_FROM_NETWORK + 1)
    ]
    assert answers == [302] * limits.MAX_FROM_NETWORK + [429]


def test_code_to_a_new_address_cannot_be_guessed(client, member):
    client.force_login(member)
    client.post("/konto/reauthenticate/", {"password": factories.PASSWORD})
    answers = []
    for _round in range(5):
        client.post("/konto/email/", {"action_add": "1", "email": "ny@example.org"})
        for _try in range(3):
            response = client.post("/konto/confirm-email/", {"code": "BBBB-BBBB"})
            answers.append(response.status_code)
    assert 429 in answers
    assert mailed_code()
    member.refresh_from_db()
    assert member.email == EMAIL


def test_right_second_factor_starts_no_count_again(member, app):
    for number in range(limits.MAX_SECOND_FACTORS - 1):
        wrong_second_factor(member, Client(REMOTE_ADDR=f"192.0.2.{number}"))
    browser = Client(REMOTE_ADDR="192.0.2.9")
    log_in(browser, member)
    browser.post("/konto/2fa/authenticate/", {"code": app.code()})
    assert is_logged_in(browser)
    assert wrong_second_factor(member, Client()).status_code == 200
    assert wrong_second_factor(member, Client()).status_code == 429


def test_password_is_one_secret_wherever_it_is_asked_for(member):
    for _try in range(limits.MAX_FAILURES):
        wrong_password_again(member, Client(REMOTE_ADDR="192.0.2.1"))
    response = wrong_password(member, Client(REMOTE_ADDR="198.51.100.1"))
    assert response.status_code == 429


def test_other_ways_in_stay_open_when_one_is_blocked(member, other_browser):
    for _try in range(limits.MAX_FAILURES):
        wrong_password(member, Client(REMOTE_ADDR="192.0.2.1"))
    other_browser.post(CODE, {"email": EMAIL})
    other_browser.post(f"{CODE}confirm/", {"code": mailed_code()})
    assert is_logged_in(other_browser)


# The count itself


def test_count_that_expires_between_two_looks_is_no_fault(monkeypatch):
    monkeypatch.setattr(caches["default"], "add", lambda *args: False)
    limit = Limit("test", 1, 60)
    assert limit.count("somebody")
    limit.give_back("somebody")


def test_tries_at_once_are_all_counted(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.1")
    attempts = [
        limits.Attempt(request, limits.SECOND_FACTOR, "A")
        for _try in range(limits.MAX_SECOND_FACTORS + 1)
    ]
    assert [attempt.is_allowed for attempt in attempts] == [True] * 5 + [False]


def test_nobodys_address_lies_in_the_cache(monkeypatch, attempt):
    keys = []
    monkeypatch.setattr(
        caches["default"], "add", lambda key, *args, **kwargs: keys.append(key) or True
    )
    attempt()
    counted = [key for key in keys if key.startswith("wrong-")]
    assert len(counted) == 2
    assert not any("medlem" in key.lower() or "192" in key for key in counted)
