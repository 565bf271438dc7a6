from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import swapper
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import languages
from .addresses import Addresses, below_front_page


class LastSegmentField(models.CharField):
    """The slug that a path ends with, in small letters; for an index."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = last_segment(model_instance.path)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, value)
        return value


def last_segment(path: str) -> str:
    """``sak`` of ``/Artikler/Sak/``; empty where no slash closes it."""
    return path.split("/")[-2].lower() if path.endswith("/") and path != "/" else ""


class OldAddressManager(models.Manager["OldAddress"]):
    def at(self, language: str, paths: Iterable[str]) -> models.QuerySet:
        """At one of the paths, in any case, as far as the database knows cases."""
        lower = [Lower(models.Value(path)) for path in paths]
        found = self.filter(language=language).alias(lower=Lower("path"))
        return found.filter(lower__in=lower)

    def remember(self, moved: Iterable[tuple[int, Addresses, Addresses]]) -> None:
        """Keep old paths: ``moved`` has pages' keys, old paths and new ones.

        Without the front page's, so that it can be renamed, or another take its place.
        The newest owner of an address keeps it; an address in use again is forgotten.
        """
        rows, in_use = [], []
        for page_id, old, new in moved:
            for language in languages.codes():
                before = below_front_page(old[language])
                after = below_front_page(new[language])
                if before != after:
                    rows.append(
                        self.model(language=language, path=before, page_id=page_id)
                    )
                    in_use.append((language, after))
        self.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["language", "path"],
            update_fields=["page"],
        )
        for language in languages.codes():
            paths = [path for code, path in in_use if code == language]
            self.filter(language=language, path__in=paths).delete()


class OldAddress(models.Model):
    """A path in one language that leads on to a page, wherever the page is now."""

    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    path = models.CharField(
        _("old address"),
        max_length=2048,
        help_text=_("What came after the host name, such as /Artikler/8642.html."),
    )
    slug = LastSegmentField(max_length=2048, default="", editable=False)
    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        related_name="old_addresses",
        verbose_name=_("page"),
    )
    # No reason to keep a page.
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = OldAddressManager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "path"], name="bilingual_old_address_once"
            )
        ]
        indexes = [
            models.Index("language", Lower("path"), name="bilingual_old_address_lower"),
            models.Index("slug", name="bilingual_old_address_slug"),
        ]

    def __str__(self):
        return self.address()

    def address(self) -> str:
        """As visitors write it, after the host name; it may be stored like that."""
        prefix = "" if self.language == languages.default() else f"/{self.language}"
        return self.path if self.path.startswith(f"{prefix}/") else prefix + self.path

    address.short_description = _("old address")  # type: ignore[attr-defined]
    address.admin_order_field = "path"  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Without scheme and host name."""
        super().clean()
        parts = urlsplit(self.path.strip())
        path = "/" + parts.path.lstrip("/")
        self.path = f"{path}?{parts.query}" if parts.query else path


def descendants_before_and_after(
    manager: Any, page: Any, old: Addresses, new: Addresses
) -> list[tuple[int, Addresses, Addresses]]:
    """The page and those below it that were ever public; call it before they move."""
    columns = languages.localized_names("url_path")
    moved = []
    for page_id, *paths in (
        manager.filter(path__startswith=page.path, first_published_at__isnull=False)
        .exclude(pk=page.pk)
        .values_list("pk", *columns)
    ):
        before = dict(zip(languages.codes(), paths, strict=True))
        after = {
            code: new[code] + path[len(old[code]) :] for code, path in before.items()
        }
        moved.append((page_id, before, after))
    if page.first_published_at:
        moved.append((page.pk, old, new))
    return moved


class PageLanguage(models.Model):
    """How a page stands in one language, for lists and filters; see :mod:`.summaries`.

    ``unpublished`` is how many changes readers do not see: all there is, where the
    language is not published. ``section`` is the tree path of the page right below the
    front page that this one is, or lies below; empty while no language is public, and
    of an alias.
    """

    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        related_name="language_summaries",
        verbose_name=_("page"),
    )
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    is_written = models.BooleanField(_("has words"), default=False)
    missing = models.PositiveIntegerField(_("missing"), default=0)
    outdated = models.PositiveIntegerField(_("outdated"), default=0)
    unpublished = models.PositiveIntegerField(_("unpublished changes"), default=0)
    digest = models.CharField(max_length=16, blank=True, editable=False)
    section = models.CharField(
        max_length=255, blank=True, default="", db_default="", editable=False
    )
    changed_at = models.DateTimeField(_("last changed"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("language of a page")
        verbose_name_plural = _("languages of pages")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language"], name="bilingual_page_language_once"
            )
        ]
        # So that few are read where few, or very many, are behind; see admin.sections.
        indexes = [
            models.Index(
                fields=["section", "language", state],
                name=f"bilingual_{state}",
                condition=models.Q((f"{state}__gt", 0)),
            )
            for state in ("missing", "outdated")
        ]

    def __str__(self):
        return f"{self.page_id} ({self.language})"


class TranslatedFrom(models.Model):
    """What a record without versions was translated from; see :mod:`.marks`.

    A page keeps the same in its own column, which its versions carry.
    """

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.CharField(max_length=255)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    entries = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("source of a translation")
        verbose_name_plural = _("sources of translations")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"],
                name="bilingual_translated_from_once",
            )
        ]

    def __str__(self):
        return f"{self.content_type} {self.object_id} ({self.language})"


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def due(self) -> "ScheduleQuerySet":
        """The earliest first."""
        return self.filter(at__lte=timezone.now()).order_by("at", "pk")

    def publications(self) -> "ScheduleQuerySet":
        return self.filter(action=Schedule.Action.PUBLISH)

    def takings_down(self) -> "ScheduleQuerySet":
        return self.filter(action=Schedule.Action.TAKE_DOWN)

    def settle_published(self, page: Any, codes: Iterable[str]) -> None:
        """What is published now need not be, and is not taken down at an old time."""
        of_page = self.filter(page=page.pk, language__in=codes)
        of_page.publications().delete()
        of_page.takings_down().due().delete()

    def settle_taken_down(self, page: Any, codes: Iterable[str]) -> None:
        """What is taken down now need not be, and is not published at an old time."""
        of_page = self.filter(page=page.pk, language__in=codes)
        of_page.takings_down().delete()
        of_page.publications().due().delete()


class Schedule(models.Model):
    """When one language of a page is published, or taken down; see :mod:`.schedules`.

    It is there until that has happened, or somebody cancels it.
    """

    class Action(models.TextChoices):
        PUBLISH = "publish", _("publication")
        TAKE_DOWN = "take_down", _("taking down")

    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        related_name="schedules",
        verbose_name=_("page"),
    )
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    at = models.DateTimeField(_("time"), db_index=True)
    # A copy: revisions are written over by autosave, and thrown away.
    content = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    """The version to publish."""
    base = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    """What was public when it was scheduled; None for a page that never was."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("set by"),
    )
    set_at = models.DateTimeField(auto_now_add=True)
    failed_at = models.DateTimeField(null=True)
    """When it was refused first, or failed."""

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language", "action"], name="bilingual_schedule_once"
            )
        ]

    def __str__(self):
        return f"{self.language}: {self.action} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_publication(self) -> bool:
        return self.action == self.Action.PUBLISH
