"""What is kept between requests, in tests.

A transaction that has written remembers nothing, so most tests need not think of it:
each has one transaction, and has written before it begins.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.core.cache import caches
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from ethicaltrade.caching import generation, memory, shelf


@contextmanager
def working_memory() -> Iterator[None]:
    """Take what the test wrote for committed: it is remembered, as on the site.

    Each write is then a transaction by itself, and changes the generation.
    """
    memory.forget()
    with mock.patch.object(generation, "is_written", return_value=False):
        yield
    memory.forget()


@contextmanager
def kept_pages() -> Iterator[None]:
    """Keep pages too; with the memory alone, or in a test without a transaction."""
    shelf.forget()
    with override_settings(KEEP_PAGES=True):
        yield
    shelf.forget()
    caches[shelf.ALIAS].clear()


def queries_again(client, address: str) -> int:
    """How many the address takes when it has been asked for before."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code in (200, 404)
    return len(captured)
