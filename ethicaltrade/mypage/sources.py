"""Where something is kept of a person: what is exported, and what is forgotten.

A source is a module with ``of(user)``, which returns plain values (texts, numbers,
dates, lists, dictionaries), and ``forget(user)``, which erases them before the account
is deleted and may be called again. A part of the site that begins to keep something of
people names its module here.
"""

from importlib import import_module
from typing import Any

SOURCES = {
    "account": "ethicaltrade.mypage.account",
    "letters": "ethicaltrade.mypage.letters_kept",
    "applications": "ethicaltrade.mypage.applications",
    "membership": "membership.affiliations.personal_data",
    "proposals": "membership.proposals.personal_data",
    "resources": "membership.resources.personal_data",
    "registrations": "ethicaltrade.mypage.registrations",
}
"""Names in the exported file, and the modules. They forget in the order from the last
to the first: the account goes after all that is known by it."""


def everything_about(user: Any) -> dict[str, Any]:
    """All that is kept of the person, by source."""
    return {name: _module(path).of(user) for name, path in SOURCES.items()}


def forget(user: Any) -> None:
    """Let every source forget the person; to be called in one transaction."""
    for path in reversed(SOURCES.values()):
        _module(path).forget(user)


def _module(path: str) -> Any:
    """The source; asked for when needed, since some need the models."""
    return import_module(path)
