"""System checks: a page type that is not bilingual does not start."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import models
from modelcluster.models import get_all_child_relations
from modeltranslation.translator import NotRegistered, translator
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail.models.pages import get_page_models

from . import languages, rows, subviews
from .forms import BilingualPageForm
from .pages import BilingualPage
from .publication import BY_LANGUAGE

TRANSLATED = {"title", "slug", "url_path", *BY_LANGUAGE}


@register()
def check_languages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The default language is among the site's languages, and comes first."""
    if languages.codes()[:1] == [settings.LANGUAGE_CODE]:
        return []
    return [
        Error(
            "LANGUAGE_CODE must be the first of LANGUAGES.",
            hint="Pages borrow from the first language what another one lacks.",
            id="bilingual.E001",
        )
    ]


@register()
def check_subviews(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error in an app's ``subviews`` is raised."""
    subviews.discover()
    return []


@register()
def check_page_types(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        error for model in get_page_models() for error in _errors_of_page_type(model)
    ]


def _errors_of_page_type(model: type[models.Model]) -> Iterator[CheckMessage]:
    if not issubclass(model, BilingualPage):
        yield Error(
            "The page type is not bilingual.",
            hint="Derive it from the project's base page.",
            obj=model,
            id="bilingual.E002",
        )
        return
    try:
        translated = set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        translated = set()
    for name in sorted(TRANSLATED - translated):
        yield Error(
            f"The field {name!r} is not translated.",
            hint="Register it in the app's translation.py.",
            obj=model,
            id="bilingual.E003",
        )
    if model.is_creatable and not issubclass(model.base_form_class, BilingualPageForm):
        yield Error(
            "The page type's form does not know languages.",
            hint="Derive base_form_class from BilingualPageForm.",
            obj=model,
            id="bilingual.E005",
        )
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name not in (COMMENTS_RELATION_NAME, *rows.relations_of(model)):
            yield Error(
                f"The rows {name!r} are not known again in drafts.",
                hint="Derive them from bilingual.rows.Row.",
                obj=model,
                id="bilingual.E006",
            )
    for field in _own_text_fields(model):
        if field.name not in translated and (
            field.name not in model.same_in_every_language
        ):
            yield Error(
                f"The text field {field.name!r} exists in one language only.",
                hint=(
                    "Register it in the app's translation.py, or name it in "
                    "same_in_every_language with a reason."
                ),
                obj=model,
                id="bilingual.E004",
            )


def _own_text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """What an editor writes; a choice among fixed values is not text."""
    for field in model._meta.local_concrete_fields:
        is_text = isinstance(field, (models.CharField, models.TextField, StreamField))
        is_translation = hasattr(field, "translated_field")
        if (
            is_text
            and field.editable
            and not (
                field.choices or is_translation or isinstance(field, models.URLField)
            )
        ):
            yield field
