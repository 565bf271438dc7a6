"""News in the CMS: an article from a Word document."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from ethicaltrade.writing.views import FromWordView, may_create

from .models import ArticleIndexPage, ArticlePage


class ArticleFromWordView(FromWordView):
    model = ArticlePage

    def get_page_title(self) -> str:
        return _("New article from Word")


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
