"""The file that a backup is: a tar, its last member the sum of all before it.

Any ``tar`` unpacks it. Each of its bytes is accounted for: one that is changed, missing
or too much is found. Around it may stand a lock (:mod:`.locking`).
"""

import hashlib
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

from .errors import AlteredError
from .locking import MAGIC, locked, unlocked

PIECE = 2**18
"""Bytes that are read at once."""
SEAL = "SHA256"
DAMAGED = "The backup was changed, or is cut off."
BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)


def header(name: str, size: int, moment: float = 0) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(moment), 0o600
    return info.tobuf(tarfile.PAX_FORMAT)


def padding(size: int) -> bytes:
    return bytes(-size % BLOCK)


def member(name: str, content: bytes, moment: float = 0) -> Iterator[bytes]:
    yield header(name, len(content), moment)
    yield content
    yield padding(len(content))


def sealed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts, and the sum of them."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
        yield part
    yield _seal(found.hexdigest())


def _seal(digest: str) -> bytes:
    return b"".join([*member(SEAL, f"{digest}\n".encode()), END])


LENGTH = len(_seal("0" * 64))


def written(parts: Iterable[bytes], key: str = "") -> Iterator[bytes]:
    """Sealed, and locked where there is a key."""
    whole = sealed(parts)
    return locked(whole, key) if key else whole


class Pieces:
    """A file to read, made of what comes piece by piece."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.waiting = pieces, bytearray()

    def read(self, size: int) -> bytes:
        """As much as is asked for; less at the end alone."""
        while len(self.waiting) < size:
            piece = next(self.pieces, None)
            if piece is None:
                break
            self.waiting += piece
        found = bytes(self.waiting[:size])
        del self.waiting[:size]
        return found


class Summed:
    """Adds up what is read, but for the last of it, which says what the sum is."""

    def __init__(self, source: Any) -> None:
        self.source, self.tail, self.sum = source, b"", hashlib.sha256()

    def read(self, size: int) -> bytes:
        found = self.source.read(size)
        seen = self.tail + found
        cut = max(len(seen) - LENGTH, 0)
        self.sum.update(seen[:cut])
        self.tail = seen[cut:]
        return found

    @property
    def is_whole(self) -> bool:
        """Once all was read."""
        return self.tail == _seal(self.sum.hexdigest())


Member = tuple[str, int, Callable[[int], bytes]]


def members(file: IO[bytes], keys: Sequence[str] = ()) -> Iterator[Member]:
    """Each with its name, its size and how to read it, which is to be done at once.

    Raises AlteredError, at the latest at the end, and LockedError.
    """
    begin = _all(file, len(MAGIC))
    if begin == MAGIC:
        source = Pieces(unlocked(lambda size: _all(file, size), keys))
    else:
        source = Pieces(_chained(begin, file))
    summed = Summed(source)
    with _damage_told():
        archive = tarfile.open(fileobj=summed, mode="r|")  # noqa: SIM115
    with archive:
        while True:
            with _damage_told():
                info = archive.next()
            if info is None:
                break
            content = archive.extractfile(info)
            if content is None:
                raise AlteredError(f"The backup holds {info.name}, no file.")
            if info.name != SEAL:
                yield info.name, info.size, _damage_told()(content.read)
    while summed.read(PIECE):
        pass
    if not summed.is_whole:
        raise AlteredError(DAMAGED)


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise AlteredError(DAMAGED) from error


def _chained(begin: bytes, file: IO[bytes]) -> Iterator[bytes]:
    yield begin
    while piece := file.read(PIECE):
        yield piece


def _all(file: IO[bytes], size: int) -> bytes:
    """A file of a network gives less than it is asked for."""
    found = bytearray()
    while len(found) < size and (piece := file.read(size - len(found))):
        found += piece
    return bytes(found)


def read_all(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while piece := read(PIECE):
        yield piece
