"""Where the languages meet Wagtail."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.rich_text.feature_registry import FeatureRegistry

from . import languages
from .rich_text import BilingualPageLinkHandler, register_language_mark

AFTER_PRIVACY = 100  # Wagtail's own check of who may see a page has order 0


@hooks.register("on_serve_page", order=AFTER_PRIVACY)
def serve_in_the_readers_language(serve: Callable) -> Callable:
    """Send old addresses on, and explain a language the page is not published in.

    Inside Wagtail's privacy check: an outsider never learns a gated page's address.
    """

    def inner(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> Any:
        original = page.main_language
        if original is None:
            raise Http404
        if getattr(request, "moved_to_page", False):
            query = request.META.get("QUERY_STRING", "")
            url = page.get_url(request) + (f"?{query}" if query else "")
            return HttpResponsePermanentRedirect(url)
        if page.is_published_in(languages.active()):
            return serve(page, request, args, kwargs)
        if getattr(request, "is_below_page", False):
            raise Http404  # a feed or a calendar has nothing to explain to a machine
        return page.serve_unpublished_language(request, original)

    return inner


@hooks.register("register_page_header_buttons")
def view_live_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """One button a language in which the page can be read."""
    for order, language in enumerate(page.specific_deferred.public_languages):
        yield Button(
            _("View live: %(language)s") % {"language": languages.name_of(language)},
            page.get_url_in(language),
            icon_name="view",
            attrs={"target": "_blank", "rel": "noreferrer", "hreflang": language},
            priority=1 + order,
        )


@hooks.register("register_rich_text_features", order=AFTER_PRIVACY)
def register_languages_in_text(features: FeatureRegistry) -> None:
    """Language marks, and page links that follow the reader's language."""
    features.register_link_type(BilingualPageLinkHandler)
    for language in languages.codes():
        register_language_mark(features, language)


@hooks.register("insert_global_admin_css")
def side_by_side_css() -> str:
    """Lays the languages of a field beside each other."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("css/admin/languages.css")
    )
