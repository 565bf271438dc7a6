"""How often documents are downloaded: numbers a month, and nothing about anybody."""

from datetime import date
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import document_served

from ethicaltrade.dates import today
from ethicaltrade.outages.database import in_passing


class DownloadCountQuerySet(models.QuerySet):
    @transaction.atomic
    def count_one(self, document: Any, day: date | None = None) -> None:
        """Count in the month of the day; today's if none."""
        month = (day or today()).replace(day=1)
        row = self.filter(document=document, month=month)
        if not row.update(number=F("number") + 1):
            self.get_or_create(document=document, month=month)
            row.update(number=F("number") + 1)


class DownloadCount(models.Model):
    document = models.ForeignKey(
        "media.CustomDocument",
        on_delete=models.CASCADE,
        related_name="download_counts",
        verbose_name=_("document"),
    )
    month = models.DateField(_("month"), help_text=_("The first day of the month."))
    number = models.PositiveIntegerField(_("downloads"), default=0)

    objects = models.Manager.from_queryset(DownloadCountQuerySet)()

    # Or the editor would count the numbers among the places that use the document.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("number of downloads")
        verbose_name_plural = _("numbers of downloads")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "month"], name="media_downloads_once_a_month"
            )
        ]

    def __str__(self):
        return f"{self.document_id}, {self.month:%Y-%m}: {self.number}"


@receiver(document_served)
def count_download(instance: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Count a document that is handed out, but for those who edit: that is their work.

    The signal comes once a download: not for HEAD, for what has not changed (304), nor
    for the rest of a file that is fetched in pieces.
    """
    user = getattr(request, "user", None)
    if user and user.is_authenticated and user.has_perm("wagtailadmin.access_admin"):
        return
    in_passing("A download", partial(DownloadCount.objects.count_one, instance))
