"""A migrated database of each kind, made once and copied for every run.

Migrating takes longer than most of the tests. What is kept is found by a hash of all
that decides what migrating makes; a change in any of it makes a new one.

    python -m tests.support.migrated

makes that of the database in DATABASE_URL, or of SQLite, as the tests make theirs.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".pytest_cache" / "databases"
DECIDES = (
    "requirements/production.txt",
    "ethicaltrade/settings/*.py",
    "ethicaltrade/home/groups.py",
    "ethicaltrade/bilingual/repair.py",
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "*/translation.py",
    "*/*/translation.py",
)
NAME = "migrated"
"""Of the database in a PostgreSQL that is kept."""


def template(kind: str = "sqlite3") -> Path:
    """Where the migrated database is, or will be."""
    digest = hashlib.sha256()
    for pattern in DECIDES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.{kind}"


def copy_to(path: Path) -> bool:
    """Copy the migrated SQLite database; False when there is none yet."""
    source = template()
    if not source.exists():
        return False
    shutil.copyfile(source, path)
    return True


def keep(connection: sqlite3.Connection) -> None:
    """Keep an SQLite database that has just been migrated for the runs to come."""
    target = template()
    new = room_for(target)
    copy = sqlite3.connect(new)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    new.replace(target)


def keep_folder(source: Path, target: Path) -> None:
    """Keep a server's data, at rest."""
    new = room_for(target)
    shutil.copytree(source, new)
    try:
        new.rename(target)
    except OSError:  # another process was as quick
        shutil.rmtree(new)


def room_for(target: Path) -> Path:
    """Where to write it first; what was kept of its kind before is gone."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob(f"*{target.suffix}"):
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.unlink(missing_ok=True)
    return target.with_suffix(f"{target.suffix}-{os.getpid()}")


def main() -> None:
    """Migrate the test database of the settings, and leave it."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "ethicaltrade.settings.test"
    django.setup()
    from django.db import connection

    settings = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        settings["NAME"] = NAME
        connection.creation.create_test_db(verbosity=0, serialize=False)
    else:
        with tempfile.TemporaryDirectory() as folder:
            settings["NAME"] = str(Path(folder) / "new.sqlite3")
            connection.creation.create_test_db(verbosity=0, serialize=False)
            connection.ensure_connection()
            keep(connection.connection)
            connection.close()


if __name__ == "__main__":
    # Where a server has been given, it is empty.
    if os.environ.get("DATABASE_URL") or not template().exists():
        main()
