"""An event for search engines.

https://schema.org/Event and
https://developers.google.com/search/docs/appearance/structured-data/event.
The larger event is left out: its start, which it must have, is not known.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Site

from ethicaltrade.bilingual.languages import active, worded
from ethicaltrade.core.head import head_of, script
from ethicaltrade.core.models import SiteSettings

from .choices import Attendance, State
from .status import RegistrationStatus

SCHEMA = "https://schema.org/"
STATUS = {
    State.SCHEDULED: f"{SCHEMA}EventScheduled",
    State.CANCELLED: f"{SCHEMA}EventCancelled",
    State.POSTPONED: f"{SCHEMA}EventPostponed",
}
MODE = {
    Attendance.PLACE: f"{SCHEMA}OfflineEventAttendanceMode",
    Attendance.ONLINE: f"{SCHEMA}OnlineEventAttendanceMode",
    Attendance.BOTH: f"{SCHEMA}MixedEventAttendanceMode",
}


# In what every date of a series is like the whole.
SHARED = (
    *("@type", "name", "description", "inLanguage", "url", "image", "eventStatus"),
    *("eventAttendanceMode", "location", "organizer", "performer"),
)
# Nothing is said when nobody can register.
AVAILABILITY = {
    RegistrationStatus.OPEN: f"{SCHEMA}InStock",
    RegistrationStatus.WAITING_LIST: f"{SCHEMA}SoldOut",
    RegistrationStatus.FULL: f"{SCHEMA}SoldOut",
}


def event_json_ld(
    page: Any,
    request: HttpRequest,
    organisers: list[Any],
    speakers: list[Any],
    status: RegistrationStatus,
) -> SafeString:
    """Empty where the event is not public; ``status`` is that of registration."""
    head = head_of(page, request)
    dates = page.known_dates
    if not head.is_indexed or not dates:
        return SafeString("")
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title,
        "alternateName": page.session_title,
        "description": head.description,
        "inLanguage": active(),
        "url": head.canonical,
        "image": head.image_url,
        "startDate": dates[0].start.isoformat(),
        "endDate": max(date.end for date in dates).isoformat(),
        "eventStatus": STATUS[State(page.state)],
        "eventAttendanceMode": MODE[Attendance(page.attendance)],
        "location": _location(page, head.canonical),
        "maximumAttendeeCapacity": page.capacity,
        "organizer": _organisers(organisers, request),
        "performer": [_performer(speaker) for speaker in speakers],
        "isAccessibleForFree": None if page.price is None else page.price == 0,
        "offers": _offers(page, head.canonical, status),
    }
    if len(dates) > 1:
        data["subEvent"] = [_one_of_series(data, date) for date in dates]
    return script(data)


def _one_of_series(series: dict[str, Any], date: Any) -> dict[str, Any]:
    return {name: series[name] for name in SHARED} | {
        "startDate": date.start.isoformat(),
        "endDate": date.end.isoformat(),
    }


def _location(page: Any, address: str) -> list[dict[str, Any]] | dict[str, Any]:
    """The page's own address for online events: the link to join is secret."""
    places = []
    if page.has_place:
        city, name = worded(page, "city").text, worded(page, "place_name").text
        postal = {
            "@type": "PostalAddress",
            "streetAddress": page.place_address,
            "addressLocality": city,
        }
        is_known = city or page.place_address
        place = {
            "@type": "Place",
            "name": name or city,
            "address": postal if is_known else name,
        }
        places.append(place)
    if page.is_online:
        places.append({"@type": "VirtualLocation", "url": address})
    return places[0] if len(places) == 1 else places


def _organisers(organisers: list[Any], request: HttpRequest) -> list[dict[str, Any]]:
    """The site's own organisation where none is named."""
    known = [
        {
            "@type": "Organization",
            "name": worded(organisation, "name").text,
            "alternateName": organisation.short_name,
            "url": organisation.url,
        }
        for organisation in organisers
    ]
    if known:
        return known
    own = SiteSettings.for_request(request).organisation_name
    url = Site.find_for_request(request).root_url
    return [{"@type": "Organization", "name": own, "url": url}] if own else []


def _performer(speaker: Any) -> dict[str, Any]:
    organisation = speaker.organisation
    return {
        "@type": "Person",
        "name": speaker.shown_name,
        "jobTitle": speaker.shown_role.text,
        "affiliation": organisation and {"@type": "Organization", "name": organisation},
    }


def _offers(
    page: Any, address: str, status: RegistrationStatus
) -> list[dict[str, Any]]:
    """In Norwegian kroner: for others, then for members."""
    prices = page.get_prices()
    if not prices:
        return []
    opens, closes = page.first_published_at, page.registration_closes
    shared = {
        "@type": "Offer",
        "priceCurrency": "NOK",
        "url": address,
        "availability": AVAILABILITY.get(status),
        "validFrom": opens.isoformat() if opens else None,
        "validThrough": (closes or page.known_dates[0].start).isoformat(),
    }
    return [{**shared, "name": name, "price": price} for name, price in prices]
