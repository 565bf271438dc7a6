"""Choices that are found by typing a part of a name, in any of the site's languages.

Without JavaScript they are what Django makes of them: a list, or boxes to tick. With
it, ``bilingual/choices.js`` puts a field to search in before them; what is sent stays
the list or the boxes.
"""

from functools import partial
from json import dumps as json_of
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from . import languages
from .letters import latin

dumps = partial(json_of, ensure_ascii=False)


def names_of(record: Any) -> dict[str, str]:
    """What a record is called, by language."""
    names = {}
    for code in languages.codes():
        with languages.in_language(code):
            names[code] = str(record)
    return names


class Searchable:
    """Stands before a widget with choices."""

    def marks(self) -> dict[str, Any]:
        """What the script looks for."""
        words = {
            "search": _("Search and choose"),
            "found": _("Found: {count}"),
            "none": _("Nothing found"),
            "added": _("Chosen: {name}"),
            "remove": _("Remove {name}"),
            "removed": _("Removed: {name}"),
        }
        return {"data-controller": "choices", "data-choices-words-value": dumps(words)}

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        self.__dict__.pop("labels", None)  # of the language before
        return super().optgroups(name, value, attrs)  # type: ignore[misc]

    @cached_property
    def labels(self) -> dict[str, dict[Any, str]]:
        """Of choices that are no records: by language and value."""
        labels = {}
        for code in languages.codes():
            with languages.in_language(code):
                choices: Any = self.choices  # type: ignore[attr-defined]
                labels[code] = {key: str(label) for key, label in choices}
        return labels

    def names(self, value: Any) -> dict[str, str]:
        """Of one choice, by language."""
        if value in ("", None):
            return {}
        if record := getattr(value, "instance", None):
            return names_of(record)
        return {code: labels.get(value, "") for code, labels in self.labels.items()}

    def create_option(
        self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        option = super().create_option(  # type: ignore[misc]
            name, value, label, *args, **kwargs
        )
        names = self.names(value)
        also = [[code, text] for code, text in names.items() if text != str(label)]
        searched = " ".join(sorted({*names.values(), str(label), str(value)}))
        option["attrs"] |= {
            "data-search": latin(searched.replace("_", " ")),
            "data-also": dumps(also),
        }
        return option

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["bilingual/choices.css"]}
        js: ClassVar[list[str]] = ["bilingual/choices.js"]


class SearchableSelect(Searchable, forms.Select):
    """One of many."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, {**(attrs or {}), **self.marks()})


class SearchableBoxes(Searchable, forms.CheckboxSelectMultiple):
    """Any number of them; ``label`` names the group."""

    template_name = "bilingual/widgets/boxes.html"

    def __init__(self, label: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.label = label

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["group"] = self.marks() | {"aria-label": self.label}
        return context
