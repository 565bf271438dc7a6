"""Post goes out by itself, and is forgotten in time."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ethicaltrade.scheduling.registry import periodic
from ethicaltrade.scheduling.worker import stopping

from . import delivery
from .models import Email


# A short limit: a killed worker must not hold the post up, and two rounds at the same
# time do no harm, since each e-mail is claimed.
@periodic(every=timedelta(seconds=5), limit=timedelta(minutes=1))
def deliver_due_emails() -> str:
    """Send what waits; says how many went."""
    sent = delivery.deliver_due(should_stop=stopping.is_set)
    return f"{sent} sent" if sent else ""


@periodic(every=timedelta(hours=6))
def forget_old_emails() -> str:
    """Erase what old e-mails said, and delete the oldest; says how many."""
    now = timezone.now()
    emptied = Email.objects.empty(now - timedelta(days=settings.MAIL_WORDS_KEPT_DAYS))
    deleted = Email.objects.forget(now - timedelta(days=settings.MAIL_KEPT_DAYS))
    return f"{emptied} emptied, {deleted} deleted" if emptied or deleted else ""
