"""Records without drafts (snippets, settings, pictures): what lacks in a language.

Their forms say which words are missing, and which may be outdated.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.admin import messages

from . import languages, meaning, scopes
from .languages import localized
from .meaning import State
from .models import TranslatedFrom
from .scopes import Content

SENTENCES = (
    (State.MISSING, gettext_lazy("%(language)s lacks: %(fields)s.")),
    (State.OUTDATED, gettext_lazy("%(language)s may be outdated: %(fields)s.")),
)


def is_translated(model: type[models.Model]) -> bool:
    return bool(scopes.translated_names(model))


def content_of(record: models.Model) -> Content:
    """As a version of it would be, with what its words were translated from."""
    if isinstance(record, ClusterableModel):
        data = record.serializable_data()
    else:
        data = get_serializable_data_for_fields(record)
    content = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    for row in _stored(record):
        content[localized("translated_from", row.language)] = row.entries
    return content


def _stored(record: models.Model) -> models.QuerySet[TranslatedFrom]:
    kind = ContentType.objects.get_for_model(record)
    return TranslatedFrom.objects.filter(content_type=kind, object_id=str(record.pk))


def keep(
    record: models.Model, before: Content, still_right: meaning.Ids | None = None
) -> None:
    """Call it when an editor has saved; ``before`` is the content that was opened."""
    content = content_of(record)
    kept = meaning.record(type(record), before, content, still_right=still_right)
    kind = ContentType.objects.get_for_model(record)
    for code in languages.codes():
        column = localized("translated_from", code)
        if kept.get(column) != content.get(column):
            TranslatedFrom.objects.update_or_create(
                content_type=kind,
                object_id=str(record.pk),
                language=code,
                defaults={"entries": kept.get(column) or {}},
            )


def forget(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """A record that is deleted: another may get its number."""
    if is_translated(sender):
        _stored(instance).delete()


def sentences(record: models.Model) -> Iterator[str]:
    """``Engelsk mangler: navn, rolle.``"""
    model = type(record)
    if not is_translated(model):
        return
    found = meaning.every_segment(model, content_of(record))
    for code in languages.codes():
        for state, sentence in SENTENCES:
            fields = [_label(one) for one in found[code] if one.state == state]
            if fields:
                name = capfirst(str(languages.name_of(code)))
                yield str(sentence) % {"language": name, "fields": ", ".join(fields)}


def _label(segment: meaning.Segment) -> str:
    return segment.label[:1].lower() + segment.label[1:]


class MarkedEdit:
    """For an edit view of Wagtail's, in front of what saves."""

    request: HttpRequest
    object: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        if said := " ".join(sentences(self.object)):
            messages.info(request, said)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.get_object()  # type: ignore[attr-defined]
        if not is_translated(type(found)):
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            before = content_of(found)
            response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
            saved = type(found)._base_manager.filter(pk=found.pk).first()
            if saved is not None and content_of(saved) != before:
                keep(saved, before)
        return response
