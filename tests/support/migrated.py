"""A migrated SQLite database, made once and copied for every run.

Migrating takes longer than most of the tests. The copy is found by a hash of all
that decides what migrating makes; a change in any of it makes a new one.
"""

import hashlib
import os
import shutil
import sqlite3
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


def template() -> Path:
    """Where the migrated database is, or will be."""
    digest = hashlib.sha256()
    for pattern in DECIDES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


def copy_to(path: Path) -> bool:
    """Copy the migrated database; False when there is none yet."""
    source = template()
    if not source.exists():
        return False
    shutil.copyfile(source, path)
    return True


def keep(connection: sqlite3.Connection) -> None:
    """Keep a database that has just been migrated for the runs to come."""
    target = template()
    target.parent.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    new = target.with_suffix(f".{os.getpid()}")
    copy = sqlite3.connect(new)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    new.replace(target)
