"""Limits on how often something may be done, and on guessing secrets.

Each kind of secret has a count of its own for every account, so that whoever locks one
way in for somebody leaves the others open. All kinds share the count of an address. An
attempt is counted before the secret is looked at, and taken back when it was right:
attempts sent at once are all counted, and a success starts no count again.
"""

import ipaddress
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ethicaltrade.mailboxes import mailbox

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST = 24 * 3600  # seconds: the privacy page says for how long is counted
# No address is bound: RFC 1122, 3.2.1.3.
NOWHERE = "0.0.0.0"  # noqa: S104  # nosec B104


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, as limits count it: an IPv6 one by its /64.

    The connection's own, or what our own proxy adds; the rest can be made up.
    """
    return _subscriber(_connection(request))


def ip_of(request: HttpRequest) -> str:
    """The visitor's whole address; :data:`NOWHERE` through a socket."""
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
    """Without an interface's name; ``::ffff:192.0.2.1`` as IPv4 (RFC 4291, 2.5.5.2)."""
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
    """``most`` times in ``window`` seconds for each network address or account.

    ``cache`` names where it is counted: "memory" is each process's own, and costs the
    database nothing. ValueError for a longer window than :data:`LONGEST`.
    """

    name: str
    most: int
    window: int
    cache: str = "default"

    def __post_init__(self) -> None:
        if self.window > LONGEST:
            raise ValueError(f"{self.name} counts for longer than people are told.")

    @property
    def _counts(self) -> BaseCache:
        return caches[self.cache]

    def is_reached(self, who: str) -> bool:
        return self._counts.get(self._key(who), 0) >= self.most

    def count(self, who: str) -> bool:
        """Count once more; whether that is within the limit, in one atomic step."""
        key = self._key(who)
        if self._counts.add(key, 1, self.window):
            return self.most > 0
        try:
            return self._counts.incr(key) <= self.most
        except ValueError:  # it has expired since
            return True

    def give_back(self, who: str) -> None:
        with suppress(ValueError):
            self._counts.decr(self._key(who))

    def _key(self, who: str) -> str:
        """Locked by the site's key: nobody's name or address lies in the cache."""
        return (
            f"{self.name}:{salted_hmac(__name__, who, algorithm='sha256').hexdigest()}"
        )


# Guessing secrets

MAX_FAILURES = 10
MAX_SECOND_FACTORS = 5  # six digits are soon guessed
MAX_FROM_NETWORK = 30  # a member's whole office, on the day of a new password
WINDOW = 15 * 60  # seconds

PASSWORD = Limit("wrong-password", MAX_FAILURES, WINDOW)
CODE = Limit("wrong-mailed-code", MAX_FAILURES, WINDOW)
SECOND_FACTOR = Limit("wrong-second-factor", MAX_SECOND_FACTORS, WINDOW)
ADDRESS = Limit("wrong-secret-address", MAX_FROM_NETWORK, WINDOW)


def account_of(email: str) -> str:
    """The account that an address names, however it is written."""
    return mailbox(email.strip()[:1000])


# Files that somebody sends in, to be read


def check_files_of(user: Any) -> None:
    """Count one more; ValidationError where they are too many for a while."""
    most, window = settings.RATE_OF_IMPORTS
    if not Limit("imports", most, window).count(f"user {user.pk}"):
        raise ValidationError(
            _(
                "You have sent in %(most)s files in a short time, and this one was not "
                "read. Wait up to %(minutes)s minutes, and send it again."
            )
            % {"most": most, "minutes": window // 60}
        )


class Attempt:
    """One attempt at a secret, counted from the moment it is made.

    ``account`` is what :func:`account_of` gives; empty where nobody is named.
    """

    def __init__(self, request: HttpRequest, kind: Limit, account: str = ""):
        self._counts = [(ADDRESS, address_of(request))]
        if account:
            self._counts.append((kind, account))
        answers = [limit.count(who) for limit, who in self._counts]
        self.is_allowed = all(answers)
        if not self.is_allowed:
            self.take_back()

    def take_back(self) -> None:
        for limit, who in self._counts:
            limit.give_back(who)
