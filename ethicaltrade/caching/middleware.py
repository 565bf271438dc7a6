"""What a request keeps, and what answers it without making the page again."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from . import clock, generation


class CachingMiddleware:
    """Reads the generation once, and listens for until when the page holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with generation.kept(), clock.listening():
            return self.get_response(request)
