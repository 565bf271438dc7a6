"""Norwegian texts compared: in alphabetical order, and folded for searching.

Databases differ over æ, ø and å, so both are done here; the result is stored.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models

from ethicaltrade.bilingual.languages import active, in_language
from ethicaltrade.bilingual.letters import latin

# Alphabetical order. Source of the rules: CLDR's collation for Norwegian, which files
# aa under å, ä under æ, ö under ø and ü under y.

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzæøå"
SEPARATOR = b"\x01"  # a word ends: before any letter, so "Fjord AS" < "Fjorden"
POSITIONS = {letter: bytes([2 + number]) for number, letter in enumerate(ALPHABET)}
OTHER_SCRIPTS = b"\xff"  # after å

OWN_PLACES = str.maketrans(
    {"ä": "æ", "ǽ": "æ", "ö": "ø", "ő": "ø", "ǿ": "ø", "ǻ": "å", "ü": "y", "ű": "y"}
)


def sort_key(text: str) -> bytes:
    """Digits come before letters; case does not count, and signs are one space."""
    letters = unicodedata.normalize("NFC", text.casefold()).translate(OWN_PLACES)
    key = b"".join(map(_position, letters.replace("aa", "å")))
    return SEPARATOR.join(word for word in key.split(SEPARATOR) if word)


def _position(letter: str) -> bytes:
    if letter in POSITIONS:
        return POSITIONS[letter]
    if letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN"):
        return OTHER_SCRIPTS + letter.encode()
    return b"".join(POSITIONS.get(plain, SEPARATOR) for plain in latin(letter))


NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Words without accents, one space between them; å, aa and a are alike."""
    plain = latin(text).replace("aa", "a")
    return NOT_A_WORD.sub(" ", plain).strip()


def has_words(query: str, *texts: str | None) -> bool:
    """Whether the texts together have every word of the query, as parts of words."""
    searched = latin(" ".join(filter(None, texts)))
    return all(word in searched for word in latin(query).split())


def with_words(queryset: models.QuerySet, query: str, *columns: str) -> models.QuerySet:
    """Those with every word in their columns; reads all, some hundreds of rows."""
    if not query.split():
        return queryset
    rows = queryset.order_by().values_list("pk", *columns)
    found = [pk for pk, *texts in rows.iterator() if has_words(query, *texts)]
    return queryset.filter(pk__in=found)


class DerivedFieldMixin:
    """For a field made of others whenever the record is written.

    A queryset's ``update()`` and ``bulk_update()`` have to name it too.
    """

    def derive(self, record: models.Model) -> Any:
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.derive(model_instance)
        setattr(model_instance, self.attname, value)
        return value


class SortKeyField(DerivedFieldMixin, models.BinaryField):
    """The order of the alphabet on every database: name it in ``Meta.ordering``.

    ``source`` is an attribute or a method. Where that is translated, register the key
    for translation too: each reader's list is in the order of what they read.
    """

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def derive(self, record: models.Model) -> bytes:
        with in_language(getattr(self, "language", active())):
            shown = getattr(record, self.source)
            return sort_key((shown() if callable(shown) else shown) or "")


class FoldedField(DerivedFieldMixin, models.TextField):
    def __init__(self, *args: Any, sources: Iterable[str] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        kwargs |= {"editable": False, "blank": True, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def derive(self, record: models.Model) -> str:
        return fold(" ".join(str(getattr(record, s) or "") for s in self.sources))
