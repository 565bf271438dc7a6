"""The page that says how accessible the site is, and takes reports of faults."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.compat import HTTPMethod

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.core.pages import WrittenPage

from . import feedback

SENT = "sent"  # in the query of the address that a reader is led to afterwards


class AccessibilityPage(WrittenPage):
    """How the site was tested, what is known to be wrong, and a form to report more."""

    reviewed_on = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("When somebody last checked that all of this is true."),
    )

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    template = "pages/home/accessibility_page.html"
    allowed_http_methods: ClassVar[list[HTTPMethod]] = [
        *BasePage.allowed_http_methods,
        HTTPMethod.POST,
    ]
    content_panels = [*WrittenPage.content_panels, "reviewed_on"]

    class Meta:
        verbose_name = _("accessibility page")
        verbose_name_plural = _("accessibility pages")

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Show the page with its form, or take what the form brings."""
        form = feedback.form_for(request)
        if form.is_bound and feedback.take(form, request):
            return redirect(f"{self.get_url(request)}?{SENT}=1#feedback-sent")
        response = super().serve(request, *args, **kwargs)
        response.context_data |= {"form": form, "is_sent": SENT in request.GET}
        patch_cache_control(response, private=True)  # the form is one reader's own
        return response
