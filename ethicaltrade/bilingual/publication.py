"""Public in a language: live, and published in that language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.query import PageQuerySet

from . import languages
from .languages import localized


class PublicationQuerySet(PageQuerySet):
    def published(self, language: str | None = None) -> Any:
        """In the active language by default."""
        language = language or languages.active()
        return self.filter(**{"live": True, localized("published", language): True})

    def published_somewhere(self) -> Any:
        """In at least one language."""
        in_any = Q()
        for language in languages.codes():
            in_any |= Q(**{localized("published", language): True})
        return self.filter(in_any, live=True)


def missing_when_published(page: Any, language: str) -> list[str]:
    """Names of the fields the page lacks to be shown in the language."""
    return [
        name
        for name in page.required_when_published
        if not languages.value_in(page, name, language)
    ]


def publication_errors(page: Any) -> dict[str, ValidationError]:
    """What the switched-on languages lack, by column."""
    errors = {}
    for language in page.published_languages:
        for name in missing_when_published(page, language):
            errors[localized(name, language)] = required_error(language)
    return errors


def required_error(language: str) -> ValidationError:
    return ValidationError(
        _("Fill this in, or switch the language off (%(language)s)."),
        code="required_when_published",
        params={"language": languages.name_of(language)},
    )
