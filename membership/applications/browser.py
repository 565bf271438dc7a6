"""Which applications a browser may open: those begun in it, or opened with a link.

The session is kept on the server. It holds each application's number and secret: when
its links are revoked, browsers that were let in by them are let in no more. A form
names its own application, so that two of them in two tabs do not write into each other.
"""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from .models import Application
from .terms import IN_BROWSER

KEY = "membership_applications"  # in the session: number, moment, secret
MOST = 10


def remember(request: HttpRequest, application: Application) -> None:
    """Let the browser open the application for a while, and open it by itself."""
    known = [entry for entry in _entries(request) if entry[0] != application.pk]
    moment = timezone.now().timestamp()
    entry = [application.pk, moment, application.secret]
    request.session[KEY] = [*known, entry][-MOST:]  # the newest last


def leave(request: HttpRequest) -> None:
    """Let the browser begin another application; the links still work."""
    request.session.pop(KEY, None)


def current(request: HttpRequest) -> Application | None:
    """The application that is being written or followed in this browser."""
    return _find(_entries(request)[-1:])


def named(request: HttpRequest, reference: str) -> Application | None:
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
