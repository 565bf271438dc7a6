"""The parts of one person's own pages, for the list of links beside every one of them.

The pages live on several floors; what composes them names the parts.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest


class Section(NamedTuple):
    """A link; ``is_current`` on its page, ``is_section`` on one below it."""

    title: str
    url: str
    is_current: bool = False
    is_section: bool = False


Finder = Callable[[HttpRequest], list[Section]]
_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    """Let a function name parts that the reader has; a decorator."""
    _finders.append(finder)
    return finder


def sections_of(request: HttpRequest) -> list[Section]:
    """The parts that the reader has; found once a request."""
    if not hasattr(request, "personal_sections"):
        found = [section for finder in _finders for section in finder(request)]
        request.personal_sections = found
    return request.personal_sections
