"""The CMS form of a member."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

OUT_OF_THE_WAY = 10_000  # years; no report is about the year 12024


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
                form.add_error("year", _("There is a report for this year already."))
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
