"""From a request's path to a page, in the language being read.

A path looked up whole is one query, where Wagtail's walk asks once a segment.
"""

from typing import Any

import swapper
from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail.models import Site
from wagtail.url_routing import RouteResult

from . import languages
from .languages import localized
from .models import OldAddress

MAX_PATH_LENGTH = 2048  # characters; longer is nobody's address
MAX_SEGMENTS = 12


def page_model() -> Any:
    """The project's base page."""
    return swapper.load_model("wagtailcore", "Page")


def segments_of(path: str) -> list[str] | None:
    """The path's parts; None when no page of any site can have such a path."""
    segments = [segment for segment in path.split("/") if segment]
    if len(path) > MAX_PATH_LENGTH or len(segments) > MAX_SEGMENTS or "\x00" in path:
        return None
    return segments


def route(manager: Any, request: HttpRequest, path: str) -> RouteResult | None:
    """Find what answers the path, or None.

    A page found by an address that is not its own in this language (the other
    language's slug, an old slug) is marked on the request as ``moved_to``; the
    redirect itself waits until Wagtail has checked who may see the page.
    """
    site = Site.find_for_request(request)
    segments = segments_of(path)
    if site is None or segments is None:
        return None
    root = site.root_page
    root_path = languages.value_in(root, "url_path", languages.active())
    if not segments and (page := _by_numbered_address(request)):
        return _moved(request, page)
    try:
        return _route_by_address(manager, request, root_path, segments)
    except Http404:
        return _route_elsewhere(manager, request, root, root_path, segments)


def _moved(request: HttpRequest, page: Any, rest: str = "") -> RouteResult | None:
    if not page.live:
        return None
    request.moved_to = rest  # type: ignore[attr-defined]
    return RouteResult(page.specific)


def _by_numbered_address(request: HttpRequest) -> Any:
    """The page behind the previous site's ``/?p=34404``, whatever else is asked."""
    number = request.GET.get("p", "")
    if not number.isascii() or not number.isdigit():
        return None
    return by_old_address([f"{request.path}?p={number}"])


def _route_elsewhere(
    manager: Any, request: HttpRequest, root: Any, root_path: str, segments: list[str]
) -> RouteResult | None:
    """Old addresses, slugs of other languages, and what lies below such pages."""
    found, depth = _by_any_slug(manager, root, segments)
    old, old_depth = _by_old_prefix(request, root_path, segments)
    if old_depth > depth or (old_depth == depth and old):
        found, depth = old, old_depth
    if depth == len(segments):
        return _moved(request, found)
    below = manager.descendant_of(root)
    if len(segments) == 1 and (page := by_slug_alone(below, segments[0])):
        return _moved(request, page)
    return _below(request, found, segments[depth:]) if depth else None


def _below(request: HttpRequest, page: Any, rest: list[str]) -> RouteResult | None:
    """A page's own route, such as its feed, below an address it no longer has."""
    try:
        page.specific.route(request, rest)
    except Http404:
        return None
    return _moved(request, page, "/".join(rest) + "/")


def _route_by_address(
    manager: Any, request: HttpRequest, root_path: str, segments: list[str]
) -> RouteResult:
    """The deepest page on the path answers, or routes what is left of the path."""
    column = localized("url_path", languages.active())
    candidates = [root_path]
    for segment in segments:
        candidates.append(f"{candidates[-1]}{segment}/")
    # The page comes with its ancestors: breadcrumbs and privacy ask for them again.
    chain = list(manager.filter(**{f"{column}__in": candidates}).order_by("depth"))
    if not chain:
        raise Http404
    *ancestors, page = chain
    matched = candidates.index(languages.value_in(page, "url_path", languages.active()))
    rest = segments[matched:]
    request.is_below_page = bool(rest)  # type: ignore[attr-defined]
    page_type = page.specific_class or type(page)  # None when its code is gone
    specific = page_type.serving_queryset().get(pk=page.pk)
    specific.known_ancestors = ancestors
    return specific.route(request, rest)


def _by_any_slug(manager: Any, root: Any, segments: list[str]) -> tuple[Any, int]:
    """Walk down by the slugs of whichever language, as far as they go.

    Returns the page and how many segments led to it. The reader's language goes
    before the others, and what is live before a draft.
    """
    page, depth = root, 0
    for segment in segments:
        children = manager.child_of(page).order_by("-live")
        for language in languages.reading_order(languages.active()):
            found = children.filter(**{localized("slug", language): segment}).first()
            if found and found.live:
                break
        if not found:
            break
        page, depth = found, depth + 1
    return page, depth


def _by_old_prefix(
    request: HttpRequest, root_path: str, segments: list[str]
) -> tuple[Any, int]:
    """The page that once had the path, or the longest piece of it, and its depth.

    An address entered in the CMS as it was written stands for the whole path.
    """
    depths = {request.path: len(segments), request.get_full_path(): len(segments)}
    prefix = root_path
    for depth, segment in enumerate(segments, start=1):
        prefix += f"{segment}/"
        depths[prefix] = depth
    known = OldAddress.objects.filter(language=languages.active(), path__in=depths)
    old = max(
        known.select_related("page"), key=lambda old: depths[old.path], default=None
    )
    return (old.page, depths[old.path]) if old else (None, 0)


def by_old_address(paths: list[str]) -> Any:
    """The page that was once at one of the addresses in this language, or None."""
    sound = [path for path in paths if "\x00" not in path]
    old = (
        OldAddress.objects.filter(language=languages.active(), path__in=sound)
        .select_related("page")
        .first()
    )
    return old.page if old else None


def by_slug_alone(pages: Any, slug: str) -> Any:
    """The one public page that has, or had, the slug; None when two do.

    The previous site had its pages right below ``/`` and ``/en/``, whatever their
    language.
    """
    has_slug = Q()
    for language in languages.codes():
        has_slug |= Q(**{localized("slug", language): slug})
    public = pages.published_somewhere()
    had_slug = Q(old_addresses__path__endswith=f"/{slug}/")
    for condition in (has_slug, had_slug):
        found = list(public.filter(condition).distinct()[:2])
        if found:
            return found[0] if len(found) == 1 else None
    return None
