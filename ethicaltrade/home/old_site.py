"""Addresses of the previous site that people still follow.

Those with a number in them (``/?p=34404``) are entered in the CMS.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as Moved
from wagtail.views import serve

from articles.models import ArticleIndexPage
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import routing
from ethicaltrade.bilingual.typed_links import only_sends_on
from ethicaltrade.bilingual.urls import send_on
from events.models import EventIndexPage

SECTIONS = {"artikel": ArticleIndexPage, "arrangement": EventIndexPage}


@only_sends_on
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """``/artikel/<slug>/`` and ``/arrangement/<slug>/``: the page with the slug.

    Only for who may see it: a gated page's address is told to nobody else.
    """
    visible = _visible(request)
    entered = routing.by_old_address([request.get_full_path(), request.path])
    if entered:
        return _moved(visible.filter(pk=entered.pk).first(), request)
    return _moved(routing.by_slug_alone(visible, slug), request)


def front_page(request: HttpRequest) -> HttpResponse:
    """``/?p=34404``: what was entered for it, whatever else is asked; else our own."""
    number = request.GET.get("p", "")
    if number.isascii() and number.isdigit():
        old = routing.by_old_address([f"{request.path}?p={number}"])
        if old:
            request.GET = request.GET.copy()
            del request.GET["p"]
            return send_on(request, old)
    return serve(request, "")


@only_sends_on
def numbered(request: HttpRequest, address: str) -> HttpResponse:
    """``/Artikler/8642.html`` and its kin, as they were entered in the CMS."""
    old = routing.by_old_address([request.get_full_path(), request.path])
    return _moved(old and _visible(request).filter(pk=old.pk).first(), request)


@only_sends_on
def section(request: HttpRequest, name: str) -> HttpResponse:
    """``/artikel/`` and ``/artikel/page/49``: the list that replaced it."""
    lists = SECTIONS[name].objects.published_somewhere().visible_to(request.user)
    return _moved(lists.first(), request)


def _visible(request: HttpRequest):
    return BasePage.objects.published_somewhere().visible_to(request.user)


def _moved(found: BasePage | None, request: HttpRequest) -> HttpResponse:
    url = found and found.get_url(request)
    if not url:
        raise Http404
    return Moved(url)
