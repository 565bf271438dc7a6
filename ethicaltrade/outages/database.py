"""What is an outage; the database away, or busy: what need not be written."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any, TypeVar

from django.db import Error, InterfaceError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .breaker import FilesAwayError

T = TypeVar("T")
logger = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError, FilesAwayError)
LOCK_WAIT = 200  # milliseconds
DEPTH = 20  # of errors that others came of


def is_outage(error: BaseException | None) -> bool:
    """Whether the database or the files away are what it came of, however it was told.

    Django's session, for one, tells of a session that "was deleted".
    """
    for _time in range(DEPTH):
        if error is None or isinstance(error, AWAY):
            return error is not None
        error = error.__cause__ or error.__context__
    return False


def value_of(connection: BaseDatabaseWrapper, sql: str) -> Any:
    """The one value of a query, which checks by itself whether a kept connection works.

    Before each request's first query Django asks ``SELECT 1`` for that, where the
    settings say so. A connection that is lost is opened anew.
    """
    if not getattr(connection, "is_to_be_checked", False):
        return _value_of(connection, sql)
    connection.health_check_done = True
    try:
        with connection.quickly():
            return _value_of(connection, sql)
    except (InterfaceError, OperationalError):
        connection.close()
        return _value_of(connection, sql)


def _value_of(connection: BaseDatabaseWrapper, sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@contextmanager
def whole_section() -> Iterator[None]:
    """Around what writes every page of a section, in the transaction it belongs to.

    Fifty thousand pages take seconds a statement, more than a page may wait. Nobody who
    reads waits for it meanwhile.
    """
    slowly = getattr(connection, "slowly", nullcontext)
    with slowly():
        yield


def in_passing(what: str, work: Callable[[], T]) -> T | None:
    """Do a write that nobody asked for: a count, a note of a visit.

    It waits a fifth of a second for a lock; then, or when anything else is wrong with
    the database, it is left out, with a line in the log, and gives None. A transaction
    by itself, it takes nothing else along.
    """
    try:
        with _short_of_patience(), transaction.atomic():
            if connection.vendor == "postgresql":
                _set_lock_timeout(f"{LOCK_WAIT}ms")
            return work()
    except Error as error:
        logger.warning("%s was not written: %s", what, type(error).__name__)
        return None


def _set_lock_timeout(value: str) -> None:
    """Until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [value])


@contextmanager
def _short_of_patience() -> Iterator[None]:
    """SQLite's patience is the connection's, and begins with the transaction."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    usual = connection.settings_dict["OPTIONS"].get("timeout", 5)  # seconds
    driver = connection.connection
    driver.execute(f"PRAGMA busy_timeout = {LOCK_WAIT}")
    try:
        yield
    finally:
        with suppress(driver.ProgrammingError):  # closed meanwhile
            driver.execute(f"PRAGMA busy_timeout = {int(usual * 1000)}")
