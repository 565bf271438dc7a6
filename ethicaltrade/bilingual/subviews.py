"""Views below a page: an app lists them in its ``subviews.py``::

    subviews.register(
        EventPage,
        subviews.path(CALENDAR, calendar_view, name="calendar"),
    )

A view takes the request, the page, and what the route captures. It is only called
for a reader who may see the page, in a language the page is published in. See
docs/architecture/subviews.md.
"""

import operator
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import product
from typing import Any

from django import urls
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from . import languages

READING = ("GET", "HEAD")
DEEPEST = 4  # segments below a page that are looked at in another case

_registered: dict[type, list[URLPattern]] = {}


def path(
    route: str | Promise,
    view: Callable[..., HttpResponseBase],
    *,
    name: str,
    methods: Sequence[str] = READING,
) -> URLPattern:
    """Translated lazily for each language; 405 for other methods.

    A route without a last slash is a file's (``calendar.ics``), and needs a dot.
    """
    below_page = partial(view)
    below_page.methods = tuple(methods)  # type: ignore[attr-defined]
    return urls.path(route, below_page, name=name)  # type: ignore[arg-type]


def register(page_type: type, *patterns: URLPattern) -> None:
    """Add views below pages of the type and derived ones."""
    _registered.setdefault(page_type, []).extend(patterns)
    _resolver_of.cache_clear()


@cache
def discover() -> None:
    """Import each app's ``subviews``, when every app is ready (by a system check)."""
    autodiscover_modules("subviews")


@cache
def _resolver_of(page_type: type) -> URLResolver:
    patterns = [p for kind in page_type.__mro__ for p in _registered.get(kind, ())]
    return URLResolver(RegexPattern(r"^"), patterns)


def find(
    page_type: type | None, segments: Sequence[str], language: str
) -> ResolverMatch | None:
    discover()
    if page_type is None or not segments:
        return None
    rest = "/".join(segments)
    if "." not in segments[-1]:
        rest += "/"
    with languages.in_language(language):
        try:
            return _resolver_of(page_type).resolve(rest)
        except urls.Resolver404:
            return None


def find_in_any_language(
    page_type: type | None, segments: Sequence[str]
) -> ResolverMatch | None:
    """By the addresses of every language, the reader's first; in any case.

    What a route captures, such as a key, may need its capitals: as few segments as can
    be are taken for others.
    """
    cases = [dict.fromkeys((one, one.lower())) for one in segments[:DEEPEST]]
    written = sorted(product(*cases), key=lambda each: differences(each, segments))
    for attempt in written:
        for language in languages.reading_order(languages.active()):
            if match := find(page_type, [*attempt, *segments[DEEPEST:]], language):
                return match
    return None


def differences(some: Sequence[str], others: Sequence[str]) -> int:
    return sum(map(operator.ne, some, others))


def address(page_type: type, name: str, language: str, **captured: Any) -> str:
    """Relative to the page; NoReverseMatch for an unknown name."""
    discover()
    with languages.in_language(language):
        return _resolver_of(page_type).reverse(name, **captured)


def check_method(subview: ResolverMatch, request: HttpRequest) -> HttpResponse | None:
    """None, or 405."""
    methods = subview.func.methods  # type: ignore[attr-defined]
    return None if request.method in methods else HttpResponseNotAllowed(methods)
