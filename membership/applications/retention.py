"""What is kept of those who apply, and for how long."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ethicaltrade.mail.emails import forget_emails

from .flow import hold, note
from .letters import key_of
from .models import Application, EventKind, new_secret
from .terms import DRAFT_KEPT, REFUSED_KEPT

logger = logging.getLogger(__name__)

PEOPLE = (
    *("contact_name", "contact_role", "contact_email", "contact_phone"),
    *("invoice_name", "invoice_email", "invoice_reference", "message", "email"),
)
BY_PEOPLE = (EventKind.ASKED, EventKind.ANSWERED, EventKind.DECLINED, EventKind.NOTE)


def forget_drafts(now: datetime | None = None) -> int:
    """Delete what was never sent and not touched for long; returns how many."""
    before = (now or timezone.now()) - DRAFT_KEPT
    done = 0
    for pk in list(
        Application.objects.forgotten_drafts(before).values_list("pk", flat=True)
    ):
        done += _forget_draft(pk, before)
    if done:
        logger.info("%s unsent applications were deleted", done)
    return done


@transaction.atomic
def _forget_draft(pk: int, before: datetime) -> int:
    """Delete it and its letters, unless it has been touched or sent meanwhile."""
    drafts = Application.objects.forgotten_drafts(before).select_for_update()
    draft = drafts.filter(pk=pk).first()
    if draft is None:
        return 0
    draft.delete()  # its letters too, by the signal
    return 1


def anonymise(now: datetime | None = None) -> int:
    """Take people out of what was declined, or whose member left, long ago.

    What is left: the organisation, what was decided and when, by which of the staff.
    Returns how many; done again, none.
    """
    over = Application.objects.with_people().over_since(
        (now or timezone.now()) - REFUSED_KEPT
    )
    done = 0
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            _empty(hold(pk))
        done += 1
    if done:
        logger.info("%s applications were made anonymous", done)
    return done


def _empty(application: Application) -> None:
    forget_emails(key_of(application))
    for name in PEOPLE:
        setattr(application, name, "")
    application.typed = {}
    application.secret = new_secret()
    application.anonymised_at = timezone.now()
    application.events.filter(kind__in=BY_PEOPLE).update(text="")
    note(application, EventKind.ANONYMISED)
    application.save()
