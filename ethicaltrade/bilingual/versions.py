from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse, translate_url

from . import languages, routing

OF_PAGES = ("wagtail_serve", "file_below_page")  # names of addresses


class Version(NamedTuple):
    code: str
    name: str
    url: str
    is_current: bool


class AlternateLink(NamedTuple):
    """``hreflang`` is a language or ``x-default``."""

    hreflang: str
    href: str


def front_page_url(language: str) -> str:
    """``/`` or ``/en/``."""
    with languages.in_language(language):
        return reverse("wagtail_serve", args=[""])


def _elsewhere(request: HttpRequest | None, language: str) -> str:
    """The same view with its query, or the front page, where there is no page."""
    match = request.resolver_match if request else None
    if request is None or match is None or match.url_name in OF_PAGES:
        return front_page_url(language)
    here = request.get_full_path()
    there = translate_url(here, language)
    if there == here and language != languages.active():
        return front_page_url(language)
    return there


def _url_of(page: Any, language: str, request: HttpRequest | None) -> str:
    route = routing.route_of(request)
    if request and route and route.page == page and page.is_published_in(language):
        return route.url_in(language, request)
    return page.get_url_in(language, request)


def versions_of(page: Any, request: HttpRequest | None = None) -> list[Version]:
    """For the switcher; unpublished languages too, whose address explains.

    Subviews lead to the same subview where the page is published.
    """
    return [
        Version(
            code=code,
            name=languages.own_name(code),
            url=(page and _url_of(page, code, request)) or _elsewhere(request, code),
            is_current=code == languages.active(),
        )
        for code in languages.codes()
    ]


def alternates_of(page: Any, request: HttpRequest | None = None) -> list[AlternateLink]:
    """https://developers.google.com/search/docs/specialty/international."""
    if page is None or page.main_language is None:
        return []
    links = [
        AlternateLink(code, page.get_full_url_in(code, request))
        for code in page.public_languages
    ]
    main = page.get_full_url_in(page.main_language, request)
    return [*links, AlternateLink("x-default", main)]
