"""Answers for one person's eyes: no cache keeps them, not even the browser's."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase

CACHE_CONTROL = "no-store, private"


def private(view_or_response):
    """Mark an answer, or every answer of a view, ``Cache-Control: no-store, private``.

    Takes a view (then it is a decorator, redirects and refusals included) or a
    response, which it marks and returns.
    """
    if isinstance(view_or_response, HttpResponseBase):
        view_or_response.headers["Cache-Control"] = CACHE_CONTROL
        return view_or_response
    return _private_view(view_or_response)


def _private_view(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """The view, its answers marked."""

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        return private(view(request, *args, **kwargs))

    return marked
