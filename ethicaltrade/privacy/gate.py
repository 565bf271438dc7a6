"""Who may open a page or a document, beyond Wagtail's own check."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import BaseViewRestriction, PageViewRestriction

BEFORE_PRIVACY = -1  # Wagtail's own check has order 0


def restrictions_of(page: Any, ancestors: Iterable[Any]) -> QuerySet:
    """On the page, its ancestors, and what they are aliases of (Wagtail: not those)."""
    places = {page.path}
    places |= {link.alias_of.path for link in (page, *ancestors) if link.alias_of_id}
    above = {
        place[:end]
        for place in places
        for end in range(page.steplen, len(place) + 1, page.steplen)
    }
    return PageViewRestriction.objects.filter(page__path__in=above)


def refuse(request: HttpRequest, restrictions: Iterable[BaseViewRestriction]) -> None:
    """PermissionDenied for those whom no log-in would let in.

    The logged-in, whom Wagtail would send to the log-in and back for ever; and everyone
    where a shared password stands, as those are switched off.
    """
    for restriction in restrictions:
        if restriction.restriction_type == BaseViewRestriction.PASSWORD:
            raise PermissionDenied
        if request.user.is_authenticated and not restriction.accept_request(request):
            raise PermissionDenied


@hooks.register("on_serve_page", order=BEFORE_PRIVACY)
def refuse_at_page(serve: Callable) -> Callable:
    def inner(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> Any:
        # Asked once: Wagtail's own check reads what is found here.
        page.known_restrictions = list(page.get_view_restrictions())
        refuse(request, page.known_restrictions)
        return serve(page, request, args, kwargs)

    return inner


@hooks.register("before_serve_document", order=BEFORE_PRIVACY)
def refuse_at_document(document: Any, request: HttpRequest) -> None:
    refuse(request, document.collection.get_view_restrictions())
