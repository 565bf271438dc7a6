"""The files: what the filter shows, nothing that calculates, needs when asked for."""

import csv
import io
import tracemalloc
from datetime import datetime

import openpyxl
import pytest
from django.utils import timezone

from ethicaltrade.core import spreadsheets
from events.admin.lists import columns_of
from events.models import Registration
from tests.events.registration.support import fill, put, register
from tests.support.pages import soup

from .support import last_log, url

HOSTILE = [
    '=HYPERLINK("http://evil.example.org";"Klikk")',
    "+47 22 22 22 22",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    " =1+1",
    "\uff1d1+1",
    "#N/A",
    'Kari "Demo"; Åse\nØ',
]


def content(desk, event, query) -> bytes:
    answer = desk.get(f"{url('list', event)}?{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def csv_rows(desk, event, query="") -> list[list[str]]:
    raw = content(desk, event, f"export=csv&{query}")
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


def sheet_of(desk, event, query=""):
    raw = content(desk, event, f"export=xlsx&{query}")
    return openpyxl.load_workbook(io.BytesIO(raw)).active


def put_hostile(event, names=HOSTILE):
    made = fill(event, len(names))
    for one, name in zip(made, names, strict=True):
        Registration.objects.filter(pk=one.pk).update(name=name, organisation=name)


@pytest.fixture
def event(programme):
    return put(programme)


def test_names_in_csv_are_never_formulas(desk, event):
    put_hostile(event)
    names = [row[0] for row in csv_rows(desk, event)[1:]]
    for said, name in zip(HOSTILE, names, strict=True):
        assert not name.strip().startswith(("=", "+", "-", "@", "\uff1d"))
        assert name.removeprefix("'") == said


def test_tab_and_line_break_in_front_are_text_too():
    for sign in "\t\r\n":
        assert spreadsheets.csv_text(f"{sign}=1").startswith("'")


def test_names_in_xlsx_are_strings(desk, event):
    put_hostile(event)
    for said, row in zip(HOSTILE, list(sheet_of(desk, event).rows)[1:], strict=True):
        for cell in (row[0], row[2]):
            assert (cell.value, cell.data_type) == (said, "s")
        is_sign = said.strip().startswith(("=", "+", "-", "@", "\uff1d"))
        assert bool(row[0].quotePrefix) is is_sign


def test_characters_that_xlsx_cannot_hold_are_left_out(desk, event):
    put_hostile(event, ["Kari\x07 Demo"])
    assert list(sheet_of(desk, event).rows)[1][0].value == "Kari Demo"


def test_values_have_their_types(desk, programme):
    event = put(programme, price=1200)
    one = register(event).registration
    moment = datetime(2027, 3, 28, 1, 30, tzinfo=timezone.get_default_timezone())
    Registration.objects.filter(pk=one.pk).update(created_at=moment)
    row = list(sheet_of(desk, event).rows)[1]
    assert row[4].value == 1200
    assert row[7].value == datetime(2027, 3, 28, 1, 30)  # noqa: DTZ001
    assert csv_rows(desk, event)[1][7] == "2027-03-28 01:30"


def test_file_has_what_the_filter_shows(desk, event):
    register(event, "ase@example.org", name="Åse Demo")
    register(event, "ola@example.org", name="Ola Demo")
    assert [row[0] for row in csv_rows(desk, event, "q=åse")[1:]] == ["Åse Demo"]
    assert csv_rows(desk, event, "state=waiting")[1:] == []
    names = [row[0].value for row in sheet_of(desk, event, "q=ola").rows][1:]
    assert names == ["Ola Demo"]


def test_file_is_not_cut_at_a_page(desk, event):
    fill(event, 60)
    assert len(csv_rows(desk, event)) == 61


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_file_says_what_it_is(desk, event, kind):
    answer = desk.get(f"{url('list', event)}?export={kind}")
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert event.slug_nb in disposition
    assert disposition.endswith(f'.{kind}"')
    assert disposition.isascii()
    assert "no-store" in answer["Cache-Control"]


def test_needs_are_there_when_asked_for_and_the_event_asks(desk, programme):
    event = put(programme, asks_dietary=True, asks_access=False)
    register(event, dietary_needs="Nøtter", access_needs="Tolk")

    def text(query):
        return str(csv_rows(desk, event, query))

    assert "Nøtter" not in text("")
    assert "Nøtter" in text("needs=1")
    assert "Tolk" not in text("needs=1")
    assert last_log(event) == ("export", {"count": 1, "needs": True})
    links = [a["href"] for a in soup(desk.get(url("list", event))).select("a[href]")]
    assert sum("needs=1" in link for link in links) == 2


def test_secrets_are_in_no_file(desk, event):
    one = register(event).registration
    raw = str(csv_rows(desk, event, "needs=1"))
    assert one.secret not in raw
    assert one.fingerprint not in raw


def test_memory_does_not_grow_with_the_rows(event):
    """Rows are made as they are read, whoever reads them and how many they are."""

    def peak(count, kind):
        rows = (
            Registration(event=event, name=f"Nr {n}", email=f"{n}@example.org")
            for n in range(count)
        )
        columns = columns_of(event)
        tracemalloc.start()
        if kind == "csv":
            for _line in spreadsheets.csv_lines(columns, rows):
                pass
        else:
            spreadsheets.xlsx_file(columns, rows, "").close()
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    for kind in spreadsheets.FORMATS:
        peak(10, kind)
        assert peak(2000, kind) < peak(200, kind) + 1_500_000


def test_formula_behind_a_comma_is_none_either():
    """A spreadsheet of another country cuts our cell there."""
    assert spreadsheets.csv_text("x,=1+1") == "x,'=1+1"
    assert spreadsheets.csv_text('x; "@SUM(A1)') == "x; \"'@SUM(A1)"
    assert (
        spreadsheets.csv_text("Kari, Ola-Nordmann + co.") == "Kari, Ola-Nordmann + co."
    )
