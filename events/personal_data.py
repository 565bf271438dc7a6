"""Personal data in registrations: erased, and made anonymous."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ethicaltrade.mail.emails import forget_emails

from .emails import key_of
from .models import Registration
from .models.registration import new_secret

logger = logging.getLogger(__name__)


def erase_needs(now: datetime | None = None) -> int:
    """Erase needs from registrations for events that ended before today; how many.

    The day is the site's own. A postponed event has not ended.
    """
    now = now or timezone.now()
    midnight = timezone.localtime(now).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    over = Registration.objects.with_needs().of_events_ended(midnight)
    erased = over.update(dietary_needs="", access_needs="", changed_at=now)
    if erased:
        logger.info("Needs were erased from %s registrations", erased)
    return erased


def anonymise(before: datetime) -> int:
    """Make registrations for events that ended before then anonymous; how many.

    Event, state, price, language and attendance are kept for statistics; the e-mails
    about them are deleted.
    """
    old = Registration.objects.with_people().of_events_ended(before)
    done = 0
    for pk in list(old.values_list("pk", flat=True)):
        anonymise_registration(pk)
        done += 1
    if done:
        logger.info("%s registrations were made anonymous", done)
    return done


@transaction.atomic
def anonymise_registration(pk: int) -> None:
    """Remove the person from one registration, and delete the e-mails about it."""
    registration = Registration.objects.select_for_update().get(pk=pk)
    forget_emails(key_of(registration))
    _remove_person(registration)


def delete_emails_with(sender: Any, instance: Registration, **kwargs: Any) -> None:
    """Delete the e-mails about a registration that is deleted."""
    forget_emails(key_of(instance))


def _remove_person(registration: Registration) -> None:
    for name in ("name", "email", "organisation", "dietary_needs", "access_needs"):
        setattr(registration, name, "")
    registration.user = None
    registration.fingerprint = ""
    registration.secret = new_secret()
    registration.anonymised_at = timezone.now()
    registration.save()
