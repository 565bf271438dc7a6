"""Which events, in the words of a programme."""

from datetime import datetime

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from ethicaltrade.basepage.models import BasePageQuerySet
from ethicaltrade.core.models import Topic
from events.choices import Attendance

from .dates import EventDate


class EventQuerySet(BasePageQuerySet):
    """Events, asked for in the words of a programme.

    An event is upcoming until its last date has ended; then it is past.
    """

    def upcoming(self, now: datetime | None = None):
        """Those that have not ended: to come, or on now."""
        return self.filter(ends_at__gt=now or timezone.now())

    def past(self, now: datetime | None = None):
        """All that are not upcoming."""
        return self.exclude(ends_at__gt=now or timezone.now())

    def ending_after(self, moment: datetime):
        """Those of which something is to come then, in the order they begin."""
        return self.filter(ends_at__gt=moment).order_by("starts_at", "pk")

    def soonest_first(self, now: datetime | None = None):
        """By the next date that has not ended, else by the first."""
        coming = EventDate.objects.filter(
            page=OuterRef("pk"), ends_at__gt=now or timezone.now()
        )
        first = coming.order_by("starts_at").values("starts_at")[:1]
        return self.annotate(next_starts_at=Subquery(first)).order_by(
            F("next_starts_at").asc(nulls_last=True), "starts_at", "pk"
        )

    def latest_first(self):
        """By when they began, the latest first."""
        return self.order_by(F("starts_at").desc(nulls_last=True), "-pk")

    def about(self, topic: Topic):
        """Those on the topic."""
        return self.filter(topics=topic)

    def from_year(self, year: int):
        """Those that began in the year, in the site's time zone."""
        return self.filter(starts_at__year=year)

    def online(self):
        """Those that one can take part in from anywhere."""
        return self.exclude(attendance=Attendance.PLACE)

    def hold(self, pk: int):
        """The event, as it is stored; nobody else holds it until the transaction ends.

        Whoever counts an event's places and then takes one holds it. Its own row is
        locked on PostgreSQL; on SQLite a transaction of ours has locked all of them.
        """
        return self.select_for_update(of=("self",)).get(pk=pk)

    def with_cards(self):
        """With what a card shows: their dates. One query more."""
        return self.prefetch_related("dates")

    def with_calendar(self):
        """With what a calendar shows. Two queries more."""
        return self.select_related("contact_person").prefetch_related(
            "calendar_entries", "topics"
        )
