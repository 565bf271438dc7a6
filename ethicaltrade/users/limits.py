"""Limits on guessing secrets: by account, and by network address.

Each kind of secret has a count of its own for every account, so that whoever locks one
way in for somebody leaves the others open. All kinds share the count of an address.

An attempt is counted before the secret is looked at, and taken back when it was right:
attempts sent at once are all counted, and a success starts no count again.
"""

import unicodedata

from django.http import HttpRequest

from .visitors import Limit, address_of

MAX_FAILURES = 10
MAX_SECOND_FACTORS = 5  # six digits are soon guessed
WINDOW = 15 * 60  # seconds

PASSWORD = Limit("wrong-password", MAX_FAILURES, WINDOW)
CODE = Limit("wrong-mailed-code", MAX_FAILURES, WINDOW)
SECOND_FACTOR = Limit("wrong-second-factor", MAX_SECOND_FACTORS, WINDOW)
ADDRESS = Limit("wrong-secret-address", MAX_FAILURES, WINDOW)


def account_of(email: str) -> str:
    """The account that an address names, however it is written (NFKC, any case)."""
    return unicodedata.normalize("NFKC", email.strip()[:1000]).strip().upper()


class Attempt:
    """One attempt at a secret, counted from the moment it is made.

    ``account`` is what :func:`account_of` gives; empty where nobody is named.
    """

    def __init__(self, request: HttpRequest, kind: Limit, account: str = ""):
        self._counts = [(ADDRESS, address_of(request))]
        if account:
            self._counts.append((kind, account))
        answers = [limit.take(who) for limit, who in self._counts]
        self.is_allowed = all(answers)
        if not self.is_allowed:
            self.take_back()

    def take_back(self) -> None:
        """It was no failure: count it no longer."""
        for limit, who in self._counts:
            limit.give_back(who)
