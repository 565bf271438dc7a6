"""How many pages an editor publishes, or takes down, with one click."""

from typing import Any

from django.utils.translation import gettext as _

MOST = 50
"""Pages at once: the editor waits for all of them, in one transaction."""


def keys_of(pages: Any) -> list[Any]:
    """No more of them than it takes to know that they are too many."""
    return list(pages.values_list("pk", flat=True)[: MOST + 1])


def are_too_many(keys: Any) -> bool:
    """``keys`` is a query, or a list."""
    return len(list(keys[: MOST + 1])) > MOST


def too_many() -> str:
    """What an editor is told."""
    return _(
        "Nothing has been done: together these are more than %(most)s pages, the most "
        "you can do at once. Choose fewer pages, or do them part by part."
    ) % {"most": MOST}


def too_many_copies() -> str:
    return _(
        "More than %(most)s pages would be published, the most you can do at once. "
        "Copy them as drafts, and publish them part by part."
    ) % {"most": MOST}
