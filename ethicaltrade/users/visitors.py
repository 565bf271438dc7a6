"""Where a request comes from, and how often something may come from there."""

import hashlib
import ipaddress
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
    header = request.headers.get("X-Forwarded-For", "")
    forwarded = [part for part in header.split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXY_COUNT
    if proxies and len(forwarded) >= proxies:
        return _subscriber(forwarded[-proxies].strip())
    return _subscriber(request.META.get("REMOTE_ADDR", ""))


def _subscriber(address: str) -> str:
    """The network of an IPv6 address: one subscriber has all of a /64 (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False))


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
