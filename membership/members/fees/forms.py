"""The CMS form of a fee table: steps that rise, and begin at nought."""

from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

STEPS = ("company_steps", "association_steps")


class FeeTableForm(WagtailAdminModelForm):
    """Holds the rows together, and says beside the row what is wrong."""

    def clean(self) -> dict[str, Any]:
        """Refuse steps that overlap, fall or leave out nought, and a day named twice.

        The rows may come in any order: they are read by their amounts.
        """
        cleaned = super().clean()
        for name in STEPS:
            self._check_steps(self._rows(name))
        self._check_days(self._rows("joining_shares"))
        return cleaned

    def _rows(self, name: str) -> list[Any]:
        """The forms of the rows that are to stay and are sound in themselves."""
        formset = self.formsets.get(name)
        if formset is None:
            return []
        return [
            form
            for form in formset.forms
            if form.is_valid() and form.cleaned_data and not _is_going(form)
        ]

    @staticmethod
    def _check_steps(rows: list[Any]) -> None:
        ordered = sorted(rows, key=lambda form: form.cleaned_data["from_amount"])
        if ordered and ordered[0].cleaned_data["from_amount"] != 0:
            ordered[0].add_error(
                "from_amount", _("The lowest step must begin at 0: nobody falls below.")
            )
        for lower, higher in pairwise(ordered):
            before, after = lower.cleaned_data, higher.cleaned_data
            if before.get("from_amount") == after["from_amount"]:
                higher.add_error(
                    "from_amount", _("Another step begins at the same amount.")
                )
            elif before.get("fee", 0) > after["fee"]:
                higher.add_error(
                    "fee", _("The fee is lower than that of the step below.")
                )

    @staticmethod
    def _check_days(rows: list[Any]) -> None:
        seen = set()
        for form in rows:
            day = (form.cleaned_data["month"], form.cleaned_data["day"])
            if day in seen:
                form.add_error("day", _("Another row begins on the same day."))
            seen.add(day)


def _is_going(form: Any) -> bool:
    return bool(form.cleaned_data.get("DELETE"))
