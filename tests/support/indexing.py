"""The indexes: kept for the tests that ask them, and left alone in the others.

Keeping them is nearly half of what a saved page costs, and most tests never search, nor
ask where a page is used. Those that do are marked ``indexed``; a test with the demo
site has the demo's index as well. In the others the settings name a search backend that
fails with a sentence that says so: a search never just finds nothing.
"""

from typing import Any

from django.test import override_settings
from django_tasks.backends.immediate import ImmediateBackend
from modelsearch.backends.base import BaseSearchBackend

from ethicaltrade.settings.base import TASKS, WAGTAILSEARCH_BACKENDS

OF_INDEXES = (
    "modelsearch.tasks.insert_or_update_object_task",
    "wagtail.tasks.update_reference_index_task",
)


class NotIndexedError(AssertionError):
    """A test reads an index that nothing was written to."""


class NoIndex(BaseSearchBackend):
    """Refuses to search; with AUTO_UPDATE off nothing is written either."""

    def search(self, *args, **kwargs) -> None:
        raise NotIndexedError(
            "This test reads the search's index, which is kept only for tests that ask "
            "for it: mark it @pytest.mark.indexed (see docs/testing.md)."
        )

    autocomplete = search


class AllButIndexing(ImmediateBackend):
    """Runs Wagtail's tasks at once, but for those that write an index."""

    def _execute_task(self, task_result: Any) -> None:
        if task_result.task.module_path not in OF_INDEXES:
            super()._execute_task(task_result)


def indexed() -> override_settings:
    """What is saved meanwhile is indexed, as on the site."""
    return override_settings(TASKS=TASKS, WAGTAILSEARCH_BACKENDS=WAGTAILSEARCH_BACKENDS)
