"""Pictures and documents, with the words that belong to them in each language."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from modeltranslation.utils import build_localized_fieldname
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index
from wagtail.utils.file import hash_filelike

from ethicaltrade.privacy.visibility import PrivateDocumentQuerySet

from . import renditions
from .downloads import DownloadCount  # noqa: F401  (a model of this app)
from .uploads import check_document, check_image

logger = logging.getLogger(__name__)

LANGUAGE_CODES = [code for code, _name in settings.LANGUAGES]


def in_every_language(name: str) -> list[str]:
    """Names of a translated field's columns, in the order of settings.LANGUAGES."""
    return [build_localized_fieldname(name, code) for code in LANGUAGE_CODES]


def _is_new(file: Any) -> bool:
    """Whether the field's file is not stored yet. Django has no public name for it."""
    return bool(file) and not file._committed


def _check_new(file: Any, check: Callable[[Any], None]) -> None:
    """Check a file that is not stored yet; what is wrong stands beside its field."""
    if not _is_new(file):
        return
    file.open()
    try:
        check(file)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error


class CustomImage(AbstractImage):
    """A picture: what it shows, who made it, and whether it only decorates."""

    alt_text = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    caption = models.CharField(
        _("caption"),
        max_length=255,
        blank=True,
        help_text=_("Shown below the picture."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture, such as: Photo: Name."),
    )
    is_decorative = models.BooleanField(
        _("decorative only"),
        default=False,
        help_text=_("Screen readers skip the picture."),
    )

    makes_sizes_ahead = True
    """Whether a save makes the sizes; else each is made when it is first shown."""

    admin_form_fields = (
        "title",
        "file",
        *in_every_language("alt_text"),
        *in_every_language("caption"),
        "credit",
        "is_decorative",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [
        *AbstractImage.search_fields,
        *(index.SearchField(name) for name in in_every_language("alt_text")),
        *(index.SearchField(name) for name in in_every_language("caption")),
        index.SearchField("credit"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    def clean(self) -> None:
        """Refuse a new file that is no picture, or too large, before it is unpacked."""
        _check_new(self.file, check_image)
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With a new file, forget the sizes of the one before."""
        is_replaced = self.pk is not None and _is_new(self.file)
        super().save(*args, **kwargs)
        if is_replaced:
            self.renditions.all().delete()

    def make_ready(self) -> int:
        """Make the sizes that are missing; return how many.

        Raises OSError when the picture's file is gone or cannot be read.
        """
        return renditions.make_missing(self)

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> Any:
        """Every size is made bare, those of Wagtail's own screens too."""
        if not isinstance(filter, renditions.MetadataFreeFilter):
            filter = renditions.MetadataFreeFilter(filter.spec)
        return super().generate_rendition_file(filter, source=source)

    @property
    def default_alt_text(self) -> str:
        """The alternative text in the active language; empty when it decorates.

        Never the title: a file name read aloud helps nobody.
        """
        return "" if self.is_decorative else self.alt_text or ""


# What decides how the sizes look. A name or a caption does not.
SHAPING = {
    "file",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
}


@receiver(post_save, sender=CustomImage)
def follow_save(instance: CustomImage, raw: bool, update_fields, **_: Any) -> None:
    """Have the picture's sizes made now, so that no visitor waits for them.

    Not when a page is published: no page type needs to tell which pictures it shows.
    """
    if raw or (update_fields is not None and not SHAPING & set(update_fields)):
        return
    if instance.makes_sizes_ahead:
        transaction.on_commit(partial(make_renditions.enqueue, instance.pk))


@task(backend="worker")
def make_renditions(pk: int) -> int:
    """Make the missing sizes of the picture with the primary key; return how many.

    A picture that is gone, or whose file is, is left: a later visit or
    ``manage.py make_renditions`` makes the sizes.
    """
    image = CustomImage.objects.filter(pk=pk).first()
    if image is None:
        return 0
    try:
        return image.make_ready()
    except OSError:
        logger.warning("No sizes of picture %s: its file cannot be read", pk)
        return 0


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(
        CustomImage, related_name="renditions", on_delete=models.CASCADE
    )

    class Meta:
        verbose_name = _("picture size")
        verbose_name_plural = _("picture sizes")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="media_rendition_once",
            )
        ]

    def __str__(self):
        return f"{self.image_id}: {self.filter_spec}"


def private_storage():
    """Where documents lie: a folder that no web server exposes."""
    return storages["private"]


class CustomDocument(AbstractDocument):
    """A file to download. Django checks who asks, at every download."""

    file = models.FileField(_("file"), upload_to="documents", storage=private_storage)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The language the document is written in."),
    )

    objects = PrivateDocumentQuerySet.as_manager()

    admin_form_fields = ("title", "file", "language", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def clean(self) -> None:
        """Refuse a new file that is not what it is called, or too big."""
        _check_new(self.file, check_document)
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With a new file: find its size, and the hash that browsers know it by."""
        if _is_new(self.file):
            self.file.open()
            self.file_size, self.file_hash = self.file.size, hash_filelike(self.file)
            self.file.seek(0)
            if kwargs.get("update_fields") is not None:
                found = {"file_size", "file_hash"}
                kwargs["update_fields"] = {*kwargs["update_fields"], *found}
        super().save(*args, **kwargs)
