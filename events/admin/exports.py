"""Lists of registrations for a spreadsheet, as XLSX and as CSV.

What people wrote is never a formula: https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ethicaltrade.bilingual.slugs import slugify
from events.models import EventPage, Registration

FORMATS = ("xlsx", "csv")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 500  # rows read at a time
IN_MEMORY = 1024 * 1024  # bytes; a larger file waits on the disk

# Excel reads the wide signs of East Asian keyboards as the narrow ones.
FORMULA_SIGNS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
# Where the comma separates, a spreadsheet begins a new cell within ours.
AFTER_SEPARATOR = re.compile(r"([,;\t\r\n][\s\"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
BOM = "\ufeff"  # without it Excel takes æ, ø and å for something else
SEPARATOR = ";"  # Norwegian Excel's: the comma is in its numbers


class Column(NamedTuple):
    """A heading, and what stands below it: text, a number, a local time, or nothing."""

    heading: str
    value: Callable[[Registration], Any]


def columns_of(event: EventPage, *, with_needs: bool = False) -> list[Column]:
    """What is exported; needs when they are asked for, and the event asks for them."""
    names = ["name", "email", "organisation"]
    columns = [text_column(name) for name in names]
    columns += [
        Column(heading_of("state"), lambda one: one.get_state_display()),
        Column(heading_of("price"), lambda one: one.price),
        Column(heading_of("price_kind"), lambda one: one.get_price_kind_display()),
        Column(heading_of("language"), lambda one: one.language),
        Column(heading_of("created_at"), lambda one: local(one.created_at)),
        Column(heading_of("attended_at"), lambda one: local(one.attended_at)),
    ]
    if with_needs:
        columns += [text_column(name) for name in needs_of(event)]
    return columns


def needs_of(event: EventPage) -> list[str]:
    """The fields for needs that the event asks for."""
    asked = {"dietary_needs": event.asks_dietary, "access_needs": event.asks_access}
    return [name for name, is_asked in asked.items() if is_asked]


def heading_of(name: str) -> str:
    """A field's name, as a heading."""
    return capfirst(str(Registration._meta.get_field(name).verbose_name))


def text_column(name: str) -> Column:
    """A field that people wrote."""
    return Column(heading_of(name), lambda one: getattr(one, name))


def local(moment: datetime | None) -> datetime | None:
    """The time on the site's own clock, to the minute; spreadsheets know no zones."""
    if moment is None:
        return None
    return timezone.make_naive(moment).replace(second=0, microsecond=0)


def export(
    event: EventPage, registrations: Any, kind: str, *, with_needs: bool = False
) -> HttpResponseBase:
    """The registrations as a file of one of :data:`FORMATS`, read as it is written."""
    columns = columns_of(event, with_needs=with_needs)
    rows = registrations.iterator(chunk_size=CHUNK)
    response: HttpResponseBase
    if kind == "csv":
        response = StreamingHttpResponse(
            csv_lines(columns, rows), content_type="text/csv; charset=utf-8"
        )
    else:
        response = FileResponse(xlsx_file(columns, rows), content_type=XLSX_TYPE)
    name = file_name(event, kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(event: EventPage, kind: str) -> str:
    """``pameldinger-kurs-i-levelonn-2026-11-23.csv``; plain letters only."""
    registrations = _("Registrations")
    words = slugify(f"{registrations} {event.slug or event.pk}")
    return f"{words}-{timezone.localdate():%Y-%m-%d}.{kind}"


# CSV


class Echo:
    """What a csv writer writes to: it hands the line back."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def csv_lines(columns: list[Column], rows: Iterable[Registration]) -> Iterator[str]:
    """The lines of the file, the heading first."""
    writer = csv.writer(Echo(), delimiter=SEPARATOR, quoting=csv.QUOTE_ALL)
    yield BOM
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


# XLSX


def xlsx_file(columns: list[Column], rows: Iterable[Registration]) -> Any:
    """The file, open at its beginning. Rows go to the disk as they come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Registrations")[:31])
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
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    cell.quotePrefix = value.lstrip(" ").startswith(FORMULA_SIGNS)
    return cell
