"""The fee tables, one a year, which the staff edit."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from ethicaltrade.dates import today
from membership.members.choices import Body
from membership.members.forms import FeeTableForm, fee_table_panels

FIRST_YEAR = 2000  # the organisation's first
LAST_YEAR = 2999
LEAP_YEAR = 2024  # any: 29 February is a day

ROWS = ("company_steps", "association_steps", "joining_shares")


def whole_kroner(amount: Decimal) -> int:
    """The amount without øre; half a krone is rounded up."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


class FeeTable(ClusterableModel):
    """What membership costs from a day on, until a newer table takes over."""

    year = models.PositiveSmallIntegerField(
        _("year"),
        unique=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        error_messages={"unique": _("There is already a table for this year.")},
    )
    valid_from = models.DateField(
        _("valid from"),
        help_text=_("The calculator uses the table from this day."),
    )
    explanation = models.TextField(
        _("explanation"),
        blank=True,
        help_text=_("Shown to visitors below the calculator."),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("For colleagues: who decided the fees, and when you checked them."),
    )

    # Fields: municipalities and county authorities, in kroner
    municipality_rate = models.DecimalField(
        _("municipality, per inhabitant per year"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    county_rate = models.DecimalField(
        _("county authority, per inhabitant per year"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    lowest_public_fee = models.PositiveIntegerField(_("lowest fee"))
    highest_public_fee = models.PositiveIntegerField(_("highest fee"))

    base_form_class = FeeTableForm
    panels = fee_table_panels()

    class Meta:
        verbose_name = _("fee table")
        verbose_name_plural = _("fee tables")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(highest_public_fee__gte=models.F("lowest_public_fee")),
                name="membership_public_fees_in_order",
                violation_error_message=_("The highest fee is below the lowest."),
            )
        ]

    def __str__(self):
        return str(self.year)

    def clean(self):
        super().clean()
        lowest, highest = self.lowest_public_fee, self.highest_public_fee
        if lowest is not None and highest is not None and highest < lowest:
            raise ValidationError(
                {"highest_public_fee": _("The highest fee is below the lowest.")}
            )

    @classmethod
    def current(cls, on: date | None = None) -> "FeeTable | None":
        """The newest table that is valid on the day (default today); or None."""
        begun = cls.objects.filter(valid_from__lte=on or today())
        return begun.order_by("-valid_from", "-year").first()

    def as_next_year(self) -> "FeeTable":
        table = FeeTable()
        for field in self._meta.concrete_fields:
            if not field.primary_key:
                setattr(table, field.attname, getattr(self, field.attname))
        table.year += 1
        table.valid_from = date(table.year, 1, 1)
        for relation in ROWS:
            rows = list(getattr(self, relation).all())
            for row in rows:
                row.pk = row.table_id = None
            setattr(table, relation, rows)
        return table

    def public_fee(self, body: str, inhabitants: int) -> int:
        """A municipality's or a county authority's fee for a year, in whole kroner."""
        rates = {
            Body.MUNICIPALITY: self.municipality_rate,
            Body.COUNTY: self.county_rate,
        }
        fee = whole_kroner(Decimal(rates[Body(body)]) * inhabitants)
        return min(max(fee, self.lowest_public_fee), self.highest_public_fee)

    def share_on(self, day: date) -> int:
        """How many per cent of a year's fee those pay who join on the day."""
        rows = [row for row in self.joining_shares.all() if row.begins_by(day)]
        return max(rows, key=lambda row: (row.month, row.day)).percent if rows else 100


class FeeStep(models.Model):
    """The fee of those whose turnover is at least so much."""

    from_amount = models.PositiveBigIntegerField(
        _("from"), help_text=_("Kroner a year; the first step starts at 0.")
    )
    fee = models.PositiveIntegerField(_("fee"), help_text=_("Kroner a year."))

    class Meta:
        abstract = True
        ordering = ["from_amount", "pk"]

    def __str__(self):
        return f"{self.from_amount}: {self.fee}"


class CompanyStep(FeeStep):
    table = ParentalKey(
        FeeTable, on_delete=models.CASCADE, related_name="company_steps"
    )

    class Meta(FeeStep.Meta):
        verbose_name = _("step for companies")
        verbose_name_plural = _("steps for companies")


class AssociationStep(FeeStep):
    table = ParentalKey(
        FeeTable, on_delete=models.CASCADE, related_name="association_steps"
    )

    class Meta(FeeStep.Meta):
        verbose_name = _("step for associations")
        verbose_name_plural = _("steps for associations")


class JoiningShare(models.Model):
    """What part of the first year's fee those pay who join from a day of the year."""

    table = ParentalKey(
        FeeTable, on_delete=models.CASCADE, related_name="joining_shares"
    )
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        _("day"), default=1, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    percent = models.PositiveSmallIntegerField(
        _("per cent of the fee"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("share when joining late")
        verbose_name_plural = _("shares when joining late")
        ordering = ["month", "day", "pk"]

    def __str__(self):
        return f"{self.day}.{self.month}.: {self.percent} %"

    def clean(self):
        """Refuse a day that no year has, such as 31 February."""
        super().clean()
        month, day = self.month or 0, self.day or 0
        is_sound = 1 <= month <= 12 and 1 <= day <= 31  # else each field says so
        if is_sound and not _is_a_day(month, day):
            raise ValidationError({"day": _("There is no such day.")})

    @property
    def first_day(self) -> date:
        return date(LEAP_YEAR, self.month, self.day)

    def begins_by(self, day: date) -> bool:
        return (self.month, self.day) <= (day.month, day.day)


def _is_a_day(month: int, day: int) -> bool:
    try:
        date(LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True


def fee_by_steps(steps: Any, amount: int | Decimal) -> int | None:
    """The fee of the highest step at or below the amount; None below all of them."""
    reached = [step for step in steps if step.from_amount <= amount]
    return max(reached, key=lambda step: step.from_amount).fee if reached else None
