"""A resource, and the chapters of a guide."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.compat import HTTPMethod
from wagtail.models import PageManager
from wagtail.search import index

from ethicaltrade.bilingual.languages import (
    active,
    codes,
    localized,
    localized_names,
    value_in,
)
from ethicaltrade.core.blocks.video import find_player
from ethicaltrade.core.models import Topic
from ethicaltrade.core.pages import WithContactPerson, WithUpdateDate, WrittenPage
from ethicaltrade.search.lemmas import lemmas, plain
from membership.resources import access, panels, reading, services
from membership.resources.choices import Kind, Step, StepsField
from membership.resources.forms import ChapterPageForm, ResourcePageForm
from membership.resources.querysets import ChapterQuerySet, ResourceQuerySet

ResourceManager = PageManager.from_queryset(ResourceQuerySet)
ChapterManager = PageManager.from_queryset(ChapterQuerySet)


def check_film(url: str) -> None:
    """Raise ValidationError for an address whose player is unknown."""
    if not find_player(url):
        raise ValidationError(_("Paste the address of a video on YouTube or Vimeo."))


class SafeDocumentsMixin:
    """For a page that may be closed: its documents must not be open to everyone."""

    def _check_publication(self) -> None:
        super()._check_publication()
        access.refuse_open(access.open_documents_of(self))


class ResourcePage(SafeDocumentsMixin, WithContactPerson, WithUpdateDate, WrittenPage):
    """A guide, template, recording or legal note: closed until somebody opens it."""

    # Fields: what
    kind = models.CharField(
        gettext_lazy("type"), max_length=20, choices=Kind, default=Kind.GUIDE
    )
    steps = StepsField(
        gettext_lazy("steps of due diligence"),
        blank=True,
        help_text=gettext_lazy(
            "The steps this helps with. Choose one, several or none."
        ),
    )
    topics = ParentalManyToManyField(
        Topic,
        blank=True,
        related_name="resources",
        verbose_name=gettext_lazy("topics"),
    )
    recording_url = models.URLField(
        gettext_lazy("video"),
        blank=True,
        validators=[check_film],
        help_text=gettext_lazy("The video's page on YouTube or Vimeo."),
    )
    recording_language = models.CharField(
        gettext_lazy("language of the video"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )

    # Fields: who
    shows_teaser = models.BooleanField(
        gettext_lazy("show non-members that it exists"),
        default=False,
        help_text=gettext_lazy(
            "While the page is for members only, others see its title and lead in the "
            "list, and nothing more. If this is off, they see nothing at all."
        ),
    )
    teaser_words = models.TextField(blank=True, editable=False)
    """The lemmas of title and lead; see ``ResourceQuerySet.with_teaser_words``."""

    objects = ResourceManager()
    base_form_class = ResourcePageForm
    og_type = "article"

    same_in_every_language: ClassVar[tuple[str, ...]] = (
        *WrittenPage.same_in_every_language,
        "steps",  # codes
    )
    parent_page_types: ClassVar[list[str]] = ["resources.ResourceIndexPage"]
    subpage_types: ClassVar[list[str]] = ["resources.ChapterPage"]
    page_description = gettext_lazy("A guide, template, recording or legal note")
    template = "pages/membership/resources/resource_page.html"
    anchors: ClassVar[tuple[str, ...]] = ("documents", "chapters", "reading-progress")

    content_panels = panels.resource_panels(WrittenPage.content_panels)
    search_fields = [
        *WrittenPage.search_fields,
        index.SearchField("get_kind_display"),
        index.SearchField("get_steps_display"),
        index.SearchField("get_searched_documents"),
        index.RelatedFields(
            "topics", [index.SearchField(name) for name in localized_names("name")]
        ),
    ]

    class Meta:
        db_table = "membership_resourcepage"
        verbose_name = gettext_lazy("resource")
        verbose_name_plural = gettext_lazy("resources")

    # Saving

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """A new page is closed before anybody can have read it."""
        is_new = self._state.adding
        if kwargs.get("update_fields") is None:
            self._note_teaser_words()
        with transaction.atomic():
            result = super().save(*args, **kwargs)
            if is_new:
                access.close_page(self)
        return result

    save.alters_data = True  # type: ignore[attr-defined]

    def _note_teaser_words(self) -> None:
        for code in codes():
            texts = [value_in(self, name, code) or "" for name in ("title", "lead")]
            words = lemmas(plain(" ".join(texts)), code)
            column = localized("teaser_words", code)
            setattr(self, column, f" {' '.join(words)} ")

    def _check_publication(self) -> None:
        """A new page is going to be closed: it is checked as if it were."""
        super()._check_publication()
        if self._state.adding:
            access.refuse_open(access.open_documents(access.document_keys(self)))

    # What it is

    @property
    def film(self) -> dict[str, str]:
        """The context of the video's template; empty without a film."""
        if not self.recording_url:
            return {}
        host, player = find_player(self.recording_url) or ("", "")
        return {
            "title": value_in(self, "title", active()) or self.title,
            "url": self.recording_url,
            "host": host,
            "player_url": player,
        }

    @property
    def all_steps(self) -> list[tuple[int, Step]]:
        return list(enumerate(Step, start=1))

    def get_steps_display(self) -> list[str]:
        return [str(step.label) for step in self.steps]

    def get_searched_documents(self) -> list[str]:
        """Never one of a document that is closed to somebody who sees the page."""
        rows = list(self.documents.select_related("document"))
        keys = [row.document_id for row in rows]
        shown = access.documents_of_every_reader(self, keys) if keys else ()
        language = active()
        return [
            text
            for row in rows
            if row.document_id in shown
            for text in (value_in(row, "label", language), row.document.title)
            if text
        ]

    # Serving

    @classmethod
    def serving_queryset(cls) -> ResourceQuerySet:
        """With the contact person: no query of its own."""
        return cls.objects.select_related("contact_person__photo")

    def chapters_for(self, user: Any) -> ChapterQuerySet:
        return ChapterPage.objects.child_of(self).published().visible_to(user)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        parts = {
            "topics": lambda: list(self.topics.all()),
            "documents": lambda: reading.documents_for(self, request),
            "is_closed": lambda: access.is_closed(self),
        }
        context |= {name: SimpleLazyObject(find) for name, find in parts.items()}
        return context | {"reading": reading.Reading(self, request.user)}


class ChapterPage(SafeDocumentsMixin, WrittenPage):
    objects = ChapterManager()
    base_form_class = ChapterPageForm

    allowed_http_methods: ClassVar[list[HTTPMethod]] = [
        *WrittenPage.allowed_http_methods,
        HTTPMethod.POST,
    ]
    parent_page_types: ClassVar[list[str]] = ["resources.ResourcePage"]
    subpage_types: ClassVar[list[str]] = []
    required_when_published: ClassVar[tuple[str, ...]] = ("title",)
    page_description = gettext_lazy("A chapter of a guide")
    template = "pages/membership/resources/chapter_page.html"
    anchors: ClassVar[tuple[str, ...]] = ("progress", "reading-progress")

    content_panels = panels.chapter_panels(WrittenPage.content_panels)

    class Meta:
        db_table = "membership_chapterpage"
        verbose_name = gettext_lazy("chapter")
        verbose_name_plural = gettext_lazy("chapters")

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST":
            return services.mark_read(self, request)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        found = reading.Reading(self.part_of, request.user, at=self)
        context |= {"guide": self.part_of, "reading": found}
        return context

    @property
    def part_of(self) -> "ResourcePage":
        return self.known_ancestors[-1].specific
