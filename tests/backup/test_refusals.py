"""What is no backup is not taken for one, and changes nothing."""

import errno
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage
from django.core.management import CommandError, call_command
from django.db import connections

from ethicaltrade.backup import (
    checking,
    checks,
    left_out,
    making,
    restoring,
    service,
    shelf,
)
from ethicaltrade.backup.errors import AlteredError, BackupError, LockedError
from ethicaltrade.backup.progress import Progress
from ethicaltrade.core.models import Topic
from ethicaltrade.users.models import User
from tests.support import factories
from tests.support.files import document
from tests.support.workers import PATIENCE, PROJECT

from .conftest import KEY, use_storage

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.every_database,
    pytest.mark.usefixtures("numbers_go_on"),
]


@pytest.fixture
def small(db):
    """A person, a topic and a document: content enough."""
    factories.user("kari@example.org")
    Topic.objects.create(name_nb="Lønn", name_en="Pay", slug="lonn")


@pytest.fixture
def made(small, folder):
    return folder / service.make().name


@pytest.fixture
def untouched(made):
    """After the test, all is there that was."""
    Topic.objects.update(name_nb="Skrevet siden")
    yield
    assert Topic.objects.get().name_nb == "Skrevet siden"
    assert User.objects.count() == 1


def restored(path, **options):
    return restoring.restore(partial(shelf.opened, str(path)), replace=True, **options)


@pytest.mark.usefixtures("untouched")
class TestRefused:
    def test_database_with_content(self, made):
        with pytest.raises(CommandError, match="has content"):
            call_command("restore", made.name)

    def test_one_that_is_cut_off(self, made):
        os.truncate(made, made.stat().st_size // 2)
        with pytest.raises(AlteredError):
            restored(made)

    def test_one_with_another_byte(self, made):
        with made.open("r+b") as file:
            file.seek(made.stat().st_size // 2)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 1]))
        with pytest.raises(AlteredError):
            restored(made)

    def test_one_of_another_key(self, small, locked, settings):
        name = service.make().name
        settings.BACKUP_KEY = "another-key-0123456789-0123456789"
        with pytest.raises(LockedError):
            restored(name)

    def test_one_of_a_newer_format(self, small, monkeypatch):
        with monkeypatch.context() as later:
            later.setattr(making, "FORMAT", making.FORMAT + 1)
            name = service.make().name
        with pytest.raises(BackupError, match="format"):
            restored(name)

    def test_one_of_a_newer_release(self, small, monkeypatch):
        known = making.MigrationRecorder.applied_migrations
        with monkeypatch.context() as later:
            later.setattr(
                making.MigrationRecorder,
                "applied_migrations",
                lambda self: {**known(self), ("core", "0099_later"): None},
            )
            name = service.make().name
        with pytest.raises(BackupError, match="0099_later"):
            restored(name)

    def test_one_that_changes_after_it_was_checked(self, made, monkeypatch):
        monkeypatch.setattr(restoring, "members", lambda open_: iter(()))
        with pytest.raises(AlteredError, match="rows in place of"):
            restored(made)


def test_database_that_has_just_been_migrated_is_empty(db):
    name = service.make().name
    call_command("restore", name, "--database-only", stdout=StringIO())


def test_models_that_no_backup_holds_are_there():
    there = {model._meta.label for model in left_out.all_models()}
    assert left_out.labels() - there <= {"wagtailsearch.SQLiteFTSIndexEntry"}


@pytest.mark.parametrize("key", ["short", "a" * 40])
def test_weak_key_is_told(settings, key):
    settings.BACKUP_KEY = key
    assert [message.id for message in checks.check_key()] == ["backup.E001"]


def test_backup_that_anybody_can_read_is_told(settings):
    assert [message.id for message in checks.check_lock()] == ["backup.W001"]
    settings.BACKUP_KEY = KEY
    assert checks.check_key() == checks.check_lock() == []


def test_one_of_an_earlier_release_needs_a_new_database(small, monkeypatch):
    known = making.MigrationRecorder.applied_migrations
    with monkeypatch.context() as before:
        before.setattr(
            making.MigrationRecorder,
            "applied_migrations",
            lambda self: {
                key: value
                for key, value in known(self).items()
                if key != ("search", "0002_newest")
            },
        )
        name = service.make().name
    with pytest.raises(BackupError, match="earlier release"):
        restored(name)


# Making one


def test_full_disk_leaves_nothing(small, folder, monkeypatch):
    def full(part, parts):
        part.write_bytes(next(iter(parts)))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shelf, "_write", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup")
    assert not list(folder.iterdir())


def test_one_that_is_asked_to_stop_leaves_nothing(small, folder):
    with pytest.raises(service.StoppedError):
        service.make(should_stop=lambda: True)
    assert not list(folder.iterdir())


KILLED = """
import sys, django
django.setup()
from ethicaltrade.backup import service
def tell(what, done, of):
    print(what, done, flush=True)
    sys.stdin.read()
service.make(tell=tell)
"""


@pytest.mark.slow
def test_killed_backup_is_not_taken_for_one(folder, other_database):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ethicaltrade.settings.test",
        "DATABASE_URL": f"sqlite:///{connections[other_database].settings_dict['NAME']}",
        "BACKUP_STORAGE": str(folder),
    }
    with subprocess.Popen(
        [sys.executable, "-c", KILLED],
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
    [part] = folder.iterdir()
    assert part.name.endswith(shelf.UNFINISHED)
    assert shelf.newest() is None
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(part, (old, old))
    whole = service.make()
    assert [path.name for path in folder.iterdir()] == [whole.name]
    assert (folder / whole.name).stat().st_mode & 0o077 == 0, "for its owner alone"


def test_storage_that_is_no_folder(small, monkeypatch):
    storage = InMemoryStorage()
    use_storage(monkeypatch, shelf.ALIAS, storage)
    name = service.make().name
    assert shelf.newest().name == name
    assert checking.check(partial(shelf.opened, name))


def test_storage_that_takes_another_name_or_less(small, monkeypatch):
    class Renaming(InMemoryStorage):
        def save(self, name, content, max_length=None):
            return super().save(f"other-{name}", content, max_length)

    storage = Renaming()
    use_storage(monkeypatch, shelf.ALIAS, storage)
    with pytest.raises(BackupError, match="did not take"):
        service.make()
    assert storage.listdir("") == ([], [])


def test_old_ones_are_deleted_by_the_rule(small, folder, settings):
    settings.BACKUP_KEEP = [2, 0, 0]
    folder.mkdir()
    other = folder / "notes.txt"
    other.touch()
    for day in (1, 2, 3):
        name = shelf.name_at(datetime(2026, 1, day, 2, tzinfo=UTC), is_locked=False)
        (folder / name).touch()
    made = service.make()
    assert len(made.forgotten) == 2
    assert {path.name for path in folder.iterdir()} == {
        other.name,
        made.name,
        "backup-20260103T020000Z.tar",
    }


# Files


@pytest.fixture
def two_documents(small):
    return document("her.pdf"), document("borte.pdf")


def test_file_that_is_gone_is_told(two_documents, capsys):
    here, gone = two_documents
    gone.file.storage.delete(gone.file.name)
    call_command("backup")
    assert f"private: {gone.file.name}" in capsys.readouterr().err
    found = checking.check(partial(shelf.opened, shelf.newest().name))
    assert found.manifest["missing"] == [["private", gone.file.name]]
    assert list(found.manifest["files"]["private"]) == [here.file.name]
    restored(shelf.newest().name)


def test_file_that_goes_while_it_is_copied_is_told(two_documents, monkeypatch):
    here, gone = two_documents
    reading = making._piece

    def piece(file, size):
        if gone.file.name in file.name:
            return b""
        return reading(file, size)

    monkeypatch.setattr(making, "_piece", piece)
    made = service.make()
    assert made.missing == [f"private: {gone.file.name}"]
    gone.file.storage.delete(gone.file.name)
    restored(made.name)
    assert not gone.file.storage.exists(gone.file.name)
    assert here.file.storage.exists(here.file.name)


def test_disk_that_is_not_mounted_is_no_backup(two_documents, folder, monkeypatch):
    monkeypatch.setattr(making, "FEW", 1)
    for each in two_documents:
        each.file.storage.delete(each.file.name)
    with pytest.raises(BackupError, match="mounted"):
        service.make()
    assert not list(folder.iterdir())


def test_other_file_in_its_place_is_not_written_over(two_documents):
    here, _other = two_documents
    name = service.make().name
    storage = here.file.storage
    storage.delete(here.file.name)
    storage.save(here.file.name, ContentFile(b"Noe annet"))
    with pytest.raises(CommandError):
        call_command("restore", name)
    restored(name)
    with storage.open(here.file.name) as file:
        assert file.read() != b"Noe annet"


def test_file_that_is_there_is_left_as_it_is(two_documents, monkeypatch):
    name = service.make().name
    monkeypatch.delattr(Storage, "save")
    restored(name)


def test_full_disk_leaves_the_database_as_it_was(two_documents, monkeypatch):
    here, _other = two_documents
    name = service.make().name
    here.file.storage.delete(here.file.name)
    Topic.objects.update(name_nb="Skrevet siden")

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)
    with pytest.raises(BackupError, match="No space left"):
        restored(name)
    assert Topic.objects.get().name_nb == "Skrevet siden"


class Terminal(StringIO):
    def isatty(self):
        return True


def test_terminal_is_told_how_far_it_is_and_nothing_else_is():
    for stream, told in ((Terminal(), "\rfiles: 2 of 2   \n"), (StringIO(), "")):
        with Progress(stream) as progress:
            progress("files", 2, 2)
        assert stream.getvalue() == told
