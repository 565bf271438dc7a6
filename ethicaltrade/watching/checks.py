"""Whether all that the site needs is there, and how long it takes to say so.

Without its database, or with another release's, a process can answer nobody: a load
balancer should ask another. All else is told and lets the site go on: it would be taken
down by the fault of a part that visitors do not see.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from ethicaltrade.outages.caches import DatabaseCache
from ethicaltrade.outages.database import value_of
from ethicaltrade.scheduling import pulse, states

from .asking import UNKNOWN, Asked

WAIT = 1.0  # seconds, for all that is asked in threads
LIMIT = 10.0  # seconds, until one of them is said to hang
WHERE_FILES_ARE = ("default", "private")
LEAST_PAUSE = 5.0  # seconds, between two looks at the disks


@dataclass(frozen=True)
class Health:
    """What is wrong, by the check's name; "" where all is well."""

    checks: dict[str, str]
    is_ready: bool

    @property
    def is_well(self) -> bool:
        return not any(said not in ("", UNKNOWN) for said in self.checks.values())

    @property
    def status(self) -> str:
        if not self.is_ready:
            return "unavailable"
        return "ok" if self.is_well else "degraded"


def look() -> Health:
    """Two queries. It takes a second or two at most, whatever is away."""
    end = time.monotonic() + WAIT
    threads = in_threads()
    for asked in threads.values():
        asked.begin()
    needed = {"database": "", "migrations": ""}
    told: dict[str, str] = {}
    try:
        with quickly():
            value_of(connection, "SELECT 1")
            needed["migrations"] = migrations()
            told = {"cache": shared_cache(), **worker_and_jobs()}
    except Error as error:
        needed["database"] = type(error).__name__
    for name, asked in threads.items():
        told[name] = asked.answer(end - time.monotonic())
    return Health({**needed, **told}, not any(needed.values()))


@contextmanager
def quickly() -> Iterator[None]:
    """With little patience for the database."""
    connection.ensure_connection()
    with getattr(connection, "quickly", nullcontext)():
        yield


# The database, and what is in it


_is_migrated = False


def migrations() -> str:
    """Asked until there is none to come: a process lives with one release."""
    global _is_migrated
    if not _is_migrated:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            return f"{len(missing)} to be applied"
        _is_migrated = True
    return ""


def worker_and_jobs() -> dict[str, str]:
    runs = states.all_runs()
    if silence := pulse.silence(runs):
        return {"worker": silence, "jobs": ""}
    wrong = [each for each in states.of_all(runs) if each.is_wrong]
    told = [f"{each.job.name} ({each.kind.value})" for each in wrong]
    return {"worker": "", "jobs": ", ".join(told)}


def shared_cache() -> str:
    """Slower without: what is kept is made again, limits count in the database."""
    if isinstance(cache, DatabaseCache):
        cache.get("readyz")  # to write would be to wait for whoever writes
        return ""
    try:
        now = timezone.now().isoformat()
        cache.set("readyz", now, 10)
        is_kept = cache.get("readyz") is not None
    except Error:
        raise
    except Exception as error:  # each cache library has exceptions of its own
        return type(error).__name__
    if getattr(cache, "is_away", False):
        return "Redis is away"
    return "" if is_kept else "forgets"


# Files


@once
def in_threads() -> dict[str, Asked]:
    asked = {"disk": Asked(disks, every=LEAST_PAUSE, limit=LIMIT)}
    if pause := settings.STORAGE_CHECK_SECONDS:
        asked["storage"] = Asked(files, every=pause, limit=LIMIT)
    return asked


def files() -> str:
    """Write, read and delete a small file where each kind is kept."""
    return "; ".join(
        f"{alias}: {said}" for alias in WHERE_FILES_ARE if (said := _try_storage(alias))
    )


def _try_storage(alias: str) -> str:
    words = token_hex(8).encode()
    name = ""
    try:
        storage = storages[alias]
        name = storage.save(f"readyz-{token_hex(8)}.txt", ContentFile(words))
        with storage.open(name) as file:
            is_same = file.read() == words
    except Exception as error:  # each storage has exceptions of its own
        return type(error).__name__
    finally:
        if name:
            storage.delete(name)
    return "" if is_same else "another file came back"


def disks() -> str:
    """Those with little room, of the disks that this machine has."""
    return "; ".join(
        f"{name}: {free // 10**6:,} MB free ({free * 100 // total} %)"
        for name, (free, total) in room().items()
        if is_nearly_full(free, total)
    )


def room() -> dict[str, tuple[int, int]]:
    """By what is kept there: free bytes, and all."""
    return {name: _room_of(folder) for name, folder in _folders().items()}


def _folders() -> dict[str, Path]:
    found = {}
    for alias in (*WHERE_FILES_ARE, "backups"):
        kept: Callable | None = storages[alias] if alias in settings.STORAGES else None
        if isinstance(kept, FileSystemStorage):
            found[alias] = Path(kept.location)
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        found["database"] = Path(connection.settings_dict["NAME"]).parent
    return found


def _room_of(folder: Path) -> tuple[int, int]:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent  # it is made with its first file
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total


def is_nearly_full(free: int, total: int) -> bool:
    """Counts are in bytes."""
    few = settings.DISK_FREE_MEGABYTES * 10**6
    return free < few or free * 100 < total * settings.DISK_FREE_PERCENT
