"""A page by its number, for links that must not tell its address."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from . import routing


def page_by_number(request: HttpRequest, number: int) -> HttpResponse:
    """Send who may see the page to it; everyone else meets its gate first."""
    page = routing.page_model().objects.filter(pk=number, live=True).first()
    if page is None:
        raise Http404
    request.moved_to = ""  # type: ignore[attr-defined]
    request._wagtail_route_for_request = RouteResult(  # type: ignore[attr-defined]
        page.specific
    )
    return serve(request, "")
