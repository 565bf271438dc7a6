"""Files whose rows are gone, while where they lie was away: they go when it is back."""

import logging

from django.apps import apps
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from ethicaltrade.outages.breaker import FilesAwayError

logger = logging.getLogger(__name__)


class UndeletedFile(models.Model):
    """``storage``: what settings.STORAGES calls it."""

    storage = models.CharField(_("storage"), max_length=50)
    name = models.CharField(_("name"), max_length=255)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("file that could not be deleted")
        verbose_name_plural = _("files that could not be deleted")
        constraints = [
            models.UniqueConstraint(
                fields=["storage", "name"], name="media_undeleted_once"
            )
        ]

    def __str__(self):
        return f"{self.storage}: {self.name}"


def remember(storage: str, name: str) -> None:
    UndeletedFile.objects.get_or_create(storage=storage, name=name)
    logger.warning("A file could not be deleted, and will be later")


def is_remembered(storage: str, name: str) -> bool:
    return UndeletedFile.objects.filter(storage=storage, name=name).exists()


def delete_all() -> int:
    """Those that can be; how many. One that a row names (a backup put back) stays."""
    count = 0
    for each in UndeletedFile.objects.order_by("since"):
        if not _is_named(each.name):
            storage = storages[each.storage]
            try:
                getattr(storage, "delete_now", storage.delete)(each.name)
            except FilesAwayError:
                break
            count += 1
        each.delete()
    return count


def _is_named(name: str) -> bool:
    found = ("CustomImage", "CustomRendition", "CustomDocument")
    every = [apps.get_model("media", each)._base_manager for each in found]
    return any(manager.filter(file=name).exists() for manager in every)
