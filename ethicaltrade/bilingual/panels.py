from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel

from . import languages
from .languages import localized


class LanguageRow(FieldRowPanel):
    """One translated field's columns; the style sheet lays them side by side."""

    def __init__(self, *args: Any, classname: str = "", **kwargs: Any):
        super().__init__(*args, classname=f"language-row {classname}".strip(), **kwargs)


def in_languages(name: str, *, panel: type = FieldPanel, **options: Any) -> LanguageRow:
    """One panel a language for the translated field ``name``."""
    return LanguageRow(
        [panel(localized(name, code), **options) for code in languages.codes()]
    )


def title_row() -> LanguageRow:
    """Each fills the slug of its own language while the page is new."""
    return LanguageRow(
        [
            TitleFieldPanel(
                localized("title", code),
                targets=[localized("slug", code)],
                placeholder=False,
            )
            for code in languages.codes()
        ]
    )


def switch_row() -> LanguageRow:
    """Published or not, a switch a language."""
    return LanguageRow(
        [
            FieldPanel(
                localized("published", code),
                heading=format_lazy(
                    _("Publish in: {language}"),
                    language=languages.name_of(code),
                ),
            )
            for code in languages.codes()
        ],
        classname="language-switches",
    )
