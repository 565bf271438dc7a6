"""Who sent a translator's file in."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.personal_data import PURPOSE
from ethicaltrade.privacy.purposes import Item, days
from ethicaltrade.privacy.registry import Kept, Source, register

from .models import Import

KEPT = timedelta(days=30)


def export(user: Any) -> list[dict[str, Any]]:
    mine = Import.objects.filter(user=user).order_by("sent_at")
    return list(mine.values("name", "sent_at"))


def forget(user: Any) -> None:
    Import.objects.filter(user=user).update(user=None)


def expire(now: datetime) -> str:
    """With the reports."""
    old = Import.objects.filter(sent_at__lt=now - KEPT)
    count = old.count()
    old.delete()
    return f"{count} translation files deleted" if count else ""


SENT = Item(
    what=_("That you sent in a file from a translator, and what it is called."),
    until=lambda: days(KEPT),
)

register(
    Source(
        name="translation_files",
        purpose=PURPOSE,
        export=export,
        forget=forget,
        expire=expire,
        kept=(
            Kept(
                model=Import,
                by=("user",),
                others=("told_in", "name", "packed", "asked", "error"),
                items=(SENT,),
            ),
        ),
    )
)
