from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ethicaltrade.scheduling.registry import periodic

from . import deadlines, emails, services
from .admin.messages import write_message
from .changes import notify_of_changes
from .choices import State
from .models import EventDate, EventPage, Message, Registration

STALE = timedelta(minutes=10)  # younger messages are being written


@periodic(_("Offer free places to those who wait"), every=timedelta(minutes=5))
def move_up_waiting_lists() -> str:
    """How many registrations changed."""
    now = timezone.now()
    overdue = Q(registrations__in=Registration.objects.with_overdue_offer(now))
    waited_for = Q(registrations__in=Registration.objects.waiting().order_by())
    to_come = Q(ends_at__gt=now) & (overdue | waited_for)
    offered = Q(registrations__in=Registration.objects.offered())
    called_off = ~Q(state=State.SCHEDULED) & offered
    events = EventPage.objects.filter(to_come | called_off, live=True)
    pks = events.order_by("pk").values_list("pk", flat=True).distinct()
    changed = sum(services.move_up(pk) for pk in list(pks))
    return f"{changed} registrations" if changed else ""


@periodic(_("Remind participants of events"), every=timedelta(minutes=15))
def remind() -> str:
    """How many; those who got a seat within the last day have just been told."""
    now = timezone.now()
    soon = EventDate.objects.filter(
        starts_at__gt=now,
        starts_at__lte=now + deadlines.REMIND_BEFORE,
        page__live=True,
        page__state=State.SCHEDULED,
    )
    written = sum(_remind_of(date) for date in soon.select_related("page"))
    return f"{written} reminders" if written else ""


def _remind_of(date: EventDate) -> int:
    not_reminded = Q(reminded_for=None) | Q(reminded_for__lt=date.starts_at)
    coming = date.page.registrations.confirmed().filter(
        not_reminded, confirmed_at__lte=date.starts_at - deadlines.REMIND_BEFORE
    )
    return sum(_remind(pk, date) for pk in list(coming.values_list("pk", flat=True)))


def _remind(pk: int, date: EventDate) -> bool:
    with transaction.atomic():
        coming = Registration.objects.confirmed().select_for_update(of=("self",))
        registration = coming.filter(pk=pk).first()
        if registration is None:  # cancelled meanwhile
            return False
        registration.event = date.page
        registration.reminded_for = date.starts_at
        registration.save(update_fields=["reminded_for"])
        emails.reminder(registration, date)
    return True


@periodic(_("Tell participants of changes"), every=timedelta(hours=1))
def tell_of_changes() -> str:
    """How many e-mails an interruption had left unsent."""
    live = Registration.objects.live()
    coming = Q(ends_at__gt=timezone.now(), registrations__in=live)
    awaiting = live.told_of(State.POSTPONED)
    cancelled = Q(state=State.CANCELLED, registrations__in=awaiting)
    concerned = EventPage.objects.filter(coming | cancelled, live=True)
    pks = concerned.order_by("pk").values_list("pk", flat=True).distinct()
    told = sum(notify_of_changes(pk) for pk in list(pks))
    return f"{told} e-mails" if told else ""


@periodic(_("Finish messages to participants"), every=timedelta(minutes=10))
def finish_messages() -> str:
    """How many e-mails an interruption had left unwritten."""
    old = Message.objects.unfinished().filter(created_at__lt=timezone.now() - STALE)
    written = sum(
        write_message.call(pk) for pk in list(old.values_list("pk", flat=True))
    )
    return f"{written} e-mails" if written else ""
