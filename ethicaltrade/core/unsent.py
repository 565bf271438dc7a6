"""Forms that could not be received: what was typed comes back.

A form is refused when its token is not the browser's (whoever logs in, or out, in
another tab gets a new one), when it needs a log-in that has ended, and when forms are
sent too often from where it comes (``core/rates.py``, 429). The page with
the form is then fetched again, as by a GET: it passes its own gates, changes nothing,
and has a fresh token. Its fields are filled with what was typed. Where the form cannot
be shown, a page of its own holds what was typed, ready to be sent again.

Only for forms of this very site: what another one sends is refused, and not repeated.
"""

import copy
import re
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import SuspiciousOperation
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    QueryDict,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.urls import reverse

from ethicaltrade.bilingual.routing import is_cms
from ethicaltrade.privacy.cache_control import private

from .http import forbidden, minutes

PAGE = "pages/core/unsent.html"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (a field's name)
SECRETS = re.compile(r"(old)?password\d*|code|credential")
NOT_TYPED = {"next", "do", "go", "stamp", "seen", "wording", "application", "login"}
"""Fields of which nothing is lost: a page fills them in itself."""

_unsent: ContextVar["Unsent | None"] = ContextVar("unsent", default=None)


class Unsent:
    """What a form held that was refused; on the request as ``unsent``.

    ``has_no_cookie``: the browser may not be taking any. ``wait``: minutes until it can
    be sent, where it came too often. ``is_shown``: its fields are on the page that is
    being made.
    """

    def __init__(
        self, request: HttpRequest, *, reason: str = "", wait: int = 0
    ) -> None:
        self.data: QueryDict = request.POST
        self.has_files = bool(request.FILES)
        self.has_no_cookie = reason == REASON_NO_CSRF_COOKIE
        self.wait = wait
        self.is_shown = False

    @property
    def why(self) -> str:
        return "too-often" if self.wait else "refused"

    @property
    def has_secrets(self) -> bool:
        return any(SECRETS.fullmatch(name) for name in self.data)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Name and value of each, to be sent again; without passwords and codes."""
        return [
            (name, value)
            for name, values in self.data.lists()
            for value in values
            if name != TOKEN and not SECRETS.fullmatch(name)
        ]

    @property
    def typed(self) -> list[str]:
        """What somebody has written or chosen."""
        found = [value for name, value in self.fields if name not in NOT_TYPED]
        return [value for value in found if value.strip()]

    @property
    def texts(self) -> list[str]:
        """What is longer than a word, to be read and copied."""
        return [value for value in self.typed if len(value.split()) > 1]


def unsent_of(request: HttpRequest) -> Unsent | None:
    """What is sent with this request, or was with the one it stands in for.

    Nothing, where what was sent can't be read: pages that say so ask here, too.
    """
    if request.method == "POST":
        try:
            return Unsent(request)
        except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
            return None
    return getattr(request, "unsent", None)


# In the fields of a form


class UnsentBoundField(BoundField):
    def value(self) -> Any:
        """What was typed, in a form that is not bound while one is unsent."""
        unsent = _unsent.get()
        if unsent is None or self.form.is_bound or not is_form_of(unsent, self.form):
            return super().value()
        unsent.is_shown = True
        typed = self.field.widget.value_from_datadict(unsent.data, {}, self.html_name)
        return self.field.prepare_value(self.field.bound_data(typed, self.initial))


class FormRenderer(TemplatesSetting):
    bound_field_class = UnsentBoundField


def is_form_of(unsent: Unsent, form: Any) -> bool:
    """Whether it is the form that was sent: a page may have several."""
    return any(field.html_name in unsent.data for field in form.visible_fields())


# The requests


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Says no more than that: the middleware finds the answer."""
    response = HttpResponseForbidden()
    response.csrf_reason = reason  # type: ignore[attr-defined]
    return response


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form, as far as the browser tells.

    Every browser tells it of a form from elsewhere (Fetch, "append a request Origin
    header").
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    source = request.headers.get("Origin") or request.headers.get("Referer")
    try:
        return source is None or urlsplit(source).netloc == request.get_host()
    except ValueError:  # no address at all
        return False


class UnsentFormsMiddleware:
    """Outside the check of tokens, inside the session. The CMS has its own way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        reason = getattr(response, "csrf_reason", None)
        if reason is None:
            return self._after(request, response)
        if is_cms(request):
            return forbidden(request, refused_form="old")
        if not is_from_here(request):
            return forbidden(request, refused_form="foreign")
        return private(self._again(request, Unsent(request, reason=reason)))

    def _after(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Keep what was typed in a form that leads to the log-in instead."""
        if request.method != "POST":
            return response
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            return private(self._too_often(request, response))
        if not leads_to_log_in(request, response):
            return response
        unsent = Unsent(request)
        return not_sent(request, unsent, "logged-out") if unsent.typed else response

    def _again(self, request: HttpRequest, unsent: Unsent) -> HttpResponseBase:
        """The page with the form; or what was typed, where it has none to show."""
        page = self._fetch(request, unsent)
        is_page = page.headers.get("Content-Type", "").startswith("text/html")
        if leads_to_log_in(request, page) and unsent.typed:
            return not_sent(request, unsent, "logged-out")
        if is_page and (unsent.is_shown or page.status_code == 200):
            if unsent.is_shown or not unsent.typed:
                page.status_code = 403
                return page
        elif page.status_code == 302 and (not unsent.typed or is_of_accounts(request)):
            return page
        return not_sent(request, unsent, "refused")

    def _too_often(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The page with the form; what was typed; or, of nothing typed, the answer."""
        seconds = response.headers["Retry-After"]
        unsent = Unsent(request, wait=minutes(int(seconds)))
        page = self._fetch(request, unsent)
        if not unsent.is_shown:
            if not unsent.typed:
                return response
            page = not_sent(request, unsent, unsent.why)
        page.status_code = response.status_code
        page.headers["Retry-After"] = seconds
        return page

    def _fetch(self, request: HttpRequest, unsent: Unsent) -> HttpResponseBase:
        again = copy.copy(request)
        again.method = "GET"
        again.META = {**request.META, "REQUEST_METHOD": "GET"}
        again.POST = QueryDict()  # type: ignore[misc]
        again.unsent = unsent  # type: ignore[attr-defined]
        if "next" in unsent.data and "next" not in request.GET:
            again.GET = request.GET.copy()  # type: ignore[misc]
            again.GET["next"] = unsent.data["next"]
        filling = _unsent.set(unsent)
        try:
            return self.get_response(again)
        finally:
            _unsent.reset(filling)


def leads_to_log_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    """And back here."""
    target = urlsplit(response.headers.get("Location", ""))
    if target.path != reverse("account_login"):
        return False
    back = parse_qs(target.query).get("next", [""])
    return urlsplit(back[0]).path == request.path


def is_of_accounts(request: HttpRequest) -> bool:
    """They send on whoever has nothing to do there: the logged-in from the log-in."""
    return request.path.startswith(reverse("account"))


def not_sent(request: HttpRequest, unsent: Unsent, why: str) -> HttpResponse:
    """What was typed, on a page of its own.

    ``why`` it was not received: "logged-out", "refused", "too-often", or "closed" where
    nothing can be sent any more.
    """
    context = {
        "unsent": unsent,
        "why": why,
        "login": f"{reverse('account_login')}?{log_in_query(request)}",
    }
    status = 409 if why == "closed" else 403
    return private(render(request, PAGE, context, status=status))


def log_in_query(request: HttpRequest) -> str:
    query = QueryDict(mutable=True)
    query["next"] = request.path
    return query.urlencode()
