"""No password is made of a name that everybody would try first."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ENOUGH = 8  # characters of one's own, as many as a password has to have
LONGEST = 128  # characters; what is longer has enough beside a name
SHORTEST_WORD, SHORTEST_INITIALS = 4, 3
ALIKE = {
    "a": "a@4",
    "b": "b8",
    "e": "e3",
    "g": "g9",
    "i": "i1!|l",
    "l": "l1|i",
    "o": "o0",
    "s": "s5$",
    "t": "t7+",
    "z": "z2",
}
BETWEEN = "[^a-z0-9@!|$+]*"  # no sign that stands for a letter
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ß": "ss"})


def plain(text: str) -> str:
    """Small letters without accents; signs stay: ``Blåbær!`` is ``blabaer!``."""
    text = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    return "".join(each for each in text if not unicodedata.combining(each))


class NameValidator:
    """Refuses a password that has little beside the names of site and organisation.

    However their letters are written: ``Et1sk-H@ndel2026!``.
    """

    def names(self, user: Any) -> Iterator[str]:
        """Also the domains of the site, and of the person's own address."""
        yield from settings.ORGANISATION_NAMES.values()
        email = getattr(user, "email", "") or ""
        for host in (urlsplit(settings.BASE_URL).hostname or "", email.split("@")[-1]):
            yield from host.split(".")[:-1]

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            return
        rest = whole = plain(password)
        for name in sorted(ways_to_write(self.names(user)), key=len, reverse=True):
            rest = written_as(name).sub(" ", rest)
        own = "".join(re.findall(r"\w", rest))
        if rest != whole and (len(own) < ENOUGH or own.isdigit()):
            raise ValidationError(
                _(
                    "This password is built on the name of an organisation or a "
                    "website, and is easy to guess."
                ),
                code="password_is_a_name",
            )

    def get_help_text(self) -> str:
        return _(
            "Your password can’t be built on the name of an organisation or a website."
        )


def ways_to_write(names: Iterable[str]) -> set[str]:
    """Words of each that stand in a row, and the initials; small letters and digits."""
    found = set()
    for name in names:
        words = re.findall(r"[a-z0-9]+", plain(name))
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                row = "".join(words[start:end])
                if len(row) >= SHORTEST_WORD and not row.isdigit():
                    found.add(row)
        if len(words) >= SHORTEST_INITIALS:
            found.add("".join(word[0] for word in words))
    return found


def written_as(name: str) -> re.Pattern:
    """With letters repeated, with signs for letters, and with others between them."""
    letters = (letter for letter, _again in groupby(name))
    kinds = (f"[{re.escape(ALIKE.get(letter, letter))}]+" for letter in letters)
    return re.compile(BETWEEN.join(kinds))
