"""What a page's form writes of translations: which words follow which source."""

from typing import Any

from django.urls import reverse

from . import languages, meaning, scopes
from .editing import SentLanguagesForm
from .languages import localized


def language_states(page: Any) -> dict[str, Any]:
    """What the scripts of a form are told of a page, or a draft of one.

    The source language, and the other languages' states, by segment; where to ask what
    has changed, with two words in capitals to fill in.
    """
    model, content = type(page), scopes.content_of(page)
    states = meaning.states(model, content)
    source = meaning.source_of(model, content)
    asked = [page.pk, "LANGUAGE", "SEGMENT"]
    return {
        "source": source,
        "languages": {code: states[code] for code in languages.others(source)},
        "page": page.pk,
        "changes": reverse("bilingual_changes", args=asked) if page.pk else None,
    }


class RecordingForm(SentLanguagesForm):
    """Compares what is saved with what was opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("source_language"):
            field.choices = languages.choices()
            if not self.instance.source_language:
                first = languages.first_with(self.instance, "title")
                self.initial["source_language"] = first
        self._opened: scopes.Content | None = None
        is_saved = self.is_bound and self.subscription  # and not only previewed
        if is_saved and not self.instance._state.adding:
            self._opened = scopes.content_of(self.instance)

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=False)
        if not languages.value_in(page, "title", page.source_language or ""):
            page.source_language = languages.first_with(page, "title")
        content = meaning.record(
            type(page),
            self._opened,
            scopes.content_of(page),
            revision=page.latest_revision_id,
            copied=self.copied,
            still_right=self.still_right,
            left_out=self.left_out,
            reinstated=self.reinstated,
        )
        for code in languages.codes():
            column = localized("translated_from", code)
            setattr(page, column, content.get(column))
        if commit:
            page.save()
            self.save_m2m()
        return page

    def language_states(self) -> dict[str, Any]:
        return language_states(self.instance)
