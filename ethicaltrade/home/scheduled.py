"""What the site does by itself, apart from its post."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from ethicaltrade.scheduling.registry import periodic

from .feedback import Feedback


@periodic(every=timedelta(minutes=1))
def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)


@periodic(every=timedelta(days=1))
def forget_feedback() -> int:
    """Erase old e-mail addresses in reports of faults; returns how many."""
    return Feedback.objects.forget_emails(timezone.now())
