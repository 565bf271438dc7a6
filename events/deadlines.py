from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ethicaltrade.core.models import SiteSettings

from .choices import State

OFFER_LASTS = timedelta(hours=48)
"""How long a seat is kept for the person on the waiting list who is offered it."""

LAST_OFFER_BEFORE = timedelta(hours=3)
"""How long before the event begins the last offer expires."""

SHORTEST_OFFER = timedelta(hours=2)
"""Nobody is asked to answer sooner; after that, the waiting list stands still."""

REMIND_BEFORE = timedelta(hours=24)
"""How long before a date participants are reminded of it."""

LINK_WORKS_AFTER = timedelta(days=1)
"""How long after the event the link to a registration works."""

CONSENT_VERSION = "2026-11"
"""The wording of the consent on the form; a new value when it changes."""

RETENTION_DAYS = 365
"""How long after the event names and addresses are kept, unless the site says so."""


def closes_at(event: Any) -> datetime:
    """The deadline, its last minute included; else when the first date begins."""
    deadline = event.registration_closes
    if deadline is None:
        return event.known_dates[0].start
    return deadline if event.deadline_time else deadline + timedelta(minutes=1)


def offer_expiry(event: Any, now: datetime) -> datetime | None:
    """None when it is too late to offer a seat to anyone."""
    dates = event.known_dates
    if not dates:
        return None
    last = dates[0].start - LAST_OFFER_BEFORE
    expires = min(now + OFFER_LASTS, last).replace(second=0, microsecond=0)
    return expires if expires - now >= SHORTEST_OFFER else None


def has_link_expired(event: Any, now: datetime | None = None) -> bool:
    """A postponed event is yet to come, whatever day was planned."""
    if event.state == State.POSTPONED:
        return False
    return event.ends_at is None or (
        event.ends_at + LINK_WORKS_AFTER < (now or timezone.now())
    )


def retention_days() -> int:
    """Days until a registration is made anonymous."""
    own = SiteSettings.objects.filter(site__is_default_site=True)
    return (
        own.values_list("registration_kept_days", flat=True).first() or RETENTION_DAYS
    )
