"""The front page, and pages that belong to no other part."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.compat import HTTPMethod
from wagtail.search import index

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.forms import in_languages
from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.core.blocks import BodyField
from ethicaltrade.core.pages import WrittenPage
from ethicaltrade.privacy.registry import purposes

from . import feedback, told
from .blocks import SectionsBlock
from .contents import FrontPageContents
from .feedback import Feedback

__all__ = [
    "AccessibilityPage",
    "Feedback",
    "HomePage",
    "PrivacyPage",
    "StandardPage",
]

SENT = "sent"  # in the query of the address that a reader is led to afterwards


class HomePage(BasePage):
    """A section without words in a language is left out there."""

    heading = models.CharField(_("heading"), max_length=160, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    sections = BodyField(SectionsBlock, verbose_name=_("sections"))

    max_count = 1
    # Arranged once; the blocks hold their words in every language.
    same_in_every_language: ClassVar[tuple[str, ...]] = (
        *BasePage.same_in_every_language,
        "sections",
    )
    parent_page_types: ClassVar[list[str]] = ["basepage.BasePage"]
    required_when_published: ClassVar[tuple[str, ...]] = ("title", "heading")
    template = "pages/home/home_page.html"
    anchors: ClassVar[tuple[str, ...]] = ("section-*",)

    search_fields = [
        *BasePage.search_fields,
        *(index.SearchField(name) for name in localized_names("heading")),
        *(index.SearchField(name) for name in localized_names("introduction")),
        index.SearchField("sections"),
    ]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [in_languages("heading"), in_languages("introduction")],
            heading=_("Introduction"),
        ),
        FieldPanel(
            "sections", help_text=_("In this order, whatever the reader's language.")
        ),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["contents"] = FrontPageContents(self.sections, request)
        return context


class StandardPage(WrittenPage):
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    template = "pages/home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class AccessibilityPage(WrittenPage):
    reviewed_on = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("When someone last checked that all of this is correct."),
    )

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    template = "pages/home/accessibility_page.html"
    anchors: ClassVar[tuple[str, ...]] = ("feedback", "feedback-heading")
    allowed_http_methods: ClassVar[list[HTTPMethod]] = [
        *BasePage.allowed_http_methods,
        HTTPMethod.POST,
    ]
    content_panels = [*WrittenPage.content_panels, "reviewed_on"]

    class Meta:
        verbose_name = _("accessibility page")
        verbose_name_plural = _("accessibility pages")

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = feedback.get_form(request)
        if form.is_bound and feedback.submit(form, request):
            return redirect(f"{self.get_url(request)}?{SENT}=1#feedback-sent")
        response = super().serve(request, *args, **kwargs)
        response.context_data |= {"form": form, "is_sent": SENT in request.GET}
        patch_cache_control(response, private=True)  # the form is one reader's own
        return response


class PrivacyPage(WrittenPage):
    """The editors' own words, and below them what the site says of itself."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    template = "pages/home/privacy_page.html"
    anchors: ClassVar[tuple[str, ...]] = ("responsible", "cookies", "others", "rights")
    tells_of_personal_data: ClassVar[bool] = True

    class Meta:
        verbose_name = _("privacy page")
        verbose_name_plural = _("privacy pages")

    @classmethod
    def every_anchor(cls) -> set[str]:
        """And what the site says of itself, purpose by purpose."""
        return super().every_anchor() | {one.name for one, _items in purposes()}

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        # To be called by the template, for what is not remembered.
        return {**context, "groups": told.personal_data, "cookies": told.cookies}
