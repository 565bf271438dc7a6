"""Which applications a browser may open: those begun in it, or opened with a link.

The session is kept on the server, and holds numbers alone. A form names its own
application, so that two of them in two tabs do not write into each other.
"""

from django.http import HttpRequest
from django.utils import timezone

from .models import Application
from .terms import IN_BROWSER

KEY = "membership_applications"  # in the session: number and moment, the newest last
MOST = 10


def remember(request: HttpRequest, application: Application) -> None:
    """Let the browser open the application for a while, and open it by itself."""
    known = [entry for entry in _entries(request) if entry[0] != application.pk]
    moment = timezone.now().timestamp()
    request.session[KEY] = [*known, [application.pk, moment]][-MOST:]


def leave(request: HttpRequest) -> None:
    """Let the browser begin another application; the links still work."""
    request.session.pop(KEY, None)


def current(request: HttpRequest) -> Application | None:
    """The application that is being written or followed in this browser."""
    entries = _entries(request)
    return _find(pk=entries[-1][0]) if entries else None


def named(request: HttpRequest, reference: str) -> Application | None:
    """The application that a form names; None unless the browser may open it."""
    numbers = [number for number, _moment in _entries(request)]
    return _find(reference=reference, pk__in=numbers) if numbers else None


def _find(**known) -> Application | None:
    found = Application.objects.with_people().filter(**known)
    return found.select_related("principles", "member").first()


def _entries(request: HttpRequest) -> list[list]:
    oldest = (timezone.now() - IN_BROWSER).timestamp()
    return [entry for entry in request.session.get(KEY, []) if entry[1] > oldest]
