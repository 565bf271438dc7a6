"""A backup back into a database of any kind, and its files where they belong.

All of it or nothing of the database: it is one transaction, which is not begun before
the backup was read to its end and found whole. Files are written before the transaction
ends; those of a restore that failed lie where they will be, and are in nobody's way.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.files import File
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from wagtail.models import Site

from ethicaltrade.mail.models import Email

from . import archive, left_out, rows
from .checking import Contents, Open, check, members, storage_of
from .errors import AlteredError, BackupError
from .making import Tell, silent

IN_MEMORY = 2**23
"""Bytes of a file, until it waits on the disk."""
HELD = "Put back from a backup: it may have been sent since. Send it by: emails --again"


def restore(
    open_: Open,
    *,
    using: str = DEFAULT_DB_ALIAS,
    replace: bool = False,
    with_files: bool = True,
    tell: Tell = silent,
) -> Contents:
    """Put it into an empty database, or with ``replace`` in place of what is there.

    ``open_`` opens the backup, once to check it and once to read it. Raises BackupError
    with nothing changed, but for tables that were made where there were none.
    """
    contents = check(open_, compare=with_files)
    connection = connections[using]
    state = _state(connection, contents)
    if not replace:
        _refuse_content(connection, contents)
    try:
        _make_tables(connection, contents, state)
        with transaction.atomic(using=using):
            _load(connection, contents, open_, with_files, replace, tell)
            if state == SAME:
                _hold_emails(using)
        if state != SAME:  # what was added since, and what that does to the rows
            _migrate(using)
            _hold_emails(using)
    except Error as error:
        raise BackupError(f"The database did not take the backup: {error}") from error
    forget_what_was_known()
    return contents


# Which tables there are

SAME, EARLIER = "of this release", "of an earlier release"


def _state(connection: BaseDatabaseWrapper, contents: Contents) -> str:
    """How the backup's migrations stand to those of the code."""
    executor = MigrationExecutor(connection)
    ours = set(executor.loader.graph.nodes)
    known = ours | {
        each
        for squashed in executor.loader.replacements.values()
        for each in squashed.replaces
    }
    if unknown := contents.migrations - known:
        names = ", ".join(sorted(f"{app} {name}" for app, name in unknown)[:5])
        raise BackupError(
            f"The backup is of another release, which knows the migrations {names}. "
            "Restore it by that one."
        )
    if ours <= contents.migrations:
        return SAME
    if connection.introspection.table_names():
        raise BackupError(
            "The backup is of an earlier release: its tables are others. Restore it "
            "into a new database, without a table in it; it is brought up to date then."
        )
    return EARLIER


def _refuse_content(connection: BaseDatabaseWrapper, contents: Contents) -> None:
    there = set(connection.introspection.table_names())
    for model in left_out.models():
        meta = model._meta
        if meta.label in left_out.MADE_BY_MIGRATIONS or meta.db_table not in there:
            continue
        if rows.count(connection, meta.db_table):
            raise BackupError(
                f"The database has content ({meta.label}). Take an empty one, or say "
                "--replace: then all that is in it goes."
            )
    if contents.others:
        alias, name = contents.others[0]
        raise BackupError(
            f"In the place of {len(contents.others)} files others lie, such as {name} "
            f"({alias}). Say --replace to write over them."
        )


def _make_tables(
    connection: BaseDatabaseWrapper, contents: Contents, state: str
) -> None:
    """As the backup has them; where they are there already, as they are."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    if state == SAME:
        if executor.migration_plan(graph.leaf_nodes()):
            _migrate(connection.alias)
        return
    nodes = graph.node_map
    last = [
        key
        for key in sorted(contents.migrations & set(nodes))
        if not any(
            child.key[0] == key[0] and child.key in contents.migrations
            for child in nodes[key].children
        )
    ]
    executor.migrate(last)


def _migrate(using: str) -> None:
    call_command("migrate", database=using, verbosity=0, interactive=False)


# What is in them


def _load(
    connection: BaseDatabaseWrapper,
    contents: Contents,
    open_: Open,
    with_files: bool,
    replace: bool,
    tell: Tell,
) -> None:
    tables = {table.name: table for table in contents.tables}
    _empty(connection, tables)
    number = done = 0
    total = sum(map(len, contents.manifest["files"].values()))
    reading = members(open_)
    for place, some in groupby(reading, key=lambda member: _place(member[0])):
        if place.startswith("tables/"):
            rows.write(connection, tables[place[7:]], _rows(some))
            number += 1
            tell("tables", number, sum(map(bool, contents.manifest["rows"].values())))
        elif place == "files" and with_files:
            for name, _size, read in some:
                _put_back(contents, name, read, replace)
                done += 1
                tell("files", done, total)
    for name, expected in contents.manifest["rows"].items():
        found = rows.count(connection, name)
        if found != expected:
            raise AlteredError(f"{name} has {found} rows in place of {expected}.")
    connection.check_constraints()
    rows.number_on(connection, tables.values())


def _place(name: str) -> str:
    room, _slash, rest = name.partition("/")
    return f"tables/{rest.rpartition('/')[0]}" if room == "tables" else room


def _rows(some: Iterator[archive.Member]) -> Iterator[rows.Row]:
    for _name, size, read in some:
        yield from rows.unpacked(read(size))


def _empty(connection: BaseDatabaseWrapper, tables: dict[str, rows.Table]) -> None:
    """Those of the backup, and those that no backup holds but the generation.

    An index that triggers fill goes with the table it follows.
    """
    there = set(connection.introspection.table_names())
    others = {
        model._meta.db_table
        for model in left_out.all_models()
        if model._meta.label not in ("caching.Generation",)
        and model._meta.pk.column != "rowid"
    }
    gone = {*tables, *others, settings.CACHE_TABLE} & there
    rows.empty(connection, sorted(gone))


def _put_back(contents: Contents, member: str, read: Any, replace: bool) -> None:
    """One file, under the very name that its row has."""
    _room, alias, name = member.split("/", 2)
    if (alias, name) in contents.there:
        return
    expected = contents.manifest["files"].get(alias, {}).get(name)
    if expected is None:  # it went while it was copied
        return
    storage = storage_of(alias)
    digest = hashlib.sha256()
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as spooled:
        for piece in archive.read_all(read):
            digest.update(piece)
            spooled.write(piece)
        if digest.hexdigest() != expected[1]:
            raise AlteredError(f"The backup has changed since it was checked: {name}")
        spooled.seek(0)
        try:
            if replace and storage.exists(name):
                storage.delete(name)
            saved = storage.save(name, File(spooled, name=name))
        except OSError as error:
            raise BackupError(f"{name} could not be written: {error}") from error
    if saved != name:
        storage.delete(saved)
        raise BackupError(f"In the place of {name} another file lies.")


def _hold_emails(using: str) -> None:
    """What waited when the backup was made has most likely been sent since."""
    Email.objects.using(using).waiting().update(
        state=Email.State.GIVEN_UP, ended_at=timezone.now(), last_error=HELD
    )


def forget_what_was_known() -> None:
    """All caches: what they hold was said by other rows."""
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    for alias in settings.CACHES:
        caches[alias].clear()
