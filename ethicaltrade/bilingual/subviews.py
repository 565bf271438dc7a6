"""Views below a page: a feed, a form, a file, at an address of its own.

An app lists them in its ``subviews.py``, as it lists other addresses in ``urls.py``::

    subviews.register(
        EventPage,
        subviews.path(
            pgettext_lazy("address", "registration/"),
            registration_form,
            name="register",
            methods=("GET", "HEAD", "POST"),
        ),
    )

A view takes the request, the page, and what the route captures. It is only called
for a reader who may see the page, in a language the page is published in. See
docs/architecture/subviews.md.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
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

_registered: dict[type, list[URLPattern]] = {}


def path(
    route: str | Promise,
    view: Callable[..., HttpResponseBase],
    *,
    name: str,
    methods: Sequence[str] = READING,
) -> URLPattern:
    """A view and its address below the page; 405 for any other method.

    A lazy translation gives each language its own address. One that ends without a
    slash is a file's (``calendar.ics``), and needs a dot.
    """
    below_page = partial(view)
    below_page.methods = tuple(methods)  # type: ignore[attr-defined]
    return urls.path(route, below_page, name=name)  # type: ignore[arg-type]


def register(page_type: type, *patterns: URLPattern) -> None:
    """Add views below pages of the type, and of types derived from it."""
    _registered.setdefault(page_type, []).extend(patterns)
    _resolver_of.cache_clear()


@cache
def discover() -> None:
    """Import each app's ``subviews``; on first use, when every app is ready.

    A system check is the first to ask, so a mistake in one stops the start.
    """
    autodiscover_modules("subviews")


@cache
def _resolver_of(page_type: type) -> URLResolver:
    patterns = [p for kind in page_type.__mro__ for p in _registered.get(kind, ())]
    return URLResolver(RegexPattern(r"^"), patterns)


def find(
    page_type: type | None, segments: Sequence[str], language: str
) -> ResolverMatch | None:
    """The view at the path below a page of the type, with what the path names."""
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
    """The same by the addresses of every language, the reader's first."""
    for language in languages.reading_order(languages.active()):
        if match := find(page_type, segments, language):
            return match
    return None


def address(page_type: type, name: str, language: str, **captured: Any) -> str:
    """What comes after the page's address; NoReverseMatch for an unknown name."""
    discover()
    with languages.in_language(language):
        return _resolver_of(page_type).reverse(name, **captured)


def check_method(subview: ResolverMatch, request: HttpRequest) -> HttpResponse | None:
    """405 for a method that the view does not take."""
    methods = subview.func.methods  # type: ignore[attr-defined]
    return None if request.method in methods else HttpResponseNotAllowed(methods)
