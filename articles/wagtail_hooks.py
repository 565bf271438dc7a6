"""News in the CMS: a new article, also from a Word document."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from ethicaltrade.core.dashboard import register_beginning
from ethicaltrade.writing.views import FromWordView, may_create

from .models import ArticleIndexPage, ArticlePage

register_beginning(
    ArticlePage, gettext_lazy("New article"), icon_name="doc-full", order=10
)


class ArticleFromWordView(FromWordView):
    model = ArticlePage

    def get_page_title(self) -> str:
        return _("New article from Word")


@hooks.register("register_admin_urls")
def from_word_url() -> list[Any]:
    view = ArticleFromWordView.as_view()
    return [path("articles/word/<int:parent_id>/", view, name="article_from_word")]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def from_word_button(page: Any, user: Any, **kwargs: Any) -> Iterator[Button]:
    """At the list of news, for whoever may add an article there."""
    news = page.specific_deferred
    if isinstance(news, ArticleIndexPage) and may_create(ArticlePage, news, user):
        yield Button(
            _("New article from Word"),
            url=reverse("article_from_word", args=[page.pk]),
            icon_name="doc-full",
            priority=5,
        )
