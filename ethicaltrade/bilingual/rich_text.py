from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    InlineStyleElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature
from wagtail.admin.views.chooser import BrowseView
from wagtail.rich_text import features
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from ethicaltrade.caching.memory import remembered

from . import languages, routing


def register_language_mark(features: FeatureRegistry, language: str) -> None:
    """``<span lang="en">``, for screen readers (WCAG 2.2, 3.1.2)."""
    name, style = f"lang-{language}", f"LANG-{language.upper()}"
    features.register_editor_plugin(
        "draftail",
        name,
        InlineStyleFeature(
            {
                "type": style,
                "label": language.upper(),
                "description": format_lazy(
                    _("Text in this language: {language}"),
                    language=languages.name_of(language),
                ),
                "style": {"borderBottom": "1px dashed"},
            }
        ),
    )
    features.register_converter_rule(
        "contentstate",
        name,
        {
            "from_database_format": {
                f'span[lang="{language}"]': InlineStyleElementHandler(style)
            },
            "to_database_format": {
                "style_map": {style: {"element": "span", "props": {"lang": language}}}
            },
        },
    )


class LinkPageChooser(BrowseView):
    """The link button asks for ``wagtailcore.page``, which is not our base page."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> Any:
        query: Any = request.GET.copy()
        query.pop("page_type", None)
        request.GET = query
        return super().get(request, parent_page_id)


def point_link_button_at_our_chooser() -> None:
    button = features.get_editor_plugin("draftail", "link")
    button.data["chooserUrls"]["pageChooser"] = reverse_lazy("choose_page_to_link")


class BilingualPageLinkHandler(PageLinkHandler):
    """A link in a language the reader can read, with ``hreflang`` if another.

    A page that is published nowhere loses its link. One that not everyone may see is
    linked to by its number: its address is told at the gate.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """From memory, for the language and the site; else two queries for them all."""
        numbers = tuple(attrs.get("id") for attrs in attrs_list)
        site = routing.site_of(languages.answered_request.get())
        key = ("links to pages", languages.active(), site and site.pk, numbers)
        return list(remembered(key, partial(cls._opening_tags, attrs_list)))

    @classmethod
    def _opening_tags(cls, attrs_list: list[dict]) -> tuple[str, ...]:
        pages = cls.get_many(attrs_list)
        numbers = [page.pk for page in pages if page]
        public = routing.page_model().open_to_everyone().filter(pk__in=numbers)
        public = set(public.values_list("pk", flat=True))
        return tuple(cls._opening_tag(page, public) for page in pages)

    @staticmethod
    def _opening_tag(page: Any, public: set[int]) -> str:
        plain = mark_safe("<a>")  # a constant: the words stay, the link goes
        if page is None:
            return plain
        language = languages.active()
        if page.live and page.pk not in public:
            return format_html(
                '<a href="{}">', reverse("page_by_number", args=[page.pk])
            )
        if page.is_published_in(language):
            return format_html('<a href="{}">', page.url)
        language = page.main_language
        if language is None:
            return plain
        return format_html(
            '<a href="{}" hreflang="{}">', page.get_url_in(language), language
        )
