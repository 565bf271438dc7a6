"""The addresses below the page: a step's, the status, and the link in the e-mails."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext
from wagtail.url_routing import RouteResult

STATUS = "status"
LINK = "link"


def words() -> dict[str, str]:
    """The last part of each address, in the active language, by what is there."""
    return {
        "organisation": pgettext("address", "organisation/").strip("/"),
        "size": pgettext("address", "size/").strip("/"),
        "contacts": pgettext("address", "contacts/").strip("/"),
        "principles": pgettext("address", "principles/").strip("/"),
        "consent": pgettext("address", "consent/").strip("/"),
        "summary": pgettext("address", "summary/").strip("/"),
        STATUS: pgettext("address", "status/").strip("/"),
        LINK: pgettext("address", "my-application/").strip("/"),
    }


class ApplicationRoutes:
    """For the application's page: answers at the steps' addresses, and takes forms.

    Everything else stays as the page has it: who may see it, and in which languages.
    """

    def get_step_url(
        self, place: str, request: HttpRequest | None = None, token: str = ""
    ) -> str:
        """Where the step, the status or the link is, in the active language."""
        address = f"{self.get_url(request)}{words()[place]}/"
        return f"{address}{token}/" if token else address

    @property
    def start_url(self) -> str:
        """Where one begins, in the active language."""
        return self.get_step_url("organisation")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find what is below the page."""
        if self.live and (found := _place_of(path_components)):
            return RouteResult(self, kwargs=found)
        return super().route(request, path_components)

    def check_request_method(
        self, request: HttpRequest, args: Any = (), kwargs: Any = None
    ) -> HttpResponse | None:
        """Steps and status take forms; the page and the link take none."""
        place = (kwargs or {}).get("place", LINK)
        if request.method == "POST" and place != LINK:
            return None
        return super().check_request_method(request, args, kwargs)

    def serve(
        self, request: HttpRequest, *args, place: str = "", token: str = "", **kwargs
    ) -> HttpResponse:
        """Answer with the page, or with what is below it."""
        if place:
            from . import views  # they need the models

            return views.answer(request, self, place, token)
        return super().serve(request, *args, **kwargs)


def _place_of(components: list[str]) -> dict[str, str]:
    places = {word: place for place, word in words().items()}
    if len(components) == 1 and places.get(components[0], LINK) != LINK:
        return {"place": places[components[0]]}
    if len(components) == 2 and places.get(components[0]) == LINK:
        return {"place": LINK, "token": components[1]}
    return {}
