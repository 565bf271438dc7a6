"""What holds for every address: how it may be asked, and how the answer travels.

As middleware, since no view, page or library can then be forgotten: feeds, calendars,
error pages and what comes later are covered.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse

METHODS = ("GET", "HEAD", "OPTIONS", "POST")


class MethodsMiddleware:
    """405 for any method but a browser's, before anything is looked up.

    OPTIONS is answered here, alike for every address: Wagtail answers it before it asks
    who may see the page. The CMS is left as it is: it sends PATCH and DELETE.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if request.method == "OPTIONS":
            return HttpResponse(headers={"Allow": ", ".join(METHODS)})
        return self.get_response(request)


class PackPagesMiddleware(GZipMiddleware):
    """Packs pages; files stay as they are, with the ETag and the ranges offered."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase):
        if response.streaming:
            return response
        return super().process_response(request, response)
