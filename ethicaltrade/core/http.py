"""What holds for every address: how it may be asked, and what is said of errors."""

import errno
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db.models import BigIntegerField
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
    UnreadablePostError,
)
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.encoding import iri_to_uri
from whitenoise.middleware import WhiteNoiseMiddleware

from ethicaltrade.bilingual.languages import active, in_language, language_of
from ethicaltrade.bilingual.publication import OF_PAGES
from ethicaltrade.bilingual.routing import is_cms
from ethicaltrade.caching.kept import best_encoding
from ethicaltrade.outages.database import is_outage
from ethicaltrade.typed_text import clean_query

LARGEST_KEY = BigIntegerField.MAX_BIGINT
METHODS = ("GET", "HEAD", "OPTIONS", "POST")
NO_KEY = "expected a number but got"  # says Django of a text


class MethodsMiddleware:
    """405 for any method but a browser's, before anything is looked up.

    Wagtail would answer OPTIONS before it asks who may see the page. The CMS sends
    PATCH and DELETE, and is left as it is. Any other 405 gets the same page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_cms(request):
            return self.get_response(request)
        if request.method not in METHODS:
            return not_allowed(request, HttpResponseNotAllowed(METHODS))
        if request.method == "OPTIONS":
            return HttpResponse(headers={"Allow": ", ".join(METHODS)})
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return not_allowed(request, response)
        return response


class SizeMiddleware:
    """413 for a request that says it is too large, before any of it is read.

    One that does not say it in digits has no body for Django.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        size = request.META.get("CONTENT_LENGTH") or "0"
        if size.isdecimal() and (len(size) > 18 or int(size) > settings.REQUEST_SIZE):
            return too_large(request)
        return self.get_response(request)


class TypedTextMiddleware:
    """Forms read what was typed without what nobody can see: ``typed_text``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        request.GET = clean_query(request.GET)
        with suppress(UnreadablePostError):  # Django's CSRF check says so
            request.POST = clean_query(request.POST)


class KeysMiddleware:
    """What no row can have is not found; what a form lacks, the sender is told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        positional: Sequence[Any],
        named: Mapping[str, Any],
    ) -> HttpResponse | None:
        keys = (*positional, *named.values())
        if any(isinstance(key, int) and key > LARGEST_KEY for key in keys):
            return not_found(request)
        if is_cms(request) and not comes_back(request):
            return bad_request(request)
        return None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Wagtail's choosers ask the database for whatever stands there."""
        if isinstance(exception, MultiValueDictKeyError):  # the form lacks a field
            return bad_request(request)
        if isinstance(exception, RecursionError) and "JSON" in str(exception):
            return bad_request(request)  # deeper than any form of ours sends
        is_key = isinstance(exception, ValueError) and NO_KEY in str(exception)
        return not_found(request) if is_cms(request) and is_key else None


def comes_back(request: HttpRequest) -> bool:
    """Whether ``next`` is an address; Django looks for a view of any other name."""
    try:
        asked = request.POST.get("next") or request.GET.get("next")
    except UnreadablePostError:  # Django's CSRF check says so
        return True
    return not asked or "/" in asked


class PackPagesMiddleware(GZipMiddleware):
    """Packs pages; files stay as they are, with the ETag and the ranges offered."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase):
        if response.streaming:
            return response
        # Django packs for whoever names gzip, were it to refuse it.
        if not best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""), ("gzip",)):
            patch_vary_headers(response, ("Accept-Encoding",))
            return response
        return super().process_response(request, response)


# What pages fetch, and the licences (.txt) of some. Not lists of the rest: the manifest
# of collectstatic, source maps, notes.
STATIC_KINDS = (
    *(".css", ".js", ".svg", ".woff2", ".txt"),
    *(".avif", ".gif", ".ico", ".jpg", ".png", ".webp"),
)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """Static files without a web server, of the kinds that browsers ask for."""

    def add_file_to_dictionary(self, url: str, path: str, **kwargs: Any) -> None:
        if url.lower().endswith(STATIC_KINDS):
            super().add_file_to_dictionary(url, path, **kwargs)

    def candidate_paths_for_url(self, url: str) -> Iterator[str]:
        if url.lower().endswith(STATIC_KINDS):
            yield from super().candidate_paths_for_url(url)


# Errors, in the language of the address

RETRY_AFTER = 120  # seconds
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None):
    if is_outage(exception):  # a session that could not be saved
        return unavailable(request)
    if isinstance(exception, TOO_LARGE):
        return too_large(request)
    return render(request, "400.html", status=400)


def forbidden(
    request: HttpRequest,
    exception: Exception | None = None,
    *,
    refused_form: str = "",
):
    """``refused_form``: "foreign", of another site; "old", whose token has expired."""
    context = {"refused_form": refused_form}
    response = render(request, "403.html", context, status=403)
    add_never_cache_headers(response)
    return response


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with a page in it; the database is asked nothing."""
    with in_language(language_of(request.path_info)):
        context = {"can_be_read": "GET" in response.headers["Allow"]}
        response.content = render_to_string("405.html", context).encode()
        response.headers["Content-Language"] = active()
    response.headers["Content-Length"] = str(len(response.content))
    return response


def not_found(request: HttpRequest, exception: Exception | None = None):
    if address := in_lower_case(request):
        return HttpResponsePermanentRedirect(address)
    return render(request, "404.html", status=404)


def in_lower_case(request: HttpRequest) -> str:
    """Where a view of our own is, as for ``/Sok/``; empty for none.

    Pages look for themselves, behind their gates; a key in an address needs its case.
    """
    path = request.path_info.lower()
    if path == request.path_info or request.method not in ("GET", "HEAD"):
        return ""
    if path.startswith("//"):  # a browser would take it for another host
        return ""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    if match.url_name in (None, *OF_PAGES) or match.args or match.kwargs:
        return ""
    query = request.META.get("QUERY_STRING", "")
    return f"{iri_to_uri(path)}?{query}" if query else iri_to_uri(path)


def minutes(seconds: int) -> int:
    """A wait in words is not too short."""
    return -(-seconds // 60)


def too_large(request: HttpRequest) -> HttpResponse:
    """In the address's language. What was typed is one page back in the browser."""
    with in_language(language_of(request.path_info)):
        context = {
            "most": filesizeformat(settings.REQUEST_SIZE),
            "most_of_text": filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
            "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        }
        return render(request, "413.html", context, status=413)


def too_many_requests(request: HttpRequest, retry_after: int) -> HttpResponse:
    """``retry_after`` is in seconds. What was typed comes back: ``core/unsent.py``."""
    context = {"minutes": minutes(retry_after)}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while database or files are out of reach, 507 when the disk is full."""
    error = sys.exc_info()[1]
    if is_outage(error):
        return unavailable(request)
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return render(request, "507.html", status=507)
    return render(request, "500.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """In the address's language, wherever the error came."""
    with in_language(language_of(request.path_info)):
        response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
