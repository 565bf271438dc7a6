"""Calendars below the pages they are about."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from ethicaltrade.bilingual.languages import active
from events.models import EventIndexPage, EventPage

from .writing import CONTENT_TYPE, event_file, feed, file_name

MAX_AGE = 600  # seconds; so late may a cancellation be


def of_event(request: HttpRequest, page: EventPage) -> HttpResponse:
    """The event's dates; 404 while it has none."""
    content = event_file(page, request)
    if content is None:
        raise Http404
    return _respond(request, page, content)


def of_programme(request: HttpRequest, page: EventIndexPage) -> HttpResponse:
    """All events, to subscribe to."""
    return _respond(request, page, feed(page, request))


def _respond(
    request: HttpRequest, page: EventPage | EventIndexPage, content: bytes
) -> HttpResponse:
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
