"""What machines are told: robots.txt, security.txt."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

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
