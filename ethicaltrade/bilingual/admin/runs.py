"""A run of saves is one line of a page's history, until it is unfolded."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import DateColumn, Table

FEWEST = 3  # that are worth folding


class Run:
    """Of saves by one person, the newest first, with nothing else between them.

    Otherwise as the newest of them, and compared with what was before them all.
    """

    def __init__(self, entries: list[Any]):
        self.entries = entries
        self.previous_revision_id = entries[-1].previous_revision_id

    def __getattr__(self, name: str) -> Any:
        return getattr(self.entries[0], name)

    @property
    def message(self) -> str:
        count = len(self.entries)
        words = ngettext("%(count)s save", "%(count)s saves", count)
        return format_html(
            '<details class="history-fold"><summary>{}</summary></details>',
            words % {"count": count},
        )

    @property
    def first_at(self) -> datetime:
        at: datetime = self.entries[-1].timestamp
        return at

    @property
    def is_of_one_day(self) -> bool:
        days = {localdate(entry.timestamp) for entry in self.entries}
        return len(days) == 1


def folded(entries: Iterable[Any]) -> Iterator[Any]:
    for key, group in groupby(entries, key=_kind):
        run = list(group)
        if key[0] == "saves" and len(run) >= FEWEST:
            yield Run(run)
        else:
            yield from run


def _kind(entry: Any) -> tuple[str, Any]:
    is_save = entry.action == "wagtail.edit" and entry.user_id
    return ("saves", entry.user_id) if is_save else ("", entry.pk)


class HistoryTable(Table):
    """A run and its saves stand in a part of the table of their own."""

    template_name = "bilingual/admin/history_table.html"

    @property
    def parts(self) -> Iterator[list[Table.Row]]:
        for number, line in enumerate(self.data):
            shown = [line, *getattr(line, "entries", ())]
            yield [Table.Row(self, each, number) for each in shown]


class TimesColumn(DateColumn):
    """From when until when, of a run."""

    cell_template_name = "bilingual/admin/times_cell.html"
