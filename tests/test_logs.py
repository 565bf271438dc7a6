"""The logs tell nobody the keys of links, whoever writes them and whatever is wrong."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver
from gunicorn.config import Config

from ethicaltrade.bilingual import languages, subviews
from ethicaltrade.discretion import without_keys
from ethicaltrade.logs import DiscreetFilter, Logger

KEY = "17-aSecret:key_1.x-2"

# What addresses may name without being a key; all else has to be left out of the logs.
NO_KEYS = {
    *("_0", "_1", "path", "address", "slug", "name", "kind", "language", "filter_spec"),
    *("app_label", "app_name", "model_name", "content_type_app_name"),
    *("content_type_model_name", "action", "action_name", "object_id", "pk"),
    *("revision_id_a", "revision_id_b", "uidb36", "uidb64", "segment"),
}


def addresses(resolver: URLResolver, above: str = "") -> Iterator[str]:
    """With ``KEY`` for each name that may be a key; the others have none."""
    for name in resolver.reverse_dict:
        for possible, _pattern, _defaults, types in resolver.reverse_dict.getlist(name):
            for template, names in possible:
                values = {
                    name: "1" if name in NO_KEYS or name_is_number(types, name) else KEY
                    for name in names
                }
                if KEY in values.values():
                    yield above + template % values
    for prefix, below in resolver.namespace_dict.values():
        yield from addresses(below, above + prefix)


def name_is_number(types: dict, name: str) -> bool:
    return name in types and types[name].regex == "[0-9]+"


def with_keys() -> list[str]:
    """Every address of the site that takes a key, in every language."""
    subviews.discover()
    found = set()
    for language in languages.codes():
        with languages.in_language(language):
            found |= {f"/{address}" for address in addresses(get_resolver())}
            for page_type in subviews._registered:
                below = addresses(subviews._resolver_of(page_type))
                found |= {f"/en/et/sted/{address}" for address in below}
    return sorted(found)


@pytest.fixture(scope="module")
def keyed() -> list[str]:
    return with_keys()


def test_every_kind_of_link_is_known(keyed):
    assert len(keyed) >= 8
    for word in ("min-pamelding", "my-application", "reset/key", "konto/invita"):
        assert any(word in address for address in keyed), word


def test_key_is_left_out_wherever_an_address_stands(keyed):
    for address in keyed:
        for text in (
            f'"GET {address} HTTP/1.1" 404 12',
            f"https://example.org{address}?saved=1#there",
            f"<WSGIRequest: GET '{address}'>",
            f"Not Found: {address}",
            f"/konto/login/?next={quote(address)}",
            f"/konto/login/?next={quote(address, safe='')}&x=1",
            f"/konto/login/?next={quote(quote(address, safe=''), safe='')}",
            address.upper(),
            address.removesuffix("/"),
        ):
            assert "secret" not in without_keys(text).lower(), text


@pytest.mark.parametrize("name", ["key", "token", "secret", "password"])
def test_key_in_a_query_is_left_out(name):
    for query in (f"?a=1&{name}={KEY}&b=2", quote(f"?{name}={KEY}&b=2", safe="")):
        cleaned = without_keys(f"GET /x/{query} HTTP/1.1")
        assert "Secret" not in cleaned
        assert "b" in cleaned.split("…")[1]


def test_key_behind_two_slashes_is_left_out():
    """As some programs mend a link that was cut in two."""
    assert "Secret" not in without_keys(f"GET /min-pamelding//{KEY}/ HTTP/1.1")


def test_what_is_no_key_stays():
    for text in (
        "GET /nyheter/min-pamelding-til-kurs/ HTTP/1.1",
        "/documents/12/rapport.pdf?x=1",
        "Forbidden (CSRF token missing.): /konto/login/",
    ):
        assert without_keys(text) == text


def recorded(address: str) -> Iterator[logging.LogRecord]:
    """The ways in which Django, Gunicorn and this site say an address."""
    extra = {"request": RequestFactory().get(address), "status_code": 404, "path": None}
    yield record("%s: %s", "Not Found", address, **extra)
    yield record("said " + address)
    yield record("%(r)s %(s)s", {"r": f"GET {address} HTTP/1.1", "s": "200"})
    yield record(ValueError(address))
    yield record("%s %s", address)  # too few: logged wrongly
    yield record("Tall: %d", 3, address=address, seen=[address], stack_info=address)
    try:
        raise KeyError(address)
    except KeyError:
        yield record("Error", exc_info=sys.exc_info())


def record(message, *args, exc_info=None, **extra) -> logging.LogRecord:
    made = logging.LogRecord("x", 30, "x.py", 1, message, args, exc_info)
    vars(made).update(extra)
    return made


def test_no_part_of_a_record_has_the_key(keyed):
    for address in keyed:
        for made in recorded(address):
            for _handler in range(2):  # a record may pass several
                assert DiscreetFilter().filter(made)
            said = logging.Formatter("%(message)s").format(made)
            assert said
            assert "Secret" not in said + repr(vars(made)), vars(made)


def test_traceback_and_numbers_stay():
    *_others, numbered, failed = recorded("/min-pamelding/Secret/")
    for made in (numbered, failed):
        DiscreetFilter().filter(made)
    assert numbered.getMessage() == "Tall: 3"
    said = logging.Formatter().format(failed)
    assert "Traceback" in said
    assert "KeyError: '/min-pamelding/…/'" in said


# Who writes: every handler that there is has the filter

LOOK = """
import logging, django
from django.core.exceptions import SuspiciousOperation
from django.test import RequestFactory
from django.utils.log import log_response
from django.http import HttpResponse
django.setup()
names = [None, *logging.root.manager.loggerDict]
for name in names:
    for handler in logging.getLogger(name).handlers:
        known = {type(kept).__name__ for kept in handler.filters}
        writes = type(handler) is not logging.NullHandler
        assert "DiscreetFilter" in known or not writes, (name, handler)
address = "/min-pamelding/Secret/"
request = RequestFactory().get(address)
for status in (400, 403, 404, 405, 410, 500):
    try:
        raise SuspiciousOperation(address)
    except SuspiciousOperation as error:
        log_response("%s: %s", "Said", address, response=HttpResponse(status=status),
                     request=request, exception=error if status == 500 else None)
for name in ("django.security.csrf", "django.server", "django.request", "of.mine"):
    logging.getLogger(name).error("at %s", address, extra={"request": request})
"""


@pytest.mark.slow
@pytest.mark.parametrize("environment", ["production", "development"])
def test_every_handler_leaves_keys_out(environment):
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": f"ethicaltrade.settings.{environment}",
            "SECRET_KEY": "a-long-random-string-of-the-test-0123456789-abcdefgh",
            "ALLOWED_HOSTS": "testserver",
            "BASE_URL": "https://www.example.org",
            "DATABASE_URL": "sqlite://:memory:",
            "CACHE_URL": "locmemcache://",
            "EMAIL_URL": "dummymail://",
            "DEFAULT_FROM_EMAIL": "post@example.org",
        },
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Secret" not in done.stderr + done.stdout
    assert "/min-pamelding/…/" in done.stderr
    assert "of.mine" in done.stderr


def test_gunicorn_leaves_keys_out_of_both_its_logs(capsys):
    address = "/min-pamelding/Secret/"
    request = SimpleNamespace(headers=[("REFERER", f"https://x{address}")])
    response = SimpleNamespace(status="200 OK", headers=[], sent=5)
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"{address}?saved=1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://x{address}",
    }
    config = Config()
    config.set("accesslog", "-")
    log = Logger(config)
    log.access(response, request, environ, timedelta(seconds=1))
    log.error("Error handling request %s", address)
    said, failed = capsys.readouterr()
    assert '"GET /min-pamelding/…/?saved=1 HTTP/1.1" 200' in said
    assert "Error handling request /min-pamelding/…/" in failed
    assert "Secret" not in said + failed
