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
    """Takes the methods of a browser, and no other.

    Others get 405, before anything is looked up. OPTIONS is answered here too, alike
    for every address: Wagtail answers it before it asks who may see the page. An
    address that takes no POST says so itself. The CMS is left as it is: it sends PATCH
    and DELETE, and asks first who is there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse."""
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if request.method == "OPTIONS":
            return HttpResponse(headers={"Allow": ", ".join(METHODS)})
        return self.get_response(request)


class PackPagesMiddleware(GZipMiddleware):
    """Packs pages, and leaves files as they are.

    Pictures and documents are packed already; and a packed file has neither the ETag
    nor the ranges that it was offered with.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase):
        """The response, packed where that helps."""
        if response.streaming:
            return response
        return super().process_response(request, response)
