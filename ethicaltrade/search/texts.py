"""The words of a page in one language, as plain text."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Manager
from modeltranslation.fields import TranslationField
from wagtail.search.index import RelatedFields, SearchField

from ethicaltrade.bilingual.languages import localized, value_in

from .lemmas import plain


def title_of(page: Any, language: str) -> str:
    return plain(value_in(page, "title", language) or "")


def text_of(page: Any, language: str) -> str:
    """What the page's ``search_fields`` hold in the language, but for the title."""
    title = localized("title", language)
    fields = [field for field in page.get_search_fields() if field.field_name != title]
    return plain(" ".join(_texts(page, fields, language)))


def _texts(record: Any, fields: Iterable[Any], language: str) -> Iterator[str]:
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _related(record, field):
                yield from _texts(related, field.fields, language)
        elif isinstance(field, SearchField) and _is_read_in(
            record, field.field_name, language
        ):
            yield from _strings(field.get_value(record))


def _related(record: Any, field: RelatedFields) -> Iterable[Any]:
    value = field.get_value(record)
    if value is None:
        return []
    return value.all() if isinstance(value, Manager) else [value]


def _is_read_in(record: Any, name: str, language: str) -> bool:
    """Whether a reader of the language meets the field.

    Its own columns and untranslated fields, not the other languages' columns, nor
    the bare column of a translated field.
    """
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:  # a method, or a property
        return True
    if isinstance(field, TranslationField):
        return field.language == language
    return not hasattr(record, localized(name, language))


def _strings(value: Any) -> Iterator[str]:
    """The strings in what Wagtail finds searchable: one, or lists of them.

    Wagtail's text blocks say "None" for a value that was never filled in.
    """
    if isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif str(value) != "None":
        yield str(value)
