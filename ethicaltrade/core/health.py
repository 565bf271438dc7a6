"""Whether the site is well, for whoever watches over it."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

PLAIN = "text/plain; charset=utf-8"


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return HttpResponse("ok\n", content_type=PLAIN)


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database and cache answer too, else 503 naming the one that doesn't."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", content_type=PLAIN, status=503)
    try:
        cache.set("readyz", "ok", 10)
        is_kept = cache.get("readyz") == "ok"
    except Exception:  # each cache library has exceptions of its own
        is_kept = False
    if not is_kept:
        return HttpResponse("cache\n", content_type=PLAIN, status=503)
    return HttpResponse("ok\n", content_type=PLAIN)
