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
    language's slug, an old slug) is marked on the request as ``moved_to_page``; the
    redirect itself waits until Wagtail has checked who may see the page.
    """
    site = Site.find_for_request(request)
    segments = segments_of(path)
    if site is None or segments is None:
        return None
    root = site.root_page
    root_path = languages.value_in(root, "url_path", languages.active())
    old_path = root_path + "".join(f"{segment}/" for segment in segments)
    old_addresses = [old_path, request.path, request.get_full_path()]
    # The previous site's "/?p=34404" would else be the front page.
    page = None if segments or not request.GET else by_old_address(old_addresses)
    if page is None:
        try:
            return _route_by_address(manager, request, root_path, segments)
        except Http404:
            page = (
                by_old_address(old_addresses)
                or _by_any_slug(manager, root, segments)
                or by_slug_alone(manager, "/".join(segments))
            )
    if page is None or not page.live:
        return None
    request.moved_to_page = True  # type: ignore[attr-defined]
    return RouteResult(page.specific)


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


def _by_any_slug(manager: Any, root: Any, segments: list[str]) -> Any:
    """Walk down by the slugs of whichever language; None when a step fails."""
    page = root
    for segment in segments:
        children = manager.child_of(page)
        for language in languages.reading_order(languages.active()):
            found = children.filter(**{localized("slug", language): segment}).first()
            if found:
                break
        if not found:
            return None
        page = found
    return page


def by_old_address(paths: list[str]) -> Any:
    """The page that was once at one of the paths in this language."""
    old = (
        OldAddress.objects.filter(language=languages.active(), path__in=paths)
        .select_related("page")
        .first()
    )
    return old.page if old else None


def by_slug_alone(pages: Any, slug: str) -> Any:
    """The one public page with the slug, wherever it is; None when two have it.

    The previous site had its pages right below ``/`` and ``/en/``, whatever their
    language.
    """
    has_slug = Q()
    for language in languages.codes():
        has_slug |= Q(**{localized("slug", language): slug})
    found = list(pages.published_somewhere().filter(has_slug)[:2])
    return found[0] if len(found) == 1 else None
