"""Post goes out by itself, and is forgotten in time."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ethicaltrade.jobs.registry import periodic
from ethicaltrade.jobs.worker import stopping

from . import delivery
from .models import Letter


# A short limit: a killed worker must not hold the post up, and two rounds at the same
# time do no harm, since each letter is claimed.
@periodic(every=timedelta(seconds=5), limit=timedelta(minutes=1))
def deliver_due_letters() -> str:
    """Send what waits; says how many went."""
    sent = delivery.deliver_due(should_stop=stopping.is_set)
    return f"{sent} sent" if sent else ""


@periodic(every=timedelta(hours=6))
def forget_old_letters() -> str:
    """Erase what old letters said, and delete the oldest; says how many."""
    now = timezone.now()
    emptied = Letter.objects.empty(now - timedelta(days=settings.POST_WORDS_KEPT_DAYS))
    deleted = Letter.objects.forget(now - timedelta(days=settings.POST_KEPT_DAYS))
    return f"{emptied} emptied, {deleted} deleted" if emptied or deleted else ""
