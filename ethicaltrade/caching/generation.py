"""The number that changes in the same transaction as anything that the public is shown.

What is kept under a number is right for as long as the number is. It is the sum of some
rows: who writes takes one that nobody else holds, or makes one, so nobody waits. What
is added is random: a database that was put back from a backup never comes by a number
for the second time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from secrets import randbelow
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from wagtail.contrib.frontend_cache.utils import purge_url_from_cache

from ethicaltrade.outages.database import value_of

from .models import Generation

STEP = 2**31
READ = "SELECT CAST(COALESCE(SUM(number), 0) AS bigint) FROM caching_generation"
# PostgreSQL passes over the rows of those who write now; SQLite lets one write at once.
FREE = {"postgresql": "FOR UPDATE SKIP LOCKED"}
ADD = (
    "UPDATE caching_generation SET number = number + %s "
    "WHERE id = (SELECT id FROM caching_generation LIMIT 1 {free})"
)
BEGIN = "INSERT INTO caching_generation (number) VALUES (%s)"
UNKNOWN = 0
"""Nothing is kept under it: the database has no number yet."""


class Kept:
    """The number that a request has read."""

    number: int | None = None


_kept: ContextVar[Kept | None] = ContextVar("generation", default=None)


@contextmanager
def kept() -> Iterator[None]:
    """Read the number at most once meanwhile, as long as nothing is written."""
    token = _kept.set(Kept())
    try:
        yield
    finally:
        _kept.reset(token)


def current() -> int:
    """At most one query a request; outside a request one each time."""
    request = _kept.get()
    if request is not None and request.number is not None:
        return request.number
    return _read_for(request, connections[DEFAULT_DB_ALIAS])


def to_keep_under() -> int:
    """The number to keep something under; 0 when nothing is to be kept.

    What a transaction has written may be taken back.
    """
    request = _kept.get()
    if request is not None and request.number is not None:
        return request.number
    connection = connections[DEFAULT_DB_ALIAS]
    return UNKNOWN if is_written(connection) else _read_for(request, connection)


def _read_for(request: Kept | None, connection: BaseDatabaseWrapper) -> int:
    number = value_of(connection, READ) if _is_there(connection) else UNKNOWN
    if request is not None and not is_written(connection):
        request.number = number
    return number


def is_written(connection: BaseDatabaseWrapper) -> bool:
    """Whether the transaction has changed the number.

    The mark lives as long as the change: Django forgets what waits for the end of a
    transaction, or of a savepoint, when that is rolled back.
    """
    mark = getattr(connection, "generation_mark", None)
    return mark is not None and any(
        waiting is mark for _savepoints, waiting, _robust in connection.run_on_commit
    )


def change(connection: BaseDatabaseWrapper) -> None:
    """Change the number, in the transaction that is under way."""
    request = _kept.get()
    if request is not None:
        request.number = None
    if not _is_there(connection):
        return
    step = 1 + randbelow(STEP)
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(free=FREE.get(connection.vendor, "")), [step])
        if cursor.rowcount == 0:  # all are held
            cursor.execute(BEGIN, [step])
    if connection.in_atomic_block:
        mark = Mark()
        connection.generation_mark = mark
        connection.on_commit(mark, robust=True)  # what fails in front, fails there
    else:  # a single statement of SQLite's, which is about to be committed
        forget_in_front()


class Mark:
    def __call__(self) -> None:
        """The change is there for everybody to read."""
        forget_in_front()


def forget_in_front() -> None:
    """Caches in front of the site forget every page, where the settings name some.

    Wagtail knows how to tell them. They are told of one address with a star in it: a
    change shows in menus, lists and feeds that nobody would name.
    """
    if settings.WAGTAILFRONTENDCACHE:
        purge_url_from_cache(f"{settings.BASE_URL}/*")


def _is_there(connection: BaseDatabaseWrapper) -> bool:
    """Asks the database once a connection."""
    is_there = getattr(connection, "generation_is_there", None)
    if is_there is None:
        tables = connection.introspection.table_names()
        is_there = Generation._meta.db_table in tables
        connection.generation_is_there = is_there
    return is_there


def pause(using: str, **kwargs: Any) -> None:
    """Migrations make the table, and write without it."""
    connections[using].generation_is_there = False


def begin(using: str, **kwargs: Any) -> None:
    """Whatever a migration changed, it is another number."""
    connection = connections[using]
    connection.generation_is_there = None
    change(connection)
