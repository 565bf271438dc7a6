from datetime import datetime

from django.db import models
from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.utils import timezone

from ethicaltrade.basepage.models import BasePageQuerySet
from ethicaltrade.caching import clock
from ethicaltrade.caching.memory import remembered
from ethicaltrade.core.collation import with_words
from ethicaltrade.core.models import Topic
from ethicaltrade.mailboxes import mailbox
from events.choices import LIVE, WITH_SEAT, Attendance, RegistrationState, State

from .dates import EventDate


def hold_until_next_date() -> None:
    """A list by the clock is another when any event begins or ends."""
    if clock.is_heard():
        remembered(("events.next_date",), _hold_until_next_date)


def _hold_until_next_date() -> None:
    now = timezone.now()
    first = EventDate.objects.filter(ends_at__gt=now).aggregate(
        begins=Min("starts_at", filter=Q(starts_at__gt=now)), ends=Min("ends_at")
    )
    for moment in first.values():
        clock.holds_until(moment)


class EventQuerySet(BasePageQuerySet):
    """An event is upcoming until its last date has ended; then it is past."""

    def upcoming(self, now: datetime | None = None):
        """To come, or on now."""
        hold_until_next_date()
        return self.filter(ends_at__gt=now or timezone.now())

    def past(self, now: datetime | None = None):
        hold_until_next_date()
        return self.exclude(ends_at__gt=now or timezone.now())

    def ending_after(self, moment: datetime):
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
        return self.order_by(F("starts_at").desc(nulls_last=True), "-pk")

    def about(self, topic: Topic):
        return self.filter(topics=topic)

    def from_year(self, year: int):
        return self.filter(starts_at__year=year)

    def online(self):
        return self.exclude(attendance=Attendance.PLACE)

    def lock(self, pk: int):
        """Lock the event until the transaction ends (SQLite has locked everything)."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def with_cards(self):
        """One query more."""
        return self.prefetch_related("dates")

    def with_calendar(self):
        """Two queries more."""
        return self.select_related("contact_person").prefetch_related(
            "calendar_entries", "topics"
        )


class RegistrationQuerySet(models.QuerySet):
    def live(self) -> "RegistrationQuerySet":
        return self.filter(state__in=LIVE)

    def confirmed(self) -> "RegistrationQuerySet":
        return self.filter(state=RegistrationState.CONFIRMED)

    def waiting(self) -> "RegistrationQuerySet":
        queue = self.filter(state=RegistrationState.WAITING)
        return queue.order_by("queued_at", "pk")

    def offered(self) -> "RegistrationQuerySet":
        return self.filter(state=RegistrationState.OFFERED)

    def with_overdue_offer(self, now: datetime) -> "RegistrationQuerySet":
        return self.offered().filter(offer_expires_at__lte=now)

    def told_of(self, state: str) -> "RegistrationQuerySet":
        """Whose person was last told that the event is in the state."""
        return self.filter(told__state=state)

    def of_address(self, email: str) -> "RegistrationQuerySet":
        return self.filter(email_key=mailbox(email))

    def with_needs(self) -> "RegistrationQuerySet":
        return self.exclude(dietary_needs="", access_needs="")

    def of_events_ended(self, before: datetime) -> "RegistrationQuerySet":
        """Not of postponed events, which are yet to come."""
        ended = self.filter(event__ends_at__lt=before)
        return ended.exclude(event__state=State.POSTPONED)

    def with_needs_for_nothing(self, before: datetime) -> "RegistrationQuerySet":
        """Of events that ended before then, and of those who do not come."""
        over = self.of_events_ended(before).values("pk")
        return self.with_needs().filter(Q(pk__in=over) | ~Q(state__in=LIVE))

    def with_people(self) -> "RegistrationQuerySet":
        """Not made anonymous."""
        return self.filter(anonymised_at=None)

    def matching(self, query: str) -> "RegistrationQuerySet":
        """Every word in name, e-mail or organisation; for one event's registrations."""
        return with_words(self, query, "name", "email", "organisation")

    def counts(self) -> dict[str, int]:
        """Seats ``taken`` and people ``waiting``; one query."""
        return self.aggregate(
            taken=Count("pk", filter=Q(state__in=WITH_SEAT)),
            waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
        )


class MessageQuerySet(models.QuerySet):
    def unfinished(self) -> "MessageQuerySet":
        return self.filter(finished_at=None)
