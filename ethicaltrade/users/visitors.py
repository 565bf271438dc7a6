"""Where a request comes from, and how often something may come from there."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's network address.

    It is the connection's own, or the one our own proxy adds: what a visitor
    forwards can be made up.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXY_COUNT
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")


@dataclass(frozen=True)
class Limit:
    """How often somebody may do something: ``most`` times in ``window`` seconds.

    Somebody is told by a text: a network address, or the name of an account.
    """

    name: str
    most: int
    window: int

    def is_reached(self, who: str) -> bool:
        """Whether they have to wait."""
        return cache.get(self._key(who), 0) >= self.most

    def count(self, who: str) -> None:
        """Remember that it was done once more."""
        key = self._key(who)
        if not cache.add(key, 1, self.window):
            with suppress(ValueError):  # it has expired since
                cache.incr(key)

    def _key(self, who: str) -> str:
        """Hashed, so that nobody's name lies in the cache."""
        return f"{self.name}:{hashlib.sha256(who.encode()).hexdigest()}"
