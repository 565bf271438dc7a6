"""Pictures and documents, with the words that belong to them in each language."""

from collections.abc import Callable
from functools import partial
from os.path import basename
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index
from wagtail.utils.file import hash_filelike

from ethicaltrade.privacy import gates
from ethicaltrade.privacy.documents import PrivateDocumentQuerySet
from ethicaltrade.privacy.models import GateField

from .downloads import DownloadCount  # noqa: F401  (a model of this app)
from .renditions import WithSizes, make_renditions  # noqa: F401  (for waiting tasks)
from .undeleted import UndeletedFile  # noqa: F401  (a model of this app)
from .uploads import check_document, check_image

LANGUAGE_CODES = [code for code, _name in settings.LANGUAGES]


def in_every_language(name: str) -> list[str]:
    """Names of a translated field's columns, in the order of settings.LANGUAGES."""
    return [build_localized_fieldname(name, code) for code in LANGUAGE_CODES]


def _is_new(file: Any) -> bool:
    """Whether the field's file is not stored yet. Django has no public name for it."""
    return bool(file) and not file._committed


def _stored_name(record: Any) -> str:
    """Of the record's file as the database has it; "" for a new record."""
    stored = type(record)._base_manager.filter(pk=record.pk)
    return stored.values_list("file", flat=True).first() or ""


def _check_new(file: Any, check: Callable[[Any], None]) -> None:
    """Check a file that is not stored yet; what is wrong stands beside its field."""
    if not _is_new(file):
        return
    file.open()
    try:
        check(file)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error


class CustomImage(WithSizes, AbstractImage):
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
        """With a new file, put the sizes of the one before aside."""
        before, is_new = _stored_name(self), _is_new(self.file)
        with transaction.atomic():  # else new sizes are asked for while old are there
            super().save(*args, **kwargs)
            self._put_sizes_aside(before, is_new)
        self.file.close()  # Wagtail measures it, and leaves it open

    def _put_sizes_aside(self, before: str, is_new: bool) -> None:
        if before and (is_new or self.file.name != before):
            for size in self.renditions.all():
                size.purge_from_cache()
            # With keys of their own: Wagtail has one size of each kind.
            key = Concat(Value("-"), Cast("pk", models.CharField()))
            self.renditions.update(replaced_at=timezone.now(), focal_point_key=key)

    def lacks_words_in(self, language: str) -> bool:
        """Whether it says nothing to those who cannot see it."""
        words = getattr(self, build_localized_fieldname("alt_text", language))
        return not (self.is_decorative or words)

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
        transaction.on_commit(partial(instance.ask_for_sizes, again=True))


class CurrentRenditions(models.Manager):
    """Sizes of the pictures' present files."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(replaced_at=None)


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(
        CustomImage, related_name="renditions", on_delete=models.CASCADE
    )
    # Its address stands in e-mails and on others' pages: it is kept for a while.
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = CurrentRenditions()  # first: Wagtail asks for these
    of_any_time = models.Manager()

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
    opens_by_itself = models.BooleanField(
        _("open by itself"),
        default=False,
        help_text=_(
            "A document can be opened once a published page that the reader may see "
            "links to it. Tick this to let it be opened by its address alone, from an "
            "e-mail or another website. Who the collection is for still holds."
        ),
    )

    # Of files it had before, as addresses end with them.
    earlier_names = models.JSONField(default=list, editable=False)

    gate = GateField()

    objects = PrivateDocumentQuerySet.as_manager()

    admin_form_fields = (
        *("title", "file", "language", "collection", "opens_by_itself", "tags"),
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    @cached_property
    def is_public(self) -> bool:
        """Whether anybody may open it."""
        here = type(self).objects.filter(pk=self.pk)
        return here.visible_to(AnonymousUser()).exists()

    def clean(self) -> None:
        """Refuse a new file that is not what it is called, or too big.

        Without Wagtail's own check, which refuses a document by a field that some of
        its forms do not have: where the file is uploaded first, or stored already.
        """
        _check_new(self.file, check_document)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With a new file: find its size, and the hash that browsers know it by.

        Names of all files it has had are remembered, as addresses end with them.
        """
        if before := basename(_stored_name(self)):
            self.earlier_names = list(dict.fromkeys([*self.earlier_names, before]))
        if _is_new(self.file):
            self.file.open()
            self.file_size, self.file_hash = self.file.size, hash_filelike(self.file)
            self.file.seek(0)
            if kwargs.get("update_fields") is not None:
                found = {"file_size", "file_hash", "earlier_names"}
                kwargs["update_fields"] = {*kwargs["update_fields"], *found}
        if "collection" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "gate"}
        with transaction.atomic():
            super().save(*args, **kwargs)
        self.file.close()  # Wagtail measures it, and leaves it open

    save.alters_data = True  # type: ignore[attr-defined]

    def gate_to_save(self, is_new: bool) -> int | None:
        return gates.gate_of_document(self)
