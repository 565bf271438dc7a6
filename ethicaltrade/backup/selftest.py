"""The proof that a backup can be put back: it is, into a database for the occasion.

By a process of its own, whose database, caches and folders are in a temporary folder,
and which sends no e-mail: nothing of the site's is in its reach but the backups.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile

from . import shelf
from .errors import BackupError

NOTE = "last-trial.json"
"""Beside the backups: which was put back on trial last, when, and how it went."""
MOST = 2_000
"""Letters of what is told, from its end."""


class SelfTestError(BackupError):
    """The newest backup cannot be put back; the message says why."""


class Result(NamedTuple):
    name: str
    moment: datetime
    is_well: bool
    told: str


def last() -> Result | None:
    storage = shelf.storage()
    try:
        with storage.open(NOTE) as file:
            found = json.load(file)
        moment = datetime.fromisoformat(found.pop("moment"))
        return Result(moment=moment, **found)
    except (OSError, ValueError, TypeError, KeyError):  # none, or one half written
        return None


def run(newest: shelf.Kept, now: datetime) -> Result:
    """Put it back and note how it went."""
    with tempfile.TemporaryDirectory(prefix="backup-trial-") as folder:
        done = put_back(newest.name, Path(folder))
    told = (done.stdout + done.stderr).strip()[-MOST:]
    result = Result(newest.name, now, done.returncode == 0, told)
    note(result)
    return result


def put_back(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The rows; of the files each one is read, and its sum compared."""
    command = [sys.executable, "-m", "django", "restore", name, "--database-only"]
    return subprocess.run(  # nosec B603  # noqa: S603 (nothing of it is anybody's words)
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, **scratch(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def scratch(folder: Path) -> dict[str, str]:
    """The environment of a site that has nothing but the backups."""
    return {
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_MEDIA_ROOT": str(folder / "private"),
        "STORAGE_URL": "",
        "CACHE_URL": "locmemcache://",
        "EMAIL_URL": "dummymail://",
        "WAGTAILFRONTENDCACHE": "{}",
        "NGINX_CACHE_LINK": "",
        "LOG_LEVEL": "WARNING",
    }


def note(result: Result) -> None:
    found = {**result._asdict(), "moment": result.moment.isoformat()}
    content = ContentFile(json.dumps(found, ensure_ascii=False, indent=1).encode())
    storage = shelf.storage()
    storage.delete(NOTE)
    storage.save(NOTE, content)
