"""Where backups lie: a folder, or any storage that Django can be told of."""

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import (
    FileSystemStorage,
    InvalidStorageError,
    Storage,
    storages,
)
from django.utils import timezone

from .errors import BackupError

ALIAS = "backups"
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"backup-(\d{8}T\d{6}Z)\.tar(\.locked)?")
UNFINISHED = ".part"
OLD = 24 * 3600
"""Seconds, after which nobody is writing to a part any more."""
PERIODS: tuple[Callable[[date], Any], ...] = (
    lambda day: day,
    lambda day: tuple(day.isocalendar())[:2],
    lambda day: (day.year, day.month),
)
"""What two days have in common: by the day, by the week, by the month."""


class Kept(NamedTuple):
    """One that is there, and whole: what is cut off has another name."""

    moment: datetime
    name: str


def is_set() -> bool:
    """Whether the settings say where."""
    return ALIAS in storages.backends


def storage() -> Storage:
    try:
        return storages[ALIAS]
    except InvalidStorageError as error:
        raise BackupError(
            "Nobody has said where backups go: set BACKUP_STORAGE."
        ) from error


def name_at(moment: datetime, *, is_locked: bool) -> str:
    stamp = moment.astimezone(UTC).strftime(STAMP)
    return f"backup-{stamp}.tar{'.locked' if is_locked else ''}"


def all_kept() -> list[Kept]:
    """The newest first."""
    try:
        _folders, names = storage().listdir("")
    except FileNotFoundError:
        return []
    found = [
        Kept(datetime.strptime(match[1], STAMP).replace(tzinfo=UTC), name)
        for name in names
        if (match := NAME.fullmatch(name))
    ]
    return sorted(found, reverse=True)


def newest() -> Kept | None:
    return next(iter(all_kept()), None)


def opened(name: str) -> IO[bytes]:
    """A backup that is kept, or a file of this machine. Raises BackupError."""
    try:
        if NAME.fullmatch(name):
            return storage().open(name)
        return Path(name).open("rb")
    except (OSError, SuspiciousFileOperation) as error:
        raise BackupError(f"There is no backup {name} to be read: {error}") from error


def put(name: str, parts: Iterable[bytes]) -> int:
    """Write it under another name, and give it its own when it is whole; the bytes.

    Where the storage is no folder of this machine, it is handed over when it is whole.
    Raises BackupError where there is no room for it.
    """
    place = _folder()
    folder = place or Path(tempfile.gettempdir())
    part = folder / f"{name}.{os.getpid()}{UNFINISHED}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget_unfinished(folder)
        size = _write(part, parts)
        if place:
            part.replace(place / name)
            _to_disk(place)
        else:
            _hand_over(name, part, size)
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error}") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return size


def _folder() -> Path | None:
    """Of this machine; None of a storage elsewhere."""
    there = storage()
    return Path(there.location) if isinstance(there, FileSystemStorage) else None


def _forget_unfinished(folder: Path) -> None:
    """What was left by one that was killed."""
    for part in folder.glob(f"backup-*{UNFINISHED}"):
        with suppress(OSError):
            if part.stat().st_mtime < time.time() - OLD:
                part.unlink()


def _write(part: Path, parts: Iterable[bytes]) -> int:
    """For its owner alone to read: what is closed on the site is in it."""
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        size = sum(map(file.write, parts))
        file.flush()
        os.fsync(file.fileno())
    return size


def _to_disk(folder: Path) -> None:
    """The new name as well."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _hand_over(name: str, part: Path, size: int) -> None:
    there = storage()
    with part.open("rb") as file:
        saved = there.save(name, File(file))
    if saved != name or there.size(saved) != size:
        there.delete(saved)
        raise BackupError(f"The storage did not take {name} as it is.")


def kept(moments: Iterable[datetime], rule: Sequence[int]) -> set[datetime]:
    """Of the moments, those to keep.

    ``rule``: of how many days, weeks and months, such as (7, 5, 12); those without a
    backup do not count. Days are the site's own. The newest of all is always kept.
    """
    newest_first = sorted(set(moments), reverse=True)
    found = set(newest_first[:1])
    for period, most in zip(PERIODS, rule, strict=True):
        seen: set[Any] = set()
        for moment in newest_first:
            key = period(timezone.localtime(moment).date())
            if key not in seen and len(seen) < most:
                seen.add(key)
                found.add(moment)
    return found


def forget_old() -> Iterator[str]:
    """Delete those that the rule does not keep; yields their names."""
    there = all_kept()
    keep = kept((each.moment for each in there), settings.BACKUP_KEEP)
    for each in there:
        if each.moment not in keep:
            storage().delete(each.name)
            yield each.name
