"""The editor's form of an event."""

from ethicaltrade.bilingual.forms import BilingualPageForm


class EventPageForm(BilingualPageForm):
    """Says beside each field what contradicts another.

    Not while a draft is saved: that may be as unfinished as it likes.
    """

    def is_valid(self) -> bool:
        """Validate the fields and the rows, then what ties them together."""
        is_valid = super().is_valid()
        if self.is_deferred_validation or getattr(self, "_is_checked", False):
            return is_valid
        self._is_checked = True
        if "time_zone" in self.errors:
            return False  # no time means anything
        self._check_dates()
        self._check_event()
        return super().is_valid()

    def _check_dates(self) -> None:
        for row in self._date_rows():
            if not row.errors:
                row.instance.page = self.instance
                for name, sentence in row.instance.find_faults():
                    row.add_error(name, sentence)

    def _check_event(self) -> None:
        """Compare the fields that are right in themselves."""
        rows = self._date_rows()
        if any(row.errors for row in rows):
            return  # deadline and dates are compared once there are dates
        self.instance.dates.set([row.instance for row in rows])
        for name, sentence in self.instance.find_faults():
            if not self.has_error(name or None):
                self.add_error(name if name in self.fields else None, sentence)

    def _date_rows(self) -> list:
        """The rows of dates that are to be kept."""
        formset = self.formsets["dates"]
        deleted = formset.deleted_forms if formset.is_valid() else []
        return [
            row
            for row in formset.forms
            if row not in deleted and (row.has_changed() or row.instance.pk)
        ]
