"""Caches that outlast their server, and are shared by every process.

Redis that is stopped or hung costs one short wait in some seconds, and another cache
(``stand_in``) does its work: the database for what must not be forgotten, such as
limits; the process's own memory for what is only quick.
"""

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache import caches
from django.core.cache.backends import db, redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.db import connections, router, transaction
from django.utils import timezone
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from .breaker import Breaker

QUICK = {
    "socket_connect_timeout": 0.3,  # seconds
    "socket_timeout": 0.5,
    "health_check_interval": 30,
    "retry": Retry(NoBackoff(), 0),  # the library's own waits and tries three times
    # Under 3, whether a kept connection was closed meanwhile is found out too late.
    "protocol": 2,
}
AWAY = (RedisError, OSError)


class RedisCache(redis.RedisCache):
    """Django's, which never raises for a server that is away, and never waits long.

    Its option ``stand_in`` names the cache that works meanwhile. What could not be
    changed or deleted is stale when the server is back: then all of it is forgotten.
    """

    _is_stale: set[str] = set()
    """The breakers of the servers that missed a change, in this process."""

    def __init__(self, server: str | list[str], params: dict[str, Any]):
        options = {**QUICK, **params.get("OPTIONS", {})}
        self._stand_in = options.pop("stand_in")
        super().__init__(server, {**params, "OPTIONS": options})
        address = self._servers[0].rpartition("@")[2]  # without the password
        self._breaker = Breaker.of(f"Redis ({address.removeprefix('redis://')})")

    @property
    def stand_in(self) -> Any:
        return caches[self._stand_in]

    @property
    def is_away(self) -> bool:
        """Whether the stand-in works for it."""
        return self._breaker.is_open

    def _do(self, name: str, *args: Any, changes: bool = False, **kwargs: Any) -> Any:
        if self._breaker.may_try():
            try:
                if self._breaker.name in self._is_stale:
                    super().clear()
                answer = getattr(super(), name)(*args, **kwargs)
            except AWAY as error:
                self._breaker.failed(error)
            else:
                self._is_stale.discard(self._breaker.name)
                self._breaker.succeeded()
                return answer
        if changes:
            self._is_stale.add(self._breaker.name)
        return getattr(self.stand_in, name)(*args, **kwargs)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._do("add", key, value, timeout, version)

    def get(self, key, default=None, version=None):
        return self._do("get", key, default, version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._do("set", key, value, timeout, version, changes=True)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._do("touch", key, timeout, version)

    def get_many(self, keys, version=None):
        return self._do("get_many", list(keys), version)

    def has_key(self, key, version=None):
        return self._do("has_key", key, version)

    def incr(self, key, delta=1, version=None):
        return self._do("incr", key, delta, version)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self._do("set_many", data, timeout, version, changes=True)

    # What is taken away is taken from the stand-in too, or the next outage finds it.

    def delete(self, key, version=None):
        there = self._do("delete", key, version, changes=True)
        return self.stand_in.delete(key, version) or there

    def delete_many(self, keys, version=None):
        keys = list(keys)
        self._do("delete_many", keys, version, changes=True)
        self.stand_in.delete_many(keys, version)

    def clear(self):
        self._do("clear", changes=True)
        return self.stand_in.clear()


class DatabaseCache(db.DatabaseCache):
    """Django's, whose counts are right when several count at once.

    Django's ``incr`` reads, then writes: of attempts made at once one is counted. And
    it starts the time anew, with the cache's own length. Its ``add`` answers that the
    key is there when the database cannot be written; whoever counts would be refused.
    """

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        key = self.make_and_validate_key(key, version=version)
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)
        until = self.get_backend_timeout(timeout)
        never = datetime.max.replace(tzinfo=UTC)
        expires = never if until is None else datetime.fromtimestamp(until, UTC)
        expires = expires.replace(microsecond=0)
        as_kept = connection.ops.adapt_datetimefield_value
        text = base64.b64encode(pickle.dumps(value)).decode("ascii")
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (cache_key, value, expires) "  # noqa: S608  # nosec B608
                "VALUES (%s, %s, %s) ON CONFLICT (cache_key) DO UPDATE "
                "SET value = excluded.value, expires = excluded.expires "
                f"WHERE {table}.expires < %s",
                [key, text, as_kept(expires), as_kept(seconds())],
            )
            return cursor.rowcount == 1

    def incr(self, key, delta=1, version=None):
        key = self.make_and_validate_key(key, version=version)
        using = router.db_for_write(self.cache_model_class)
        connection = connections[using]
        table = connection.ops.quote_name(self._table)
        now = connection.ops.adapt_datetimefield_value(seconds())
        is_due = f"FROM {table} WHERE cache_key = %s AND expires > %s"
        with transaction.atomic(using=using), connection.cursor() as cursor:
            # SQLite has locked all when the transaction began.
            lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
            cursor.execute(f"SELECT value {is_due}{lock}", [key, now])
            row = cursor.fetchone()
            if row is None:
                raise ValueError(f"Key {key!r} not found")
            value = pickle.loads(base64.b64decode(row[0])) + delta  # noqa: S301  # nosec B301
            text = base64.b64encode(pickle.dumps(value)).decode("ascii")
            cursor.execute(
                f"UPDATE {table} SET value = %s WHERE cache_key = %s",  # noqa: S608  # nosec B608
                [text, key],
            )
        return value

    def forget_expired(self) -> int:
        """Delete the rows whose time is over; Django waits until there are too many."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)
        now = connection.ops.adapt_datetimefield_value(seconds())
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608  # nosec B608
            return cursor.rowcount


def seconds() -> datetime:
    """Now, as exactly as the table has it."""
    return timezone.now().replace(microsecond=0)
