"""The site's languages, and the columns that hold them.

A translated field ``title`` has one column per language: ``title_nb``,
``title_en``. The suffixes come from ``settings.LANGUAGES`` alone.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from modeltranslation.utils import build_localized_fieldname, get_language


class Worded(NamedTuple):
    """A text and the language it is written in."""

    text: Any
    language: str


def codes() -> list[str]:
    """Language codes, in the order of ``settings.LANGUAGES``."""
    return [code for code, _name in settings.LANGUAGES]


def default() -> str:
    """The language of addresses without a language prefix."""
    return settings.LANGUAGE_CODE


def active() -> str:
    """The language being read now; one of :func:`codes`, whatever is activated."""
    return get_language()


def others(language: str) -> list[str]:
    """Every language but this one."""
    return [code for code in codes() if code != language]


def name_of(language: str) -> str | Promise:
    """What readers of the active language call it: ``engelsk``; translated lazily."""
    return dict(settings.LANGUAGES)[language]


def own_name(language: str) -> str:
    """What the language calls itself: ``norsk``, ``English``.

    Norwegian readers say "norsk"; Django's own name for nb is "norsk (bokmål)".
    """
    own = translation.get_language_info(language)["name_local"]
    return own.split(" (")[0]


def in_language(language: str) -> AbstractContextManager[None]:
    """A context in which texts, dates and addresses are in the language."""
    return translation.override(language)


def in_default_language() -> AbstractContextManager[None]:
    """The context every page is written in.

    Django-modeltranslation fills a translated field's bare column (``title``) from
    the active language; written here, it never depends on an editor's interface.
    """
    return translation.override(default())


def localized(name: str, language: str) -> str:
    """The column of a translated field in one language: ``title_nb``."""
    return build_localized_fieldname(name, language)


def localized_names(name: str) -> list[str]:
    """The field's columns in every language."""
    return [localized(name, language) for language in codes()]


def value_in(record: object, name: str, language: str) -> Any:
    """The field's value in one language, with no fallback; None when unset."""
    return getattr(record, localized(name, language), None)


def reading_order(language: str) -> Iterator[str]:
    """The language, then the default, then the rest."""
    yield from dict.fromkeys([language, default(), *codes()])


def worded(record: object, name: str, language: str | None = None) -> Worded:
    """The field's text in the language, else in another, and which one it is.

    An empty text in every language comes back empty, in the language asked for.
    """
    language = language or active()
    for code in reading_order(language):
        if text := value_in(record, name, code):
            return Worded(text, code)
    return Worded("", language)


def require_words(record: object, name: str, message: str) -> None:
    """Raise ValidationError, beside the first column, where no language has words."""
    columns = localized_names(name)
    if not any(getattr(record, column) for column in columns):
        raise ValidationError({columns[0]: message})
