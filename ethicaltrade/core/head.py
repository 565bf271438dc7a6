"""What a page tells machines about itself: search engines, social media."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ethicaltrade.bilingual.languages import active, value_in
from ethicaltrade.bilingual.routing import original_of
from ethicaltrade.media.renditions import look_up_sizes
from ethicaltrade.media.slots import SHARE

from .models import SiteSettings

EMPTY: tuple[Any, ...] = (None, "", [], {})
# Written so, no "<" in a text can end the element, and JSON reads the same.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


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
    language = active()
    own = {
        name: value_in(page, name, language) or ""
        for name in ("seo_title", "title", "search_description", "lead")
    }
    description = own["search_description"] or own["lead"]
    if not description and page.part_of:
        description = value_in(page.part_of, "lead", language) or ""
    is_indexed = page.is_published_in(language)
    is_article = page.og_type == "article"
    image = page.share_image if is_indexed else None
    look_up_sizes([image])
    share = image.shown(SHARE, first=SHARE).get(SHARE) if image else None
    return PageHead(
        title=own["seo_title"] or own["title"],
        description=description,
        canonical=original_of(page).get_full_url(request) or "",
        image_url=urljoin(settings.BASE_URL, share.url) if share else "",
        type=page.og_type,
        is_indexed=is_indexed,
        published=page.published_at if is_article else None,
        modified=page.modified_at if is_article else None,
    )


def json_ld(
    page: Any, request: HttpRequest, head: PageHead | None = None
) -> SafeString:
    """A NewsArticle (https://schema.org/NewsArticle), or nothing."""
    head = head or head_of(page, request)
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
    return script(data)


def script(data: dict[str, Any]) -> SafeString:
    """JSON-LD."""
    text = json.dumps(_present(data), ensure_ascii=False).translate(ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308  # nosec B703
    )


def _present(value: Any) -> Any:
    """The value without what is empty, all the way down; 0 and False are not."""
    if isinstance(value, dict):
        kept = {name: _present(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part not in EMPTY}
    if isinstance(value, list):
        return [part for part in map(_present, value) if part not in EMPTY]
    return value
