"""What machines are told: robots.txt, security.txt, the site's health."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ethicaltrade.bilingual import languages

from .models import SiteSettings

PLAIN = "text/plain; charset=utf-8"


def robots(request: HttpRequest) -> HttpResponse:
    """Keep robots out of the CMS and the documents; show the sitemap (RFC 9309)."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /documents/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=PLAIN)


def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a security fault (RFC 9116)."""
    email = SiteSettings.for_request(request).email or settings.DEFAULT_FROM_EMAIL
    expires = timezone.now().replace(microsecond=0) + timedelta(days=180)
    address = email.partition("<")[2].rstrip(">") or email
    lines = [
        f"Contact: mailto:{address}",
        f"Expires: {expires.isoformat()}",
        f"Preferred-Languages: {', '.join(languages.codes())}",
        f"Canonical: {request.build_absolute_uri()}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=PLAIN)


# Whether the site is well, for whoever watches over it


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type=PLAIN)


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database and cache answer too, else 503 naming the one that doesn't."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("database\n", content_type=PLAIN, status=503)
    try:
        cache.set("readyz", "ok", 10)
        is_kept = cache.get("readyz") == "ok"
    except Exception:  # each cache library has exceptions of its own
        is_kept = False
    if not is_kept:
        return HttpResponse("cache\n", content_type=PLAIN, status=503)
    if getattr(cache, "is_away", False):  # slower, not down: it takes requests
        return HttpResponse("ok, without Redis\n", content_type=PLAIN)
    return HttpResponse("ok\n", content_type=PLAIN)
