"""What happens by itself: the waiting list, reminders, and forgetting."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ethicaltrade.scheduling.registry import periodic
from events.choices import State
from events.models import EventDate, EventPage

from . import letters, personal_data, places, terms
from .changes import tell_changes
from .models import Registration


@periodic(every=timedelta(minutes=5))
def move_up_waiting_lists() -> str:
    """End offers nobody answered, and offer what is free; says how many changed."""
    now = timezone.now()
    overdue = Q(registrations__in=Registration.objects.with_overdue_offer(now))
    waited_for = Q(registrations__in=Registration.objects.waiting().order_by())
    to_settle = Q(ends_at__gt=now) & (overdue | waited_for)
    offered = Q(registrations__in=Registration.objects.offered())
    called_off = ~Q(state=State.SCHEDULED) & offered
    events = EventPage.objects.filter(to_settle | called_off, live=True)
    pks = events.order_by("pk").values_list("pk", flat=True).distinct()
    changed = sum(places.move_up(pk) for pk in list(pks))
    return f"{changed} registrations" if changed else ""


@periodic(every=timedelta(minutes=15))
def remind() -> str:
    """Remind those who come of dates within a day; says how many letters.

    In a series of each date. Who got the place within that day was told just now.
    """
    now = timezone.now()
    soon = EventDate.objects.filter(
        starts_at__gt=now,
        starts_at__lte=now + terms.REMINDED,
        page__live=True,
        page__state=State.SCHEDULED,
    )
    written = sum(_remind_of(date) for date in soon.select_related("page"))
    return f"{written} reminders" if written else ""


def _remind_of(date: EventDate) -> int:
    not_reminded = Q(reminded_for=None) | Q(reminded_for__lt=date.starts_at)
    coming = date.page.registrations.confirmed().filter(
        not_reminded, confirmed_at__lte=date.starts_at - terms.REMINDED
    )
    return sum(_remind(pk, date) for pk in list(coming.values_list("pk", flat=True)))


def _remind(pk: int, date: EventDate) -> bool:
    with transaction.atomic():
        coming = Registration.objects.confirmed().select_for_update(of=("self",))
        registration = coming.filter(pk=pk).first()
        if registration is None:  # cancelled in this very second
            return False
        registration.event = date.page
        registration.reminded_for = date.starts_at
        registration.save(update_fields=["reminded_for"])
        letters.reminder(registration, date)
    return True


@periodic(every=timedelta(hours=1))
def tell_of_changes() -> str:
    """Letters about changes that an interruption left unwritten; says how many."""
    live = Registration.objects.live()
    coming = Q(ends_at__gt=timezone.now(), registrations__in=live)
    await_another_day = live.told_of(State.POSTPONED)
    cancelled = Q(state=State.CANCELLED, registrations__in=await_another_day)
    concerned = EventPage.objects.filter(coming | cancelled, live=True)
    pks = concerned.order_by("pk").values_list("pk", flat=True).distinct()
    told = sum(tell_changes(pk) for pk in list(pks))
    return f"{told} letters" if told else ""


@periodic(every=timedelta(hours=1))
def forget_people() -> str:
    """Erase needs after events, and make old registrations anonymous."""
    now: datetime = timezone.now()
    needs = personal_data.erase_needs(now)
    people = personal_data.anonymise(now - timedelta(days=terms.kept_days()))
    if not needs and not people:
        return ""
    return f"needs of {needs}, {people} made anonymous"
