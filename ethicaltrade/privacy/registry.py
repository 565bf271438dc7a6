"""What is kept of people: what is told them, what goes with them, and for how long.

A part of the site that keeps something of people says so in its ``personal_data.py``,
which is found by itself::

    register(
        Source(
            name="registrations",
            export=export,
            forget=forget,
            expire=expire,
            kept=(
                Kept(
                    model=Registration,
                    by=("email",),
                    fields=("name",),
                    until="30 days after the event",
                ),
            ),
        )
    )

A test walks all models, and asks of each that it is kept by a source, or that it says
why not (``tests/privacy/test_registry.py``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from ethicaltrade.scheduling.registry import periodic

WITH_THE_ACCOUNT = "as long as the account"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What one model keeps of people.

    ``by`` names the fields that a person is found by: keys of users, e-mail addresses,
    or the record that has them. ``fields`` names the others that are erased with the
    person, and ``others`` those with words that stay. ``staff`` names the keys of those
    who worked on it in the CMS, whose accounts the technician deletes. ``until`` says
    how long it is kept.
    """

    model: type[Model]
    by: tuple[str, ...]
    fields: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    until: str = WITH_THE_ACCOUNT


@dataclass(frozen=True, kw_only=True)
class Source:
    """A part of the site that keeps something of people.

    ``export`` returns all that is kept of a user, for them to take along: texts,
    numbers, dates, lists and dictionaries. ``forget`` erases it before the account is
    deleted, in the same transaction, and may be called again. ``expire`` erases what
    has been kept long enough at the time it is given, and says how much.
    """

    name: str
    kept: tuple[Kept, ...]
    export: Callable[[Any], Any]
    forget: Callable[[Any], None]
    expire: Callable[[datetime], Any] | None = None


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Name a source; raises ValueError where its name is taken."""
    if source.name in _sources:
        raise ValueError(f"There are two sources called {source.name}")
    _sources[source.name] = source


@cache
def sources() -> tuple[Source, ...]:
    """Every source, in the order of INSTALLED_APPS."""
    autodiscover_modules("personal_data")
    return tuple(_sources.values())


def everything_about(user: Any) -> dict[str, Any]:
    """All that is kept of the person, by source."""
    return {source.name: source.export(user) for source in sources()}


def forget(user: Any) -> None:
    """Let every source forget the person; to be called in one transaction.

    From the last to the first, so that the e-mails go that the others wrote about it.
    """
    for source in reversed(sources()):
        source.forget(user)


@periodic(every=timedelta(hours=1))
def forget_expired() -> str:
    """Erase what has been kept long enough; says what each source did, if anything.

    One that fails keeps no other from it; their errors are raised at the end.
    """
    now, done, errors = timezone.now(), [], []
    for source in sources():
        try:
            if source.expire and (result := source.expire(now)):
                done.append(f"{source.name}: {result}")
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("Not everything old was erased", errors)
    return "; ".join(done)


# How a person is found


def addresses_of(user: Any, *, written_at: datetime | None = None) -> list[str]:
    """The person's addresses that are verified to be theirs, the first one first.

    With ``written_at`` those too that they have changed since then.
    """
    verified = EmailAddress.objects.filter(user=user, verified=True)
    emails = verified.order_by("-primary", "email").values_list("email", flat=True)
    if written_at is None:
        return list(emails)
    earlier = user.earlier_addresses.filter(until__gte=written_at)
    return [*emails, *earlier.values_list("email", flat=True)]


def with_address_of(
    user: Any, columns: Iterable[str], *, written: str = "created_at"
) -> Q:
    """What has an address of the person's in one of the columns, however spelt.

    ``written`` names the field with the time it was written at: what has an address
    that they changed later is theirs too.
    """
    found = Q(pk=None)
    for name in columns:
        for email in addresses_of(user):
            found |= Q(**{f"{name}__iexact": email})
        for old in user.earlier_addresses.all():
            found |= Q(**{f"{name}__iexact": old.email, f"{written}__lte": old.until})
    return found
