"""Menus, breadcrumbs and links, with what the reader may see alone."""

from collections.abc import Iterable
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Site

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import active
from ethicaltrade.bilingual.routing import site_of
from ethicaltrade.caching.memory import remembered
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.privacy.visibility import readership

from .models import FooterPage, SiteSettings

MENU_DEPTH = 3  # right below the front page


class MenuItem(NamedTuple):
    title: str
    url: str
    is_current: bool = False
    is_section: bool = False


class ListedPage(NamedTuple):
    """What menus tell of a page, in one language to one kind of reader."""

    pk: int
    path: str  # in the tree
    type: type | None
    title: str
    url: str
    is_in_menu: bool
    footer_order: int | None


def navigation_pages(request: HttpRequest) -> tuple[ListedPage, ...]:
    """The pages of the menus, and of the closing block; from memory."""
    name = f"_navigation_{active()}"
    if not hasattr(request, name):
        site = site_of(request)
        key = ("navigation", site and site.pk, active(), readership(request.user))
        find = partial(_find_navigation_pages, request, site)
        setattr(request, name, remembered(key, find))
    return getattr(request, name)


def _find_navigation_pages(
    request: HttpRequest, site: Site | None
) -> tuple[ListedPage, ...]:
    if site is None:
        return ()
    settings = SiteSettings.for_request(request)
    footer = FooterPage.objects.filter(settings=settings).order_by("-sort_order")
    orders = dict(footer.values_list("page", "sort_order"))
    in_menu = BasePage.objects.child_of_q(site.root_page) & Q(show_in_menus=True)
    pages = (
        BasePage.objects.filter(
            in_menu | Q(pk__in=[*orders, settings.closing_page_id or 0])
        )
        .published()
        .visible_to(request.user)
    )
    return tuple(
        ListedPage(
            pk=page.pk,
            path=page.path,
            type=page.specific_class,
            title=page.title,
            url=page.get_url(request) or "",
            is_in_menu=page.show_in_menus and page.depth == MENU_DEPTH,
            footer_order=orders.get(page.pk),
        )
        for page in sorted(pages, key=attrgetter("path"))
    )


def readable_url(request: HttpRequest | None, page: Any) -> str:
    """ "" when this reader cannot read the page in this language.

    Without a request, in the editor's picture of a block, nothing is hidden.
    """
    if page is None or not page.is_published_in(active()):
        return ""
    if request is None:
        return page.url or ""
    for listed in navigation_pages(request):
        if listed.pk == page.pk:
            return listed.url
    here = BasePage.objects.filter(pk=page.pk)
    return (page.get_url(request) or "") if here.visible_to(request.user) else ""


def readable_documents(
    request: HttpRequest | None, documents: Iterable[Any]
) -> list[Any]:
    """Leave out documents that are closed to the reader: a title can tell as much."""
    chosen = [document for document in documents if document]
    if request is None or not chosen:
        return chosen
    user = getattr(request, "user", AnonymousUser())
    listed = CustomDocument.objects.filter(pk__in=[each.pk for each in chosen])
    readable = set(listed.visible_to(user).values_list("pk", flat=True))
    return [document for document in chosen if document.pk in readable]


def main_menu(request: HttpRequest, page: Any = None) -> list[MenuItem]:
    path = page.path if page is not None else ""
    return [
        MenuItem(
            title=item.title,
            url=item.url,
            is_current=item.path == path,
            is_section=path.startswith(item.path) and item.path != path,
        )
        for item in navigation_pages(request)
        if item.is_in_menu
    ]


def footer_menu(request: HttpRequest) -> list[MenuItem]:
    chosen = [
        page for page in navigation_pages(request) if page.footer_order is not None
    ]
    return [
        MenuItem(page.title, page.url)
        for page in sorted(chosen, key=attrgetter("footer_order"))
    ]


def privacy_url(request: HttpRequest) -> str:
    """The page that tells what is done with personal data; "" if it is in no menu."""
    found = (
        page.url
        for page in navigation_pages(request)
        if getattr(page.type, "tells_of_personal_data", False)
    )
    return next(found, "")


def breadcrumbs(request: HttpRequest, page: Any) -> list[MenuItem]:
    """The pages above that can be read here."""
    return [
        MenuItem(ancestor.title, ancestor.get_url(request))
        for ancestor in page.known_ancestors
        if ancestor.is_published_in(active())
    ]
