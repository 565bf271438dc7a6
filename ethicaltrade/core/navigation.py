"""Menus, breadcrumbs and links, with what the reader may see alone."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest
from wagtail.models import Site

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import active
from ethicaltrade.media.models import CustomDocument

from .models import FooterPage, SiteSettings

MENU_DEPTH = 3  # right below the front page


class MenuItem(NamedTuple):
    title: str
    url: str
    is_current: bool = False
    is_section: bool = False


def navigation_pages(request: HttpRequest) -> list[Any]:
    """The pages of the menus, and of the closing block: one query a request."""
    name = f"_navigation_{active()}"
    if not hasattr(request, name):
        setattr(request, name, _find_navigation_pages(request))
    return getattr(request, name)


def _find_navigation_pages(request: HttpRequest) -> list[Any]:
    site = Site.find_for_request(request)
    if site is None:
        return []
    in_footer = FooterPage.objects.filter(
        settings__site=site, page=OuterRef("pk")
    ).order_by("sort_order")
    in_menu = BasePage.objects.child_of_q(site.root_page) & Q(show_in_menus=True)
    is_closing = Q(pk=SiteSettings.for_request(request).closing_page_id)
    return list(
        BasePage.objects.alias(is_in_footer=Subquery(in_footer.values("page")[:1]))
        .filter(in_menu | is_closing | Q(is_in_footer__isnull=False))
        .annotate(footer_order=Subquery(in_footer.values("sort_order")[:1]))
        .published()
        .visible_to(request.user)
        .order_by("path")
    )


def readable_url(request: HttpRequest | None, page: Any) -> str:
    """ "" when this reader cannot read the page in this language.

    Without a request, in the editor's picture of a block, nothing is hidden.
    """
    if page is None or not page.is_published_in(active()):
        return ""
    if request is None:
        return page.url or ""
    if page.pk not in {known.pk for known in navigation_pages(request)} and not (
        BasePage.objects.filter(pk=page.pk).visible_to(request.user).exists()
    ):
        return ""
    return page.get_url(request) or ""


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
            url=item.get_url(request),
            is_current=item.path == path,
            is_section=path.startswith(item.path) and item.path != path,
        )
        for item in navigation_pages(request)
        if item.show_in_menus and item.depth == MENU_DEPTH
    ]


def footer_menu(request: HttpRequest) -> list[MenuItem]:
    chosen = [
        page for page in navigation_pages(request) if page.footer_order is not None
    ]
    return [
        MenuItem(page.title, page.get_url(request))
        for page in sorted(chosen, key=lambda page: page.footer_order)
    ]


def breadcrumbs(request: HttpRequest, page: Any) -> list[MenuItem]:
    """The pages above that can be read here."""
    return [
        MenuItem(ancestor.title, ancestor.get_url(request))
        for ancestor in page.known_ancestors
        if ancestor.is_published_in(active())
    ]
