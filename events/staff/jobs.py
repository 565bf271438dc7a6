"""What the staff began, and an interruption left half done."""

from datetime import timedelta

from django.utils import timezone

from ethicaltrade.scheduling.registry import periodic

from .messages import write_message
from .models import Message

IN_HAND = timedelta(minutes=10)  # younger ones are being written


@periodic(every=timedelta(minutes=10))
def finish_messages() -> str:
    """Write the letters of messages that were left unfinished; says how many."""
    old = Message.objects.unfinished().filter(created_at__lt=timezone.now() - IN_HAND)
    written = sum(
        write_message.call(pk) for pk in list(old.values_list("pk", flat=True))
    )
    return f"{written} letters" if written else ""
