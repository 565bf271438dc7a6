"""The abstract parent of a bilingual site's base page."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid5

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy
from modeltranslation.translator import translator
from wagtail.models import AbstractPage

from ethicaltrade.outages.database import whole_section

from . import (
    addresses,
    languages,
    publication,
    refusals,
    routing,
    rows,
    slugs,
    subviews,
)
from .forms import BilingualCopyForm, BilingualPageForm
from .languages import localized
from .models import OldAddress, descendants_before_and_after


class BilingualPage(AbstractPage):
    """Register ``title``, ``slug``, ``url_path`` and ``published`` for translation."""

    published = models.BooleanField(gettext_lazy("published"), default=False)

    required_when_published: ClassVar[Sequence[str]] = ("title",)
    """Translated fields a language needs before its switch can be on."""

    same_in_every_language: ClassVar[Sequence[str]] = ("path",)  # the place in the tree
    """Text fields left untranslated on purpose, for the system check."""

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
        """Switched on, whether the page is live or not."""
        return [
            code
            for code in languages.codes()
            if languages.value_in(self, "published", code)
        ]

    @property
    def public_languages(self) -> list[str]:
        return self.published_languages if self.live else []

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

    @cached_property
    def known_ancestors(self) -> list[Any]:
        """From the front page down; routing sets them."""
        return list(self.get_ancestors().filter(depth__gt=1))

    # Addresses

    def urn_in(self, language: str) -> str:
        """What outsiders know it by in the language, wherever it is (RFC 9562)."""
        return uuid5(self.translation_key, language).urn

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """Wagtail's; on the site that is asked for, at a fifth of the work."""
        place = routing.place_on_site(self, request)
        return place or super().get_url_parts(request)

    def get_url(
        self, request: HttpRequest | None = None, current_site: Any = None
    ) -> str | None:
        """A path, on the site that is asked for."""
        if current_site is None and (place := routing.place_on_site(self, request)):
            return place[2]
        return super().get_url(request, current_site)

    url = property(get_url)

    def get_url_in(self, language: str, request: HttpRequest | None = None) -> Any:
        """Relative to the site; None outside every site."""
        if place := routing.place_on_site(self, request, language):
            return place[2]
        with languages.in_language(language):
            return self.get_url(request)

    def get_full_url_in(self, language: str, request: HttpRequest | None = None) -> str:
        if place := routing.place_on_site(self, request, language):
            return place[1] + place[2]
        with languages.in_language(language):
            return self.get_full_url(request)

    def subview_url(
        self,
        name: str,
        *,
        language: str | None = None,
        request: HttpRequest | None = None,
        is_full: bool = False,
        **captured: Any,
    ) -> str:
        """Relative to the site; empty for a page without one, as in a preview."""
        language = language or languages.active()
        get_url = self.get_full_url_in if is_full else self.get_url_in
        if not (url := get_url(language, request)):
            return ""
        return url + subviews.address(type(self), name, language, **captured)

    def full_subview_url(self, name: str, **options: Any) -> str:
        """The same with scheme and host."""
        return self.subview_url(name, is_full=True, **options)

    def _get_site_root_paths(self, cache_object: Any = None, **kwargs: Any) -> Any:
        """Of the page's own site when that is known; never from a cache."""
        request = cache_object if isinstance(cache_object, HttpRequest) else None
        request = request or languages.answered_request.get()
        return routing.root_paths(self, request) if request else self._found_root_paths

    @cached_property
    def _found_root_paths(self) -> Any:
        """Where nothing is asked for, as in a job of the worker."""
        return routing.root_paths(self, None)

    def set_url_path(self, parent: Any) -> str:
        """Called by Wagtail on create and move."""
        addresses.set_paths(self, parent)
        return self.url_path

    def _update_descendant_url_paths(
        self, old_url_path: str, new_url_path: str
    ) -> None:
        """Nothing: :meth:`save` has moved them in every language."""

    @classmethod
    def all_pages(cls) -> Any:
        return cls.base_page_model.objects

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Any, page: Any = None) -> bool:
        """In the active language; a hook asks for the others."""
        return parent_page is None or slugs.is_free(
            parent_page.all_pages(), parent_page, slug, languages.active(), page
        )

    def _check_slug_is_unique(self) -> None:
        """ValidationError with each language in which the slug is taken."""
        parent = self.get_parent()
        errors = {
            localized("slug", language): ValidationError(
                gettext_lazy("This address is already in use here (%(slug)s)."),
                code="slug_taken",
                params={"slug": slugs.slug_in(self, language)},
            )
            for language in slugs.taken_slugs(self, parent, self.all_pages())
        }
        if errors:
            raise ValidationError(errors)

    def _fill_slugs(self) -> None:
        if self.path or getattr(self, "_cached_parent_obj", None):
            slugs.fill_slugs(self, self.get_parent(), self.all_pages())

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
        """ValidationError when a switched-on language lacks what it needs."""
        if errors := publication.publication_errors(self):
            raise ValidationError(errors)

    def _check_unpublication(self) -> None:
        """ValidationError when the page must stay where people find it."""

    def why_not_published(self) -> str:
        """What a rule says against publishing it as it is; empty when none does."""
        try:
            with transaction.atomic():
                self._check_publication()
                with languages.in_default_language():
                    self.full_clean()
        except ValidationError as error:
            return refusals.in_words(error, self)
        return ""

    def why_not_unpublished(self) -> str:
        """The same of taking it down."""
        try:
            self._check_unpublication()
        except ValidationError as error:
            return refusals.in_words(error, self)
        return ""

    def validate_constraints(self, exclude: Any = None) -> None:
        paths = {"url_path", *languages.localized_names("url_path")}
        super().validate_constraints(exclude={*(exclude or ()), *paths})

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
        if update_fields is not None:
            kwargs["update_fields"] = self._with_every_language(update_fields)
        # The language the editor named the page in; a copy brings the others along.
        unasked = languages.others(languages.active())
        with transaction.atomic():
            if update_fields is None:
                self._check_rules(clean)  # in the language of who is told
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
                before = None if is_new else addresses.stored_addresses(manager, self)
                result = super().save(
                    clean=clean, user=user, log_action=log_action, **kwargs
                )
                if before:
                    self._take_descendants_along(before)
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

    def _take_descendants_along(self, before: addresses.Addresses) -> None:
        after = addresses.addresses(self)
        if before == after or None in before.values():
            return
        manager = self.all_pages()
        moved = descendants_before_and_after(manager, self, before, after)
        with whole_section():
            addresses.move_descendants(manager, self, before, after)
            OldAddress.objects.remember(moved)

    def save_revision(self, *args: Any, clean: bool = True, **kwargs: Any) -> Any:
        """With slugs that are this page's own."""
        with languages.in_default_language():
            if not clean:  # a copy's revision still has its source's slugs
                slugs.number_taken_slugs(self, self.get_parent(), self.all_pages())
            return super().save_revision(*args, clean=clean, **kwargs)

    save_revision.alters_data = True  # type: ignore[attr-defined]

    def with_content_json(self, content: dict) -> Any:
        """Rows keep their identity; an alias, its slug in each language."""
        content = rows.with_uuids(self.specific_class, content)
        page = super().with_content_json(content)
        if self.alias_of_id:
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
        return [(code, languages.name_of(code)) for code in languages.codes()]

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
