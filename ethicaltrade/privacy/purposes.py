"""What the site needs personal data for, in words that its privacy page repeats.

The words are what readers are told: in every language of the site, by gettext.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

Words = Promise | Callable[[], str]
"""Marked for translation; a function where they hold a number that may change."""

WITH_THE_ACCOUNT = _("As long as you have an account")


def said(words: Words) -> str:
    """In the active language."""
    return str(words) if isinstance(words, Promise) else words()


def days(kept: timedelta | int) -> str:
    """A length of time, for sentences of the page."""
    number = kept.days if isinstance(kept, timedelta) else kept
    return ngettext("%(days)s day", "%(days)s days", number) % {"days": number}


class Audience(StrEnum):
    """Whose data it is; the page has a heading for each, in this order."""

    READERS = "readers"
    GUESTS = "guests"
    PEOPLE = "people"
    STAFF = "staff"

    @property
    def heading(self) -> str:
        return str(HEADINGS[self])


HEADINGS = {
    Audience.READERS: _("When you visit the website"),
    Audience.GUESTS: _("When you register, apply or write to us"),
    Audience.PEOPLE: _("When you have an account"),
    Audience.STAFF: _("When you work for us"),
}


class Basis(StrEnum):
    """What makes it lawful, by the GDPR."""

    CONSENT = "consent"
    CONSENT_TO_SENSITIVE = "consent-to-sensitive"
    INTEREST = "interest"

    @property
    def words(self) -> str:
        return str(BASES[self])


BASES = {
    Basis.CONSENT: _("Your consent (GDPR, Article 6(1)(a)). You can withdraw it."),
    Basis.CONSENT_TO_SENSITIVE: _(
        "Your consent (GDPR, Article 6(1)(a), and Article 9(2)(a) for what you tell us "
        "about your health or beliefs). You can withdraw it."
    ),
    Basis.INTEREST: _(
        "A legitimate interest (GDPR, Article 6(1)(f)), as described here. You can "
        "object to it."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """Some data, and how long it is kept: a row of the page's table."""

    what: Words
    until: Words


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What something is kept for.

    ``name`` is its anchor on the page. ``items``: what no model keeps. ``applies``:
    whether this site does it at all.
    """

    name: str
    audience: Audience
    title: Words
    why: Words
    basis: Basis
    seen_by: Words
    origin: Words
    items: tuple[Item, ...] = ()
    applies: Callable[[], bool] = lambda: True
