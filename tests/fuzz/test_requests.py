"""Whatever is sent to whatever address: an answer, and never a fault of the site's.

``FUZZ_REQUESTS=10000`` sends so many, chosen at random, and says which took longest.
"""

import os
import sys
import traceback
from time import process_time
from urllib.parse import urlencode

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ethicaltrade.bilingual import languages
from tests.support.rows import forget_caches

from .mutations import body_of, requests
from .targets import ADMINISTRATOR, keys_there_are, readers, targets

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
IS_LONG = "FUZZ_REQUESTS" in os.environ
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "150"))

SLOW = 2  # seconds of the processor's time


class UndoneError(Exception):
    """Takes back what a request did."""


def send(client: Client, request: dict) -> int:
    """The status of the answer; what it did is undone."""
    asker = Client(raise_request_exception=False)
    asker.cookies.update(client.cookies)
    path = request["path"]
    if request["query"]:
        path += "?" + urlencode(request["query"], errors="replace")
    headers = dict(request["headers"])
    content_type = headers.pop("content-type", None)
    try:
        with transaction.atomic():
            forget_caches()
            if request["method"] == "POST" and content_type is None:
                response = asker.post(path, request["fields"], headers=headers)
            else:
                response = asker.generic(
                    request["method"],
                    path,
                    body_of(request["fields"]),
                    content_type=content_type or "application/octet-stream",
                    headers=headers,
                )
            if response.streaming:
                for _ in response.streaming_content:
                    pass
            raise UndoneError
    except UndoneError:
        return response.status_code


def where(error: BaseException) -> str:
    """Its kind and the line it came from, alike for the same fault."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.filename}:{frame.lineno}: {error}"[:300]


def test_no_request_is_a_fault_of_the_site(demo_site):
    clients = readers()
    spoken = languages.codes() if IS_LONG else languages.codes()[:1]
    there = targets(clients[ADMINISTRATOR], spoken, None if IS_LONG else 40)
    keys = keys_there_are()
    raised, faults, slowest = [], {}, []

    def listen(**said):
        raised.append(where(sys.exc_info()[1]))

    got_request_exception.connect(listen)

    @settings(
        max_examples=REQUESTS,
        derandomize=not IS_LONG,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(sorted(clients)), requests(there, keys))
    def try_out(reader, request):
        raised.clear()
        began = process_time()
        status = send(clients[reader], request)
        slowest.append((process_time() - began, request["method"], request["path"]))
        if status >= 500:
            faults.setdefault("; ".join(raised), (status, reader, request))

    try_out()
    if IS_LONG:
        for seconds, method, path in sorted(slowest)[-10:]:
            print(f"{seconds:.2f} s {method} {path[:100]}")
        assert max(slowest)[0] < SLOW
    assert not faults, "\n".join(f"{why}\n    {what}" for why, what in faults.items())
