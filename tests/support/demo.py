"""The demo site, made once a process and put back for each test that asks for it.

A folder's conftest takes the fixtures with
``from tests.support.demo import demo_rows, demo_site  # noqa: F401``.

The site is built by the demo's own code, with pictures of 60 by 40 pixels instead of
its drawings, in a transaction that is rolled back. Its rows are kept, and each test
gets them in a transaction of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache, cached_property
from io import StringIO
from zlib import crc32

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from PIL import Image
from wagtail.models import Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.middleware import language_of
from ethicaltrade.demo import pictures

SIZE = (60, 40)  # pixels: 3 to 2, as the drawings
FOCUS = (30, 20, 24, 16)  # the middle, and the width and height around it

Rows = dict[str, tuple[list[str], list[tuple]]]
"""Column names and rows, by table."""


def draw(key: str, width: int = 0) -> Image.Image:
    """A plain picture in a colour of its own, in place of the drawing."""
    return Image.new("RGB", SIZE, f"#{crc32(key.encode()) & 0xFFFFFF:06x}")


def draw_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the demo draw its pictures in no time."""
    monkeypatch.setattr(pictures, "draw", draw)
    monkeypatch.setattr(pictures, "focal_point", lambda key: FOCUS)


def _tables() -> list[str]:
    """The tables that hold something of ours; the search's inner ones follow."""
    models = apps.get_models(include_auto_created=True)
    return sorted(
        {model._meta.db_table for model in models if model._meta.managed}
        & set(connection.introspection.table_names())
    )


def _read(tables: list[str]) -> Rows:
    quote, rows = connection.ops.quote_name, {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {quote(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            rows[table] = (columns, cursor.fetchall())
    return rows


def _storable(row: tuple) -> tuple:
    """The row with times of day as text: SQLite gives them out, but takes none."""
    return tuple(
        value.isoformat() if isinstance(value, time) else value for value in row
    )


def _write(rows: Rows) -> None:
    """Put the rows in place of the tables' own; foreign keys are checked at the end."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in rows:
            cursor.execute(f"DELETE FROM {quote(table)}")  # noqa: S608
        for table, (columns, values) in rows.items():
            names = ", ".join(quote(column) for column in columns)
            places = ", ".join(["%s"] * len(columns))
            insert = f"INSERT INTO {quote(table)} ({names}) VALUES ({places})"  # noqa: S608
            cursor.executemany(insert, map(_storable, values))


def forget_caches() -> None:
    """Empty every cache, as for a process that has just started."""
    Site.clear_site_root_paths_cache()
    for kept in caches.all():
        kept.clear()


class RolledBackError(Exception):
    """Ends a transaction whose work is not to stay."""


def in_passing(work: Callable):
    """Do the work in a transaction that is rolled back; returns what it returns."""
    result = None
    try:
        with transaction.atomic(), translation.override("nb"):
            forget_caches()
            result = work()
            raise RolledBackError
    except RolledBackError:
        return result
    finally:
        forget_caches()


@cache
def _built_rows() -> Rows:
    """Once a process: each conftest that imports the fixture has one of its own."""

    def build() -> Rows:
        tables = _tables()
        before = _read(tables)
        with disable_reference_index_auto_update():  # a third of the time
            call_command("demo", stdout=StringIO())
        after = _read(tables)
        return {
            table: after[table] for table in tables if after[table] != before[table]
        }

    with pytest.MonkeyPatch.context() as monkeypatch:
        draw_quickly(monkeypatch)
        return in_passing(build)


@pytest.fixture(scope="session")
def demo_rows(django_db_setup, django_db_blocker) -> Rows:
    """The rows of the tables in which the demo site is."""
    with django_db_blocker.unblock():
        return _built_rows()


@pytest.fixture
def demo_site(db, demo_rows) -> None:
    """The demo site, in the test's own transaction."""
    _write(demo_rows)
    forget_caches()


@dataclass(frozen=True)
class Answer:
    """What the site answered at an address."""

    address: str
    status: int
    headers: Mapping[str, str]
    html: str

    @property
    def language(self) -> str:
        """The language the address names."""
        return language_of(self.address)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page, taken apart."""
        return BeautifulSoup(self.html, "html.parser")


def ask(client: Client, address: str) -> Answer:
    """Get what is at the address."""
    response = client.get(address)
    html = response.content.decode() if not response.streaming else ""
    return Answer(address, response.status_code, response.headers, html)


def page_addresses() -> list[str]:
    """Where an outsider can read a page."""
    return _addresses(lambda page: page.public_languages)


def explanation_addresses() -> list[str]:
    """Where an outsider reads that a page is not in this language."""
    return _addresses(
        lambda page: [
            code for code in languages.codes() if not page.is_published_in(code)
        ]
    )


def _addresses(languages_of: Callable) -> list[str]:
    pages = BasePage.objects.published_somewhere().visible_to(AnonymousUser())
    return [
        page.get_url_in(code)
        for page in pages.filter(depth__gt=1).order_by("path")
        for code in languages_of(page)
    ]


VIEWS = (
    *("/konto/login/", "/en/konto/login/"),
    *("/sok/", "/en/search/"),
    *("/sok/?q=medlem", "/en/search/?q=member"),
    *("/sok/?q=finnesikke", "/en/search/?q=nothing"),
)
"""Addresses that are no page's."""

LISTS = (
    *("/nyheter/?page=2", "/en/news/?topic=living-wage"),
    *("/nyheter/?year=2001", "/en/news/?year=2001"),
)
"""The list of articles, narrowed or turned to another page."""

MISSING = ("/finnes-ikke/", "/en/not-here/")
"""Addresses where nothing is."""


@pytest.fixture(scope="session")
def demo_answers(demo_rows, django_db_blocker) -> dict[str, Answer]:
    """Everything an outsider can read of the demo site, by address; fetched once."""

    def fetch() -> dict[str, Answer]:
        _write(demo_rows)
        client = Client()
        addresses = [
            *page_addresses(),
            *explanation_addresses(),
            *VIEWS,
            *LISTS,
            *MISSING,
        ]
        return {address: ask(client, address) for address in addresses}

    with django_db_blocker.unblock():
        return in_passing(fetch)
