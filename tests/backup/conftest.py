"""A shelf for backups, another database, and media that are not there any more."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ethicaltrade.backup import left_out, shelf
from tests.support.demo import (  # noqa: F401
    demo_answers,
    demo_rows,
    demo_site,
)

KEY = "a-key-of-the-tests-0123456789-abcdefg"
OTHER = "other"


def use_storage(monkeypatch, alias, storage) -> None:
    """Let the alias name it; the storages of the site's fields stay as they are."""
    monkeypatch.setitem(storages.backends, alias, {"BACKEND": "given"})
    monkeypatch.setitem(storages._storages, alias, storage)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, settings) -> Path:
    """Where backups go; they are not locked."""
    folder = tmp_path / "backups"
    use_storage(monkeypatch, shelf.ALIAS, FileSystemStorage(location=folder))
    settings.BACKUP_KEY, settings.BACKUP_KEY_FALLBACKS = "", []
    return folder


@pytest.fixture
def numbers_go_on(db) -> Iterator[None]:
    """A restored table counts from its own rows on; rows of other tests are beyond."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, sequencename), last_value "
            "FROM pg_sequences WHERE last_value IS NOT NULL"
        )
        counted = cursor.fetchall()
    yield
    with connection.cursor() as cursor:
        cursor.executemany("SELECT setval(%s, %s)", counted)


@pytest.fixture
def locked(settings) -> None:
    settings.BACKUP_KEY = KEY


@pytest.fixture
def other_database(tmp_path, db, django_db_blocker) -> Iterator[str]:
    """A SQLite database with the site's tables and nothing in them; its alias."""
    url = tmp_path / "other.sqlite3"
    given = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(url),
        "OPTIONS": {"init_command": "PRAGMA foreign_keys=ON; PRAGMA synchronous=OFF;"},
    }
    all_of_them = {**site_settings.DATABASES, OTHER: given}
    connections.settings[OTHER] = connections.configure_settings(all_of_them)[OTHER]
    connection = connections[OTHER]
    # Django's tests refuse to open those that they have not been told of.
    known = connections.settings.pop(OTHER)
    connection.connect()
    connections.settings[OTHER] = known
    try:
        add_tables(connection)
        yield OTHER
    finally:
        connection.close()
        del connections[OTHER]
        del connections.settings[OTHER]


def add_tables(connection) -> None:
    """In a twentieth of the time that migrating takes."""
    connection.disable_constraint_checking()
    with connection.schema_editor() as editor:
        for model in left_out.models():
            if not model._meta.auto_created:  # made with the model that it is of
                editor.create_model(model)
    call_command(
        "createcachetable", site_settings.CACHE_TABLE, database=OTHER, verbosity=0
    )
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(None).graph.nodes:
        recorder.record_applied(app, name)


@pytest.fixture
def lost_media(tmp_path) -> Iterator[Path]:
    """Call it to take all files away; they are back after the test."""
    media, away = Path(site_settings.MEDIA_ROOT).parent, tmp_path / "away"
    yield lambda: media.rename(away)
    if away.exists():
        shutil.rmtree(media, ignore_errors=True)
        away.rename(media)
