"""The letters that the directory is divided by: a to å, and one for all else."""

from string import ascii_lowercase
from typing import Any, NamedTuple

from django.db.models import BinaryField, Count
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from ethicaltrade.core.collation import sort_key

ALPHABET = [*ascii_lowercase, "æ", "ø", "å"]
OTHER = "other"  # digits, and letters of other alphabets
OTHER_NAME = _("0–9")

_LETTER_OF = {sort_key(letter): letter for letter in ALPHABET}


class Letter(NamedTuple):
    """A letter to choose: its value in addresses, its name, and how many there are."""

    value: str
    name: str
    count: int


def choices() -> list[tuple[str, Any]]:
    """Every letter that may be asked for."""
    return [(letter, letter.upper()) for letter in ALPHABET] + [(OTHER, OTHER_NAME)]


def letter_of(member: Any) -> str:
    """The letter that the member is listed under; Aa is å."""
    return _LETTER_OF.get(bytes(member.sort_key)[:1], OTHER)


def with_letter(members: Any, letter: str) -> Any:
    """Those of the members that are listed under the letter."""
    if letter != OTHER:
        return members.beginning_with(letter)
    lettered = members.beginning_with(ALPHABET[0], ALPHABET[-1]).order_by()
    return members.exclude(pk__in=lettered.values("pk"))


def letters_of(members: Any) -> list[Letter]:
    """Every letter with the number of members under it: one query.

    The one for all else only when somebody is there.
    """
    initial = Substr("sort_key", 1, 1, output_field=BinaryField())
    rows = members.order_by().annotate(initial=initial).values_list("initial")
    counts = dict.fromkeys([*ALPHABET, OTHER], 0)
    for key, number in rows.annotate(number=Count("pk")):
        counts[_LETTER_OF.get(bytes(key), OTHER)] += number
    names = dict(choices())
    return [
        Letter(value, names[value], count)
        for value, count in counts.items()
        if count or value != OTHER
    ]
