"""Which pages and records are given to translators, and who may have them.

Whoever may write words of a page may have its draft in a file, and nobody else. Without
a user, as on the command line, it is all of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q
from wagtail.contrib.settings.registry import registry as settings
from wagtail.images import get_image_model
from wagtail.models import AbstractPage
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from ethicaltrade.bilingual import (
    actions,
    languages,
    marks,
    meaning,
    routing,
    rows,
    scopes,
)
from ethicaltrade.bilingual.admin.changes import EarlierSources
from ethicaltrade.bilingual.models import PageLanguage
from ethicaltrade.bilingual.scopes import Content

from .bundles import Bundle, IsPublic, Unit, units_of

AT_ONCE = 20  # read from the database


def records(user: Any, model: type[models.Model]) -> Any:
    """Those of the model that the user may change."""
    if user is None:
        return model._default_manager.all()
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_permission_for(user, "change")


def pages(user: Any = None, language: str | None = None) -> Any:
    """In the order of the site; an alias has the words of its source."""
    model = routing.page_model()
    found = model.written_by(user, language) if user else model._default_manager.all()
    return found.filter(depth__gt=1, alias_of=None).order_by("path")


def may_write(user: Any, record: Any, language: str | None) -> bool:
    """Of a page, the words in the language."""
    if user is None:
        return True
    if not isinstance(record, AbstractPage):
        return bool(records(user, type(record)).filter(pk=record.pk).exists())
    written = record.languages_written_by(user)
    return written is None or language in written


def below(found: Any, sections: Iterable[Any]) -> Any:
    """The sections, with all that lies below them."""
    places = Q(pk=None)
    for page in sections:
        places |= Q(path__startswith=page.path)
    return found.filter(places)


def record_models() -> list[type[models.Model]]:
    """Snippets, settings and pictures that have words in each language."""
    found = [*get_snippet_models(), *settings, get_image_model()]
    return [
        model
        for model in dict.fromkeys(found)
        if marks.is_translated(model) and not issubclass(model, AbstractPage)
    ]


# What names them in a file


def name_of(record: Any) -> str:
    key = record.translation_key if isinstance(record, AbstractPage) else record.pk
    return f"{record._meta.label_lower}/{key}"


def find(original: str) -> Any:
    """What the name leads to, a page as its own type; None where nothing is there."""
    label, _slash, key = original.partition("/")
    model: Any
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    if issubclass(model, AbstractPage):
        try:
            found = pages().filter(translation_key=UUID(key)).first()
        except ValueError:
            return None
        specific = found and found.specific
        return specific if isinstance(specific, model) else None
    if model not in record_models() or not key.isdecimal() or len(key) > 18:
        return None
    return model._default_manager.filter(pk=key).first()


def title_of(record: Any) -> str:
    if isinstance(record, AbstractPage):
        return str(record.get_admin_display_title())
    return f"{record._meta.verbose_name}: {record}"


def content_of(record: Any) -> Content:
    """As an editor sees it; each row with its uuid."""
    if not isinstance(record, AbstractPage):
        return marks.content_of(record)
    return rows.with_uuids(type(record), actions.draft_of(record))


# Given


@dataclass(frozen=True)
class Wanted:
    """``found`` are pages; with the records that a user may change, or none."""

    source: str
    language: str
    found: Any
    only_wanted: bool = True
    with_records: bool = False
    user: Any = None

    def count(self) -> int:
        """Of pages and records that are looked at."""
        return self._pages().count() + sum(one.count() for one in self._records())

    def bundles(self) -> Iterator[Bundle | None]:
        """One for each that is looked at; None where nothing is to be translated."""
        rows = self._pages().select_related("latest_revision")
        for row in rows.iterator(chunk_size=AT_ONCE):
            page = row.specific
            page.latest_revision = row.latest_revision
            yield self._bundle(page)
        for records in self._records():
            for record in records.iterator(chunk_size=AT_ONCE):
                yield self._bundle(record)

    def _pages(self) -> Any:
        if not self.only_wanted:
            return self.found
        waiting = PageLanguage.objects.filter(
            Q(missing__gt=0) | Q(outdated__gt=0), language=self.language
        )
        return self.found.filter(pk__in=waiting.values("page"))

    def _records(self) -> list[Any]:
        if not self.with_records:
            return []
        return [records(self.user, one).order_by("pk") for one in record_models()]

    def _bundle(self, record: Any) -> Bundle | None:
        content = content_of(record)
        if meaning.source_of(type(record), content) != self.source:
            return None
        units = list(self._units(record, content))
        if not units:
            return None
        return Bundle(
            name_of(record), self.source, self.language, title_of(record), units
        )

    def _units(self, record: Any, content: Content) -> Iterator[Unit]:
        return units_of(
            type(record),
            content,
            self.language,
            then_finder(record),
            public_finder(record, self.language),
            only_wanted=self.only_wanted,
        )


def then_finder(record: Any) -> Any:
    if isinstance(record, AbstractPage):
        return EarlierSources(record, type(record)).find
    return lambda segment: None


def public_finder(record: Any, language: str) -> IsPublic:
    """What has no drafts is always public."""
    if not isinstance(record, AbstractPage):
        return lambda segment: True
    if language not in record.public_languages:
        return lambda segment: False
    if not record.has_unpublished_changes:
        return lambda segment: True
    model = type(record)
    content = rows.with_uuids(model, scopes.content_of(record))
    live = {
        one.id: meaning.meaning(one.value)
        for one in meaning.segments(model, content, language)
    }
    return lambda segment: live.get(segment.id) == meaning.meaning(segment.value)


def source_for(language: str) -> str:
    """What is translated from, unless another is named."""
    default = languages.default()
    return default if language != default else languages.others(default)[0]
