from typing import Any

from django.http.response import HttpResponseBase
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ethicaltrade.bilingual.slugs import slugify
from ethicaltrade.core import spreadsheets
from ethicaltrade.core.spreadsheets import Column, local
from ethicaltrade.dates import today
from events.models import EventPage, Registration

CHUNK = 500  # rows read at a time


def columns_of(event: EventPage, *, with_needs: bool = False) -> list[Column]:
    """Needs only on request, and where the event asks for them."""
    columns = [text_column(name) for name in ("name", "email", "organisation")]
    columns += [
        Column(heading_of("state"), lambda one: one.get_state_display()),
        Column(heading_of("price"), lambda one: one.price),
        Column(heading_of("price_kind"), lambda one: one.get_price_kind_display()),
        Column(heading_of("language"), lambda one: one.language),
        Column(heading_of("created_at"), lambda one: local(one.created_at)),
        Column(heading_of("attended_at"), lambda one: local(one.attended_at)),
    ]
    if with_needs:
        columns += [text_column(name) for name in needs_of(event)]
    return columns


def needs_of(event: EventPage) -> list[str]:
    asked = {"dietary_needs": event.asks_dietary, "access_needs": event.asks_access}
    return [name for name, is_asked in asked.items() if is_asked]


def heading_of(name: str) -> str:
    return capfirst(str(Registration._meta.get_field(name).verbose_name))


def text_column(name: str) -> Column:
    return Column(heading_of(name), lambda one: getattr(one, name))


def export(
    event: EventPage, registrations: Any, kind: str, *, with_needs: bool = False
) -> HttpResponseBase:
    """A file named like ``pameldinger-kurs-i-levelonn-2026-11-23.csv``."""
    title = _("Registrations")
    words = slugify(f"{title} {event.slug or event.pk}")
    return spreadsheets.export(
        columns_of(event, with_needs=with_needs),
        registrations.iterator(chunk_size=CHUNK),
        title=title,
        name=f"{words}-{today():%Y-%m-%d}",
        kind=kind,
    )
