"""The link to one registration: signed, and not to be guessed."""

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from ethicaltrade.bilingual import languages

from .models import Registration

MAX_LENGTH = 200  # characters; ours are some 80


def _signer() -> signing.Signer:
    return signing.Signer(sep=".", salt="events.registration")


def token_of(registration: Registration) -> str:
    """The registration's number and secret, signed."""
    return _signer().sign(f"{registration.pk}-{registration.secret}")


def address_of(registration: Registration) -> str:
    """The link's path, in the language of the person."""
    with languages.in_language(registration.language):
        return reverse("event_registration", args=[token_of(registration)])


def registration_of(token: str) -> Registration | None:
    """The registration a link leads to; None for a forged or outdated one."""
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
