"""Every form of the public site can be sent so often, and no more.

What is typed comes back with the refusal: ``test_unsent_forms.py``, for each form.
"""

import pytest
from django.core.cache import cache, caches
from django.test import Client

from ethicaltrade.bilingual.languages import language_of
from ethicaltrade.users.models import User
from tests.support import factories
from tests.support.pages import folded, soup
from tests.support.public_forms import MAIN, plant

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("lasting_demo_site"),
]

RESET = "/konto/password/reset/"
NONE, ONE, TWO = (0, 600), (1, 600), (2, 600)


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()
    caches["memory"].clear()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_address_that_takes_a_form_has_a_limit(settings, language):
    """A new one has it, too."""
    settings.RATE_OF_ONE_FORM = NONE
    world, limited = plant(language), set()
    for client in (Client(), Client()):
        for name, address in world.addresses():
            answer = client.post(address)
            assert answer.status_code in {404, 405, 429}, name
            if answer.status_code == 429:
                limited.add(name)
                assert answer.headers["Retry-After"] == "600"
                assert answer.headers["Cache-Control"].count("no-store")
                assert soup(answer).html["lang"] == language_of(address)
        client.force_login(User.objects.get(email=MAIN))
    assert len(limited) > 40


@pytest.mark.parametrize("address", [RESET, "/en" + RESET])
def test_who_sends_too_often_is_told_how_long_to_wait(settings, address):
    settings.RATE_OF_ONE_FORM = ONE
    fields = {"email": "ola@example.org"}
    client = Client()
    assert client.post(address, fields).status_code == 302
    answer = client.post(address, fields)
    page = soup(answer)
    assert answer.status_code == 429
    assert page.html["lang"] == language_of(address)
    assert page.find("input", attrs={"name": "email"})["value"] == "ola@example.org"
    alert = page.select_one("main [role=alert][autofocus]")
    assert "10 minut" in folded(alert)
    assert client.get(address).status_code == 200


def test_networks_are_counted_each_by_itself(settings):
    """And what anybody can write in a header changes nothing."""
    settings.RATE_OF_ONE_FORM = ONE

    def send(remote, **headers):
        answer = Client(REMOTE_ADDR=remote).post(RESET, {"email": "x"}, headers=headers)
        return answer.status_code

    assert send("192.0.2.1") == 200
    assert send("192.0.2.1", **{"x-forwarded-for": "198.51.100.1"}) == 429
    assert send("192.0.2.2") == 200
    settings.TRUSTED_PROXY_COUNT = 1
    assert send("192.0.2.1", **{"x-forwarded-for": "203.0.113.9, 192.0.2.2"}) == 429
    assert send("192.0.2.1", **{"x-forwarded-for": "192.0.2.2, 203.0.113.9"}) == 200
    assert send("2001:db8::1") == 200
    assert send("2001:db8::ffff:1") == 429, "one subscriber has all of a /64"


def test_people_behind_one_address_are_counted_apart_when_they_log_in(settings):
    settings.RATE_OF_FORMS = ONE
    for number in range(2):
        client = Client()
        client.force_login(factories.user(f"p{number}@example.org"))
        assert client.post("/konto/password/change/").status_code == 200
        assert client.post("/konto/password/change/").status_code == 429


def test_forms_are_counted_apart_and_together(settings):
    settings.RATE_OF_ONE_FORM, settings.RATE_OF_FORMS = ONE, TWO
    client = Client()
    assert client.post(RESET).status_code == 200
    assert client.post("/konto/login/code/").status_code == 200
    assert client.post("/konto/login/").status_code == 429


def test_key_in_an_address_makes_no_new_form(settings):
    settings.RATE_OF_ONE_FORM = ONE
    client = Client()
    assert client.post("/min-pamelding/x/").status_code == 404
    assert client.post("/min-pamelding/y/").status_code == 429


def test_no_mailbox_is_named_without_end_by_strangers(settings):
    settings.RATE_OF_MAILBOX = ONE
    typed = ("ola@example.org", " OLA@example.org", "kari@example.org")
    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(RESET, {"email": email})
        for number, email in enumerate(typed)
    ]
    assert [answer.status_code for answer in answers] == [302, 429, 302]


@pytest.mark.parametrize("address", ["/sok/", "/medlemskap/medlemmer/"])
def test_searches_have_a_limit(settings, address):
    settings.RATE_OF_SEARCHES = ONE
    client = Client()
    assert client.get(address, {"q": "medlem"}).status_code == 200
    answer = client.get(address, {"q": "medlem"})
    assert answer.status_code == 429
    assert "For mange forsøk" in folded(soup(answer).h1)
    assert client.get(address).status_code == 200


def test_nobody_in_particular_is_not_counted(settings):
    """Through a socket without a proxy that is trusted, all would be one."""
    settings.RATE_OF_ONE_FORM = NONE
    assert Client(REMOTE_ADDR="").post(RESET).status_code == 200


def test_cms_is_left_out(settings):
    settings.RATE_OF_ONE_FORM = settings.RATE_OF_FORMS = NONE
    client = Client()
    client.force_login(User.objects.get(email="redaktor@example.org"))
    assert client.post("/admin/snippets/core/topic/add/").status_code == 200
