"""What Sentry is told of a fault: where it is, and nobody's name, key or password.

In a process of its own: the library puts itself into Django for good.
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

FAULT = """
import json, logging
import django
django.setup()
from django.db import OperationalError
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from sentry_sdk import flush
from sentry_sdk.transport import Transport
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from ethicaltrade import urls
from ethicaltrade.watching import sentry

told = []

class Kept(Transport):
    def capture_envelope(self, envelope):
        told.append(envelope.serialize().decode())

sentry.start("https://key@sentry.example.org/1", transport=Kept)

@csrf_exempt
def fail(request, key):
    secret = "kanari-variable"
    raise FAULTS.pop(0)

urls.urlpatterns.insert(0, path("min-pamelding/<key>/", fail))
FAULTS = [
    ValueError("of kanari@example.org at 193.156.14.77"),
    OperationalError("the database is away"),
]
site = WSGIHandler()
for _time in range(2):
    request = RequestFactory(REMOTE_ADDR="193.156.14.77").post(
        "/min-pamelding/kanari-key/?q=kanari-query",
        {"name": "kanari-name", "password": "kanari-password"},
        headers={"Referer": "https://x/kanari", "Authorization": "Bearer kanari"},
    )
    b"".join(site(request.environ, lambda status, headers: None))
logging.getLogger("of.mine").error("no e-mail to %s", "kanari@example.org")
logging.getLogger("of.mine").warning("not told")
flush()
print(json.dumps(told))
"""


def run(script: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ethicaltrade.settings.test",
            "DATABASE_URL": "sqlite://:memory:",
            **environment,
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_fault_is_told_once_and_discreetly():
    told = json.loads(run(FAULT).splitlines()[-1])
    assert "kanari" not in json.dumps(told).lower()
    assert "193.156.14.77" not in json.dumps(told)
    events = [json.loads(each.splitlines()[-1]) for each in told]
    assert len(events) == 2, "the fault and the line; an outage is told by its breaker"
    fault, line = events
    (value,) = fault["exception"]["values"]
    assert value["value"] == "of …@… at 193.156.14.0"
    assert fault["request"] == {
        "method": "POST",
        "url": "http://testserver/min-pamelding/…/",
    }
    frames = value["stacktrace"]["frames"]
    assert all("vars" not in frame for frame in frames)
    assert len(fault["tags"]["request_id"]) == 16
    assert {"user", "breadcrumbs", "extra"}.isdisjoint(fault)
    assert "…@…" in json.dumps(line, ensure_ascii=False)


UNUSED = """
import sys, django
django.setup()
import ethicaltrade.urls
print(*({"sentry_sdk", "prometheus_client", "structlog"} & set(sys.modules)))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "imported"),
    [
        ({}, ""),
        ({"SENTRY_DSN": "https://key@sentry.example.org/1"}, "sentry_sdk"),
        ({"LOG_FORMAT": "json"}, "structlog"),
    ],
)
def test_library_is_imported_where_it_is_asked_for(environment, imported):
    module = {"DJANGO_SETTINGS_MODULE": "ethicaltrade.settings.development"}
    assert run(UNUSED, **module, **environment).split() == imported.split()
