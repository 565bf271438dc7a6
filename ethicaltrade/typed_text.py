"""What people type, cleaned once, where it comes in.

That is before a form reads it, and before a record is saved: by a form, an import, or a
shell. No format has to mend it then. XML (Atom, spreadsheets) cannot hold a control
character, PostgreSQL no NUL, UTF-8 no half of an emoji, and a header no line break.

=======================================  =============================================
what comes                               what becomes of it
=======================================  =============================================
CR LF, CR, U+0085, U+2028, U+2029, and   a line feed; a space where the text has one
U+000B, U+000C (Word's soft line break   line (a ``CharField`` of a model)
and page break)
tab, line feed                           kept; a space where the text has one line
U+001E, U+001F (Word's hyphens)          a hyphen, a soft hyphen
other controls (U+0000 to U+001F,        removed: they have no shape and no meaning
U+007F to U+009F), U+FEFF, and
noncharacters
halves of a pair (surrogates)            the sign they make; removed where one is alone
nothing that can be seen (zero width,    no text at all, so that what is required is
soft hyphens, fillers)                   missed
all else: soft hyphens and joiners in    kept as typed
words, marks of direction, ``<``, ``&``
=======================================  =============================================
"""

import json
import re
import unicodedata
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import QueryDict
from wagtail.fields import StreamField

LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
WITHIN_ONE_LINE = re.compile(r" *[\t\n]+ *")
SURROGATES = re.compile("[\ud800-\udfff]")
HYPHENS = str.maketrans({"\x1e": "-", "\x1f": "\xad"})
LAST_OF_PLANES = "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
REMOVED = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufdd0-\ufdef{LAST_OF_PLANES}]"
)

UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}  # categories of Unicode
# Letters and signs without ink, and the selectors of how the one before them looks.
FILLERS = {*"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"} | {
    chr(number) for number in range(0xFE00, 0xFE10)
}
JSON_BEGINS = ("{", "[")
NOT_READ = "password"  # in a field's name: nobody reads a password, and signs count


def clean(text: str, *, one_line: bool = False) -> str:
    """The text as the table above has it; spaces around it stay."""
    if text.isascii() and text.isprintable():
        return text
    text = LINE_BREAKS.sub("\n", _without_halves(text))
    text = REMOVED.sub("", text.translate(HYPHENS))
    if one_line:
        text = WITHIN_ONE_LINE.sub(" ", text)
    return "" if text.strip() and _is_unseen(text) else text


def _without_halves(text: str) -> str:
    if not SURROGATES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _is_unseen(text: str) -> bool:
    return all(sign in FILLERS or unicodedata.category(sign) in UNSEEN for sign in text)


# Before a form reads it


def clean_query(query: QueryDict) -> QueryDict:
    """Itself where nothing is to be cleaned.

    What may be JSON is only rid of what JSON cannot hold: its texts are cleaned when
    they are saved.
    """
    cleaned = {
        name: [_clean_value(name, value) for value in values]
        for name, values in query.lists()
    }
    if cleaned == dict(query.lists()):
        return query
    result = query.copy()
    for name, values in cleaned.items():
        result.setlist(name, values)
    result._mutable = False
    return result


def _clean_value(name: str, value: Any) -> Any:
    if NOT_READ in name or not isinstance(value, str):
        return value
    if value.lstrip().startswith(JSON_BEGINS):
        return REMOVED.sub("", value)
    return clean(value)


# Before a record is saved


def clean_before_save(sender: Any, instance: models.Model, **kwargs: Any) -> None:
    """Receives ``pre_save`` of every model."""
    clean_record(instance)


def clean_record(record: models.Model) -> None:
    """Every text in its columns, and those in JSON and in streams of blocks."""
    values = record.__dict__  # past the descriptors: a deferred column stays unread
    for field in record._meta.concrete_fields:
        value = values.get(field.attname)
        if not value:
            continue
        if isinstance(value, str) and isinstance(field, models.CharField):
            values[field.attname] = clean(value, one_line=True)
        elif isinstance(value, str) and isinstance(field, models.TextField):
            values[field.attname] = clean(value)
        elif isinstance(field, StreamField):
            stored = field.get_prep_value(value)
            if (cleaned := clean_json(stored)) != stored:
                text = json.dumps(cleaned, cls=DjangoJSONEncoder)
                values[field.attname] = field.to_python(text)
        elif isinstance(field, models.JSONField):
            values[field.attname] = clean_json(value)


def clean_json(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: clean_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean_json(part) for part in value]
    return value
