"""What tests of workers need: a database that others see, a mail server, processes.

A folder's conftest takes the fixtures with
``from tests.support.workers import mail_server, transactional_db  # noqa: F401``.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from .mail_server import MailServer
from .rows import restored

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """No transaction around the test: what it writes is there for every connection.

    In place of pytest-django's, which empties the whole database afterwards, of what
    the migrations put there too; this one puts back what was there. The name is the one
    by which pytest-django knows that a test needs the database.
    """
    with django_db_blocker.unblock(), restored():
        yield


@pytest.fixture
def mail_server(settings):
    """A real mail server, down until the test lets it up; e-mails wait for a worker."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.MAIL_AT_ONCE = False
    return server


def database_url() -> str:
    """Where this test's database is, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    return f"{server}/{name}"


@contextmanager
def worker(log: Path, mail_port: int, *arguments: str) -> Iterator[subprocess.Popen]:
    """``manage.py worker`` in a process of its own, with the production settings.

    What it says is in the file ``log``. It is killed at the end, if it lives still.
    """
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ethicaltrade.settings.production",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-for-tests-only-0123456789",
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": "http://localhost",
        "CACHE_URL": "dbcache://",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "DEFAULT_FROM_EMAIL": "post@example.org",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, PROJECT / "manage.py", "worker", *arguments]
    with log.open("a") as output:
        process = subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=output, stderr=output
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(is_so: Callable[[], bool], log: Path) -> None:
    """Wait for something a worker does; fail with its log when it does not come."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)
