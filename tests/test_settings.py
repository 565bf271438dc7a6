"""The settings: production says what it lacks, and SQLite is set up to be shared."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.every_database

WHOLE = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "www.example.org",
    "BASE_URL": "https://www.example.org",
    "DATABASE_URL": "sqlite://:memory:",
    "CACHE_URL": "locmemcache://",
    "EMAIL_URL": "consolemail://",
}
SHOW = (
    "from ethicaltrade.settings import production as p; "
    "print(*(getattr(p, name) for name in {names!r}), sep='\\n')"
)


def start(environment, *names):
    """Import the production settings in a process of their own; print the names'."""
    return subprocess.run(
        [sys.executable, "-c", SHOW.format(names=names)],
        env={"PATH": os.environ["PATH"], **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def last_lines(process):
    return process.stderr[process.stderr.find("The site cannot start") :]


def test_production_starts_when_nothing_is_missing():
    names = ("DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "DEMO_ALLOWED")
    process = start(WHOLE, *names)
    assert process.returncode == 0, process.stderr
    assert process.stdout.split() == ["False", "True", "True", "False"]


def test_production_names_everything_that_is_missing_at_once():
    process = start({})
    assert process.returncode != 0
    for name in WHOLE:
        assert f"  {name}: " in last_lines(process)


@pytest.mark.parametrize("name", WHOLE)
def test_production_names_the_one_that_is_empty(name):
    process = start({**WHOLE, name: ""})
    assert process.returncode != 0
    named = [other for other in WHOLE if f"  {other}: " in last_lines(process)]
    assert named == [name]


@pytest.mark.parametrize("key", ["short", "a" * 60, "development-only-not-a-secret"])
def test_production_refuses_a_weak_key(key):
    process = start({**WHOLE, "SECRET_KEY": key})
    assert process.returncode != 0
    assert "SECRET_KEY is too weak" in last_lines(process)


def test_missing_setting_is_told_without_the_others_values():
    process = start({**WHOLE, "EMAIL_URL": ""})
    assert WHOLE["SECRET_KEY"] not in process.stderr


def test_try_out_without_tls_sets_no_secure_cookie():
    environment = {**WHOLE, "BASE_URL": "http://127.0.0.1:8000"}
    process = start(environment, "SESSION_COOKIE_SECURE")
    assert process.stdout.split() == ["False"]


def test_base_settings_stay_short():
    path = Path(settings.BASE_DIR) / "ethicaltrade" / "settings" / "base.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "values"),
    [
        ("journal_mode", {"wal", "memory"}),  # a database in memory keeps no journal
        ("foreign_keys", {1}),
        ("synchronous", {1}),  # NORMAL
        ("cache_size", {-20000}),  # KiB
    ],
)
def test_sqlite_is_set_up_to_be_shared(pragma, values):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        (value,) = cursor.fetchone()
    assert value in values


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own")
def test_sqlite_takes_the_lock_when_a_transaction_begins():
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 5
