"""The search's index: kept for the tests that search, and left alone in the others.

Keeping it is nearly half of what a saved page costs, and most tests never search. Those
that do are marked ``indexed``; a test with the demo site has the demo's index as well.
In the others the settings name a backend that fails with a sentence that says so: a
search never just finds nothing.
"""

from django.test import override_settings
from modelsearch.backends.base import BaseSearchBackend

from ethicaltrade.settings.base import WAGTAILSEARCH_BACKENDS


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


def indexed() -> override_settings:
    """What is saved meanwhile is indexed, as on the site."""
    return override_settings(WAGTAILSEARCH_BACKENDS=WAGTAILSEARCH_BACKENDS)
