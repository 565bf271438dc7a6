"""Calendars at their own addresses: that of a page, and a file's name.

Wagtail's addresses have no dot. The page is found as always, and the file is made
inside all that guards the page: who may see it, which language it is published in,
where it has moved. See ``bilingual.routing``.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.views import serve

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import active
from events.models import EventIndexPage, EventPage

from .addresses import file_name, is_last_segment, last_segment
from .writing import CONTENT_TYPE, event_file, feed

MAX_AGE = 600  # seconds; so late may a cancellation be

WRITERS: dict[type, Callable[[Any, HttpRequest], bytes | None]] = {
    EventPage: event_file,
    EventIndexPage: feed,
}


@require_safe
def at_address(request: HttpRequest, path: str, name: str) -> HttpResponse:
    """The calendar of the page at the path; moved with it to its present address."""
    found = is_last_segment(name) and BasePage.route_for_request(request, path)
    if not found or type(found.page) not in WRITERS or _is_below_page(request):
        raise Http404
    own_name = last_segment(active())
    if hasattr(request, "moved_to") or name != own_name:
        request.moved_to = own_name
    request.is_below_page = True  # nothing is explained in place of a file
    request.wants_calendar = True
    return serve(request, path)  # the hook below answers, behind all the others


def _is_below_page(request: HttpRequest) -> bool:
    """Whether the path leads on to something that is not a page."""
    if hasattr(request, "moved_to"):
        return bool(request.moved_to)
    return request.is_below_page


def serve_calendar(serve_page: Callable) -> Callable:
    """The file, where one was asked for, in place of the page."""

    def inner(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> Any:
        if getattr(request, "wants_calendar", False):
            return _respond(page, request)
        return serve_page(page, request, args, kwargs)

    return inner


def _respond(page: Any, request: HttpRequest) -> HttpResponse:
    content = WRITERS[type(page)](page, request)
    if content is None:
        raise Http404
    name = file_name(page, active())
    response = HttpResponse(
        content,
        content_type=CONTENT_TYPE,
        # Not "attachment": a phone then offers the calendar, and a computer saves it.
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
    patch_cache_control(response, public=True, max_age=MAX_AGE)  # Wagtail: if not gated
    # No Last-Modified: when an event is taken out of a feed, the newest date in it
    # may become an older one.
    etag = quote_etag(sha256(content).hexdigest())
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
