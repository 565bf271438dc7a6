"""The form's address below an event's own: ``…/pamelding/``, ``…/registration/``."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext
from wagtail.url_routing import RouteResult


class RegistrationRoute:
    """For an event's page: answers at the form's address too, and takes what it sends.

    Everything else stays as the page has it: who may see it, and in which languages.
    """

    @staticmethod
    def registration_word() -> str:
        """The form's part of the address, in the active language."""
        return pgettext("address", "registration/").strip("/")

    def get_registration_url(self, request: HttpRequest | None = None) -> str:
        """Where one registers, in the active language."""
        return f"{self.get_url(request)}{self.registration_word()}/"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the form below the page."""
        if self.live and path_components == [self.registration_word()]:
            return RouteResult(self, kwargs={"is_registration": True})
        return super().route(request, path_components)

    def check_request_method(
        self, request: HttpRequest, args: Any = (), kwargs: Any = None
    ) -> HttpResponse | None:
        """The form's address takes a form; the page takes none."""
        if request.method == "POST" and (kwargs or {}).get("is_registration"):
            return None
        return super().check_request_method(request, args, kwargs)

    def serve(
        self, request: HttpRequest, *args, is_registration: bool = False, **kwargs
    ) -> HttpResponse:
        """Answer with the page, or with its form."""
        if is_registration:
            from .views import registration_form  # it needs the events

            return registration_form(request, self)
        return super().serve(request, *args, **kwargs)
