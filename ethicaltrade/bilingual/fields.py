"""Fields of the CMS's forms: what is typed in them has a language.

The script ``bilingual/fields.js`` does the same for what a script draws: blocks, and
boxes of rich text.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import models
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from modeltranslation.fields import TranslationField
from wagtail.admin.forms.models import register_form_field_override, registry

from . import languages, slugs
from .chosen import Several
from .languages import localized, value_in
from .widgets import SearchableBoxes

WORDS = (models.CharField, models.TextField)


class SlugField(forms.SlugField):
    """Made here, by the one table of letters: Wagtail's script has another."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return text and slugs.slugify(text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """For the script, which tells of a number that a taken one gets."""
        return {**super().widget_attrs(widget), "data-slug": "", "spellcheck": "false"}


register_form_field_override(models.SlugField, override={"form_class": SlugField})


def as_the_field_itself(field: TranslationField) -> dict[str, Any]:
    """What Wagtail does with the field that is translated, and the language.

    Each column has a class of its own, which what is registered for one class alone
    misses: a text area grows with its text.
    """
    original = field.translated_field
    options = dict(registry.get(original) or {})
    has_words = isinstance(original, WORDS) and not original.choices
    if has_words and (form_field := original.formfield(**options)):
        form_field.widget.attrs["lang"] = field.language
        options["widget"] = form_field.widget
    return options


register_form_field_override(TranslationField, override=as_the_field_itself)


def several(field: ParentalManyToManyField) -> dict[str, Any]:
    widget = SearchableBoxes(capfirst(field.verbose_name))
    return {"form_class": Several, "widget": widget}


register_form_field_override(ParentalManyToManyField, override=several)


def numbered_slugs(page: Any, typed: Any) -> Iterator[tuple[str, str]]:
    """What to say of a slug that was taken when the form was sent.

    Pairs of ``slug_nb-taken`` and a sentence; ``typed`` is the form's data.
    """
    for language in languages.codes():
        column = localized("slug", language)
        if column not in typed:
            continue
        title = typed.get(localized("title", language)) or ""
        wanted = slugs.slugify(typed[column] or title)
        slug = value_in(page, "slug", language) or ""
        if wanted and re.fullmatch(rf"{re.escape(wanted)}-\d+", slug):
            yield (
                f"{column}-taken",
                _(
                    "The address “%(wanted)s” (%(language)s) is already in use here, "
                    "so this page has been given “%(slug)s”."
                )
                % {
                    "wanted": wanted,
                    "language": languages.name_of(language),
                    "slug": slug,
                },
            )


def form_scripts() -> str:
    """``unsaved.js`` before there is a form, to miss no letter; ``fields.js`` after."""
    words = {
        "languages": json.dumps({c: str(n) for c, n in languages.names().items()}),
        "left": _("Characters left: {count}"),
        "over": _("Too long by {count}: search engines show about {most} characters."),
    }
    data = format_html_join(" ", 'data-{}="{}"', words.items())
    return format_html(
        '<script src="{}"></script><script src="{}" defer {}></script>',
        static("bilingual/unsaved.js"),
        static("bilingual/fields.js"),
        data,
    )
