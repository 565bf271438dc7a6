"""Which applications a browser may open: those begun in it, or opened with a link.

The session keeps each application's number and secret: a revoked link shuts out the
browsers it let in. A form names its application, so that two tabs do not mix.
"""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from ethicaltrade.core.tokens import LinkTokens
from ethicaltrade.mail.emails import absolute_url

from .limits import IN_BROWSER
from .models import Application, ApplicationPage

KEY = "membership_applications"  # in the session: number, moment, secret
MOST = 10
TOKENS = LinkTokens("membership.application")


def remember(request: HttpRequest, application: Application) -> None:
    """Let the browser open the application until ``IN_BROWSER`` has passed."""
    known = [entry for entry in _entries(request) if entry[0] != application.pk]
    moment = timezone.now().timestamp()
    entry = [application.pk, moment, application.secret]
    request.session[KEY] = [*known, entry][-MOST:]  # the newest last


def forget(request: HttpRequest) -> None:
    """Let the browser begin another application; the links still work."""
    request.session.pop(KEY, None)


def current(request: HttpRequest) -> Application | None:
    """The application last opened in this browser."""
    return _find(_entries(request)[-1:])


def find_by_reference(request: HttpRequest, reference: str) -> Application | None:
    """The application that a form names; None unless the browser may open it."""
    return _find(_entries(request), reference=reference)


def _find(entries: list[list], **known) -> Application | None:
    opened = [Q(pk=number, secret=secret) for number, _moment, secret in entries]
    if not opened:
        return None
    found = Application.objects.with_people().filter(reduce(or_, opened), **known)
    return found.select_related("principles", "member").first()


def _entries(request: HttpRequest) -> list[list]:
    oldest = (timezone.now() - IN_BROWSER).timestamp()
    return [entry for entry in request.session.get(KEY, []) if entry[1] > oldest]


def link_to(application: Application) -> str:
    """With scheme and host; the front page's if there is no page for applications."""
    language = application.language
    page = ApplicationPage.in_use()
    if page is None:
        return absolute_url("/")
    if not page.is_published_in(language):
        language = page.main_language or language
    token = TOKENS.token_of(application)
    return absolute_url(page.subview_url("link", language=language, token=token))


def find_by_token(token: str) -> Application | None:
    """None for a link that is made up or revoked."""
    return TOKENS.find(token, Application.objects.with_people())
