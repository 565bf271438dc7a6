"""Whether a backup can be used, found out from its first byte to its last."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import InvalidStorageError, Storage, storages

from . import archive, making, rows
from .errors import AlteredError, BackupError

MOST_WORDS = 2**28
"""Bytes of the list of what there is; more is no list."""

Open = Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself; it was read to the end, and is as it was written.

    ``there``: files, by storage and name, that lie where they belong already.
    ``others``: those in whose place another lies.
    """

    about: dict[str, Any]
    manifest: dict[str, Any]
    there: frozenset[tuple[str, str]]
    others: tuple[tuple[str, str], ...]

    @property
    def tables(self) -> list[rows.Table]:
        return [rows.Table.from_json(given) for given in self.about["tables"]]

    @property
    def migrations(self) -> set[tuple[str, str]]:
        return {(app, name) for app, name in self.about["migrations"]}

    def __str__(self) -> str:
        files = sum(map(len, self.manifest["files"].values()))
        total = sum(self.manifest["rows"].values())
        text = f"made {self.about['made_at'][:19]} UTC, {total} rows, {files} files"
        missing = self.manifest["missing"]
        return f"{text}, {len(missing)} missing" if missing else text


def keys() -> list[str]:
    """Those that may have locked it, the present one first."""
    return [key for key in (settings.BACKUP_KEY, *settings.BACKUP_KEY_FALLBACKS) if key]


def members(open_: Open) -> Iterator[archive.Member]:
    with closing(open_()) as file:
        yield from archive.members(file, keys())


def check(open_: Open, *, compare: bool = False) -> Contents:
    """Read all of it, and change nothing.

    ``compare``: with the files that lie where its own belong. Raises LockedError,
    AlteredError, and BackupError for one of a newer release.
    """
    words: dict[str, bytes] = {}
    files: dict[str, dict[str, list[Any]]] = defaultdict(dict)
    there, others = set(), []
    for name, size, read in members(open_):
        if name in (making.ABOUT, making.MANIFEST):
            if size > MOST_WORDS:
                raise AlteredError("The backup was changed.")
            words[name] = read(size)
            continue
        digest = hashlib.sha256()
        for piece in archive.read_all(read):
            digest.update(piece)
        room, _slash, path = name.partition("/")
        if room == "tables":
            continue
        alias, _slash, path = path.partition("/")
        files[alias][path] = [size, digest.hexdigest()]
        if compare and (found := _lying(alias, path)):
            if found == files[alias][path]:
                there.add((alias, path))
            else:
                others.append((alias, path))
    about, manifest = (_words(words, name) for name in (making.ABOUT, making.MANIFEST))
    # Files that went while they were copied are in the archive, and in no list.
    for alias, path in map(tuple, manifest["missing"]):
        files[alias].pop(path, None)
    if {alias: some for alias, some in files.items() if some} != manifest["files"]:
        raise AlteredError("The backup does not hold the files that it says it does.")
    return Contents(about, manifest, frozenset(there), tuple(others))


def _words(words: dict[str, bytes], name: str) -> Any:
    try:
        found = json.loads(words[name])
    except (KeyError, ValueError) as error:
        raise AlteredError(f"The backup has no {name} that can be read.") from error
    if name == making.ABOUT and found.get("format", 0) > making.FORMAT:
        raise BackupError(
            f"The backup is of format {found['format']}, and this release reads "
            f"{making.FORMAT}: restore it by the release that made it, or a newer one."
        )
    return found


def _lying(alias: str, name: str) -> list[Any] | None:
    """The size and sum of the file that is there; None where there is none."""
    storage = storage_of(alias)
    if not storage.exists(name):
        return None
    digest, size = hashlib.sha256(), 0
    with storage.open(name) as file:
        while piece := file.read(archive.PIECE):
            digest.update(piece)
            size += len(piece)
    return [size, digest.hexdigest()]


def storage_of(alias: str) -> Storage:
    try:
        return storages[alias]
    except InvalidStorageError as error:
        raise BackupError(f"The backup has files of a storage {alias}.") from error


def missing(contents: Contents) -> Sequence[str]:
    """In words."""
    return [f"{alias}: {name}" for alias, name in contents.manifest["missing"]]
