"""The front page, and pages that belong to no other part."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.search import index

from articles.models import ArticleIndexPage, ArticlePage
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.bilingual.panels import in_languages
from ethicaltrade.core.pages import WrittenPage

LATEST = 7  # a lead story and two rows of three


class HomePage(BasePage):
    """The front page: what the organisation is, and what is new."""

    heading = models.CharField(_("heading"), max_length=160, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["basepage.BasePage"]
    required_when_published: ClassVar[tuple[str, ...]] = ("title", "heading")
    template = "pages/home/home_page.html"

    search_fields = [
        *BasePage.search_fields,
        *(index.SearchField(name) for name in localized_names("heading")),
        *(index.SearchField(name) for name in localized_names("introduction")),
    ]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [in_languages("heading"), in_languages("introduction")],
            heading=_("Introduction"),
        ),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add the lead story and the latest news."""
        context = super().get_context(request, *args, **kwargs)
        articles = list(
            ArticlePage.objects.descendant_of(self)
            .published()
            .visible_to(request.user)
            .newest_first()
            .with_cards()[:LATEST]
        )
        context |= {
            "lead_story": articles[0] if articles else None,
            "latest_news": articles[1:],
            "news_index": ArticleIndexPage.objects.child_of(self).published().first(),
        }
        return context


class StandardPage(WrittenPage):
    """A page such as About us."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    template = "pages/home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
