"""The CMS's forms for pictures and documents."""

import logging
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .uploads import NOT_STORED, check_image

logger = logging.getLogger(__name__)


class StoredWhenCheckedForm:
    """Stores a new file as the last thing it checks; stands before Wagtail's form.

    A disk that is full is then an error beside the field: what was typed is kept, and
    so is the file that was to be replaced. Words have the language of their column.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self._meta.model._meta.fields:  # type: ignore[attr-defined]
            if isinstance(field, TranslationField) and field.name in self.fields:
                self.fields[field.name].widget.attrs["lang"] = field.language

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.errors and "file" in self.changed_data:
            self._store()

    def _store(self) -> None:
        file = self.instance.file
        try:
            file.save(file.name, file.file, save=False)
        except OSError as error:
            logger.error("An upload could not be stored: %s", error)
            self.add_error("file", NOT_STORED)

    def save(self, commit: bool = True) -> Any:
        """All or nothing: a row that cannot be written leaves no file, and its old one.

        Wagtail deletes the old file first; here it goes when all is written.
        """
        file, old = self.instance.file, self.original_file
        is_new = "file" in self.changed_data
        self.original_file = None
        try:
            with transaction.atomic():
                made = super().save(commit=commit)
        except BaseException:
            if is_new:
                self.instance.file.close()
                file.storage.delete(file.name)
            raise
        if is_new and commit and old:
            transaction.on_commit(partial(old.storage.delete, old.name))
        return made


class CheckedImageField(WagtailImageField):
    """Judges a picture before Wagtail's own field, which unpacks it to measure it."""

    def to_python(self, data: Any) -> Any:
        if data not in self.empty_values:
            check_image(data)
        return super().to_python(data)


class ImageForm(StoredWhenCheckedForm, BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("file")) and type(field) is WagtailImageField:
            # Wagtail makes the field; a form that is changed has none.
            self.fields["file"] = CheckedImageField(
                label=field.label, required=field.required, widget=field.widget
            )
            if self.instance.pk and self.instance.is_being_made:
                self.fields["file"].help_text = _(
                    "The sizes of this picture are being made. Until they are ready, "
                    "pages show a simpler one."
                )


class DocumentForm(StoredWhenCheckedForm, BaseDocumentForm):
    """Takes a file without its language, which then stays as it was: the site's own.

    The CMS uploads files first and asks for the rest when they are there. With
    something required that is not sent, they would be put aside until it is.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("language"):
            field.required = False

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.instance.language
