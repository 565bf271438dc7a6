"""Leading on to a page from an address that is not its own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
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
