"""The abstract parent of a bilingual site's base page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from modeltranslation.translator import translator
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Revision

from . import (
    actions,
    addresses,
    copies,
    drafts,
    languages,
    publication,
    references,
    refusals,
    routing,
    rows,
    shapes,
    slugs,
    subviews,
    summaries,
)
from .copy_form import BilingualCopyForm
from .forms import BilingualPageForm
from .located import LocatedPage


class BilingualPage(drafts.DraftedPage, LocatedPage):
    """Register the fields of :data:`.publication.BY_LANGUAGE` for translation."""

    published = models.BooleanField(gettext_lazy("published"), default=False)
    first_published = models.DateTimeField(
        gettext_lazy("date of publication"), null=True, blank=True
    )
    last_published = models.DateTimeField(
        gettext_lazy("last published"), null=True, editable=False
    )
    source_language = models.CharField(
        gettext_lazy("written first in"),
        max_length=10,
        blank=True,
        choices=languages.choices,
    )
    translated_from = models.JSONField(null=True, editable=False)
    """What the words were translated from, by segment; see :mod:`.meaning`."""

    required_when_published: ClassVar[Sequence[str]] = ("title",)
    """Translated fields a language needs before its switch can be on."""

    same_in_every_language: ClassVar[Sequence[str]] = ("path",)  # the place in the tree
    """Text fields left untranslated on purpose, for the system check."""

    advised_lengths: ClassVar[Mapping[str, int]] = {}  # characters of words, by field
    title_length: ClassVar[int | None] = None  # that its forms count down from
    dates_by_language: ClassVar[Sequence[str]] = publication.DATES
    """Of each language: none is to come, and none before ``first_published``."""

    base_form_class = BilingualPageForm
    copy_form_class = BilingualCopyForm

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Pin the form class: ``wagtail.admin`` overwrites the base page's own."""
        super().__init_subclass__(**kwargs)
        cls.base_form_class = cls.base_form_class

    # Publication

    def is_published_in(self, language: str) -> bool:
        """For everyone who may see the page."""
        return self.live and bool(languages.value_in(self, "published", language))

    @property
    def published_languages(self) -> list[str]:
        """Of a page that is not live, none, once it is saved."""
        return [
            code
            for code in languages.codes()
            if languages.value_in(self, "published", code)
        ]

    @property
    def public_languages(self) -> list[str]:
        return self.published_languages if self.live else []

    @property
    def readable_languages(self) -> list[str]:
        """Those that may stand in for one without words: of a draft, any."""
        return self.public_languages or languages.codes()

    @property
    def published_at(self) -> datetime | None:
        """When readers of the active language first had it."""
        return languages.value_in(self, "first_published", languages.active())

    @property
    def modified_at(self) -> datetime | None:
        """When what they read last changed."""
        return languages.value_in(self, "last_published", languages.active())

    @property
    def main_language(self) -> str | None:
        """What an unpublished one points to; None when none is public."""
        return next(
            (
                code
                for code in languages.reading_order(languages.default())
                if code in self.public_languages
            ),
            None,
        )

    @classmethod
    def open_to_everyone(cls) -> Any:
        """Without logging in; a site may have a rule of its own."""
        return cls.objects.public()

    # Validation

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._fill_slugs()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Wagtail's own would write a borrowed title into the default's column."""
        self._fill_slugs()
        self._set_core_field_defaults()
        try:
            self._meta.get_field("title").clean(self.title, self)
        except ValidationError as error:
            raise ValidationError({"title": error}) from error
        self._check_slug_is_unique()

    def _check_publication(self) -> None:
        """ValidationError when a published language lacks what it needs, or all do."""
        if errors := publication.publication_errors(self):
            raise ValidationError(errors)

    def _check_unpublication(self) -> None:
        """ValidationError when the page must stay where people find it."""

    def why_not_unpublished(self) -> str:
        """What a rule says against taking it down; empty when none does."""
        try:
            self._check_unpublication()
        except ValidationError as error:
            return refusals.in_words(error, self)
        return ""

    @classmethod
    def can_create_at(cls, parent: Any) -> bool:
        """Not below an alias: only Wagtail itself puts something there."""
        return not parent.alias_of_id and super().can_create_at(parent)

    def can_move_to(self, parent: Any) -> bool:
        """Not below an alias, unless it is one itself."""
        is_below_alias = parent.alias_of_id and not self.alias_of_id
        return not is_below_alias and super().can_move_to(parent)

    # Saving

    def save(
        self,
        clean: bool = True,
        user: Any = None,
        log_action: Any = False,
        **kwargs: Any,
    ) -> Any:
        """Descendants follow and old addresses are remembered, in one transaction."""
        update_fields = kwargs.get("update_fields")
        if update_fields is not None and drafts.BOOKS.issuperset(update_fields):
            return drafts.keep_books(self, update_fields)
        if update_fields is not None:
            kwargs["update_fields"] = self._with_every_language(update_fields)
        # The language the editor named the page in; a copy brings the others along.
        unasked = languages.others(languages.active())
        with transaction.atomic():
            if update_fields is None:
                publication.set_state(self)
                with languages.in_language_of_who_is_told():
                    self._check_rules(clean)
            with languages.in_default_language():
                if update_fields is not None:
                    return super().save(
                        clean=clean, user=user, log_action=log_action, **kwargs
                    )
                parent = self.get_parent(update=True) if self.path else None
                manager = self.all_pages()
                is_new = self._state.adding
                self._keep_aliases_simple(parent)
                if is_new:
                    slugs.number_taken_slugs(self, parent, manager, among=unasked)
                slugs.fill_slugs(self, parent, manager)
                addresses.set_paths(self, parent)
                rows.find_keys(self)
                shapes.settle(self)
                before = None if is_new else addresses.stored_addresses(manager, self)
                with references.indexed_once(self):
                    result = super().save(
                        clean=clean, user=user, log_action=log_action, **kwargs
                    )
                if before:
                    self._take_descendants_along(before)
                if not self.latest_revision_id:
                    summaries.write(self, user)
                return result

    save.alters_data = True  # type: ignore[attr-defined]

    def _check_rules(self, clean: bool) -> None:
        """A draft may be as unfinished as it likes."""
        if self.live:
            if clean:
                self._check_publication()
        elif stored := self.all_pages().filter(pk=self.pk, live=True).first():
            stored.specific._check_unpublication()

    def _keep_aliases_simple(self, parent: Any) -> None:
        """An alias's source is no alias, as it decides who may see it.

        ValidationError for a page put below an alias.
        """
        page: Any = self
        while page.alias_of_id and page.alias_of.alias_of_id:
            page.alias_of = page.alias_of.alias_of
        if parent is not None and parent.alias_of_id and not self.alias_of_id:
            raise ValidationError(
                gettext_lazy("A page cannot be placed below an alias.")
            )

    def _with_every_language(self, update_fields: Sequence[str]) -> list[str]:
        """Add the columns of translated fields that are named bare."""
        translated = translator.get_options_for_model(type(self)).all_fields
        names = list(update_fields)
        for name in update_fields:
            if name in translated:
                names += languages.localized_names(name)
        return names

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """What is new has no dates."""
        with transaction.atomic():
            copy = super().copy(*args, **kwargs)
            copies.forget_dates(copy)
        return type(copy).objects.get(pk=copy.pk)

    copy.alters_data = True  # type: ignore[attr-defined]

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: Any = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Wagtail's own door: the languages that are public, or have a title.

        Which languages, the CMS asks; see :mod:`.actions`.
        """
        asked = user and not skip_permission_checks
        if asked and not self.permissions_for_user(user).can_publish():
            raise PublishPagePermissionError
        codes = publication.languages_to_publish(revision.as_object())
        actions.publish(self, codes, user=user, content=revision.content)

    publish.alters_data = True  # type: ignore[attr-defined]

    def save_revision(self, *args: Any, clean: bool = True, **kwargs: Any) -> Any:
        """With slugs that are this page's own, in the one shape that is stored."""
        with languages.in_default_language():
            if not clean:  # a copy's revision still has its source's slugs
                slugs.number_taken_slugs(self, self.get_parent(), self.all_pages())
            shapes.settle(self)
            revision = super().save_revision(*args, clean=clean, **kwargs)
            summaries.write(self, revision.user, is_read=True)
            return revision

    save_revision.alters_data = True  # type: ignore[attr-defined]

    def with_content_json(self, content: dict) -> Any:
        """What is published is the page's, not the version's.

        An alias follows its source there, and keeps its slug in each language.
        """
        page = super().with_content_json(content)
        page.go_live_at = page.expire_at = None  # of a page whole; see schedules
        if not self.alias_of_id:
            publication.keep_state(self, page)
        else:
            for name in languages.localized_names("slug"):
                setattr(page, name, getattr(self, name))
            page.set_url_path(self.get_parent())
        return page

    # Serving

    @classmethod
    def serving_queryset(cls) -> Any:
        """Joined with what the template always shows."""
        return cls.objects.all()

    @staticmethod
    def route_for_request(request: HttpRequest, path: str) -> routing.PageRoute | None:
        """By the whole path, once a request."""
        if not hasattr(request, "page_route"):
            manager = routing.page_model().objects
            request.page_route = (  # type: ignore[attr-defined]
                routing.route(manager, request, path)
            )
        return request.page_route  # type: ignore[attr-defined]

    def check_request_method(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Of the page, or of the view below it; 405 for others."""
        route = routing.route_of(request)
        if route and route.subview:
            return subviews.check_method(route.subview, request)
        return super().check_request_method(request, *args, **kwargs)

    def serve_unpublished_language(
        self, request: HttpRequest, original: str
    ) -> TemplateResponse:
        """Explain that it is in ``original``; 200 and ``noindex``."""
        request.is_preview = False  # type: ignore[attr-defined]
        return TemplateResponse(
            request,
            "bilingual/not_in_this_language.html",
            {
                "page": self,
                "original_language": original,
                "original_title": languages.worded(self, "title", original),
                "original_url": self.get_url_in(original, request),
                "canonical_url": routing.original_of(self).get_full_url_in(
                    original, request
                ),
            },
            headers={"X-Robots-Tag": "noindex"},
        )

    # Preview

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        return languages.choices()

    @property
    def default_preview_mode(self) -> str:
        return languages.first_with(self, "title")

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> Any:
        """At the address of the language that is previewed."""
        is_known = preview_mode in languages.codes()
        language = str(preview_mode) if is_known else languages.default()
        with languages.in_language(language):
            return super().make_preview_request(
                original_request, preview_mode, extra_request_attrs
            )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """In the language, whatever the editor's interface has."""
        language = mode_name if mode_name in languages.codes() else languages.default()
        request.LANGUAGE_CODE = language
        with languages.in_language(language):
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response
