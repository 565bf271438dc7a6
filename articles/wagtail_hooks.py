from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from ethicaltrade.core.dashboard import register_beginning

from . import admin
from .models import ArticlePage

register_beginning(ArticlePage, _("New article"), icon_name="doc-full", order=10)

hooks.register("register_page_header_buttons", admin.from_word_button)
hooks.register("register_page_listing_more_buttons", admin.from_word_button)


@hooks.register("register_admin_urls")
def from_word_url() -> list[Any]:
    view = admin.ArticleFromWordView.as_view()
    return [path("articles/word/<int:parent_id>/", view, name="article_from_word")]
