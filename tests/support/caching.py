"""What is kept between requests, in tests.

A transaction that has written remembers nothing, so most tests need not think of it:
each has one transaction, and has written before it begins.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from ethicaltrade.caching import generation, memory


@contextmanager
def working_memory() -> Iterator[None]:
    """Take what the test wrote for committed: it is remembered, as on the site.

    Each write is then a transaction by itself, and changes the generation.
    """
    memory.forget()
    with mock.patch.object(generation, "is_written", return_value=False):
        yield
    memory.forget()
