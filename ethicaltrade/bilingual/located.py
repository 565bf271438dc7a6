"""Where a page is: its slugs and addresses in every language."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, ClassVar
from uuid import uuid5

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractPage

from ethicaltrade.outages.database import whole_section

from . import addresses, languages, routing, slugs, subviews
from .languages import localized
from .models import OldAddress, descendants_before_and_after


class LocatedPage(AbstractPage):
    """The part of :class:`.pages.BilingualPage` that knows addresses."""

    anchors: ClassVar[Sequence[str]] = ()
    """Ids that its own template adds to those of the classes above it.

    ``letter-*`` stands for ``letter-1``, ``letter-2`` and so on.
    """

    class Meta:
        abstract = True

    @classmethod
    def every_anchor(cls) -> set[str]:
        """Where in the page a link may lead; a browser knows the first by itself."""
        kinds = (vars(kind).get("anchors", ()) for kind in cls.__mro__)
        return {"top", *chain.from_iterable(kinds)}

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

    def clean(self) -> None:
        """Here too: of a form, modeltranslation has emptied what was sent empty."""
        self._fill_slugs()
        super().clean()

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

    def _take_descendants_along(self, before: addresses.Addresses) -> None:
        after = addresses.addresses(self)
        if before == after or None in before.values():
            return
        manager = self.all_pages()
        moved = descendants_before_and_after(manager, self, before, after)
        with whole_section():
            addresses.move_descendants(manager, self, before, after)
            OldAddress.objects.remember(moved)

    def validate_constraints(self, exclude: Any = None) -> None:
        paths = {"url_path", *languages.localized_names("url_path")}
        super().validate_constraints(exclude={*(exclude or ()), *paths})
