from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ethicaltrade.scheduling.registry import periodic

from . import undeleted
from .models import CustomRendition

KEPT = timedelta(days=90)  # an e-mail that is older shows its words alone


@periodic(_("Delete sizes of replaced pictures"), every=timedelta(days=1))
def delete_replaced_sizes() -> str:
    """Delete sizes of files that pictures no longer have, and their own files."""
    old = CustomRendition.of_any_time.filter(replaced_at__lt=timezone.now() - KEPT)
    count, _by_model = old.delete()
    return f"{count} deleted" if count else ""


@periodic(_("Delete files that could not be deleted"), every=timedelta(minutes=10))
def delete_what_was_left() -> str:
    """Delete the files that could not be when their rows went."""
    count = undeleted.delete_all()
    return f"{count} deleted" if count else ""
