"""The sitemap: all that anybody may read, in parts that a search engine takes.

https://www.sitemaps.org/protocol.html. The text is written from columns: made of page
objects and a template, a part of 10,000 addresses takes 20 seconds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple, Protocol

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.addresses import front_page_url
from ethicaltrade.bilingual.routing import root_paths_of
from ethicaltrade.caching.memory import remembered

PER_PART = 10_000  # addresses; the protocol's limit is 50,000
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
HEADERS = {"X-Robots-Tag": "noindex, noodp, noarchive"}


class Listed(NamedTuple):
    """Its addresses on the site by language; the first one stands for all."""

    addresses: dict[str, str]
    modified: Mapping[str, datetime | None] = {}
    """By language."""


class Section(Protocol):
    """One kind of things to list, in an order that holds."""

    def count(self) -> int: ...

    def listed(self, start: int, stop: int) -> Iterator[Listed]: ...


class Pages:
    def __init__(self, site: Site):
        self.site = site

    def readable(self) -> QuerySet:
        return (
            BasePage.objects.descendant_of(self.site.root_page, inclusive=True)
            .published_somewhere()
            .originals()
            .visible_to(AnonymousUser())
            .order_by("path")
        )

    def count(self) -> int:
        return self.readable().count()

    def listed(self, start: int, stop: int) -> Iterator[Listed]:
        codes = list(languages.reading_order(languages.default()))
        begin = len(root_paths_of(self.site)[0].root_path)
        fronts = [front_page_url(code) for code in codes]
        columns = [
            languages.localized(name, code)
            for code in codes
            for name in ("published", "url_path", "last_published")
        ]
        for values in self.readable().values_list(*columns)[start:stop]:
            published, paths, modified = (values[place::3] for place in range(3))
            yield Listed(
                {
                    code: front + path[begin:]
                    for code, front, is_public, path in zip(
                        codes, fronts, published, paths, strict=True
                    )
                    if is_public
                },
                dict(zip(codes, modified, strict=True)),
            )


@require_safe
def sitemap(
    request: HttpRequest,
    sections: Sequence[Callable[[Site], Section]],
    number: int | None = None,
) -> HttpResponse:
    """All of it where it is short, else a list of its parts; or the part asked for."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    chosen = [section(site) for section in sections]
    counts = remembered(
        ("core.sitemap", site.pk), lambda: tuple(each.count() for each in chosen)
    )
    per_part = PER_PART // len(languages.codes())
    parts = max(1, -(-sum(counts) // per_part))
    if number is None and parts > 1:
        text = _index(request, parts)
    else:
        place = 0 if number is None else number - 1
        if place not in range(parts):
            raise Http404
        wanted = _slice(chosen, counts, place * per_part, (place + 1) * per_part)
        text = _part(request, wanted)
    return HttpResponse(text, content_type="application/xml", headers=HEADERS)


def _slice(
    sections: Iterable[Section], counts: Iterable[int], start: int, stop: int
) -> Iterator[Listed]:
    """Of all the sections, one after the other."""
    for section, count in zip(sections, counts, strict=True):
        if max(start, 0) < min(stop, count):
            yield from section.listed(max(start, 0), min(stop, count))
        start, stop = start - count, stop - count


def _index(request: HttpRequest, parts: int) -> str:
    addresses = [
        request.build_absolute_uri(reverse("sitemap_part", args=[number]))
        for number in range(1, parts + 1)
    ]
    entries = "\n".join(
        f"<sitemap><loc>{escape(each)}</loc></sitemap>" for each in addresses
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="{SITEMAP}">\n{entries}\n</sitemapindex>\n'
    )


def _part(request: HttpRequest, things: Iterable[Listed]) -> str:
    host = escape(request.build_absolute_uri("/").removesuffix("/"))
    entries = "\n".join(entry for thing in things for entry in _entries(thing, host))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="{SITEMAP}" xmlns:xhtml="{XHTML}">\n{entries}\n</urlset>\n'
    )


def _entries(thing: Listed, host: str) -> Iterator[str]:
    """One for each language, and all its languages in each of them."""
    urls = {
        code: host + escape(iri_to_uri(address))
        for code, address in thing.addresses.items()
    }
    if not urls:
        return
    alternates = {**urls, "x-default": next(iter(urls.values()))}
    rest = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{url}"/>'
        for code, url in alternates.items()
    )
    for code, url in urls.items():
        changed = ""
        if moment := thing.modified.get(code):
            day = timezone.localtime(moment).date().isoformat()
            changed = f"<lastmod>{day}</lastmod>"
        yield f"<url><loc>{url}</loc>{changed}{rest}</url>"
