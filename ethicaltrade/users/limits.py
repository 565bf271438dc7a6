"""A limit on guessing passwords, by account and by address."""

import hashlib
import unicodedata
from contextlib import suppress

from django.core.cache import cache

MAX_FAILURES = 10
WINDOW = 15 * 60  # seconds


def _keys(email: str, address: str) -> list[str]:
    """Cache keys; hashed, so that nobody's address lies in the cache.

    The account is read as Django's log-in form reads it (NFKC: a full-width letter is
    a letter) and in any case: another spelling is no new account to guess on.
    """
    account = unicodedata.normalize("NFKC", email).strip().upper()
    parts = (f"account:{account}", f"address:{address}")
    return [
        "login-failures:" + hashlib.sha256(part.encode()).hexdigest() for part in parts
    ]


def is_blocked(email: str, address: str) -> bool:
    """Whether the account or the address has failed too often."""
    counts = cache.get_many(_keys(email, address)).values()
    return any(count >= MAX_FAILURES for count in counts)


def count_failure(email: str, address: str) -> None:
    """Remember a failed log-in for the length of the window."""
    for key in _keys(email, address):
        if not cache.add(key, 1, WINDOW):
            with suppress(ValueError):  # it has expired since
                cache.incr(key)
