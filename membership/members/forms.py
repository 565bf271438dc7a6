"""The CMS forms of a member and of a fee table."""

from itertools import pairwise
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
)

from ethicaltrade.bilingual.forms import in_languages, without_drafts

OUT_OF_THE_WAY = 10_000  # years; no report is about the year 12024
STEPS = ("company_steps", "association_steps")


class MemberForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        """Refuse the second report of a year, beside the year."""
        cleaned = super().clean()
        years = set()
        for form in self._report_forms():
            if not form.is_valid() or form.cleaned_data.get("DELETE"):
                continue
            year = form.cleaned_data.get("year")
            if year in years:
                form.add_error("year", _("There is already a report for this year."))
            elif year:
                years.add(year)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Reports may have exchanged their years."""
        if commit:
            moved = [
                form.instance.pk
                for form in self._report_forms()
                if form.instance.pk and "year" in form.changed_data
            ]
            if moved:
                # The rows are written one by one, and no two may share a year.
                reports = self.formsets["reports"].model.objects
                reports.filter(pk__in=moved).update(year=F("year") + OUT_OF_THE_WAY)
        return super().save(commit)

    def _report_forms(self) -> list[Any]:
        formset = self.formsets.get("reports")
        return list(formset.forms) if formset is not None else []


class FeeTableForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        """Refuse steps that overlap, fall or leave out 0, and a day named twice."""
        cleaned = super().clean()
        for name in STEPS:
            self._check_steps(self._rows(name))
        self._check_days(self._rows("joining_shares"))
        return cleaned

    def _rows(self, name: str) -> list[Any]:
        """The valid forms of the rows that are to stay."""
        formset = self.formsets.get(name)
        if formset is None:
            return []
        return [
            form
            for form in formset.forms
            if form.is_valid()
            and form.cleaned_data
            and not form.cleaned_data.get("DELETE")
        ]

    @staticmethod
    def _check_steps(rows: list[Any]) -> None:
        ordered = sorted(rows, key=lambda form: form.cleaned_data["from_amount"])
        if ordered and ordered[0].cleaned_data["from_amount"] != 0:
            ordered[0].add_error(
                "from_amount",
                _("The lowest step must start at 0, so that nobody falls below it."),
            )
        for lower, higher in pairwise(ordered):
            before, after = lower.cleaned_data, higher.cleaned_data
            if before.get("from_amount") == after["from_amount"]:
                higher.add_error(
                    "from_amount", _("Another step starts at the same amount.")
                )
            elif before.get("fee", 0) > after["fee"]:
                higher.add_error(
                    "fee", _("The fee is lower than the one for the step below.")
                )

    @staticmethod
    def _check_days(rows: list[Any]) -> None:
        seen = set()
        for form in rows:
            day = (form.cleaned_data["month"], form.cleaned_data["day"])
            if day in seen:
                form.add_error("day", _("Another row starts on the same day."))
            seen.add(day)


def _steps(relation: str, heading: Any, label: Any) -> InlinePanel:
    return InlinePanel(
        relation,
        heading=heading,
        label=label,
        panels=[FieldRowPanel(["from_amount", "fee"])],
        min_num=1,
    )


def fee_table_panels() -> list[Any]:
    return [
        without_drafts(),
        FieldRowPanel(["year", "valid_from"]),
        in_languages("explanation"),
        _steps(
            "company_steps",
            gettext_lazy("Companies, by turnover"),
            gettext_lazy("Step for companies"),
        ),
        _steps(
            "association_steps",
            gettext_lazy("Associations, by turnover or budget"),
            gettext_lazy("Step for associations"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["municipality_rate", "county_rate"]),
                FieldRowPanel(["lowest_public_fee", "highest_public_fee"]),
            ],
            heading=gettext_lazy("Public bodies, in kroner"),
        ),
        InlinePanel(
            "joining_shares",
            heading=gettext_lazy("Joining late in the year"),
            label=gettext_lazy("Share"),
            panels=[FieldRowPanel(["day", "month", "percent"])],
            help_text=gettext_lazy(
                "From this day, new members pay only this share of the first year’s "
                "fee. Before the first such day, they pay the full fee."
            ),
        ),
        FieldPanel("note"),
    ]
