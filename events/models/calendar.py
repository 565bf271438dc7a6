"""Dates as calendars know them; see docs/architecture/calendar-identity.md."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone

from ethicaltrade.bilingual.languages import localized_names

Moments = tuple[datetime, datetime]


class CalendarEntryManager(models.Manager):
    def update_from(self, page: Any) -> None:
        """Record a live event's dates; call it after each save.

        A new date takes over the entry of a date that is gone (it was moved); entries
        left over are withdrawn.
        """
        known = sorted(self.filter(page=page), key=lambda entry: entry.is_withdrawn)
        digest, new = digest_of(page), []
        for moments in moments_of(page):
            entry = next((entry for entry in known if entry.moments == moments), None)
            if entry is None:
                new.append(moments)
            else:
                known.remove(entry)
                entry.stand_for(moments, digest)
        gone = [entry for entry in known if not entry.is_withdrawn]
        for moments, entry in zip_longest(new, gone):
            if moments is None:
                entry.withdraw()
            else:
                (entry or self.model(page=page)).stand_for(moments, digest)


class CalendarEntry(models.Model):
    """UID and SEQUENCE of one date (RFC 5545)."""

    # No ParentalKey: revisions and copies of the page leave it alone.
    page = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="calendar_entries"
    )
    uid = models.UUIDField(default=uuid4, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    objects = CalendarEntryManager()

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self):
        return f"{self.uid}, {self.sequence}"

    @property
    def moments(self) -> Moments:
        return self.starts_at, self.ends_at

    def stand_for(self, moments: Moments, digest: str) -> None:
        """A change of time, place or state raises the sequence."""
        if not self._state.adding:
            is_same = self.moments == moments and not self.is_withdrawn
            if is_same and self.digest == digest:
                return
            self.sequence += 1
        self.starts_at, self.ends_at = moments
        self.digest, self.is_withdrawn = digest, False
        self.changed_at = timezone.now()
        self.save()

    stand_for.alters_data = True  # type: ignore[attr-defined]

    def withdraw(self) -> None:
        """Delete it when it is over."""
        if self.ends_at <= timezone.now():
            self.delete()
            return
        self.is_withdrawn = True
        self.sequence += 1
        self.changed_at = timezone.now()
        self.save()

    withdraw.alters_data = True  # type: ignore[attr-defined]


def moments_of(page: Any) -> Iterator[Moments]:
    for date in page.get_dates():
        yield date.start.astimezone(UTC), date.end.astimezone(UTC)


def digest_of(page: Any) -> str:
    """Of state and place: what people have to know besides the time."""
    names = (
        *("state", "attendance", "place_address", "join_url"),
        *localized_names("place_name"),
        *localized_names("city"),
    )
    values = [getattr(page, name) or "" for name in names]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()
