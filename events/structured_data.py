"""An event as schema.org knows it, for search engines.

Source: https://schema.org/Event and
https://developers.google.com/search/docs/appearance/structured-data/event.
"""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.html import _json_script_escapes, format_html
from django.utils.safestring import SafeString, mark_safe

from ethicaltrade.bilingual.languages import active, worded
from ethicaltrade.core.head import head_of
from ethicaltrade.core.models import SiteSettings

from .choices import Attendance, State

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


def event_json_ld(
    page: Any, request: HttpRequest, organisers: list[Any], speakers: list[Any]
) -> SafeString:
    """The event's element of structured data; nothing where it is not public."""
    head = head_of(page, request)
    dates = page.known_dates
    if not head.is_indexed or not dates:
        return SafeString("")
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title,
        "description": head.description,
        "inLanguage": active(),
        "url": head.canonical,
        "image": head.image_url or None,
        "startDate": dates[0].start.isoformat(),
        "endDate": max(date.end for date in dates).isoformat(),
        "eventStatus": STATUS[State(page.state)],
        "eventAttendanceMode": MODE[Attendance(page.attendance)],
        "location": _location(page, head.canonical),
        "organizer": _organisers(organisers, request),
        "performer": [
            {"@type": "Person", "name": speaker.shown_name} for speaker in speakers
        ],
        "offers": _offers(page, head.canonical),
    }
    if len(dates) > 1:
        data["subEvent"] = [_one_of_series(data, date) for date in dates]
    # Escaped as Django's json_script does: no "<" is left to close the element.
    text = json.dumps(_present(data), ensure_ascii=False)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text.translate(_json_script_escapes)),  # noqa: S308
    )


def _present(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def _one_of_series(series: dict[str, Any], date: Any) -> dict[str, Any]:
    """One date of a series, as an event of its own."""
    names = ("@type", "name", "eventStatus", "eventAttendanceMode", "location")
    return {name: series[name] for name in names} | {
        "startDate": date.start.isoformat(),
        "endDate": date.end.isoformat(),
    }


def _location(page: Any, address: str) -> list[dict[str, Any]] | dict[str, Any]:
    """Where it is. Online is the page's own address: the link to join is secret."""
    places = []
    if page.has_place:
        city, name = worded(page, "city").text, worded(page, "place_name").text
        postal = {
            "@type": "PostalAddress",
            "streetAddress": page.place_address,
            "addressLocality": city,
        }
        place = {"@type": "Place", "name": name or city, "address": _present(postal)}
        places.append(place)
    if page.is_online:
        places.append({"@type": "VirtualLocation", "url": address})
    return places[0] if len(places) == 1 else places


def _organisers(organisers: list[Any], request: HttpRequest) -> list[dict[str, Any]]:
    """The organisations, or the site's own where none is named."""
    known = [
        _present(
            {
                "@type": "Organization",
                "name": worded(organisation, "name").text,
                "alternateName": organisation.short_name,
                "url": organisation.url,
            }
        )
        for organisation in organisers
    ]
    own = SiteSettings.for_request(request).organisation_name
    return known or ([{"@type": "Organization", "name": own}] if own else [])


def _offers(page: Any, address: str) -> list[dict[str, Any]]:
    """What it costs, in Norwegian kroner: for others, then for members."""
    closes = page.registration_closes
    return [
        _present(
            {
                "@type": "Offer",
                "name": name,
                "price": price,
                "priceCurrency": "NOK",
                "url": address,
                "validThrough": closes.isoformat() if closes else None,
            }
        )
        for name, price in page.get_prices()
    ]
