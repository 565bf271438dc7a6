"""Texts folded for searching, so that what people type finds what is written.

No database folds æ, ø and å the same way, and SQLite none of them: the folded text is
stored beside the record, and compared with what is typed, folded too.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models

# As people without the keys type them; an å, an aa and a mere a are alike.
LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "đ": "d", "ð": "d", "ł": "l"}
    | {"œ": "oe", "þ": "th", "ŧ": "t", "ŋ": "n"}
)
NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Small letters without accents, and words with one space between them."""
    letters = unicodedata.normalize("NFC", text.casefold()).translate(LETTERS)
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", letters)
        if not unicodedata.combining(letter)
    )
    return NOT_A_WORD.sub(" ", plain.replace("aa", "a")).strip()


class FoldedField(models.TextField):
    """Holds other fields, folded, made anew whenever the record is written.

    ``save()`` and ``bulk_create()`` need nothing more; what writes past them has to
    write this field as well (see :meth:`fold_of`).
    """

    def __init__(self, *args: Any, sources: Iterable[str] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        kwargs |= {"editable": False, "blank": True, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        """Add the sources, for migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def fold_of(self, record: models.Model) -> str:
        """What the field holds for the record as it is now."""
        return fold(" ".join(str(getattr(record, s) or "") for s in self.sources))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Fold the sources as they are now."""
        folded = self.fold_of(model_instance)
        setattr(model_instance, self.attname, folded)
        return folded
