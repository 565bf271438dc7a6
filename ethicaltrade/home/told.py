"""What the privacy page says of the site, from the registry and the settings."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from ethicaltrade.privacy.purposes import Audience, days, said
from ethicaltrade.privacy.registry import purposes

DAY = 24 * 3600  # seconds


class Row(NamedTuple):
    what: str
    until: str


class Told(NamedTuple):
    """One purpose, in the active language. ``name`` is its anchor."""

    name: str
    title: str
    why: str
    rows: tuple[Row, ...]
    basis: str
    seen_by: str
    origin: str


class Group(NamedTuple):
    heading: str
    purposes: tuple[Told, ...]


class Cookie(NamedTuple):
    name: str
    what: str
    until: str


def personal_data() -> tuple[Group, ...]:
    """By whose data it is."""
    found: dict[Audience, list[Told]] = {audience: [] for audience in Audience}
    for purpose, items in purposes():
        found[purpose.audience].append(
            Told(
                name=purpose.name,
                title=said(purpose.title),
                why=said(purpose.why),
                rows=tuple(Row(said(item.what), said(item.until)) for item in items),
                basis=purpose.basis.words,
                seen_by=said(purpose.seen_by),
                origin=said(purpose.origin),
            )
        )
    return tuple(
        Group(audience.heading, tuple(told)) for audience, told in found.items() if told
    )


def cookies() -> tuple[Cookie, ...]:
    """Those of the public site; who only reads is given none."""
    return (
        Cookie(
            settings.SESSION_COOKIE_NAME,
            _(
                "Keeps you logged in, and remembers the application for membership "
                "that you have begun."
            ),
            days(settings.SESSION_COOKIE_AGE // DAY),
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            _(
                "Keeps others from sending forms in your name. Set when you open a "
                "page with a form that sends something to us."
            ),
            days(settings.CSRF_COOKIE_AGE // DAY),
        ),
    )
