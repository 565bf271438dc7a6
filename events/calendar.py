"""Events as iCalendar (RFC 5545, 7986); see docs/architecture/calendar-identity.md."""

from datetime import timedelta
from email.utils import parseaddr
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vText, vUri

from ethicaltrade.bilingual.languages import Worded, active, in_language, worded
from ethicaltrade.bilingual.slugs import slug_in
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.typed_text import clean

from .choices import State
from .models import EventIndexPage, EventPage
from .time_zones import DEFAULT_ZONE

CONTENT_TYPE = "text/calendar; charset=utf-8"
METHOD = "PUBLISH"
PRODUCT = "-//Etisk handel Norge//Arrangementer//NO"

# How long past events stay in the feed: a cancellation must be seen after a holiday.
KEPT = timedelta(days=90)
REFRESHED = timedelta(hours=1)
MAX_AGE = 600  # seconds; so late may a cancellation be

STATUS = {
    State.SCHEDULED: "CONFIRMED",
    State.CANCELLED: "CANCELLED",
    State.POSTPONED: "TENTATIVE",
}


def event_calendar(page: Any, language: str, *, join_link: bool = False) -> bytes:
    """The file e-mailed to participants; ``join_link`` for those with a seat."""
    site = SiteSettings.for_site(page.get_site())
    with in_language(language):
        calendar = _calendar()
        calendar.add("method", METHOD)
        sender = f"mailto:{site.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
        organiser = worded(site, "organisation_name").text
        name = {"CN": clean(organiser, one_line=True)}
        for event in _events(page, join_link=join_link):
            event.add("organizer", sender, parameters=name)  # RFC 5546 asks for one
            calendar.add_component(event)
    return calendar.to_ical()


def file_name(page: Any, language: str) -> str:
    return f"{slug_in(page, language)}.ics"


def event_file(page: Any, request: HttpRequest) -> bytes | None:
    """None without dates. No METHOD or ORGANIZER, which would make it a meeting."""
    calendar = _calendar()
    for event in _events(page, request):
        calendar.add_component(event)
    return calendar.to_ical() if calendar.subcomponents else None


def feed(index: Any, request: HttpRequest) -> bytes:
    """Upcoming and recent events, as anonymous visitors may see them."""
    organisation = SiteSettings.for_request(request).organisation_name
    calendar = _calendar()
    _add_text(calendar, "name", f"{organisation}: {index.title}")
    name = clean(f"{organisation}: {index.title}", one_line=True)
    calendar.add("x-wr-calname", name)
    calendar.add("url", index.get_full_url(request))
    address = vUri(index.full_subview_url("calendar", request=request))
    calendar.add("source", address, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    events = index.get_events(AnonymousUser()).ending_after(timezone.now() - KEPT)
    for page in events.with_calendar():
        for event in _events(page, request, fills_time=False):
            calendar.add_component(event)
    if not calendar.subcomponents:  # the standard has no empty calendar
        calendar.add_component(Timezone.from_tzid(DEFAULT_ZONE))
    return calendar.to_ical()


# Views


def event_view(request: HttpRequest, page: EventPage) -> HttpResponse:
    """404 while the event has no dates."""
    content = event_file(page, request)
    if content is None:
        raise Http404
    return _respond(request, page, content)


def programme_view(request: HttpRequest, page: EventIndexPage) -> HttpResponse:
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


# Components


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _events(
    page: Any,
    request: HttpRequest | None = None,
    *,
    join_link: bool = False,
    fills_time: bool = True,
) -> list[Event]:
    """One component a date; ``fills_time`` shows the reader as busy."""
    address = page.get_full_url(request) or ""
    join_url = page.join_url if join_link else ""
    return [
        _event(page, entry, address, join_url, fills_time=fills_time)
        for entry in page.calendar_entries.all()
    ]


def _event(
    page: Any, entry: Any, address: str, join_url: str, *, fills_time: bool
) -> Event:
    state = State.CANCELLED if entry.is_withdrawn else State(page.state)
    is_held = state == State.SCHEDULED
    # Of the page whole: in either language an entry says what all of them share.
    changed = max(filter(None, (entry.changed_at, page.last_published_at)))
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("status", STATUS[state])
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    if page.first_published_at:
        event.add("created", page.first_published_at)
    event.add("last-modified", changed)
    event.add("dtstamp", changed)  # the same until something is: files have an ETag
    # Many programs show no status.
    title = worded(page, "title")
    _add_text(
        event,
        "summary",
        title.text if is_held else f"{state.label}: {title.text}",
        title.language if is_held else active(),
    )
    _add_text(event, "description", _description(page, state, address, join_url))
    place = _place(page)
    _add_text(event, "location", place.text, place.language)
    _add_text(event, "contact", _contact(page.contact_person))
    topics = [clean(worded(topic, "name").text) for topic in page.topics.all()]
    names = [page.get_kind_display(), *topics]
    event.add("categories", names, parameters={"LANGUAGE": active()})
    event.add("transp", "OPAQUE" if is_held and fills_time else "TRANSPARENT")
    if address:
        event.add("url", address)
    if join_url:
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO"}
        event.add("conference", vUri(join_url), parameters=parameters)
    return event


def _add_text(component: Any, name: str, text: str, language: str = "") -> None:
    if text := clean(text).strip():
        value = vText(text, params={"LANGUAGE": language or active()})
        component.add(name, value)


def _description(page: Any, state: State, address: str, join_url: str) -> str:
    """Includes the address, as many programs do not show URL."""
    join = _("Join online: %(url)s") % {"url": join_url} if join_url else ""
    parts = (_notice(page, state), page.session_title, page.lead, join, address)
    return "\n\n".join(part for part in parts if part)


def _notice(page: Any, state: State) -> str:
    if state == State.POSTPONED:
        return _(
            "This event is postponed. The time shown is the one originally planned."
        )
    if state == page.state == State.CANCELLED:
        return _("This event is cancelled.")
    return _("This date is cancelled.") if state == State.CANCELLED else ""


def _place(page: Any) -> Worded:
    if not page.has_place:
        return Worded(page.get_attendance_display(), active())
    name, city = worded(page, "place_name"), worded(page, "city")
    parts = (name.text, page.place_address, city.text)
    language = name.language if name.text else city.language
    return Worded(", ".join(part for part in parts if part), language)


def _contact(person: Any) -> str:
    if person is None:
        return ""
    parts = (person.name, person.phone, person.email)
    return ", ".join(part for part in parts if part)
