"""How often a visitor may send forms, and search.

Every form of the public site is counted, so that a new one has its limit by itself;
what is guessed in them has stricter ones (``users/limits.py``). Whoever is logged in
counts for themselves, everybody else for their network: a whole town hall may sit
behind one address. The CMS is left out: its forms save themselves, for people who are
logged in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from ethicaltrade.bilingual.routing import is_cms
from ethicaltrade.users.limits import Limit, account_of, address_of

from .http import too_many_requests

MAILBOXES = 10  # of one form that are counted


class RatesMiddleware:
    """429 for what is sent too often; inside Django's check of tokens.

    What was typed is given back: ``core/unsent.py``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        positional: Sequence[Any],
        named: Mapping[str, Any],
    ) -> HttpResponse | None:
        if is_cms(request):
            return None
        for limit, who in counts_of(request):
            if not limit.count(who):
                return too_many_requests(request, limit.window)
        return None


def counts_of(request: HttpRequest) -> Iterator[tuple[Limit, str]]:
    """Each limit that the request counts for, and for whom."""
    if request.method == "POST":
        if who := sender(request):
            yield Limit("form", *settings.RATE_OF_ONE_FORM), f"{who} {kind_of(request)}"
            yield Limit("forms", *settings.RATE_OF_FORMS), who
        for mailbox in mailboxes(request):
            yield Limit("form-mailbox", *settings.RATE_OF_MAILBOX), mailbox
    elif request.GET.get("q") and (who := sender(request)):
        yield Limit("search", *settings.RATE_OF_SEARCHES, cache="memory"), who


def sender(request: HttpRequest) -> str:
    """Who counts; empty for nobody in particular, as through a socket."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    return address_of(request)


def kind_of(request: HttpRequest) -> str:
    """What a form is sent to: the view, or the address where Wagtail finds the page.

    A view is the same whatever key stands in its address.
    """
    name = request.resolver_match.view_name if request.resolver_match else ""
    return request.path_info if name in ("", "wagtail_serve") else name


def mailboxes(request: HttpRequest) -> set[str]:
    """Where the site might write to, asked by somebody else, as they are typed."""
    typed = [
        value
        for name, values in request.POST.lists()
        if name.endswith("email")
        for value in values
        if isinstance(value, str) and "@" in value
    ]
    return set(map(account_of, typed[:MAILBOXES]))
