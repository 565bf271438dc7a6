"""Making a backup, from its first row to what the rule then no longer keeps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from . import archive, making, shelf
from .errors import BackupError


class StoppedError(BackupError):
    """The process was asked to stop; nothing is left of the backup."""


@dataclass(frozen=True)
class Made:
    name: str
    size: int
    """In bytes."""
    written: making.Written
    forgotten: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        return [f"{alias}: {name}" for alias, name in self.written.missing]

    def __str__(self) -> str:
        text = f"{self.name}: {in_megabytes(self.size)}, {self.written}"
        if self.forgotten:
            text += f"; {len(self.forgotten)} old ones deleted"
        return text


def make(
    *,
    tell: making.Tell = making.silent,
    should_stop: Callable[[], bool] = lambda: False,
    forget_old: bool = True,
) -> Made:
    """Raises BackupError; then none is there that was not there before."""
    name = shelf.name_at(timezone.now(), is_locked=bool(settings.BACKUP_KEY))
    written = making.Written()
    parts = archive.written(making.parts(written, tell=tell), settings.BACKUP_KEY)
    size = shelf.put(name, _until(should_stop, parts))
    forgotten = list(shelf.forget_old()) if forget_old else []
    return Made(name, size, written, forgotten)


def _until(should_stop: Callable[[], bool], parts: Iterator[bytes]) -> Iterator[bytes]:
    for part in parts:
        if should_stop():
            raise StoppedError("It was asked to stop.")
        yield part


def in_megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
