"""What the staff do to registrations: done, e-mailed and logged in one transaction.

The log outlives the people, so it names registrations by number, never a person.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import log

from ethicaltrade.core.cms import DetailedFormatter
from ethicaltrade.mail.emails import forget_emails
from events import emails, services
from events.models import EventPage, Registration
from events.services import Participant, transaction_with_retries
from events.status import count_seats


@transaction_with_retries
def add(
    event_id: int, participant: Participant, *, by: Any, **options: bool
) -> Registration:
    """Options and errors are those of ``add_by_staff``."""
    registration = services.add_by_staff(event_id, participant, **options)
    exceeds = is_overbooked(registration)
    event = registration.event
    log_action(event, "add", by, registration=registration.pk, exceeds=exceeds)
    return registration


@transaction_with_retries
def give_seat(pk: int, *, by: Any, may_exceed: bool = False) -> bool:
    """Whether anything changed; FullError when no seat is free, unless exceeded."""
    before = services.lock(pk)
    if not (before.is_waiting or before.is_offered):
        return False
    registration = services.confirm_by_staff(pk, may_exceed=may_exceed)
    exceeds = is_overbooked(registration)
    log_action(before.event, "confirm", by, registration=pk, exceeds=exceeds)
    return True


@transaction_with_retries
def cancel(pk: int, *, by: Any, tell: bool) -> bool:
    """Whether anything changed. The e-mail differs from the person's own receipt."""
    before = services.lock(pk)
    if not before.is_live:
        return False
    registration = services.cancel(pk)
    forget_emails(f"{emails.key_of(registration)}:cancelled")
    if tell:
        emails.tell("cancelled_by_staff", registration)
    log_action(before.event, "cancel", by, registration=pk, silently=not tell)
    return True


@transaction_with_retries
def send_again(pk: int, *, by: Any) -> bool:
    """At most once a minute."""
    registration = services.lock(pk)
    if not registration.is_live:
        return False
    emails.again(registration, timezone.now())
    log_action(registration.event, "resend", by, registration=pk)
    return True


@transaction_with_retries
def change(pk: int, details: dict[str, str], *, by: Any) -> bool:
    registration = services.change(pk, details)
    if not registration.is_live:
        return False
    log_action(registration.event, "change", by, registration=pk)
    return True


@transaction_with_retries
def check_in(pk: int, *, by: Any, is_here: bool) -> bool:
    """Whether anything changed."""
    before = Registration.objects.select_related("event").get(pk=pk)
    if (before.attended_at is not None) == is_here:
        return False
    if not services.check_in(pk, is_here=is_here):
        return False
    action = "check_in" if is_here else "undo_check_in"
    log_action(before.event, action, by, registration=pk)
    return True


def is_overbooked(registration: Registration) -> bool:
    event = registration.event
    if event.capacity is None or not registration.is_confirmed:
        return False
    return count_seats(event).taken > event.capacity


LOG_PREFIX = "events.registration"
LOG_LABELS = {
    "add": gettext_lazy("Register somebody"),
    "confirm": gettext_lazy("Give a place"),
    "cancel": gettext_lazy("Cancel a registration"),
    "change": gettext_lazy("Change a registration"),
    "resend": gettext_lazy("Send the confirmation again"),
    "check_in": gettext_lazy("Check in"),
    "undo_check_in": gettext_lazy("Undo check-in"),
    "message": gettext_lazy("Message to participants"),
    "export": gettext_lazy("Download registrations"),
}


def log_action(event: EventPage, action: str, by: Any, **data: Any) -> None:
    log(instance=event, action=f"{LOG_PREFIX}.{action}", user=by, data=data)


class RegistrationLogFormatter(DetailedFormatter):
    def get_details(self, data: Mapping[str, Any]) -> list[str]:
        details = []
        if "registration" in data:
            number = {"number": data["registration"]}
            details.append(_("registration no. %(number)s") % number)
        if "count" in data:
            count = data["count"]
            told = ngettext("%(count)s person", "%(count)s people", count)
            details.append(told % {"count": count})
        if data.get("exceeds"):
            details.append(_("although it was full"))
        if data.get("silently"):
            details.append(_("no e-mail was sent"))
        if data.get("needs"):
            details.append(_("with dietary and access needs"))
        return details
