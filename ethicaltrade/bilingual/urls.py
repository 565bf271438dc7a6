"""Addresses of pages that Wagtail's own pattern leaves out."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path
from wagtail.views import serve

from . import routing


def page_by_number(request: HttpRequest, number: int) -> HttpResponse:
    """A page by its number, for links that must not tell its address."""
    page = routing.page_model().objects.filter(pk=number).first()
    return send_on(request, page)


def send_on(request: HttpRequest, page: Any) -> HttpResponse:
    """Send who may see the page to it; everyone else meets its gate first.

    404 for a page that is not live, or not there.
    """
    if page is None or not page.live:
        raise Http404
    request.page_route = routing.PageRoute(  # type: ignore[attr-defined]
        page.specific, has_moved=True
    )
    return serve(request, "")


urlpatterns = [
    path("_page/<int:number>/", page_by_number, name="page_by_number"),
    # A file below a page: Wagtail's addresses have no dot.
    re_path(r"^((?:[\w-]+/)+[\w-]+\.[A-Za-z0-9]+)$", serve, name="file_below_page"),
]
