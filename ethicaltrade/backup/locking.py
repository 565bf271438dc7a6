"""A stream that only who has the key can read, in pieces that nobody can change.

AES-256-GCM piece by piece, each with its number and whether it is the last (the
"STREAM" construction: Hoang, Reyhanitabar, Rogaway, Vizár, 2015), so that none can be
left out, put elsewhere or cut off. Each archive has a key of its own, made of the given
one and a salt by HKDF (RFC 5869).
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .errors import AlteredError, LockedError

MAGIC = b"ethicaltrade-backup-locked-1\n"
PIECE = 2**20
"""Bytes that are locked at once."""
SALT, NAME, TAG = 16, 8, 16
SHORTEST = 32
"""Letters of a key: it is random, and not a password that somebody remembers."""

Read = Callable[[int], bytes]


def locked(parts: Iterable[bytes], key: str) -> Iterator[bytes]:
    """The parts, of any size, one after the other."""
    salt = os.urandom(SALT)
    secret, name = _derived(key, salt)
    header = MAGIC + salt + name
    yield header
    cipher, number, waiting = AESGCM(secret), 0, bytearray()
    for part in parts:
        waiting += part
        while len(waiting) > PIECE:  # one is kept back: it may be the last
            piece, waiting = bytes(waiting[:PIECE]), waiting[PIECE:]
            yield cipher.encrypt(_nonce(number, False), piece, header)
            number += 1
    yield cipher.encrypt(_nonce(number, True), bytes(waiting), header)


def unlocked(read: Read, keys: Sequence[str]) -> Iterator[bytes]:
    """What was locked. ``read`` is behind the magic word, and gives all that is asked.

    Raises LockedError where no key fits, AlteredError where it was changed or cut off.
    """
    given = read(SALT + NAME)
    header = MAGIC + given
    cipher, number = AESGCM(_secret(given, keys)), 0
    piece = read(PIECE + TAG)
    while True:
        following = read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, not following), piece, header)
        except InvalidTag as error:
            raise AlteredError("The backup was changed, or is cut off.") from error
        if not following:
            return
        piece = following
        number += 1


def _secret(given: bytes, keys: Sequence[str]) -> bytes:
    if len(given) < SALT + NAME:
        raise AlteredError("The backup is cut off.")
    for key in keys:
        secret, name = _derived(key, given[:SALT])
        if name == given[SALT:]:
            return secret
    if not keys:
        raise LockedError("The backup is locked: BACKUP_KEY is not set.")
    raise LockedError("The backup is locked with another key than BACKUP_KEY.")


def _derived(key: str, salt: bytes) -> tuple[bytes, bytes]:
    """The archive's own key, and a name by which the right key is known."""
    length = 32 + NAME
    made = HKDF(SHA256(), length, salt, MAGIC).derive(key.encode())
    return made[:32], made[32:]


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
