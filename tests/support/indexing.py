"""The search's index: kept for the tests that search, and left alone in the others.

Keeping it is nearly half of what a saved page costs, and most tests never search. Those
that do are marked ``indexed``; a test with the demo site has the demo's index as well.
In the others, reading the index fails with a sentence that says so: a search never just
finds nothing.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from types import ModuleType, SimpleNamespace
from unittest.mock import patch

import pytest
from modelsearch import index, signal_handlers
from modelsearch.backends.base import BaseSearchBackend

from ethicaltrade.search import indexing
from ethicaltrade.search.models import SearchEntry


class NotIndexedError(AssertionError):
    """A test reads an index that nothing was written to."""


def refuse(*args, **kwargs) -> None:
    raise NotIndexedError(
        "This test reads the search's index, which is kept only for tests that ask for "
        "it: mark it @pytest.mark.indexed (see tests/support/indexing.py)."
    )


def leave(*args, **kwargs) -> None:
    """Write nothing."""


@cache
def replacements() -> list[tuple[object, str, object]]:
    """What holds a name, the name, and what is there instead while nothing is indexed.

    Our own way of writing is found in every module that has imported it.
    """
    modules = [each for each in sys.modules.values() if isinstance(each, ModuleType)]
    write = indexing.index_page
    holders = [each for each in modules if vars(each).get("index_page") is write]
    return [
        *((module, "index_page", leave) for module in holders),
        # What the signals of a saved and of a deleted record call for Wagtail's.
        (
            signal_handlers,
            "insert_or_update_object_task",
            SimpleNamespace(enqueue=leave),
        ),
        (index, "remove_object", leave),
        # What reads.
        (type(SearchEntry.objects), "get_queryset", refuse),
        (BaseSearchBackend, "search", refuse),
        (BaseSearchBackend, "autocomplete", refuse),
    ]


@contextmanager
def no_index() -> Iterator[None]:
    """What is saved is not indexed meanwhile, and whoever searches is told."""
    with ExitStack() as stack:
        for holder, name, replacement in replacements():
            stack.enter_context(patch.object(holder, name, replacement))
        yield


def is_indexed(request: pytest.FixtureRequest) -> bool:
    """Whether the test is one of those that search."""
    marked = request.node.get_closest_marker("indexed") is not None
    return marked or "demo_rows" in request.fixturenames
