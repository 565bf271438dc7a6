"""What is kept of people, and for how long."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ethicaltrade.mail.emails import forget_emails

from .letters import key_of
from .models import Registration, new_secret

logger = logging.getLogger(__name__)


def erase_needs(now: datetime | None = None) -> int:
    """Erase what people eat and need, of events that ended before today.

    Returns of how many; the day is the site's own. A postponed event has not ended.
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
    """Take people out of the registrations for events that ended before then.

    What is left counts: event, state, price, language, whether somebody came. Their
    letters are deleted too. Returns how many; done again, none.
    """
    old = Registration.objects.with_people().of_events_ended(before)
    done = 0
    for pk in list(old.values_list("pk", flat=True)):
        forget_person(pk)
        done += 1
    if done:
        logger.info("%s registrations were made anonymous", done)
    return done


@transaction.atomic
def forget_person(pk: int) -> None:
    """Take the person out of one registration, and delete the letters about it."""
    registration = Registration.objects.select_for_update().get(pk=pk)
    forget_emails(key_of(registration))
    _empty(registration)


def forget_with(sender: Any, instance: Registration, **kwargs: Any) -> None:
    """Delete the letters about a registration that is deleted."""
    forget_emails(key_of(instance))


def _empty(registration: Registration) -> None:
    for name in ("name", "email", "organisation", "dietary_needs", "access_needs"):
        setattr(registration, name, "")
    registration.user = None
    registration.fingerprint = ""
    registration.secret = new_secret()
    registration.anonymised_at = timezone.now()
    registration.save()
