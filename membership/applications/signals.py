"""What happens when an application is deleted."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from ethicaltrade.mail.emails import forget_emails

from .emails import key_of
from .models import Application


@receiver(pre_delete, sender=Application)
def forget_with(sender: Any, instance: Application, **kwargs: Any) -> None:
    """Delete the e-mails about it."""
    forget_emails(key_of(instance))
