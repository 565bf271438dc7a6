"""Rows of the database as JSON, and back into a database of any kind.

Below the models, by what a column holds: no signal is sent, nothing is computed anew,
and the text of a StreamField stays as it is. What a backup says of its tables is enough
to write them, so that one of an earlier release can be put back.
"""

import base64
import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.storage import Storage, storages
from django.core.management.color import no_style
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col

from .errors import BackupError

PART = 4 * 2**20
"""Letters of JSON that are packed at once."""
AT_ONCE = 500
"""Rows that are read, or written, in one go; SQLite takes fewer of wide ones."""

Row = list[Any]

# What JSON has no word for; all the rest is text, a number, a boolean or NULL.
FROM_JSON: dict[str, Callable[[str], Any]] = {
    "BinaryField": base64.b64decode,
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
}


@dataclass(frozen=True)
class Column:
    """``kind``: Django's internal type. ``storage``: where the files lie it names."""

    name: str
    kind: str
    digits: tuple[int, int] | None = None
    storage: str | None = None

    @property
    def field(self) -> models.Field:
        """Of the kind alone: without what the site's own class does to a value."""
        if self.digits:
            most, places = self.digits
            field = models.DecimalField(max_digits=most, decimal_places=places)
        else:
            field = getattr(models, self.kind)()
        field.set_attributes_from_name(self.name)
        return field


@dataclass(frozen=True)
class Table:
    name: str
    model: str
    columns: tuple[Column, ...]

    def as_json(self) -> dict[str, Any]:
        columns = [[c.name, c.kind, c.digits, c.storage] for c in self.columns]
        return {"name": self.name, "model": self.model, "columns": columns}

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Table":
        columns = tuple(
            Column(name, kind, tuple(digits) if digits else None, storage)
            for name, kind, digits, storage in given["columns"]
        )
        return cls(given["name"], given["model"], columns)


def table_of(model: type[models.Model]) -> Table:
    """Without columns that the database computes."""
    columns = [
        _column(field)
        for field in model._meta.local_concrete_fields
        if not getattr(field, "generated", False)
    ]
    return Table(model._meta.db_table, model._meta.label, tuple(columns))


def _column(field: Any) -> Column:
    target = field
    while target.remote_field:
        target = target.target_field
    kind = target.get_internal_type()
    if not hasattr(models, kind):
        raise BackupError(f"No backup knows what a {kind} holds: {field}")
    digits = None
    if kind == "DecimalField":
        digits = (target.max_digits, target.decimal_places)
    storage = alias_of(field.storage) if isinstance(field, models.FileField) else None
    return Column(field.column, kind, digits, storage)


def alias_of(storage: Storage) -> str:
    """What the settings call it."""
    for alias in storages.backends:
        if _is_made_as(storage, storages[alias]):
            return alias
    raise BackupError(f"STORAGES has no name for {storage!r}")


def _is_made_as(one: Any, other: Any) -> bool:
    """Storages are made anew when settings change; a field keeps the one it had."""
    is_kind = one.__class__ is other.__class__
    return one == other or (is_kind and one.deconstruct() == other.deconstruct())


# Reading


def read(connection: BaseDatabaseWrapper, table: Table) -> Iterator[Row]:
    """All rows, by the first column; as many at once as memory does not notice."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.name) for column in table.columns)
    order = quote(table.columns[0].name)
    converters = [_converters(connection, table, column) for column in table.columns]
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {names} FROM {quote(table.name)} ORDER BY {order}"  # noqa: S608  # nosec B608
        )
        while rows := cursor.fetchmany(AT_ONCE):
            for row in rows:
                yield [
                    _plain(_converted(value, steps, connection))
                    for value, steps in zip(row, converters, strict=True)
                ]


Steps = list[tuple[Any, Callable[..., Any]]]


def _converters(connection: BaseDatabaseWrapper, table: Table, column: Column) -> Steps:
    """The backend's own: SQLite has no dates."""
    expression = Col(table.name, column.field)
    return [(expression, do) for do in connection.ops.get_db_converters(expression)]


def _converted(value: Any, steps: Steps, connection: BaseDatabaseWrapper) -> Any:
    for expression, convert in steps:
        value = convert(value, expression, connection)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def packed(rows: Iterable[Row]) -> Iterator[tuple[int, bytes]]:
    """Parts of them, each with its number of rows."""
    lines: list[str] = []
    size = 0
    for row in rows:
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        lines.append(line)
        size += len(line)
        if size >= PART:
            yield len(lines), _pack(lines)
            lines, size = [], 0
    if lines:
        yield len(lines), _pack(lines)


def _pack(lines: list[str]) -> bytes:
    return gzip.compress("\n".join(lines).encode(), compresslevel=6, mtime=0)


def unpacked(part: bytes) -> Iterator[Row]:
    # Not splitlines(), which knows line ends that JSON does not.
    for line in gzip.decompress(part).decode().split("\n"):
        yield json.loads(line)


# Writing


def write(connection: BaseDatabaseWrapper, table: Table, rows: Iterable[Row]) -> None:
    """Insert them as they are; foreign keys are checked at the transaction's end."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.name) for column in table.columns)
    insert = f"INSERT INTO {quote(table.name)} ({names}) VALUES "  # noqa: S608  # nosec B608
    places = f"({', '.join(['%s'] * len(table.columns))})"
    prepare = [_preparation(connection, column) for column in table.columns]
    most = connection.features.max_query_params
    at_once = min(AT_ONCE, most // len(prepare)) if most else AT_ONCE
    with connection.cursor() as cursor:
        for some in _batches(rows, max(at_once, 1)):
            values = [
                value if do is None or value is None else do(value)
                for row in some
                for do, value in zip(prepare, row, strict=True)
            ]
            cursor.execute(insert + ", ".join([places] * len(some)), values)


def _preparation(
    connection: BaseDatabaseWrapper, column: Column
) -> Callable[[Any], Any] | None:
    from_json = FROM_JSON.get(column.kind)
    if from_json is None:
        return None
    field = column.field
    return lambda value: field.get_db_prep_value(from_json(value), connection)


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def empty(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> None:
    """All rows of the tables go, in the transaction that is under way."""
    connection.check_constraints()  # PostgreSQL empties nothing that is to be checked
    statements = connection.ops.sql_flush(no_style(), list(tables))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def count(connection: BaseDatabaseWrapper, table: str) -> int:
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT COUNT(*) FROM {name}")  # noqa: S608  # nosec B608
        return cursor.fetchone()[0]


def number_on(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> None:
    """PostgreSQL's next number of each table is above those that were written."""
    if connection.vendor != "postgresql":
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in tables:
            for found in connection.introspection.get_sequences(cursor, table.name):
                column, name = quote(found["column"]), quote(table.name)
                last = f"COALESCE(MAX({column}), 1), MAX({column}) IS NOT NULL"
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), "  # noqa: S608  # nosec B608
                    f"{last}) FROM {name}",
                    [name, found["column"]],
                )
