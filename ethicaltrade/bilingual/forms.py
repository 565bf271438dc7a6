from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from modeltranslation.translator import translator
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.templatetags.wagtailadmin_tags import avatar_url, user_display_name

from . import (
    chosen,
    editing,
    languages,
    newer,
    publication,
    scopes,
    slugs,
    versions,
)
from .blocks import required_in
from .fields import numbered_slugs
from .languages import localized
from .recording import RecordingForm

PUBLISH = "action-publish"
ANYWAY = "anyway"  # beside the codes of languages: whatever was found in them
BASE = "base_revision"  # hidden fields: the version that the form shows, and the one
SEEN = "seen_revision"  # that its editor was told of; see admin.together


def localized_names_in(form: forms.BaseForm, name: str) -> list[str]:
    return [n for n in languages.localized_names(name) if n in form.fields]


class HiddenNumber(forms.IntegerField):
    """It says nothing of the page."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def _in_minutes(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


class BilingualPageForm(RecordingForm):
    """Of a language that is not being published, everything is validated as a draft."""

    @cached_property
    def publishes(self) -> list[str]:
        """The languages that are to be published with what the form holds.

        The button's value is their codes. Without any, those that are published now;
        of a page that is not live, those with a title.
        """
        asked = self.data.get(PUBLISH, "") if self.is_bound else ""
        if not asked:
            return []
        chosen = [code for code in languages.codes() if code in asked.split()]
        return chosen or self.instance.public_languages or self._titled()

    @property
    def publishes_anyway(self) -> bool:
        return ANYWAY in self.data.get(PUBLISH, "").split()

    def _titled(self) -> list[str]:
        titles = {
            code: self[name].data or ""
            for code in languages.codes()
            if (name := localized("title", code)) in self.fields
        }
        return [code for code, title in titles.items() if title.strip()] or [
            languages.default()
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base: int | None = None  # the version that the form shows, once merged
        for name in (BASE, SEEN):
            self.fields[name] = HiddenNumber(required=False, widget=forms.HiddenInput)
        for _first, column in self._dates():
            moment = self.initial.get(column)
            if moment and column not in self.kept_fields:
                self.initial[column] = _in_minutes(moment)  # as it is shown

    def _dates(self) -> Iterator[tuple[str, str]]:
        """Of each language that of its publication, and another one that is asked."""
        for language in languages.codes():
            for name in self._meta.model.dates_by_language:
                if (column := localized(name, language)) in self.fields:
                    yield localized("first_published", language), column

    def full_clean(self) -> None:
        if self.is_bound and not self.is_deferred_validation:
            self._defer_other_languages()
        if self.is_bound:
            chosen.look_up(self)
        with required_in(self.publishes), chosen.knowing(self.instance):
            super().full_clean()

    @cached_property
    def changed_data(self) -> list[str]:
        with chosen.knowing(self.instance):
            return super().changed_data

    def _defer_other_languages(self) -> None:
        for language in languages.codes():
            for name in translator.get_options_for_model(self._meta.model).all_fields:
                if field := self.fields.get(localized(name, language)):
                    field.is_deferred_validation = language not in self.publishes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_titles(cleaned)
        self._clean_slugs(cleaned)
        self._clean_dates(cleaned)
        if not self.is_deferred_validation:
            self._clean_publication(cleaned)
        return cleaned

    def serialize_comments(self, user: Any) -> dict[str, Any]:
        """Where there are none, of who is asking alone, who need not be read again."""
        comments = self.formsets.get("comments")
        if comments is None or comments.forms:
            return super().serialize_comments(user)
        who = {"name": user_display_name(user), "avatar_url": avatar_url(user)}
        return {"comments": [], "user": user.pk, "authors": {str(user.pk): who}}

    def stop_saving_by_itself(self) -> None:
        """Until the editor has saved by hand; ``session.js`` looks for it."""
        for name in localized_names_in(self, "title"):
            self.fields[name].widget.attrs["data-newer-version"] = ""

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """With the version just autosaved: saved by hand next, it is not another's.

        And with the slugs that were made, and the sentences that ``fields.js`` shows.
        """
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        for name in localized_names_in(self, "slug"):
            slug = getattr(self.instance, name) or ""
            if slug != self.data.get(name):
                updates.append((name, slug))
        told = numbered_slugs(self.instance, self.data)
        shown = [(BASE, str(self.base))] if self.base else []
        return [*updates, *told, *shown, *newer.seen(self.instance).items()]

    def _clean_titles(self, cleaned: dict[str, Any]) -> None:
        names = localized_names_in(self, "title")
        if names and not any(cleaned.get(name) for name in names):
            self.add_error(names[0], _("Write a title in at least one language."))

    def _clean_slugs(self, cleaned: dict[str, Any]) -> None:
        """One that is taken gets a number; the form is told when it is saved."""
        for language in languages.codes():
            name = localized("slug", language)
            slug = cleaned.get(name)
            if not slug or self.parent_page.depth == 1:
                continue
            if name not in self.kept_fields and self._follows_title(slug, language):
                cleaned[name] = ""  # made anew when the page is saved
            else:
                page = None if self.instance._state.adding else self.instance
                cleaned[name] = slugs.numbered(
                    self.parent_page.all_pages(),
                    self.parent_page,
                    slug,
                    language,
                    page,
                )

    def _follows_title(self, slug: str, language: str) -> bool:
        """Whether it was made of the title before, on a page that never was public."""
        title = self.initial.get(localized("title", language))
        if self.instance._state.adding or self.instance.first_published_at or not title:
            return False
        return slugs.is_made_of(title, slug)

    def _clean_dates(self, cleaned: dict[str, Any]) -> None:
        """A time that is as it was shown keeps its seconds."""
        for first_column, column in self._dates():
            moment, before = cleaned.get(column), getattr(self.instance, column)
            first = cleaned.get(first_column) or getattr(self.instance, first_column)
            if moment is None:
                continue
            if before and _in_minutes(before) == _in_minutes(moment):
                cleaned[column] = before
            if moment > timezone.now():
                self.add_error(column, _("This time is in the future."))
            elif first and moment < _in_minutes(first):
                self.add_error(
                    column, _("This is before the text was first published.")
                )

    def _clean_publication(self, cleaned: dict[str, Any]) -> None:
        for language in self.publishes:
            for name in self._meta.model.required_when_published:
                column = localized(name, language)
                if column in self.fields and not cleaned.get(column):
                    self.add_error(column, publication.required_error(language))

    @cached_property
    def _page(self) -> Any:
        """Of a person who may write some languages, with nothing else changed."""
        page = super().save(commit=False)
        if self.writes is None or self._opened is None:
            return page
        content = versions.rewritten(
            type(page), self._opened, scopes.content_of(page), self.writes
        )
        self.instance = page.with_content_json(content)
        return self.instance

    @property
    def shown(self) -> scopes.Content:
        return scopes.content_of(self._page)

    def merge(
        self, base: scopes.Content, theirs: scopes.Content
    ) -> list[versions.Change]:
        """Before it is saved, with another version; returns what both changed."""
        merged = versions.merge(type(self.instance), base, self.shown, theirs)
        self._merged = merged.content
        return merged.conflicts

    _merged: scopes.Content | None = None

    def save(self, commit: bool = True) -> Any:
        """The row keeps what was public last, once something was."""
        page = self._page
        if self._merged is not None:
            page = self.instance = page.with_content_json(self._merged)
        if commit and not page.first_published_at:
            page.save()
        return page


class LanguageRow(FieldRowPanel):
    """One translated field's columns; the style sheet lays them side by side."""

    def __init__(self, *args: Any, classname: str = "", **kwargs: Any):
        super().__init__(*args, classname=f"language-row {classname}".strip(), **kwargs)


class TitleRow(LanguageRow):
    """Of every page: the views of its form come with it."""

    class BoundPanel(editing.WithLanguageTools, FieldRowPanel.BoundPanel):
        pass


def in_languages(
    name: str,
    *,
    panel: type = FieldPanel,
    advised_length: int | None = None,
    row: type[LanguageRow] = LanguageRow,
    **options: Any,
) -> LanguageRow:
    """One panel a language for the translated field ``name``.

    More characters than ``advised_length`` are warned of, and may be written.
    """
    marks = {"data-words": name}
    if advised_length:
        marks["data-advised-length"] = str(advised_length)
    return row(
        [
            panel(
                localized(name, code), attrs={"data-language": code, **marks}, **options
            )
            for code in languages.codes()
        ]
    )


def title_row(**options: Any) -> LanguageRow:
    """Without Wagtail's script, which would fill the slugs by a table of its own."""
    return in_languages("title", row=TitleRow, classname="title", **options)


def without_drafts() -> HelpPanel:
    """Says so; first on the form of what readers see as soon as it is saved."""
    return HelpPanel(template="bilingual/without_drafts.html")
