"""How a page stands in each language, in few words, wherever the CMS lists pages."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from .. import languages
from ..languages import value_in
from .bar import DRAFT, PUBLISHED, TAKEN_DOWN


class Chip(NamedTuple):
    """``status`` is a name for the style sheet, ``url`` where readers find it."""

    code: str
    name: Any
    words: str
    status: str
    url: str


def chips(page: Any, request: Any = None) -> list[Chip]:
    return [
        Chip(
            code,
            languages.name_of(code),
            ", ".join(str(word) for word in _words(page, code)),
            _status(page, code),
            _url(page, code, request),
        )
        for code in languages.codes()
    ]


def _words(page: Any, code: str) -> Iterator[Any]:
    if page.is_published_in(code):
        yield PUBLISHED
    else:
        yield TAKEN_DOWN if value_in(page, "last_published", code) else DRAFT


def _status(page: Any, code: str) -> str:
    if page.is_published_in(code):
        return "published"
    return "down" if value_in(page, "last_published", code) else "draft"


def _url(page: Any, code: str, request: Any) -> str:
    if not page.is_published_in(code):
        return ""
    return page.get_url_in(code, request) or ""
