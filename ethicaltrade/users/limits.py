"""A limit on guessing passwords, by account and by address."""

import unicodedata

from .visitors import Limit

MAX_FAILURES = 10
WINDOW = 15 * 60  # seconds

ACCOUNT = Limit("login-failures-account", MAX_FAILURES, WINDOW)
ADDRESS = Limit("login-failures-address", MAX_FAILURES, WINDOW)


def _account(email: str) -> str:
    """The account as Django's log-in form reads it (NFKC), in any case.

    A full-width letter is a letter: another spelling is no new account to guess on.
    """
    return unicodedata.normalize("NFKC", email).strip().upper()


def is_blocked(email: str, address: str) -> bool:
    """Whether the account or the address has failed too often."""
    return ACCOUNT.is_reached(_account(email)) or ADDRESS.is_reached(address)


def count_failure(email: str, address: str) -> None:
    """Remember a failed log-in for the length of the window."""
    ACCOUNT.count(_account(email))
    ADDRESS.count(address)
