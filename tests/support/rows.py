"""What a piece of work writes in the database, kept and put back in no time.

Making a page takes a hundred times as long as writing its rows. What many tests start
from is made once a process, in a transaction that is rolled back; each test then has
the rows written in a transaction of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from itertools import count
from typing import Any

from django.apps import apps
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import translation
from wagtail.models import Site

from ethicaltrade.caching.models import Generation

from .indexing import indexed

Row = tuple
Rows = dict[object, Row]
"""The rows of a table, by their key."""
MANY = 10
"""So many rows of a table the planner should know of."""
_series = count(1)


@dataclass(frozen=True)
class Change:
    """What a piece of work did to a table: the keys it took away, the rows it wrote."""

    table: str
    key: str
    columns: list[str]
    gone: list[Row]
    new: list[Row]


class NotThereError(RuntimeError):
    """The database is not as it was when the rows were kept."""


def kept(work: Callable[[], object], *on: Sequence[Change]) -> list[Change]:
    """Do the work on top of what is there, keep what it wrote, and roll it back.

    What it is done ``on`` is put first, one after the other, and is no part of it.

    No test may be under way: the rows are to be everybody's, so the work sees nobody's
    clock and nobody's settings.
    """

    def do() -> list[Change]:
        for changes in on:
            put(changes)
        _number_apart()
        tables = _tables()
        before = {table: _read(table, key)[1] for table, key in tables}
        work()
        changes = (_change(table, key, before[table]) for table, key in tables)
        return [change for change in changes if change.gone or change.new]

    return in_passing(do)


def put(changes: Sequence[Change]) -> None:
    """Write the rows that were kept.

    Foreign keys are checked at the transaction's end. Raises NotThereError where a row
    is missing that the work had found.
    """
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for change in changes:
            if change.gone:
                delete = (
                    f"DELETE FROM {quote(change.table)} "  # noqa: S608
                    f"WHERE {quote(change.key)} = %s"
                )
                cursor.executemany(delete, change.gone)
                if cursor.rowcount != len(change.gone):
                    raise NotThereError(f"{change.table}: {change.gone}")
        for change in changes:
            if change.new:
                names = ", ".join(map(quote, change.columns))
                places = ", ".join(["%s"] * len(change.columns))
                insert = (
                    f"INSERT INTO {quote(change.table)} ({names}) "  # noqa: S608
                    f"VALUES ({places})"
                )
                cursor.executemany(insert, change.new)
    analyse(change.table for change in changes if len(change.new) >= MANY)
    forget_caches()


def analyse(tables: Iterable[str]) -> None:
    """Tell PostgreSQL's planner of the rows: it takes new tables for nearly empty.

    Without it a page of the demo site takes its server ten times as long.
    """
    names = ", ".join(map(connection.ops.quote_name, tables))
    if names and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")


@contextmanager
def restored() -> Iterator[None]:
    """Put every table back as it was, whatever is written meanwhile and by whom."""
    tables = _tables()
    before = {table: _read(table, key)[1] for table, key in tables}
    try:
        yield
    finally:
        now = {table: _read(table, key)[1] for table, key in tables}
        changes = (
            _back(table, key, before[table], now[table]) for table, key in tables
        )
        put([change for change in changes if change.gone or change.new])


def _back(table: str, key: str, before: Rows, now: Rows) -> Change:
    """From what there is now to the rows there were."""
    return Change(
        table=table,
        key=key,
        columns=_read(table, key)[0],
        gone=[(pk,) for pk, row in now.items() if before.get(pk) != row],
        new=[_storable(row) for pk, row in before.items() if now.get(pk) != row],
    )


def forget_caches() -> None:
    """Empty every cache, as for a process that has just started."""
    Site.clear_site_root_paths_cache()
    for cache in caches.all():
        cache.clear()


class RolledBackError(Exception):
    """Ends a transaction whose work is not to stay."""


def in_passing(work: Callable):
    """Do the work in a transaction that is rolled back; returns what it returns.

    What it saves is indexed.
    """
    result = None
    try:
        with indexed(), transaction.atomic(), translation.override("nb"):
            forget_caches()
            result = work()
            raise RolledBackError
    except RolledBackError:
        return result
    finally:
        forget_caches()


@contextmanager
def held(work: Callable) -> Iterator[Any]:
    """Do the work in a transaction that is rolled back at the end; yields its result.

    For a fixture of a whole file: each test has a transaction of its own inside.
    """
    with translation.override("nb"):
        try:
            with indexed(), transaction.atomic():
                forget_caches()
                yield work()
                raise RolledBackError
        except RolledBackError:
            forget_caches()


def _number_apart() -> None:
    """Give the rows to come numbers that no test's own rows have.

    SQLite, unlike PostgreSQL, hands out the numbers of rolled back rows once more.
    """
    if connection.vendor != "sqlite":
        return
    first = next(_series) * 1_000_000
    with connection.cursor() as cursor:
        for table, _key in _tables():
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, first]
            )


def _tables() -> list[tuple[str, str]]:
    """The tables that hold something of ours, and what their keys are called.

    Not those that triggers fill, which have no key but SQLite's own; nor the
    generation, which goes on and never back.
    """
    there = set(connection.introspection.table_names())
    keys = {
        model._meta.db_table: model._meta.pk.column
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and model._meta.db_table in there
        and model is not Generation
    }
    return sorted((table, key) for table, key in keys.items() if key != "rowid")


def _read(table: str, key: str) -> tuple[list[str], Rows]:
    """The table's columns and rows."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
        columns = [column[0] for column in cursor.description]
        place = columns.index(key)
        return columns, {row[place]: row for row in cursor.fetchall()}


def _change(table: str, key: str, old: Rows) -> Change:
    """From the old rows to what there is now."""
    columns, now = _read(table, key)
    return Change(
        table=table,
        key=key,
        columns=columns,
        gone=[(pk,) for pk, row in old.items() if now.get(pk) != row],
        new=[_storable(row) for pk, row in now.items() if old.get(pk) != row],
    )


def _storable(row: Row) -> Row:
    """The row with times of day as text: SQLite gives them out, but takes none."""
    return tuple(
        value.isoformat() if isinstance(value, time) else value for value in row
    )
