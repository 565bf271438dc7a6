"""What membership will cost: an estimate from the fee table, and the form that asks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ethicaltrade.core.numbers import AmountField
from ethicaltrade.dates import today
from membership.members.choices import Body, Kind

from .models import FeeTable, fee_by_steps, whole_kroner


@dataclass(frozen=True)
class Estimate:
    """A fee in whole kroner, or why there is none; ``note`` is in the active language.

    ``year`` is the table's, or None. ``full`` and ``first_year`` are None when no fee
    can be told. ``percent`` of the full fee is paid for the first year.
    """

    year: int | None = None
    full: int | None = None
    first_year: int | None = None
    percent: int = 100
    note: str = ""

    @property
    def is_known(self) -> bool:
        return self.full is not None

    @property
    def is_reduced(self) -> bool:
        return self.is_known and self.percent < 100


def estimate(
    kind: str,
    *,
    size: int | Decimal | None,
    body: str | None = None,
    on: date | None = None,
) -> Estimate:
    """The fee of an organisation that joins on the day (default today).

    ``size`` is the yearly turnover in kroner (or an association's budget), or the
    inhabitants of a public ``body``. Half a krone is rounded up: first the full fee,
    then the first year's share. Raises ValueError for an unknown kind or body, and for
    a negative size.
    """
    kind, body = Kind(kind), Body(body) if body else None
    if size is not None and size < 0:
        raise ValueError("a size is never below nought")
    day = on or today()
    table = FeeTable.current(day)
    if table is None:
        return Estimate(
            None, note=gettext("The fees are not ready yet. Please ask us.")
        )
    if kind == Kind.PUBLIC and body in (None, Body.OTHER):
        return Estimate(
            table.year,
            note=gettext("The fee is agreed with each public body. Please ask us."),
        )
    full = None if size is None else _full_fee(table, kind, body, size)
    if full is None:
        return Estimate(
            table.year, note=gettext("Please ask us what membership would cost you.")
        )
    percent = table.share_on(day)
    return Estimate(
        year=table.year,
        full=full,
        first_year=whole_kroner(full * Decimal(percent) / 100),
        percent=percent,
        note=_note(table, day),
    )


def _full_fee(
    table: FeeTable, kind: Kind, body: Body | None, size: int | Decimal
) -> int | None:
    if kind == Kind.PUBLIC:
        return table.public_fee(body, size)
    is_company = kind == Kind.COMPANY
    steps = table.company_steps if is_company else table.association_steps
    return fee_by_steps(steps.all(), size)


def _note(table: FeeTable, day: date) -> str:
    if table.year >= day.year:
        return ""
    return gettext(
        "The fees for %(this_year)s have not been entered yet, so those for %(year)s "
        "are used."
    ) % {"this_year": day.year, "year": table.year}


class Payer(TextChoices):
    """Kind and body as one choice; the values stand in addresses."""

    COMPANY = "company", _("Company")
    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("County authority")
    OTHER = "other", _("Another public body")
    ASSOCIATION = "association", _("Association")


KIND_AND_BODY = {
    Payer.COMPANY: (Kind.COMPANY, None),
    Payer.MUNICIPALITY: (Kind.PUBLIC, Body.MUNICIPALITY),
    Payer.COUNTY: (Kind.PUBLIC, Body.COUNTY),
    Payer.OTHER: (Kind.PUBLIC, Body.OTHER),
    Payer.ASSOCIATION: (Kind.ASSOCIATION, None),
}


class Calculator(forms.Form):
    who = forms.ChoiceField(
        label=_("What type of organisation are you?"),
        choices=[("", pgettext_lazy("a choice", "Choose")), *Payer.choices],
        error_messages={
            "required": _("Choose the type of organisation."),
            "invalid_choice": _("Choose the type of organisation."),
        },
    )
    size = AmountField(
        label=_("Turnover in kroner, or number of inhabitants"),
        help_text=_(
            "Companies and associations enter last year’s turnover; municipalities "
            "and county authorities enter their number of inhabitants. You can write "
            "12,500,000 or 12.5 million."
        ),
        error_messages={"required": _("Enter your turnover or number of inhabitants.")},
    )

    def __init__(self, data: QueryDict | None = None):
        super().__init__(data if self.is_asked(data) else None, auto_id="fee-%s")

    @staticmethod
    def is_asked(data: QueryDict | None) -> bool:
        return data is not None and bool({"who", "size"} & {*data})

    def clean(self):
        """Another public body needs no size: its fee is agreed with each."""
        cleaned = super().clean()
        if cleaned.get("who") == Payer.OTHER:
            self.errors.pop("size", None)
        return cleaned

    @cached_property
    def estimate(self) -> Estimate | None:
        """None when nothing was asked, or the form has errors."""
        if not self.is_bound or not self.is_valid():
            return None
        kind, body = KIND_AND_BODY[Payer(self.cleaned_data["who"])]
        return estimate(kind, size=self.cleaned_data.get("size"), body=body)
