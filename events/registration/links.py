"""The link to one registration: signed, not to be guessed, and it can be revoked."""

from datetime import datetime
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from ethicaltrade.bilingual import languages
from events.choices import State

from . import terms
from .models import Registration, new_secret

MAX_LENGTH = 200  # characters; ours are some 80


def _signer() -> signing.Signer:
    return signing.Signer(sep=".", salt="events.registration")


def token_of(registration: Registration) -> str:
    """What stands in the address: the registration and its secret, signed."""
    return _signer().sign(f"{registration.pk}-{registration.secret}")


def address_of(registration: Registration) -> str:
    """The link's path, in the language of the person."""
    with languages.in_language(registration.language):
        return reverse("event_registration", args=[token_of(registration)])


def registration_of(token: str) -> Registration | None:
    """The registration a link leads to; None for one that is made up or revoked."""
    if len(token) > MAX_LENGTH:
        return None
    try:
        number, _sep, secret = _signer().unsign(token).partition("-")
    except signing.BadSignature:
        return None
    found = Registration.objects.with_people().filter(pk=int(number)).first()
    if found is None or not constant_time_compare(found.secret, secret):
        return None
    return found


def has_expired(event: Any, now: datetime | None = None) -> bool:
    """Whether links to the event's registrations have stopped working.

    A postponed event is yet to come, whatever day was planned.
    """
    if event.state == State.POSTPONED:
        return False
    return event.ends_at is None or (
        event.ends_at + terms.LINK_OUTLIVES < (now or timezone.now())
    )


def revoke(registration: Registration) -> None:
    """Let the links that were sent lead nowhere; the next letter has a new one."""
    registration.secret = new_secret()
    registration.save()
