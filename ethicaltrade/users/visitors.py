"""Where a request comes from, and how often something may come from there."""

import hashlib
import ipaddress
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NOWHERE = "0.0.0.0"  # noqa: S104  (no address is bound: RFC 1122, 3.2.1.3)


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, as limits count it.

    It is the connection's own, or the one our own proxy adds: what a visitor
    forwards can be made up.
    """
    return _subscriber(_connection(request))


def machine_of(request: HttpRequest) -> str:
    """The address of the visitor's very machine, to be shown and stored.

    :data:`NOWHERE` when the connection has none, as through a socket.
    """
    try:
        found = ipaddress.ip_address(_connection(request))
    except ValueError:
        return NOWHERE
    return str(_plain(found))


def _connection(request: HttpRequest) -> str:
    header = request.headers.get("X-Forwarded-For", "")
    forwarded = [part for part in header.split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXY_COUNT
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")


def _plain(found: Address) -> Address:
    """Without an interface's name; an IPv4 address in IPv6's clothes as itself.

    A server that listens for both sees everyone's as ``::ffff:192.0.2.1`` (RFC 4291,
    2.5.5.2), and all of them are in one /64.
    """
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or ipaddress.ip_address(found.packed)


def _subscriber(address: str) -> str:
    """The network of an IPv6 address: one subscriber has all of a /64 (RFC 6177)."""
    try:
        found = _plain(ipaddress.ip_address(address))
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found.packed, 64), strict=False))


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
        self.take(who)

    def take(self, who: str) -> bool:
        """Do it once more; whether that is still within the limit.

        Counting and asking in one: of many requests at once no more get through.
        """
        key = self._key(who)
        if cache.add(key, 1, self.window):
            return self.most > 0
        try:
            return cache.incr(key) <= self.most
        except ValueError:  # it has expired since
            return True

    def give_back(self, who: str) -> None:
        """Forget one time; what is counted beside it stays."""
        with suppress(ValueError):
            cache.decr(self._key(who))

    def _key(self, who: str) -> str:
        """Hashed, so that nobody's name lies in the cache."""
        return f"{self.name}:{hashlib.sha256(who.encode()).hexdigest()}"
