"""Lists for a spreadsheet, as XLSX and as CSV, read as they are written.

What people wrote is never a formula: https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType
from typing import Any, NamedTuple

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.admin.views.mixins import Echo
from wagtail.coreutils import multigetattr

from ethicaltrade.typed_text import clean

FORMATS = ("xlsx", "csv")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 1024 * 1024  # bytes; a larger file waits on the disk
LONGEST_SHEET_NAME = 31  # characters, Excel's limit

# Excel reads the wide signs of East Asian keyboards as the narrow ones.
FORMULA_SIGNS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
# Where the comma separates, a spreadsheet begins a new cell within ours.
AFTER_SEPARATOR = re.compile(r"([,;\t\r\n][\s\"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
BOM = "\ufeff"  # without it Excel takes æ, ø and å for something else
SEPARATOR = ";"  # Norwegian Excel's: the comma is in its numbers


class Column(NamedTuple):
    """A heading, and what stands below it: text, a number, a local time, or nothing."""

    heading: str
    value: Callable[[Any], Any]


def export(
    columns: list[Column], rows: Iterable[Any], *, title: str, name: str, kind: str
) -> HttpResponseBase:
    """A file of one of FORMATS; ``title`` is the sheet's, ``name`` lacks its ending."""
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(
            csv_lines(columns, rows), content_type="text/csv; charset=utf-8"
        )
    else:
        file = xlsx_file(columns, rows, title)
        response = FileResponse(file, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def local(moment: datetime | None) -> datetime | None:
    """The time on the site's own clock, to the minute; spreadsheets know no zones."""
    if moment is None:
        return None
    return timezone.make_naive(moment).replace(second=0, microsecond=0)


class SafeExportMixin:
    """Writes the files of Wagtail's reports and lists (SpreadsheetExportMixin)."""

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        return csv_lines(self._columns(queryset), queryset)

    def write_xlsx(self, queryset: Any, output: Any) -> Any:
        file = xlsx_file(self._columns(queryset), queryset, str(self.page_title))
        shutil.copyfileobj(file, output)

    def _columns(self, queryset: Any) -> list[Column]:
        def column(field: str) -> Column:
            return Column(
                self.get_heading(queryset, field), lambda row: multigetattr(row, field)
            )

        return [column(field) for field in self.list_export]


def csv_lines(columns: list[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    writer = csv.writer(Echo(), delimiter=SEPARATOR, quoting=csv.QUOTE_ALL)
    yield BOM.encode()
    yield writer.writerow([column.heading for column in columns])
    for row in rows:
        yield writer.writerow([csv_text(column.value(row)) for column in columns])


def csv_text(value: Any) -> str:
    """The value as text; what could be a formula has an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = AFTER_SEPARATOR.sub(r"\1'", str(value))
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_SIGNS) else text


def xlsx_file(columns: list[Column], rows: Iterable[Any], title: str) -> Any:
    """The file, open at its beginning. Rows go to the disk as they come."""
    # Here, as Wagtail does: it takes 16 MB, which a process that makes none can spare.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:LONGEST_SHEET_NAME])
    sheet.freeze_panes = "A2"
    sheet.append([xlsx_cell(sheet, column.heading) for column in columns])
    for row in rows:
        sheet.append([xlsx_cell(sheet, column.value(row)) for column in columns])
    output = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    book.save(output)
    output.seek(0)
    return output


def xlsx_cell(sheet: Any, value: Any) -> Any:
    """A cell of the value's own type; text is text, also once somebody edits it."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, (int, float, Decimal, date, time, NoneType)):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    text = clean(str(value))
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    cell.quotePrefix = text.lstrip(" ").startswith(FORMULA_SIGNS)
    return cell
