"""One language of a page, waiting for somebody to review or to translate it."""

from collections.abc import Iterable
from typing import Any, Self

import swapper
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.models import PageLanguage
from ethicaltrade.dates import today

TRANSLATE = "tasks.translate_pages"
"""The permission to be given pages to translate."""

COMMENT_LENGTH = 2_000


class Section(models.Model):
    """A page that has tasks, as have all below it."""

    page = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        related_name="task_section",
        verbose_name=_("page"),
    )
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        default_permissions = ()
        verbose_name = _("section with tasks")
        verbose_name_plural = _("sections with tasks")

    def __str__(self) -> str:
        return str(self.page_id)


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        """Waiting for those who have it."""
        return self.filter(state=Task.State.OPEN)

    def overdue(self) -> Self:
        """The day they were due has passed, on the site's calendar."""
        return self.open().filter(due__lt=today())

    def unsettled(self) -> Self:
        """Open, or handed back to whoever asked."""
        return self.filter(state__in=UNSETTLED)

    def shown(self) -> Self:
        """Unsettled, or done where readers do not have what was done."""
        behind = PageLanguage.objects.filter(
            page=models.OuterRef("page"),
            language=models.OuterRef("language"),
            unpublished__gt=0,
        )
        is_behind = models.Q(models.Exists(behind), state=Task.State.DONE)
        return self.filter(models.Q(state__in=UNSETTLED) | is_behind)

    def of(self, page: Any, codes: Iterable[str]) -> Self:
        return self.filter(page=page.pk, language__in=codes)

    def given_to(self, user: Any) -> Self:
        """To the person, or to a group of theirs."""
        mine = models.Q(person=user.pk) | models.Q(group__in=user.groups.all())
        return self.filter(mine)

    def with_people(self) -> Self:
        return self.select_related("person", "group", "asked_by", "ended_by")

    def soonest_first(self) -> Self:
        due = models.F("due").asc(nulls_last=True)
        return self.order_by(due, "asked_at", "pk")


class Task(models.Model):
    """To be done by a person or a group; at most one of its kind is unsettled.

    What is done waits to be published; it is closed then, or when it is asked anew.
    """

    class Kind(models.TextChoices):
        TRANSLATION = "translation", _("translation")
        REVIEW = "review", _("review")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        HANDED_BACK = "handed_back", _("handed back")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        CLOSED = "closed", _("closed")

    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        related_name="language_tasks",
        verbose_name=_("page"),
    )
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(
        _("status"), max_length=12, choices=State, default=State.OPEN
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("given to"),
    )
    group = models.ForeignKey(
        Group,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("given to the group"),
    )
    due = models.DateField(_("due date"), null=True)
    reminded_at = models.DateTimeField(null=True, editable=False)
    """When whoever has it was told that it is overdue; once."""
    comment = models.TextField(_("comment"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("answer"), blank=True)
    """What was said when it was handed back, or ended."""
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("ended by"),
    )
    ended_at = models.DateTimeField(null=True)
    """When it was handed back, done or cancelled."""

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        default_permissions = ()
        permissions = (("translate_pages", _("Can be given pages to translate")),)
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language", "kind"],
                condition=models.Q(state__in=["open", "handed_back"]),
                name="tasks_one_unsettled",
            ),
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(group=None),
                name="tasks_person_or_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} ({self.language}): {self.kind} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_translation(self) -> bool:
        return self.kind == self.Kind.TRANSLATION

    @property
    def is_overdue(self) -> bool:
        """The day it was due has passed, on the site's calendar."""
        return self.is_open and self.due is not None and self.due < today()

    @property
    def given_to(self) -> str:
        """The name of the person or group; empty when neither is left."""
        if self.person:
            return get_user_display_name(self.person)
        return self.group.name if self.group else ""

    def is_given_to(self, user: Any) -> bool:
        if self.person_id:
            return self.person_id == user.pk
        return any(group.pk == self.group_id for group in user.groups.all())


UNSETTLED = (Task.State.OPEN, Task.State.HANDED_BACK)
