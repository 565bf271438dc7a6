"""What goes wrong takes one line of the log; faults of the code say where."""

import logging
import re
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client

from ethicaltrade.home.models import HomePage
from ethicaltrade.logs import DiscreetFilter, OneLineFilter
from ethicaltrade.settings import base
from tests.support.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """All that the site's own handler writes."""
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(
        logging.Formatter(base.LOGGING["formatters"]["console"]["format"])
    )
    handler.addFilter(OneLineFilter())
    handler.addFilter(DiscreetFilter())
    logging.root.addHandler(handler)
    yield text
    logging.root.removeHandler(handler)


@pytest.fixture
def client():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def bad_host(client, **_given):
    return client.get("/", headers={"host": "evil.example"})


def missing(client, **_given):
    return client.get("/en/not-here/")


def line_break_in_the_address(client, **_given):
    return client.get("/en/not-here%0AFAKE/")


def method(client, **_given):
    return client.delete("/")


def no_token(client, **_given):
    return client.post("/konto/login/", {"login": "kari@example.org"})


def member_in_the_cms(client, member, **_given):
    client.force_login(member)
    return client.get("/admin/", follow=False)


def refused(client, monkeypatch, **_given):
    def refuse(*args, **kwargs):
        raise PermissionDenied("not for you")

    monkeypatch.setattr(HomePage, "serve", refuse)
    return client.get("/")


def no_database(client, monkeypatch, **_given):
    def fail(*args):
        raise OperationalError("connection failed:\nIs the server running?")

    with connection.execute_wrapper(fail):
        return client.get("/")


def broken_connection(client, monkeypatch, **_given):
    def fail(*args, **kwargs):
        try:
            raise OperationalError("the server closed the connection")
        except OperationalError:
            raise RuntimeError("and so on")  # noqa: B904  (as Django's sessions do)

    monkeypatch.setattr(HomePage, "serve", fail)
    return client.get("/")


CASES = {
    bad_host: 400,
    missing: 404,
    line_break_in_the_address: 404,
    method: 405,
    no_token: 403,
    member_in_the_cms: None,
    refused: 403,
    no_database: 503,
    broken_connection: 503,
}


@pytest.mark.parametrize(("ask", "status"), CASES.items())
def test_what_is_no_fault_of_the_code_takes_a_line(
    home, member, client, log, monkeypatch, ask, status
):
    response = ask(client=client, member=member, monkeypatch=monkeypatch)
    assert response.status_code == status or status is None
    lines = log.getvalue().splitlines()
    most = 0 if response.status_code < 400 else 1
    # Django's check tells why, and the form that is given back is an answer of its own.
    assert len(lines) <= most + (ask is no_token), lines
    for line in lines:
        assert f" {response.headers['X-Request-ID']} " in line
        assert len(line) < 400


def test_fault_of_the_code_has_its_traceback(home, client, log, monkeypatch):
    monkeypatch.setattr(HomePage, "serve", lambda *args, **kwargs: 1 / 0)
    response = client.get("/")
    assert response.status_code == 500
    first, *others = log.getvalue().splitlines()
    assert f" {response.headers['X-Request-ID']} " in first
    assert others[0].startswith("Traceback")
    assert others[-1].startswith("ZeroDivisionError")
    assert response.headers["X-Request-ID"] in soup(response).main.get_text()


@pytest.mark.parametrize(
    ("given", "proxies", "is_kept"),
    [
        ("0123456789abcdef", 1, True),
        ("0123456789abcdef", 0, False),
        ("short", 1, False),
        ("x" * 65, 1, False),
        ("0123456789\tabcdef", 1, False),
        ("<b>0123456789</b>", 1, False),
        ("æøå0123456789", 1, False),
    ],
)
def test_id_is_the_proxys_where_one_is_there(client, settings, given, proxies, is_kept):
    settings.TRUSTED_PROXY_COUNT = proxies
    response = client.get("/healthz", headers={"X-Request-ID": given})
    answered = response.headers["X-Request-ID"]
    assert (answered == given) == is_kept
    assert re.fullmatch(r"[\w.:-]{8,64}", answered)


def test_each_request_has_an_id_of_its_own(client):
    ids = {client.get("/healthz").headers["X-Request-ID"] for _time in range(5)}
    assert len(ids) == 5
