"""What caches may keep."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponseBase]
GetResponse = Callable[[HttpRequest], HttpResponseBase]
CACHE_CONTROL = "no-store, private"  # not even the browser's cache keeps it


def private(view_or_response):
    """``Cache-Control: no-store, private`` on a response, or on a view's."""
    if isinstance(view_or_response, HttpResponseBase):
        view_or_response.headers["Cache-Control"] = CACHE_CONTROL
        return view_or_response
    return _private_view(view_or_response)


def _private_view(view: View) -> View:
    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        return private(view(request, *args, **kwargs))

    return marked


def personal(view: View) -> View:
    """Let in who is logged in; the others log in first, and come back.

    No answer is kept by a cache or shown by a search engine, the redirect included.
    """

    answer = login_required(view)

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        response = answer(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return private(response)

    return marked


def secret_address(view: View) -> View:
    """Keep answers out of caches and search engines, and their address to this site.

    "same-origin" and not "no-referrer", under which browsers send forms with
    ``Origin: null``, which Django's CSRF check refuses.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return private(response)

    return marked


class PersonalResponsesMiddleware:
    """Keeps what was made for somebody logged in out of shared caches.

    Below the session: an answer that did not ask who is there is the same for all.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            return response  # the same for all; who is there cannot be asked
        if request.session.accessed and request.user.is_authenticated:
            patch_cache_control(response, private=True)
        return response


class PrivateResponsesMiddleware:
    """For pages about accounts, and redirects to them.

    It stands outside django-allauth's, which makes answers of exceptions.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        accounts = reverse("account")  # where their pages begin, in this language
        addresses = (request.path, response.headers.get("Location", ""))
        if any(address.startswith(accounts) for address in addresses):
            private(response)
        return response
