"""What an editor should look at before a language of a page is published.

What a rule refuses (:func:`.actions.refusal`) is a fault, which nobody overrides; what
a check finds (:mod:`.readings`) is a warning, and the editor may publish all the same.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from . import actions, languages, readings, refusals, scopes
from .languages import localized
from .readings import Finding, Reading, Records
from .scopes import Content


def of_page(page: Any, content: Content, language: str) -> list[Finding]:
    """All there is in a version: faults, then warnings in the order of the form."""
    return [
        *_faults(page, content, [language]),
        *_warnings(page, content, language, {}),
    ]


def before_publication(
    page: Any, codes: list[str], known: Records | None = None
) -> list[Finding]:
    """What is asked about where no form has asked the rules: of the newest version.

    ``known`` is what was looked up for other pages.
    """
    stored = _stored(page)
    content = actions.draft_of(stored)
    faults = _faults(stored, content, codes)
    return [*faults, *new_warnings(stored, content, codes, known, stored)]


def new_warnings(
    page: Any,
    content: Content,
    codes: list[str],
    known: Records | None = None,
    stored: Any = None,
) -> list[Finding]:
    """Without what readers have already; ``page`` may be a draft of ``stored``."""
    known = {} if known is None else known
    found = {code: _warnings(page, content, code, known) for code in codes}
    if not any(found.values()):
        return []
    stored = stored or _stored(page)
    live = actions.public_content(stored)
    for code, ours in found.items():
        if live is not None and stored.is_published_in(code):
            before = {one.key for one in _warnings(stored, live, code, known)}
            found[code] = [one for one in ours if one.key not in before]
    return list(dict.fromkeys(one for ours in found.values() for one in ours))


def _stored(page: Any) -> Any:
    return page.all_pages().get(pk=page.pk).specific


def _warnings(
    page: Any, content: Content, language: str, known: Records
) -> list[Finding]:
    reading = Reading(page, content, language, known)
    order = {leaf.path: number for number, leaf in enumerate(reading.leaves)}
    found = {
        (one.key, one.path): one for check in readings.checks for one in check(reading)
    }
    return sorted(found.values(), key=lambda one: order.get(one.path, -1))


def _faults(page: Any, content: Content, codes: list[str]) -> Iterator[Finding]:
    error = actions.refusal(page, content, codes)
    if error is None:
        return
    for name, errors in refusals.by_field(error).items():
        words, code = _column_of(type(page), name)
        sentence = refusals.in_words(ValidationError({name: errors}), page)
        path = () if name == NON_FIELD_ERRORS else (words,)
        yield Finding("rule", sentence, path, language=code, is_fault=True)


def _column_of(model: type[models.Model], column: str) -> tuple[str, str | None]:
    """The field that it is a column of, and the language."""
    for name in scopes.translated_names(model):
        for code in languages.codes():
            if localized(name, code) == column:
                return name, code
    return column, None
