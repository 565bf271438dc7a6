"""What goes into a backup: one moment of the database, and the files its rows name.

In this order: ``about.json``, the rows of each table in parts (``tables/…``), the
files (``files/<storage>/<name>``), and ``manifest.json`` with how many rows there are,
and the size and SHA-256 of every file. Nothing of it is held in memory but the names.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from . import archive, left_out, rows
from .errors import BackupError

FORMAT = 1
"""Rises when an earlier release could not read what is written."""
ABOUT, MANIFEST = "about.json", "manifest.json"
FEW = 10
"""Files that may all be missing; of more, the folder is."""


def silent(what: str, done: int, of: int) -> None:
    """Nobody wants to know how far it is."""


Tell = Callable[[str, int, int], None]


@dataclass
class Written:
    """What has gone into a backup: by table, by storage and file, and what has not."""

    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, dict[str, list[Any]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    missing: list[list[str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"rows": self.rows, "files": self.files, "missing": self.missing}

    def __str__(self) -> str:
        files = sum(map(len, self.files.values()))
        text = f"{sum(self.rows.values())} rows, {files} files"
        return f"{text}, {len(self.missing)} missing" if self.missing else text


@contextmanager
def snapshot(using: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection that sees the database as it is now, whatever is written meanwhile.

    Nobody waits for it. Inside a transaction it is that one.
    """
    current = connections[using]
    if current.in_atomic_block:
        yield current
        return
    own = current.copy()
    try:
        if own.vendor == "postgresql":
            own.set_autocommit(False)
            begin = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        else:
            begin = "BEGIN"  # Django's own would keep all others from writing
        with own.cursor() as cursor:
            cursor.execute(begin)
            cursor.execute("SELECT COUNT(*) FROM django_migrations")  # it begins here
        yield own
    finally:
        own.close()


def parts(
    written: Written, using: str = DEFAULT_DB_ALIAS, tell: Tell = silent
) -> Iterator[bytes]:
    """The members of the archive; ``written`` is told what they hold."""
    moment = timezone.now()
    stamp = moment.timestamp()
    tables = [rows.table_of(model) for model in left_out.models()]
    names: dict[str, dict[str, None]] = defaultdict(dict)
    with snapshot(using) as connection:
        about = {
            "format": FORMAT,
            "made_at": moment.isoformat(),
            "site": settings.BASE_URL,
            "database": connection.vendor,
            "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
            "tables": [table.as_json() for table in tables],
        }
        yield from archive.member(ABOUT, _json(about), stamp)
        for number, table in enumerate(tables, 1):
            yield from _table(written, connection, table, names, stamp)
            tell("tables", number, len(tables))
    total = sum(map(len, names.values()))
    done = 0
    for alias, some in names.items():
        for name in some:
            yield from _file(written, alias, name, stamp)
            done += 1
            tell("files", done, total)
    if len(written.missing) == total > FEW:
        raise BackupError(f"None of {total} files is there. Is their disk mounted?")
    yield from archive.member(MANIFEST, _json(written.as_json()), stamp)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _table(
    written: Written,
    connection: BaseDatabaseWrapper,
    table: rows.Table,
    names: dict[str, dict[str, None]],
    stamp: float,
) -> Iterator[bytes]:
    """Its rows; the names of their files are put down."""
    paths = [
        (place, column.storage)
        for place, column in enumerate(table.columns)
        if column.storage
    ]

    def noted() -> Iterator[rows.Row]:
        for row in rows.read(connection, table):
            for place, storage in paths:
                if row[place]:
                    names[storage][row[place]] = None
            yield row

    written.rows[table.name] = 0
    for number, (many, part) in enumerate(rows.packed(noted())):
        written.rows[table.name] += many
        name = f"tables/{table.name}/{number:06}.jsonl.gz"
        yield from archive.member(name, part, stamp)


def _file(written: Written, alias: str, name: str, stamp: float) -> Iterator[bytes]:
    """One that is gone is told, and left out.

    What goes while it is copied is filled up with nothing, since its length is written
    already, and is told as well.
    """
    try:
        file = storages[alias].open(name)
        size = file.size
    except FileNotFoundError:
        written.missing.append([alias, name])
        return
    found, left = hashlib.sha256(), size
    with file:
        yield archive.header(f"files/{alias}/{name}", size, stamp)
        while left and (piece := _piece(file, min(archive.PIECE, left))):
            found.update(piece)
            left -= len(piece)
            yield piece
    if left:
        written.missing.append([alias, name])
    else:
        written.files[alias][name] = [size, found.hexdigest()]
    while left:
        filling = bytes(min(archive.PIECE, left))
        left -= len(filling)
        yield filling
    yield archive.padding(size)


def _piece(file: Any, size: int) -> bytes:
    try:
        return file.read(size)
    except FileNotFoundError:
        return b""
