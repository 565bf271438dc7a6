"""What members tell about their work, year by year."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import CollectionViewRestriction

from ethicaltrade.dates import today
from ethicaltrade.privacy.documents import register_use
from membership.members.choices import Level

from .members import Member

FIRST_YEAR = 2000  # the organisation's first


def in_closed_collection() -> Exists:
    """Whether a report's document lies in a closed collection, or below one."""
    path = OuterRef("document__collection__path")
    closed = CollectionViewRestriction.objects.annotate(
        start=Substr(path, 1, Length("collection__path"))
    )
    return Exists(closed.filter(collection__path=F("start")))


class ReportQuerySet(models.QuerySet):
    def public(self, on: date | None = None):
        """Published, of active members on the day, and not in a closed collection."""
        on = on or today()
        return self.filter(
            ~in_closed_collection(),
            published_on__lte=on,
            member__in=Member.objects.active(on).order_by(),
        )


class Report(models.Model):
    """One member's report for one year: a document here, or a link elsewhere."""

    member = ParentalKey(
        Member,
        on_delete=models.CASCADE,
        related_name="reports",
        verbose_name=_("member"),
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(FIRST_YEAR)],
        help_text=_("The year the report covers."),
    )
    # Protected: without its document a report would be about nothing.
    document = models.ForeignKey(
        "media.CustomDocument",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("document"),
    )
    link = models.URLField(
        _("link"),
        max_length=500,
        blank=True,
        help_text=_("Where the report is, if it is not uploaded here."),
    )
    level = models.CharField(
        _("level"),
        max_length=20,
        choices=Level,
        blank=True,
        help_text=_("The badge that the report has earned, if any."),
    )
    published_on = models.DateField(
        _("published"),
        null=True,
        blank=True,
        default=today,
        help_text=_(
            "The report is shown from this day, and hidden while this is empty."
        ),
    )

    objects = models.Manager.from_queryset(ReportQuerySet)()

    panels = [
        FieldRowPanel(["year", "level", "published_on"]),
        FieldPanel("document"),
        FieldPanel("link"),
    ]

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "year"],
                name="membership_one_report_a_year",
                violation_error_message=_("There is already a report for this year."),
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=False, link="")
                | (Q(document__isnull=True) & ~Q(link="")),
                name="membership_report_document_or_link",
                violation_error_message=_("Choose a document, or enter a link."),
            ),
        ]

    def __str__(self):
        return str(self.year)

    def clean(self):
        super().clean()
        errors = {}
        if self.year and self.year > today().year:
            errors["year"] = _("This year has not started yet.")
        if self.document_id and self.link:
            errors["link"] = _("Choose either a document or a link, not both.")
        elif not self.document_id and not self.link:
            errors["link"] = _("Choose a document, or enter a link.")
        if errors:
            raise ValidationError(errors)

    @property
    def address(self) -> str:
        return self.document.url if self.document_id else self.link


@register_use
def refers_to_document(user: Any) -> Exists:
    return Exists(Report.objects.public().filter(document=OuterRef("pk")))
