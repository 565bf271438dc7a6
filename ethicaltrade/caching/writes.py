"""Whatever is written for the public changes the generation, by any door.

Every statement passes here: of a form, of ``update()``, in bulk, in SQL of one's own.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from . import generation
from .never_shown import columns, tables

VERB = re.compile(r"[\s(]*(\w+)")
# Statements that change no row; any other is taken for one that does.
HARMLESS = frozenset(
    """ALTER ANALYZE BEGIN CLOSE COMMENT COMMIT CREATE DECLARE DISCARD DROP EXPLAIN
    FETCH LISTEN LOCK NOTIFY PRAGMA REINDEX RELEASE RESET ROLLBACK SAVEPOINT SELECT SET
    SHOW UNLISTEN VACUUM""".split()  # noqa: SIM905 (it would take thirty lines)
)
TABLE = re.compile(
    r"""\s*(?: INSERT\s+(?:OR\s+\w+\s+)?INTO | UPDATE | DELETE\s+FROM )\s+
    (?:ONLY\s+)? "?(\w+)"? (?![\w."])""",
    re.IGNORECASE | re.VERBOSE,
)
# As Django writes what is assigned; in SQL of one's own, it may be anything.
ASSIGNED = re.compile(r'"(\w+)" = (?:%s|NULL)(?:, |$)')
WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """For the signal ``connection_created``, which comes again when it is lost."""
    wrappers = connection.execute_wrappers
    if connection.alias == DEFAULT_DB_ALIAS and note not in wrappers:
        wrappers.append(note)


def note(
    execute: Callable[..., Any],
    sql: Any,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    """Run the statement; the number changes with it, once a transaction."""
    if isinstance(sql, str) and sql[:6] == "SELECT":  # nearly all of them
        return execute(sql, params, many, context)
    connection = context["connection"]
    text = sql if isinstance(sql, str) else sql.as_string(None)
    if text.startswith("ROLLBACK TO"):
        connection.generation_mark = None  # the change may be taken back with the rest
    if not is_public(text):
        return execute(sql, params, many, context)
    if connection.in_atomic_block or not connection.get_autocommit():
        return _run(execute, sql, params, many, context)
    if connection.vendor == "sqlite" and "RETURNING" in text:
        # SQLite commits when the rows were read, and the change of the number with it.
        return _run(execute, sql, params, many, context)
    with transaction.atomic(using=connection.alias):
        return _run(execute, sql, params, many, context)


def _run(execute, sql, params, many, context) -> Any:
    answer = execute(sql, params, many, context)
    connection = context["connection"]
    if not generation.is_written(connection) and not _changed_nothing(sql, context):
        generation.change(connection)
    return answer


def _changed_nothing(sql: Any, context: dict[str, Any]) -> bool:
    verb = str(sql)[:6]
    return verb in ("UPDATE", "DELETE") and context["cursor"].rowcount == 0


def is_public(sql: str) -> bool:
    """Whether the statement may change what the public is shown; in doubt it does."""
    verb = VERB.match(sql)
    if verb is None:
        return True
    word = verb[1].upper()
    if word in HARMLESS:
        return False
    if word == "WITH":
        return WRITES.search(sql) is not None
    found = TABLE.match(sql)
    if found is None:
        return True
    table = found[1].lower()
    if table in tables():
        return False
    hidden = columns().get(table)
    if hidden is None or word != "UPDATE" or "SELECT" in sql:
        return True
    assigned = sql.partition(" SET ")[2].partition(" WHERE ")[0]
    is_understood = assigned and not ASSIGNED.sub("", assigned)
    return not is_understood or not hidden.issuperset(ASSIGNED.findall(assigned))
