"""What stands in people's calendars.

An event's dates come and go with its revisions: a restored one may get a new row. What
a calendar knows must not, so it is kept beside them: the identity of each date, and how
often it has changed.
"""

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
        """Write down the dates of an event that is live; call it after each save.

        An entry keeps its date. One whose date is gone takes over a new date that has
        no entry, the first one first: it was moved. If there is none, the date was
        called off.
        """
        known = sorted(self.filter(page=page), key=lambda entry: entry.is_withdrawn)
        digest, new = digest_of(page), []
        for moments in moments_of(page):
            entry = next((entry for entry in known if entry.moments == moments), None)
            if entry is None:
                new.append(moments)
            else:
                known.remove(entry)
                entry.follow(moments, digest)
        gone = [entry for entry in known if not entry.is_withdrawn]
        for moments, entry in zip_longest(new, gone):
            if moments is None:
                entry.withdraw()
            else:
                (entry or self.model(page=page)).follow(moments, digest)


class CalendarEntry(models.Model):
    """One date of an event, as calendars know it (RFC 5545: UID and SEQUENCE)."""

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

    def follow(self, moments: Moments, digest: str) -> None:
        """Stand for a date; a change of time, place or state is counted."""
        is_new = self._state.adding
        is_same = self.moments == moments and not self.is_withdrawn
        if not is_new and is_same and self.digest == digest:
            return
        # Without a digest, place and state were not known when it was made.
        if not is_new and not (is_same and self.digest == ""):
            self.sequence += 1
        self.starts_at, self.ends_at = moments
        self.digest, self.is_withdrawn = digest, False
        self.changed_at = timezone.now()
        self.save()

    follow.alters_data = True  # type: ignore[attr-defined]

    def withdraw(self) -> None:
        """Call the date off; one that is over is only forgotten."""
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
    """A digest of what makes people come elsewhere, or not at all."""
    names = (
        *("state", "attendance", "place_address", "join_url"),
        *localized_names("place_name"),
        *localized_names("city"),
    )
    facts = [getattr(page, name) or "" for name in names]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
