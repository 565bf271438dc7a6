"""Django's PostgreSQL, for which nobody waits without end.

The server's own limits (``statement_timeout``) and TCP's (``tcp_user_timeout``) say
nothing of a server that is there and does not answer: stopped, or its disk away. So the
client counts the seconds too, and after a wait in vain the breaker lets the others
know at once.
"""

import time
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg import errors

from ethicaltrade.outages.breaker import Breaker

QUICKLY = 2.0  # seconds, for an answer that takes the server no work
SLOWLY = 60  # seconds, for a statement that changes a whole section of the site


class Connection(psycopg.Connection):
    """Waits at most ``patience`` seconds for each answer; for ever, if None."""

    patience: float | None = None
    breaker: Breaker

    def wait(self, gen, interval=0.1, timeout=None):
        limit, start = timeout or self.patience, time.monotonic()
        try:
            return super().wait(gen, interval, limit)
        except psycopg.OperationalError as error:
            if limit is None or time.monotonic() - start < limit:
                raise  # the server's own words
            self.pgconn.finish()  # what it would answer later belongs to nobody
            told = psycopg.OperationalError("the database server does not answer")
            self.breaker.failed(told)
            raise told from error


class DatabaseWrapper(base.DatabaseWrapper):
    # The driver as Django knows it, but for the class of the connections.
    Database = SimpleNamespace(**{**vars(psycopg), "connect": Connection.connect})

    @property
    def breaker(self) -> Breaker:
        given = self.settings_dict
        return Breaker.of(f"PostgreSQL ({given['HOST']}:{given['PORT']})")

    def get_connection_params(self) -> dict[str, Any]:
        """Without ``patience``, which is this class's own."""
        params = super().get_connection_params()
        params.pop("patience", None)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        if not self.breaker.may_try():
            raise psycopg.OperationalError("the database server did not answer lately")
        try:
            connection = super().get_new_connection(conn_params)
        except errors.ConnectionTimeout as error:
            self.breaker.failed(error)
            raise
        connection.breaker = self.breaker
        connection.patience = self.settings_dict["OPTIONS"].get("patience")
        self.breaker.succeeded()
        return connection

    @property
    def is_to_be_checked(self) -> bool:
        """Whether the next query is a request's first, over a kept connection."""
        is_kept = self.connection is not None and self.health_check_enabled
        is_first = not self.health_check_done and not self.in_atomic_block
        return is_kept and is_first and not self.breaker.is_open

    def is_usable(self) -> bool:
        if self.breaker.is_open:
            return False
        with self.quickly():
            return super().is_usable()

    @contextmanager
    def quickly(self):
        """Wait no longer than for an answer that takes the server no work."""
        connection = self.connection
        if connection is None:
            yield
            return
        usual, connection.patience = connection.patience, QUICKLY
        try:
            yield
        finally:
            connection.patience = usual

    @contextmanager
    def slowly(self):
        """Give each statement a minute, inside a transaction; no limit stays none.

        The server's own limit is the usual one again after the transaction.
        """
        connection = self.connection
        if connection is None or connection.patience is None:
            yield
            return
        with self.cursor() as cursor:
            sql = "SELECT set_config('statement_timeout', %s, true)"
            cursor.execute(sql, [f"{SLOWLY}s"])
        usual, connection.patience = connection.patience, SLOWLY + 1
        try:
            yield
        finally:
            connection.patience = usual
