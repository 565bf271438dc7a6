"""Tables from elsewhere: cells that were merged, and tables that are none."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from bs4 import Tag

from .elements import Table

MOST_COLUMNS = 20
MOST_CELLS = 4000
HOLDS_MORE = ["table", "h1", "h2", "h3", "h4", "h5", "h6"]  # than a cell here can
NUMBER = re.compile(
    r"(?:(?:kr|nok|eur|usd|€|\$|£)\.? ?)?[-–−+]?\d[\d\s.,]*(?: ?(?:%|prosent|kr|,-))?",
    re.IGNORECASE,
)
NOTHING = {"", "-", "–", "—", "..", ":"}  # what stands for no number
"""Statistics Norway's signs among them."""


class Cell(NamedTuple):
    text: str
    columns: int
    rows: int


def rows_of(table: Tag) -> list[list[Tag]]:
    """Its own, and not those of a table in it."""
    rows = (row for row in table.find_all("tr") if row.find_parent("table") is table)
    found = [row.find_all(["td", "th"], recursive=False) for row in rows]
    return [row for row in found if row]


def is_layout(table: Tag, rows: list[list[Tag]]) -> bool:
    if table.get("role") in ("presentation", "none"):
        return True
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return True
    return any(cell.find(HOLDS_MORE) for row in rows for cell in row)


def has_headings(rows: list[list[Tag]]) -> bool:
    """Whether the first row says that it is one of headings."""
    return all(cell.name == "th" or cell.find_parent("thead") for cell in rows[0])


def span(cell: Tag, name: str) -> int:
    asked = str(cell.get(name, "1"))
    return min(max(int(asked), 1), 1000) if asked.isdecimal() and len(asked) < 5 else 1


class Grid:
    """Cells in rows and columns; a merged one has its text in its first place."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        self.merged = 0
        self._taken: dict[int, int] = {}  # columns, and how many rows more

    @property
    def rows(self) -> list[list[str]]:
        """All equally long."""
        longest = max(map(len, self._rows))
        return [row + [""] * (longest - len(row)) for row in self._rows]

    def add_row(self, cells: Iterable[Cell]) -> None:
        row: list[str] = []
        below: dict[int, int] = {}
        for cell in cells:
            while self._taken.get(len(row)):
                row.append("")
            self.merged += int(cell.columns > 1 or cell.rows > 1)
            for number in range(min(cell.columns, MOST_COLUMNS + 1)):
                if cell.rows > 1:
                    below[len(row)] = cell.rows - 1
                row.append("" if number else cell.text)
        left = {column: rows - 1 for column, rows in self._taken.items() if rows > 1}
        self._taken = left | below
        self._rows.append(row)


def is_too_large(table: Table) -> bool:
    columns = len(table.rows[0])
    return columns > MOST_COLUMNS or columns * len(table.rows) > MOST_CELLS


def value_of(table: Table) -> dict[str, Any]:
    """As the table block stores it; the first row is one of headings."""
    headings, *rows = table.rows
    columns = [
        {
            "type": "number" if is_numeric([row[place] for row in rows]) else "text",
            "heading": heading,
        }
        for place, heading in enumerate(headings)
    ]
    return {
        "columns": columns,
        "rows": [{"values": row} for row in rows],
        "caption": table.caption,
    }


def is_numeric(texts: list[str]) -> bool:
    known = [text for text in texts if text.strip() not in NOTHING]
    return bool(known) and all(NUMBER.fullmatch(text.strip()) for text in known)


def lines_of(table: Table) -> list[str]:
    """Its rows as lines of text."""
    texts = (" – ".join(filter(None, row)) for row in table.rows)
    return [text for text in texts if text]
