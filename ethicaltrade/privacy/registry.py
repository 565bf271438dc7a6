"""What is kept of people: told, exported, forgotten with them, and erased in time.

An app's ``personal_data.py``, which is found by itself, registers a :class:`Source`.
A test asks that each model is kept by one (``tests/privacy/test_registry.py``). What no
model keeps is told with :func:`tell`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Model, Q
from django.utils.module_loading import autodiscover_modules

from ethicaltrade.mailboxes import has_mailbox

from .purposes import Item, Purpose


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What one model keeps of people, as names of fields.

    ``by``: what a person is found by. ``fields``: the others that are erased with the
    person; ``others``: words that stay. ``staff``: who worked on it in the CMS.
    ``items``: the same in words, and how long it is kept; told on the privacy page.
    """

    model: type[Model]
    by: tuple[str, ...]
    fields: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A part of the site that keeps something of people, for a purpose.

    ``export`` returns it as plain values. ``forget`` erases it in the transaction that
    deletes the account, and may be called again. ``expire`` erases what is old at the
    time given, and says how much.
    """

    name: str
    purpose: Purpose
    kept: tuple[Kept, ...]
    export: Callable[[Any], Any]
    forget: Callable[[Any], None]
    expire: Callable[[datetime], Any] | None = None


_sources: dict[str, Source] = {}
_told: list[Purpose] = []


def register(source: Source) -> None:
    """ValueError where the name is taken."""
    if source.name in _sources:
        raise ValueError(f"There are two sources called {source.name}")
    _sources[source.name] = source


def tell(purpose: Purpose) -> None:
    """Of what the site keeps in no model: logs, counts, backups."""
    _told.append(purpose)


@cache
def sources() -> tuple[Source, ...]:
    """In the order of INSTALLED_APPS."""
    autodiscover_modules("personal_data")
    return tuple(_sources.values())


def purposes() -> list[tuple[Purpose, tuple[Item, ...]]]:
    """All that this site has, each with everything that is kept for it."""
    found: dict[str, tuple[Purpose, list[Item]]] = {}
    for source in sources():
        _purpose, items = found.setdefault(source.purpose.name, (source.purpose, []))
        items += [item for kept in source.kept for item in kept.items]
    told = [(purpose, list[Item]()) for purpose in _told]
    return [
        (purpose, tuple(dict.fromkeys([*items, *purpose.items])))
        for purpose, items in [*found.values(), *told]
        if purpose.applies()
    ]


def everything_about(user: Any) -> dict[str, Any]:
    """By source."""
    return {source.name: source.export(user) for source in sources()}


def forget(user: Any) -> None:
    """Call it in a transaction.

    From the last to the first, so that the e-mails go that the others wrote about it.
    """
    for source in reversed(sources()):
        source.forget(user)


def addresses_of(user: Any, *, written_at: datetime | None = None) -> list[str]:
    """Verified ones, the primary first; with ``written_at`` those changed since too."""
    verified = EmailAddress.objects.filter(user=user, verified=True)
    emails = verified.order_by("-primary", "email").values_list("email", flat=True)
    if written_at is None:
        return list(emails)
    earlier = user.earlier_addresses.filter(until__gte=written_at)
    return [*emails, *earlier.values_list("email", flat=True)]


def with_address_of(
    user: Any, columns: Iterable[str], *, written: str = "created_at"
) -> Q:
    """What has an address of the person's in one of the columns, however written.

    ``written`` names the time it was written at: addresses changed later count too.
    """
    found = Q(pk=None)
    for name in columns:
        for email in addresses_of(user):
            found |= has_mailbox(name, email)
        for old in user.earlier_addresses.all():
            before = Q(**{f"{written}__lte": old.until})
            found |= has_mailbox(name, old.email) & before
    return found
