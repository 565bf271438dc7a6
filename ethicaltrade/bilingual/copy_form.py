"""The CMS's form that asks what a copy of a page is to be called, and where it goes."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm

from . import actions, amounts, copies, languages, looks, refusals, slugs
from .fields import SlugField
from .languages import localized

WHOLE = ("new_title", "new_slug")  # Wagtail's, of one language


def _seen(language: str) -> str:
    """The field with the title that was asked about."""
    return f"seen_{localized('title', language)}"


class BilingualCopyForm(CopyForm):
    """A title in each language, and slugs that are free.

    A slug that is left as the form opened it follows the title, and the place.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = actions.draft_of(self.page.specific)
        for name in WHOLE:
            del self.fields[name]
        named = dict(self._names())
        self.fields |= named
        self.order_fields(named)
        if "publish_copies" in self.fields:
            self.fields["publish_copies"] = self._publication()

    def _names(self) -> Iterator[tuple[str, forms.Field]]:
        parent = self.page.get_parent()
        for code in languages.codes():
            title = forms.CharField(
                initial=copies.title_of(self.source, code), max_length=slugs.MAX_LENGTH
            )
            if self.page.title_length:
                title.widget.attrs["data-advised-length"] = self.page.title_length
            yield self._named("title", code, title)
            yield _seen(code), forms.CharField(required=False, widget=forms.HiddenInput)
        for code in copies.languages_of_slugs(parent):
            free = self._free(parent, copies.slug_of(self.source, code), code)
            help_text = _("Left as it is, it follows the title.")
            slug = SlugField(
                initial=free,
                help_text=help_text if self._follows(code) else "",
            )
            yield self._named("slug", code, slug)

    def _follows(self, language: str) -> bool:
        slug = copies.slug_of(self.source, language)
        return not slug or copies.follows_title(self.source, language)

    def _named(
        self, name: str, language: str, field: forms.Field
    ) -> tuple[str, forms.Field]:
        column = localized(name, language)
        field.label = capfirst(self.page._meta.get_field(column).verbose_name)
        field.required = False
        field.widget.attrs["lang"] = language
        return column, field

    def _publication(self) -> forms.Field:
        """In the languages that readers have it in."""
        public = list(copies.public_languages(self.page))
        help_text = _("Without a tick the copy is a draft.")
        if "copy_subpages" in self.fields:
            help_text = _(
                "Each page is published in the languages its original is published in. "
                "Without a tick the copies are drafts."
            )
        return forms.MultipleChoiceField(
            label=_("Publish the copy at once in"),
            help_text=help_text,
            choices=[each for each in languages.choices() if each[0] in public],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    @staticmethod
    def _free(parent: Any, slug: str, language: str) -> str:
        """None is asked for where nothing is called anything."""
        if not slug:
            return ""
        return slugs.numbered(parent.all_pages(), parent, slug, language, None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        titles = languages.localized_names("title")
        if not any(cleaned.get(name) for name in titles) and not self.errors:
            self.add_error(titles[0], _("Write a title in at least one language."))
        for code in copies.languages_of_slugs(parent):
            self._clean_slug(cleaned, parent, code)
        if not cleaned.get("alias"):
            codes = cleaned.get("publish_copies") or ()
            for code in codes:
                self._look_at_title(cleaned, code)
            if cleaned.get("copy_subpages"):
                self._count(codes)
        return cleaned

    def _count(self, codes: Sequence[str]) -> None:
        public = copies.published_in(self.page, codes)
        if amounts.are_too_many(amounts.keys_of(public)):
            self.add_error("publish_copies", amounts.too_many_copies())

    def _look_at_title(self, cleaned: dict[str, Any], language: str) -> None:
        """What readers are to get is asked about once, unless they have it already."""
        column = localized("title", language)
        typed, page = cleaned.get(column), self.page.specific
        if typed in (getattr(page, column), cleaned.get(_seen(language))):
            return
        if said := looks.what_is_too_long(page, "title", typed):
            told = _("%(change)s Copy once more if that is right.") % {"change": said}
            self.add_error(column, told)
            self.data = self.data.copy()  # type: ignore[has-type]
            self.data[_seen(language)] = typed

    def _clean_slug(self, cleaned: dict[str, Any], parent: Any, language: str) -> None:
        column = localized("slug", language)
        typed = cleaned.get(column)
        if column not in self.fields or not typed or column not in self.changed_data:
            cleaned[column] = self._free(
                parent, self._made(cleaned, language), language
            )
        elif not slugs.is_free(parent.all_pages(), parent, typed, language, None):
            self.add_error(column, _("This address is already in use here."))

    def _made(self, cleaned: dict[str, Any], language: str) -> str:
        """Of the title, unless the source has a slug that an editor chose."""
        is_emptied = not cleaned.get(localized("slug", language))
        if (is_emptied or self._follows(language)) and not cleaned.get("alias"):
            return slugs.slugify(cleaned.get(localized("title", language)) or "")
        return copies.slug_of(self.source, language)

    @property
    def names(self) -> copies.Names:
        """Of the copy, by column."""
        columns = [
            *languages.localized_names("title"),
            *languages.localized_names("slug"),
        ]
        names = {name: self.cleaned_data.get(name) or "" for name in columns}
        source = self.source.get("source_language")
        if source and not names.get(localized("title", source)):
            titled = (c for c in languages.codes() if names[localized("title", c)])
            names["source_language"] = next(titled, source)
        return names

    def refuse(self, error: ValidationError) -> None:
        """What a rule is against, beside the field that it is about."""
        beside = "publish_copies" if self.cleaned_data.get("publish_copies") else None
        for name, errors in refusals.by_field(error).items():
            if name in self.fields:
                self.add_error(name, errors)
            else:
                told = ValidationError({name: errors})
                sentence = refusals.in_words(told, self.page.specific)
                self.add_error(beside, sentence)
