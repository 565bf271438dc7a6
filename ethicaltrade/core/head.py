"""What a page tells machines about itself: search engines, social media."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.html import _json_script_escapes, format_html
from django.utils.safestring import SafeString, mark_safe

from ethicaltrade.bilingual.languages import active, value_in

from .models import SiteSettings
from .pictures import share_image_url


@dataclass(frozen=True)
class PageHead:
    """The contents of ``<head>``; empty strings leave their element out."""

    title: str
    description: str
    canonical: str
    image_url: str
    type: str
    is_indexed: bool
    published: datetime | None
    modified: datetime | None


def head_of(page: Any, request: HttpRequest) -> PageHead:
    """What the page says of itself in the active language."""
    language = active()
    own = {
        name: value_in(page, name, language) or ""
        for name in ("seo_title", "title", "search_description", "lead")
    }
    is_indexed = page.is_published_in(language)
    is_article = page.og_type == "article"
    image = page.share_image if is_indexed else None
    return PageHead(
        title=own["seo_title"] or own["title"],
        description=own["search_description"] or own["lead"],
        canonical=page.get_full_url(request) or "",
        image_url=share_image_url(image) if image else "",
        type=page.og_type,
        is_indexed=is_indexed,
        published=page.first_published_at if is_article else None,
        modified=page.modified_at if is_article else None,
    )


def json_ld(page: Any, request: HttpRequest) -> SafeString:
    """The page as schema.org knows it: a news article, or nothing.

    Source: https://schema.org/NewsArticle.
    """
    head = head_of(page, request)
    if head.type != "article" or not head.is_indexed:
        return SafeString("")
    publisher = SiteSettings.for_request(request).organisation_name
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": head.description,
        "inLanguage": active(),
        "url": head.canonical,
        "datePublished": head.published.isoformat() if head.published else None,
        "dateModified": head.modified.isoformat() if head.modified else None,
        "image": head.image_url or None,
        "publisher": {"@type": "Organization", "name": publisher},
    }
    present = {name: value for name, value in data.items() if value}
    text = json.dumps(present, ensure_ascii=False).translate(_json_script_escapes)
    # Escaped as Django's json_script does: no "<" is left to close the element.
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308
    )
