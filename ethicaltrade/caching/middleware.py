"""Pages for everybody are made once, and given out until something public changes."""

from collections.abc import Callable

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy

from . import clock, generation, kept, shelf

LONGEST = 500
"""Letters of an address; a longer one was made up."""
# What no page is: files, the CMS, and what answers without the database.
NO_PAGES = ("/documents/", "/healthz", "/metrics", "/readyz", "/robots.txt")
CMS = reverse_lazy("wagtailadmin_home")


class KeptPagesMiddleware:
    """Answers whoever brings no session with the page that is kept.

    It is outside all that looks at who asks. What is kept is known by host, address and
    nothing else: the language is in the address. A generation is one query; it is read
    before the page is made, so that a change made meanwhile is not missed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with generation.kept():
            address = address_for_all(request)
            number = address and _generation()
            if not number:
                return self.get_response(request)
            page = shelf.get(address, number)
            if page is not None:
                return kept.answer(page, request)
            if request.method == "HEAD" or shelf.is_passed_on(address, number):
                return self.get_response(request)
            with shelf.turn(address) as is_mine:
                page = None if is_mine else shelf.get(address, number)
                if page is not None:
                    return kept.answer(page, request)
                return self._make(request, address, number)

    def _make(
        self, request: HttpRequest, address: str, number: int
    ) -> HttpResponseBase:
        with clock.listening() as heard:
            response = self.get_response(request)
        if not kept.is_keepable(request, response):
            if response.status_code < 500:  # nothing that passes by itself
                shelf.pass_on(address, number)
            return response
        until = heard.until_at_most(clock.next_midnight(heard.since))
        page = kept.keep(response, number, until)
        if generation.to_keep_under() == number:  # nothing was written
            shelf.put(address, page)
        return kept.answer(page, request, is_new=True)


def address_for_all(request: HttpRequest) -> str:
    """What the page is kept under; empty where each may get another answer."""
    meta = request.META
    if not settings.KEEP_PAGES or request.method not in ("GET", "HEAD"):
        return ""
    if "HTTP_COOKIE" in meta and settings.SESSION_COOKIE_NAME in request.COOKIES:
        return ""
    if "HTTP_AUTHORIZATION" in meta:
        return ""
    path = request.path_info
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL, str(CMS), *NO_PAGES)):
        return ""
    # The host as it is given: only one that is ours is answered with a page.
    host = meta.get("HTTP_HOST") or meta.get("SERVER_NAME", "")
    query = meta.get("QUERY_STRING", "")
    if len(path) + len(query) + len(host) > LONGEST or "?" in path:
        return ""  # a path's own "?" is no page's, and would pass for a query
    return f"{request.scheme}://{host}{path}?{query}"


def _generation() -> int:
    """0 while the database is away: then the page says so."""
    try:
        return generation.to_keep_under()
    except Error:
        return generation.UNKNOWN
