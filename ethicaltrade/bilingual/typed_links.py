"""Where addresses of this very site lead, as somebody typed them.

They are looked up together, however many they are: a page at its own address in one
query for each language. What is nobody's own (an old address, another language's slug)
is asked of the router, one by one, and only a few of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from wagtail.documents import get_document_model
from wagtail.models import Site

from . import languages, routing, subviews
from .languages import localized

MOST = 300  # addresses of one page that are looked up
MOST_ROUTED = 10  # of them, one by one: some ten queries each
OF_PAGES = {"wagtail_serve", "file_below_page"}
LARGEST = 2**63 - 1  # that a database counts to


class Place(NamedTuple):
    """Where an address leads; a page in ``language``, or something else that is there.

    ``anchors`` are those of a page, where they are known.
    """

    is_there: bool = True
    page: Any = None
    language: str = ""
    anchors: frozenset[str] | None = None


NOWHERE, SOMEWHERE = Place(is_there=False), Place()


def only_sends_on(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that redirects or answers 404, and may be asked which of them."""
    view.only_sends_on = True  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True)
class _Typed:
    """``match`` is what Django answers with; ``segments`` are without the language."""

    href: str
    path: str
    query: str
    language: str
    match: ResolverMatch | None = None
    segments: list[str] = field(default_factory=list)

    @property
    def is_page(self) -> bool:
        name = self.match.url_name if self.match else None
        return name in OF_PAGES or (bool(self.match) and not self.segments)


def look_up(hrefs: Iterable[str]) -> dict[str, Place]:
    """By address; those of other sites, and those that are too many, are left out."""
    wanted = list(dict.fromkeys(hrefs))
    if not any(map(_may_be_own, wanted)):
        return {}
    site = _site()
    hosts = _hosts(site)
    typed = [one for href in wanted if (one := _typed(href, hosts))][:MOST]
    found: dict[str, Place] = {}
    found |= _pages(site, [one for one in typed if one.is_page])
    found |= _numbered(typed)
    left = [one for one in typed if one.href not in found]
    routed = [one for one in left if one.is_page or _sends_on(one)]
    found |= {one.href: _routed(site, one) for one in routed[:MOST_ROUTED]}
    for one in left:
        if one not in routed:
            found[one.href] = SOMEWHERE if one.match else NOWHERE
    return found


def _may_be_own(href: str) -> bool:
    return href.startswith(("/", "http:", "https:"))


def _site() -> Any:
    site = routing.site_of(languages.answered_request.get())
    if site is None:
        sites = Site.objects.select_related("root_page")
        site = sites.filter(is_default_site=True).first()
    return site


def _hosts(site: Any) -> set[str]:
    request = languages.answered_request.get()
    own = {site.hostname} if site else set()
    return own | ({request.get_host().partition(":")[0]} if request else set())


def _typed(href: str, hosts: set[str]) -> _Typed | None:
    """None for another site's, and for the files of this one."""
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return None
    if not _may_be_own(href) or (host is not None and host not in hosts):
        return None
    if host is None and parts.scheme:
        return None
    path = unquote(parts.path) or "/"
    if path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
        return None
    language = languages.language_of(path)
    segments = routing.segments_of(path)
    if segments is None:
        return _Typed(href, path, parts.query, language)
    if language != languages.default():
        del segments[0]
    match = _resolved(path, language)
    return _Typed(href, path, parts.query, language, match, segments)


def _resolved(path: str, language: str) -> ResolverMatch | None:
    """As typed, or with the slash that Django adds."""
    with languages.in_language(language):
        for one in (path, f"{path}/"):
            try:
                return resolve(one)
            except Resolver404:
                continue
    return None


def _sends_on(one: _Typed) -> bool:
    return one.match is not None and hasattr(one.match.func, "only_sends_on")


# Many at once


def _pages(site: Any, typed: list[_Typed]) -> dict[str, Place]:
    """At their own addresses, with what answers below them."""
    by_language: dict[str, list[_Typed]] = defaultdict(list)
    for one in typed:
        by_language[one.language].append(one)
    found: dict[str, Place] = {}
    for language, some in by_language.items():
        column = localized("url_path", language)
        root = languages.value_in(site.root_page, "url_path", language)
        paths = {one.href: list(_paths(root, one.segments)) for one in some}
        wanted = {path for each in paths.values() for path in each}
        rows = routing.page_model().objects.filter(**{f"{column}__in": wanted})
        pages = {getattr(page, column): page for page in rows}
        for one in some:
            if place := _at(one, paths[one.href], pages):
                found[one.href] = place
    return found


def _paths(root: str, segments: list[str]) -> Iterator[str]:
    """Of the front page, and so on down."""
    yield root
    for number in range(1, len(segments) + 1):
        yield f"{root}{'/'.join(segments[:number])}/"


def _at(one: _Typed, paths: list[str], pages: dict[str, Any]) -> Place | None:
    depth = max((n for n, path in enumerate(paths) if path in pages), default=None)
    if depth is None:
        return None
    page, rest = pages[paths[depth]], one.segments[depth:]
    if not rest:
        return _place_of(page, one.language)
    below = subviews.find(page.specific_class, rest, one.language)
    return Place(page=page, language=one.language) if below else None


def _place_of(page: Any, language: str) -> Place:
    kind = page.specific_class
    anchors = frozenset(kind.every_anchor()) if kind else None
    return Place(page=page, language=language, anchors=anchors)


def _numbered(typed: list[_Typed]) -> dict[str, Place]:
    """Pages and documents by their numbers."""
    found: dict[str, Place] = {}
    for name, model in (
        ("page_by_number", routing.page_model()),
        ("wagtaildocs_serve", get_document_model()),
    ):
        keys = {
            one.href: int([*one.match.args, *one.match.kwargs.values()][0])
            for one in typed
            if one.match and one.match.url_name == name
        }
        sound = {key for key in keys.values() if key <= LARGEST}
        known = model.objects.in_bulk(sound) if sound else {}
        for href, key in keys.items():
            is_there = key in known and getattr(known[key], "live", True)
            found[href] = SOMEWHERE if is_there else NOWHERE
    return found


# One by one


def _routed(site: Any, one: _Typed) -> Place:
    request = _request(site, one)
    with languages.in_language(one.language):
        if one.is_page:
            manager = routing.page_model().objects
            found = routing.route(manager, request, "/".join(one.segments))
            return SOMEWHERE if found else NOWHERE
        try:
            one.match.func(request, *one.match.args, **one.match.kwargs)  # type: ignore[union-attr]
        except Http404:
            return NOWHERE
    return SOMEWHERE


def _request(site: Any, one: _Typed) -> HttpRequest:
    """As somebody's who is not logged in."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = one.path
    request.META = {
        "QUERY_STRING": one.query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port),
    }
    request.GET = QueryDict(one.query)
    request.user = AnonymousUser()
    request._wagtail_site = site  # type: ignore[attr-defined]
    return request
