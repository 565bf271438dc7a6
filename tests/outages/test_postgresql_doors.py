"""Debian's PostgreSQL by DATABASE_URL alone: TLS, JIT, the order of ICU.

The wheel, on which all other tests run, has none of the three.
"""

import os
import pwd
import shutil
import tempfile
from pathlib import Path

import pytest
from django.db import OperationalError, connections
from django.db.backends.signals import connection_created

from ethicaltrade.core.collation import sort_key
from ethicaltrade.settings.stores import database_at
from tests.support.certificates import certificate  # noqa: F401
from tests.support.mail_server import free_port
from tests.support.postgres import STAND_IN_FOR_ROOT, throwaway_postgres

pytestmark = pytest.mark.slow

IN_ORDER = ["Aker AS", "Bane", "Zoo", "Ærlig", "Øye", "Aarhus", "Ås"]


def debian() -> str:
    """The folder of its newest; skips where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        pytest.skip("No PostgreSQL of Debian here; its package is postgresql.")
    return str(found[-1])


@pytest.fixture(scope="module")
def server(certificate):  # noqa: F811
    """One that takes TLS at a port; its address."""
    programs = debian()
    with tempfile.TemporaryDirectory(prefix="ethicaltrade-tls-") as folder:
        paths = [shutil.copy(path, folder) for path in certificate]
        if os.geteuid() == 0:
            account = pwd.getpwnam(STAND_IN_FOR_ROOT).pw_uid
            for path in (folder, *paths):
                os.chown(path, account, -1)
        Path(paths[1]).chmod(0o600)  # or the server refuses it
        tls = {"ssl": "on", "ssl_cert_file": paths[0], "ssl_key_file": paths[1]}
        port = free_port()
        door = {"listen_addresses": "127.0.0.1", "port": str(port)}
        with throwaway_postgres(programs, **door, **tls):
            yield f"postgres://postgres@{{}}:{port}/postgres"


@pytest.fixture
def connect(django_db_blocker, monkeypatch):
    """As the settings make it of DATABASE_URL; closed afterwards."""
    # Django's own asks the site's database for the types of extensions.
    monkeypatch.setattr(connection_created, "send", lambda **kwargs: None)
    made = []

    def connect(url):
        handler = type(connections)({"default": database_at(url)})
        made.append(handler["default"])
        return made[-1]

    with django_db_blocker.unblock():
        yield connect
    for each in made:
        each.close()


def value(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_certificate_is_checked_by_name(server, connect, certificate):  # noqa: F811
    url = f"{server}?sslmode=verify-full&sslrootcert={certificate.certificate}"
    connection = connect(url.format("127.0.0.1"))
    mine = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    assert value(connection, mine) is True
    # Of another name, and one that nobody vouches for.
    for refused in (
        url.format("localhost.localdomain") + "&hostaddr=127.0.0.1",
        f"{server}?sslmode=verify-full&sslrootcert=system".format("127.0.0.1"),
    ):
        with pytest.raises(OperationalError, match=r"certificate|root"):
            value(connect(refused), "SELECT 1")


def test_no_query_is_compiled(server, connect):
    """It costs seconds where the planner thinks a query large; Debian's would."""
    connection = connect(server.format("127.0.0.1"))

    def plan():
        with connection.cursor() as cursor:
            cursor.execute("SET jit_above_cost = 0")
            cursor.execute("EXPLAIN ANALYZE SELECT count(*) FROM pg_class a, pg_am b")
            return str(cursor.fetchall())

    assert "JIT" not in plan()
    with connection.cursor() as cursor:
        cursor.execute("SET jit = on")
    assert "JIT" in plan(), "this server has none"


def test_order_is_norwegian_whatever_the_server_sorts_by(server, connect):
    connection = connect(server.format("127.0.0.1"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE names (name text, sort_key bytea)")
        rows = [(name, sort_key(name)) for name in reversed(IN_ORDER)]
        cursor.executemany("INSERT INTO names VALUES (%s, %s)", rows)
        cursor.execute("SELECT name FROM names ORDER BY sort_key")
        assert [name for (name,) in cursor.fetchall()] == IN_ORDER
        # What the search and Wagtail's lists compare without regard to case.
        cursor.execute("SELECT UPPER('blåbærsaft, øre') = 'BLÅBÆRSAFT, ØRE'")
        assert cursor.fetchone()[0]
