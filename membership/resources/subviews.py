"""What answers below a guide: the whole of it on one page, for paper."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import pgettext_lazy

from ethicaltrade.bilingual import subviews

from .models import ResourcePage


def print_view(request: HttpRequest, page: ResourcePage) -> TemplateResponse:
    return TemplateResponse(
        request,
        "pages/membership/resources/print.html",
        page.get_context(request),
        headers={"X-Robots-Tag": "noindex"},
    )


subviews.register(
    ResourcePage,
    subviews.path(pgettext_lazy("address", "print/"), print_view, name="print"),
)
