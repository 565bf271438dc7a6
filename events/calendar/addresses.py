"""Where the calendar of an event, or of all of them, is."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import pgettext

from ethicaltrade.bilingual import addresses
from ethicaltrade.bilingual.languages import active, codes, in_language


def last_segment(language: str) -> str:
    """What the address ends with in the language: ``kalender.ics``."""
    with in_language(language):
        return pgettext("address", "calendar.ics")


def is_last_segment(name: str) -> bool:
    """Whether addresses of calendars end so in any language."""
    return name in {last_segment(language) for language in codes()}


def calendar_url(page: Any, request: HttpRequest) -> str:
    """The address in the active language, relative to the site.

    Empty, as the next two, in the preview of a page that has none.
    """
    url = page.get_url(request)
    return f"{url}{last_segment(active())}" if url else ""


def full_calendar_url(page: Any, request: HttpRequest) -> str:
    """The same with scheme and host."""
    url = page.get_full_url(request)
    return f"{url}{last_segment(active())}" if url else ""


def subscription_url(page: Any, request: HttpRequest) -> str:
    """The same for a calendar program: it opens ``webcal:`` and asks to subscribe."""
    _scheme, colon, rest = full_calendar_url(page, request).partition(":")
    return f"webcal{colon}{rest}" if rest else ""


def file_name(page: Any, language: str) -> str:
    """What the file is called on the reader's own machine; ASCII."""
    return f"{addresses.slug_in(page, language)}.ics"
