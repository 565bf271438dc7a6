"""Privacy: what Wagtail's own check leaves open."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

BEFORE_PRIVACY = -1  # Wagtail's own check has order 0


def refuse(request: HttpRequest, restrictions: Any) -> None:
    """Raise PermissionDenied for a person who is logged in, and not let in.

    Wagtail would send them to log in, which sends the logged-in back, for ever.
    """
    if request.user.is_authenticated and not all(
        restriction.accept_request(request) for restriction in restrictions
    ):
        raise PermissionDenied


@hooks.register("on_serve_page", order=BEFORE_PRIVACY)
def refuse_at_page(serve: Callable) -> Callable:
    """403 at a page that is not for the one who is logged in."""

    def inner(page, request: HttpRequest, args, kwargs):
        if request.user.is_authenticated:
            refuse(request, page.get_view_restrictions())
        return serve(page, request, args, kwargs)

    return inner


@hooks.register("before_serve_document", order=BEFORE_PRIVACY)
def refuse_at_document(document, request: HttpRequest) -> None:
    """403 at a document that is not for the one who is logged in."""
    if request.user.is_authenticated:
        refuse(request, document.collection.get_view_restrictions())
