from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ethicaltrade.scheduling.registry import periodic

from .models import Import

KEPT = timedelta(days=30)


@periodic(_("Delete old reports of translation files"), every=timedelta(days=1))
def delete_old_imports() -> str:
    old = Import.objects.filter(sent_at__lt=timezone.now() - KEPT)
    count = old.count()
    old.delete()
    return f"{count} deleted" if count else ""
