"""From a path to a page, or a view below it: one query, not one a segment."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import swapper
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import DisallowedHost
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest
from django.urls import ResolverMatch, reverse
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath
from wagtail.url_routing import RouteResult

from ethicaltrade.caching.memory import remembered

from . import languages, subviews
from .addresses import below_front_page, front_page_url
from .languages import localized
from .models import OldAddress

MAX_PATH_LENGTH = 2048  # characters; longer is nobody's address
MAX_SEGMENTS = 12


class PageRoute(RouteResult):
    """What is at the request's address; kept on the request as ``page_route``.

    ``subview`` is what answers below the page, None for the page itself. ``has_moved``:
    the address is old or another language's, and is sent on inside the gate.
    """

    def __init__(
        self, page: Any, subview: ResolverMatch | None = None, has_moved: bool = False
    ) -> None:
        super().__init__(page)
        self.subview = subview
        self.has_moved = has_moved

    def url_in(self, language: str, request: HttpRequest) -> str:
        """Relative to the site; "" for none."""
        if self.subview is None:
            return self.page.get_url_in(language, request) or ""
        return self.page.subview_url(
            self.subview.url_name,
            language=language,
            request=request,
            **self.subview.kwargs,
        )


def route_of(request: HttpRequest | None) -> PageRoute | None:
    """None where no page was asked for, and in a preview."""
    return getattr(request, "page_route", None)


def is_cms(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def page_model() -> Any:
    return swapper.load_model("wagtailcore", "Page")


def original_of(page: Any) -> Any:
    """What an alias shows, which is named outside and acted upon; else the page.

    Who may read an alias may read its source, and both are in the same languages.
    """
    source = getattr(page, "alias_of", None)
    return source if source and source.live else page


def site_of(request: HttpRequest | None) -> Site | None:
    """As Wagtail finds it, from memory; kept where Wagtail keeps it: on the request."""
    if request is None or hasattr(request, "_wagtail_site"):
        return Site.find_for_request(request)
    find = partial(Site.find_for_request, request)
    try:
        key = ("site", request.get_host(), request.get_port())
    except DisallowedHost:  # it gets an answer as well
        return find()
    request._wagtail_site = remembered(key, find)  # type: ignore[attr-defined]
    return request._wagtail_site  # type: ignore[attr-defined]


def root_paths(page: Any, request: HttpRequest | None) -> list[SiteRootPath]:
    """Where the page's site begins: as stored now, whichever process changed it.

    Wagtail keeps these in a cache, which each process may have for itself. The site
    that is asked for is known to the request; others cost a query.
    """
    site = site_of(request)
    if site:
        known = root_paths_of(site)
        if page.url_path.startswith(known[0].root_path):
            return known
    sites = Site.objects.select_related("root_page").order_by(
        "-root_page__url_path", "-is_default_site", "hostname"
    )
    return [_root_path_of(site) for site in sites]


def place_on_site(
    page: Any, request: HttpRequest | None, language: str = ""
) -> tuple[int, str, str] | None:
    """The site's key, its root address and the page's path, as Wagtail names them.

    On the site that is asked for; None where the page, or a request, is elsewhere.
    """
    site = site_of(request or languages.answered_request.get())
    if site is None:
        return None
    language = language or languages.active()
    root = root_paths_of(site)[0]
    path = languages.value_in(page, "url_path", language) or page.url_path
    if not path.startswith(root.root_path):
        return None
    # As ``reverse`` would: slugs are of plain letters, and need no escape.
    path = front_page_url(language) + path[len(root.root_path) :]
    return root.site_id, root.root_url, path


def root_paths_of(site: Site) -> list[SiteRootPath]:
    """Kept with the site: it is found anew when anything changes."""
    if not (known := getattr(site, "known_root_paths", None)):
        known = site.known_root_paths = [_root_path_of(site)]
    return known


def _root_path_of(site: Site) -> SiteRootPath:
    root_path = site.root_page.url_path
    return SiteRootPath(site.pk, root_path, site.root_url, languages.default())


def segments_of(path: str) -> list[str] | None:
    """None when no page of any site can have such a path."""
    segments = [segment for segment in path.split("/") if segment]
    if len(path) > MAX_PATH_LENGTH or len(segments) > MAX_SEGMENTS or "\x00" in path:
        return None
    return segments


def route(manager: Any, request: HttpRequest, path: str) -> PageRoute | None:
    site = site_of(request)
    segments = segments_of(path)
    if site is None or segments is None:
        return None
    root = site.root_page
    root_path = languages.value_in(root, "url_path", languages.active())
    try:
        return _route_by_address(manager, request, root_path, segments)
    except Http404:
        return _route_elsewhere(manager, request, root, root_path, segments)


def _moved(page: Any, subview: ResolverMatch | None = None) -> PageRoute | None:
    return PageRoute(page.specific, subview, has_moved=True) if page.live else None


def _route_elsewhere(
    manager: Any, request: HttpRequest, root: Any, root_path: str, segments: list[str]
) -> PageRoute | None:
    """Old addresses, slugs of other languages, and what lies below such pages.

    In any case: people write ``/Nyheter/`` on paper.
    """
    found, depth = _by_any_slug(manager, root, segments)
    old, old_depth = _by_old_prefix(request, root_path, segments)
    if old_depth > depth or (old_depth == depth and old):
        found, depth = old, old_depth
    if depth == len(segments):
        return _moved(found)
    below = manager.descendant_of(root)
    if len(segments) == 1 and (page := by_slug_alone(below, segments[0])):
        return _moved(page)
    subview = subviews.find_in_any_language(found.specific_class, segments[depth:])
    return _moved(found, subview) if subview else None


def _route_by_address(
    manager: Any, request: HttpRequest, root_path: str, segments: list[str]
) -> PageRoute:
    """The deepest page on the path, or what is below it on the path."""
    column = localized("url_path", languages.active())
    candidates = [root_path]
    for segment in segments:
        candidates.append(f"{candidates[-1]}{segment}/")
    columns = ("depth", "pk", "content_type_id", column)
    found = manager.filter(**{f"{column}__in": candidates}).order_by()
    chain = found.values_list(*columns)
    if not chain:
        raise Http404
    *above, (_depth, key, kind, path) = sorted(chain)
    matched = candidates.index(path)
    # None when its code is gone.
    page_type: Any = ContentType.objects.get_for_id(kind).model_class() or manager.model
    specific = page_type.serving_queryset().get(pk=key)
    # Breadcrumbs and privacy ask for them.
    specific.known_ancestors = _pages(manager, tuple(key for _depth, key, *_ in above))
    rest = segments[matched:]
    subview = subviews.find(page_type, rest, languages.active())
    if not specific.live or (rest and subview is None):
        raise Http404
    return PageRoute(specific, subview)


def _pages(manager: Any, keys: tuple[int, ...]) -> list[Any]:
    """From memory, in this order: few pages have others below them."""

    def find() -> list[Any]:
        found = manager.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    return remembered(("pages above", keys), find) if keys else []


def _by_any_slug(manager: Any, root: Any, segments: list[str]) -> tuple[Any, int]:
    """By slugs of any language: the page, and how many led to it.

    The reader's language goes before the others, and what is live before a draft.
    """
    page, depth = root, 0
    for segment in segments:
        children = manager.child_of(page)
        for language in languages.reading_order(languages.active()):
            column = localized("slug", language)
            is_exact = Case(When(**{column: segment}, then=0), default=1)
            same = with_slug(children, segment, [language])
            found = same.order_by("-live", is_exact).first()
            if found and found.live:
                break
        if not found:
            break
        page, depth = found, depth + 1
    return page, depth


def _by_old_prefix(
    request: HttpRequest, root_path: str, segments: list[str]
) -> tuple[Any, int]:
    """The page that had the longest beginning of the path, and its depth.

    An address entered in the CMS as it was written stands for the whole path.
    """
    depths = {request.path: len(segments), request.get_full_path(): len(segments)}
    prefix = below_front_page(root_path)
    for depth, segment in enumerate(segments, start=1):
        prefix += f"{segment}/"
        depths[prefix] = depth
    depths |= {path.lower(): depth for path, depth in depths.items()}

    def place(old: OldAddress) -> tuple[int, bool]:
        """Its depth, and whether it is written like this."""
        return depths.get(old.path) or depths[old.path.lower()], old.path in depths

    found = OldAddress.objects.at(languages.active(), depths).select_related("page")
    # A database may have small letters that Python has not.
    known = [old for old in found if {old.path, old.path.lower()} & depths.keys()]
    old = max(known, key=place, default=None)
    return (old.page, place(old)[0]) if old else (None, 0)


def by_old_address(paths: list[str]) -> Any:
    """The page that was once at one of the addresses in this language, or None."""
    sound = [path for path in paths if "\x00" not in path]
    known = OldAddress.objects.at(languages.active(), sound).select_related("page")
    old = max(known, key=lambda old: old.path in sound, default=None)
    return old.page if old else None


def with_slug(pages: QuerySet, slug: str, among: Iterable[str]) -> QuerySet:
    """Those with the slug in one of the languages, in any case; by an index."""
    columns, has_slug = {}, Q()
    for language in among:
        name = localized("lower_slug", language)
        columns[name] = Lower(localized("slug", language))
        has_slug |= Q(**{name: Lower(Value(slug))})
    return pages.alias(**columns).filter(has_slug)


def had_slug(slug: str) -> QuerySet:
    return OldAddress.objects.filter(slug=slug.lower())


def by_slug_alone(pages: Any, slug: str) -> Any:
    """The one public page that has, or had, the slug; None when two do."""
    public = pages.published_somewhere().originals()
    has_it = with_slug(public, slug, languages.codes())
    had_it = public.filter(pk__in=had_slug(slug).values("page"))
    for pages_with_it in (has_it, had_it):
        found = list(pages_with_it[:2])
        if found:
            return found[0] if len(found) == 1 else None
    return None
