"""From the time on the wall of a place to one moment in the world.

Editors write what the clock shows where the event is held. That is kept as it was
written, and the moment is computed from it: a Norwegian interface never reads a time
in New York as one in Oslo.
"""

from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from ethicaltrade.bilingual.languages import active
from ethicaltrade.core.collation import sort_key

DEFAULT_ZONE = "Europe/Oslo"
NOT_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")  # or old names of places


def time_zones() -> list[tuple[str, str]]:
    """Every IANA zone named after a place, as choices in the active language.

    Norway's own stands first; the others are in alphabetical order, and at last those
    that are another's under an older name.
    """
    return _time_zones(active())


@cache
def _time_zones(language: str) -> list[tuple[str, str]]:
    locale = Locale.parse(language)
    older = get_global("zone_aliases")
    names = {
        name: _place(name, locale)
        for name in available_timezones()
        if "/" in name and not name.startswith(NOT_PLACES)
    }

    def order(name: str) -> tuple:
        return name != DEFAULT_ZONE, name in older, sort_key(names[name]), name

    return [(name, names[name]) for name in sorted(names, key=order)]


def _place(name: str, locale: Locale) -> str:
    """As CLDR has it: "København, Danmark"; an older name is told as well."""
    known = get_global("zone_aliases").get(name, name)
    city = locale.time_zones.get(known, {}).get("city")
    place = city or known.rpartition("/")[2].replace("_", " ")
    country = locale.territories.get(get_global("zone_territories").get(known, ""))
    parts = [place] if country in (None, place) else [place, country]
    return ", ".join(parts) + (f" ({name})" if known != name else "")


def moment_at(day: date, at: time, zone: str) -> datetime:
    """The first of two such moments; a time that clocks skip counts from before it."""
    return datetime.combine(day, at, ZoneInfo(zone))
