"""The letters that were sent to the person; that they were is kept for a while."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from ethicaltrade.mail.models import Email, EmailQuerySet

from .addresses import addresses_of


def of(user: Any) -> list[dict[str, Any]]:
    """What each was about and when it was sent.

    Not their words: codes and keys stand in some of them.
    """
    return [
        {
            "to": letter.recipient,
            "subject": letter.subject,
            "language": letter.language,
            "written_at": letter.created_at,
            "state": letter.state,
            "ended_at": letter.ended_at,
        }
        for letter in _letters_to(user).order_by("created_at", "pk")
    ]


def forget(user: Any) -> None:
    """Delete them; one that is not sent yet is not sent."""
    _letters_to(user).delete()


def _letters_to(user: Any) -> EmailQuerySet:
    mine = [Q(recipient__iexact=email) for email in addresses_of(user)]
    return Email.objects.filter(reduce(or_, mine, Q(pk=None)))
