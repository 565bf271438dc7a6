"""Nothing that somebody sends to any address stands in the log, whatever happens."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.db import DataError, connection, transaction
from django.test import Client
from gunicorn.config import Config

from ethicaltrade import logs
from ethicaltrade.discretion import discreet
from ethicaltrade.home.models import HomePage
from ethicaltrade.settings import base
from tests.fuzz.targets import forms_of_visitors, patterns
from tests.support import public_forms
from tests.support.demo import demo_rows, demo_site  # noqa: F401
from tests.test_logs import KEY, with_keys

EMAIL = "merket.mus@hemmelig.example.org"
NAME = "Kanarimus"
ADDRESS = "193.156.14.77"
ADDRESS6 = "2a02:1234:5678:9abc::77"
MARKS = ("hemmelig.example", NAME.lower(), "asecret", ADDRESS, ADDRESS6)
HEADERS = {
    "X-Forwarded-For": ADDRESS,
    "Referer": f"https://www.example.org/min-pamelding/{KEY}/?q={NAME}",
    "Authorization": f"Basic {NAME}",
    "User-Agent": f"Mozilla/5.0 ({EMAIL})",
}
QUERY = urlencode({"q": NAME, "email": EMAIL, "key": KEY, "next": f"/x/?e={EMAIL}"})


@pytest.fixture
def log(monkeypatch):
    """All that is written, in both formats, with the levels of production."""
    text = StringIO()
    for formatter in (logging.Formatter(), logs.json_formatter()):
        handler = logging.StreamHandler(text)
        handler.setFormatter(formatter)
        handler.addFilter(logs.OneLineFilter())
        handler.addFilter(logs.DiscreetFilter())
        monkeypatch.setattr(logging.root, "handlers", [*logging.root.handlers, handler])
    monkeypatch.setattr(logging.root, "level", logging.INFO)
    for name, given in base.LOGGING["loggers"].items():
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "level", logging.getLevelName(given["level"]))
        logger.manager._clear_cache()
    return text


@pytest.fixture(params=["console", "json"])
def gunicorn(log, request, monkeypatch):
    monkeypatch.setattr(logs, "LOG_FORMAT", request.param)
    config = Config()
    config.set("accesslog", "-")
    logger = logs.Logger(config)
    for handler in logger.access_log.handlers:
        handler.setStream(log)
    yield logger
    logger.access_log.handlers.clear()


def marked(fields: dict) -> dict:
    """What a form is sent with: a name in each field of words, an address in others."""
    said = {}
    for name, values in fields.items():
        kept = isinstance(values, list) and len(values) == 1
        value = values[0] if kept else values
        if isinstance(value, UploadedFile) or not isinstance(value, str):
            said[name] = value
        elif "@" in value or "email" in name:
            said[name] = EMAIL
        elif value.replace(" ", "").isalpha() and len(value) > 5:
            said[name] = f"{value} {NAME}"
        else:
            said[name] = value
    return {**said, "password": KEY, "login": EMAIL}


def tell(gunicorn, method: str, path: str, status: int) -> None:
    """As Gunicorn does when an answer has gone."""
    environ = {
        "REQUEST_METHOD": method,
        "RAW_URI": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": ADDRESS6,
        "HTTP_REFERER": HEADERS["Referer"],
        "HTTP_USER_AGENT": HEADERS["User-Agent"],
    }
    response = SimpleNamespace(status=f"{status} x", headers=[], sent=1)
    request = SimpleNamespace(headers=list(HEADERS.items()))
    gunicorn.access(response, request, environ, timedelta(seconds=1))


def found_in(log: StringIO) -> list[str]:
    lines = log.getvalue().lower().splitlines()
    return [line for line in lines if any(mark in line for mark in MARKS)]


def addresses() -> list[str]:
    """Every one that Django knows, with somebody's address where it needs a name."""
    named = {
        target.address % dict.fromkeys(target.needs, quote(EMAIL))
        for target in patterns()
    }
    return sorted({*named, *with_keys()})


def test_gunicorn_knows_nobody(log, gunicorn):
    asked = addresses()
    for address in asked:
        tell(gunicorn, "GET", f"{address}?{QUERY}", 404)
    assert log.getvalue().count("GET") >= len(asked) > 400
    assert not found_in(log)


@pytest.mark.slow
@pytest.mark.usefixtures("demo_site")
def test_site_knows_nobody(log):
    """With a fault in half of the forms, behind which is what was sent."""
    client = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS)
    inside = ("/admin/", "/documents/", "/en/")
    for address in (each for each in addresses() if not each.startswith(inside)):
        client.get(f"{address}?{QUERY}", headers=HEADERS)
    forms = list(forms_of_visitors([public_forms.plant("nb")]))
    for number, target in enumerate(forms):
        with transaction.atomic(), failing(number % 2):
            client.post(f"{target.address}?{QUERY}", marked(target.fields))
            transaction.set_rollback(True)
    assert "Traceback" in log.getvalue()
    assert not found_in(log)


@contextmanager
def failing(is_so: bool) -> Iterator[None]:
    """What is written is refused, as PostgreSQL says it: with the whole row."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")) and params:
            raise DataError(f"refused\nDETAIL:  Failing row contains {params}.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse) if is_so else nullcontext():
        yield


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"to {EMAIL}, at 12:30:45", "to …@…, at 12:30:45"),
        (f"x/{quote(EMAIL)}...{quote(quote(EMAIL))}/y", "x/…@…/y"),
        ("post%2Btest@æøå.no", "…@…"),
        ("/sok/?q=Kari+N&page=2&year=", "/sok/?q=…&page=2&year="),
        (f"{ADDRESS} and 10.0.0.7, 127.0.0.1", "193.156.14.0 and 10.0.0.7, 127.0.0.1"),
        (f"[{ADDRESS6}]:443.", "[2a02:1234:5678::]:443."),
        (f"::ffff:{ADDRESS} ::1", "::ffff:193.156.14.0 ::1"),
        ("version 8.0.1.12345 of 1.2.3", "version 8.0.1.12345 of 1.2.3"),
        ("x\nDETAIL:  Key (name)=(Kari\nN)\nCONTEXT: y", "x\nDETAIL: …\nCONTEXT: y"),
        ("a@", "a@"),
    ],
)
def test_what_is_taken_out(text, said):
    assert discreet(text) == said


def test_long_text_takes_no_time():
    for text in ("a" * 200_000, "a@" * 50_000, "1:" * 50_000, "?a" * 50_000):
        assert len(discreet(text)) < 30_000


def test_line_of_json(log, home, client, member, monkeypatch):
    """One line, and who was logged in by number alone."""
    client.raise_request_exception = False
    client.force_login(member)
    monkeypatch.setattr(HomePage, "serve", lambda page, request: request.user.pk / 0)
    response = client.get("/")
    (line,) = [each for each in log.getvalue().splitlines() if each.startswith("{")]
    said = json.loads(line)
    assert said.pop("exception").endswith("ZeroDivisionError: division by zero")
    assert said.pop("time").endswith("Z")
    assert said == {
        "level": "error",
        "logger": "django.request",
        "message": "Internal Server Error: /",
        "request_id": response.headers["X-Request-ID"],
        "status_code": 500,
        "user": member.pk,
    }


@pytest.mark.parametrize("gunicorn", ["json"], indirect=True)
def test_access_in_json(log, gunicorn):
    tell(gunicorn, "GET", "/sok/?q=Kari&page=2", 200)
    said = json.loads(log.getvalue().splitlines()[-1])
    assert said | {"time": ""} == {
        "bytes": 1,
        "level": "info",
        "logger": "gunicorn.access",
        "message": "GET /sok/?q=…&page=2 200",
        "method": "GET",
        "milliseconds": 1000,
        "path": "/sok/?q=…&page=2",
        "request_id": "-",
        "status": 200,
        "time": "",
    }


# What a request leaves to the worker


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "begins"),
    [
        ("0123456789abcdef", "0123456789abcdef"),
        ("0123456789abcdef0123456789abcdef", "0123456789abcdef"),
        ("01234567-89ab-cdef-0123-456789abcdef", "0123456789abcdef"),
        ("request-of-proxy-17", None),
    ],
)
def test_task_has_the_id_of_its_request(settings, client, monkeypatch, given, begins):
    settings.TRUSTED_PROXY_COUNT = 1
    client.get("/healthz", headers={"X-Request-ID": given})
    ids = [logs.task_id() for _time in range(2)]
    assert ids[0] != ids[1]
    if begins:
        assert {each.hex[:16] for each in ids} == {begins}
