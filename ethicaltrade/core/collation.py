"""Norwegian alphabetical order, the same on every database.

SQLite sorts by code points and PostgreSQL by whatever its server was built with; both
order bytes alike. Source of the rules: CLDR's collation for Norwegian, which files aa
under å, ä under æ, ö under ø and ü under y.
"""

import unicodedata
from typing import Any

from django.db import models

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzæøå"
SEPARATOR = b"\x01"  # a word ends: before any letter, so "Fjord AS" < "Fjorden"
PLACES = {letter: bytes([2 + place]) for place, letter in enumerate(ALPHABET)}
OTHER_SCRIPTS = b"\xff"  # after å

# Letters that are filed as another. Those left with an accent only lose it.
FILED_AS = str.maketrans(
    {
        "ä": "æ",
        "ǽ": "æ",
        "ö": "ø",
        "ő": "ø",
        "ǿ": "ø",
        "ǻ": "å",
        "ü": "y",
        "ű": "y",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ŋ": "n",
        "ŧ": "t",
        "ł": "l",
        "œ": "oe",
    }
)


def _place(letter: str) -> bytes:
    if letter in PLACES:
        return PLACES[letter]
    plain = unicodedata.normalize("NFKD", letter)[0]
    if plain in PLACES:
        return PLACES[plain]
    return OTHER_SCRIPTS + letter.encode() if letter.isalnum() else SEPARATOR


def sort_key(text: str) -> bytes:
    """Bytes whose order is the order of Norwegian texts.

    Digits come before letters. Upper and lower case are alike; signs count as one
    space; those at the ends do not count.
    """
    folded = unicodedata.normalize("NFC", text.casefold()).translate(FILED_AS)
    key = b"".join(map(_place, folded.replace("aa", "å")))
    return SEPARATOR.join(word for word in key.split(SEPARATOR) if word)


class SortKeyField(models.BinaryField):
    """Holds the sort key of another field, made anew whenever the record is written.

    ``save()`` and ``bulk_create()`` need nothing more. A queryset's ``update()`` and
    ``bulk_update()`` write only what they are given: name this field there too.
    """

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        """Add the source, for migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        """Make the key from the source as it is now."""
        key = sort_key(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, key)
        return key
