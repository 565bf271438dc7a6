"""The guide in the CMS, where "Help" leads."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import contents

WAGTAILS = ("editor-guide", "whats-new")  # how the names of its own pages begin


@hooks.register("register_help_menu_item")
def guide_in_menu() -> MenuItem:
    return MenuItem(
        gettext_lazy("Guide for editors"),
        reverse_lazy("guide"),
        name="guide",
        icon_name="doc-full-inverse",
        order=100,
    )


@hooks.register("construct_help_menu")
def leave_wagtails_out(request: HttpRequest, items: list[Any]) -> None:
    """What leads to pages about Wagtail itself, in English."""
    items[:] = [item for item in items if not item.name.startswith(WAGTAILS)]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("guide/", index, name="guide"),
        path("guide/<slug:slug>/", page, name="guide_page"),
    ]


def index(request: HttpRequest) -> HttpResponse:
    context = {
        "header_title": _("Guide for editors"),
        "page_title": _("Guide for editors"),
        "header_icon": "help",
        "parts": contents.parts(),
    }
    return render(request, "admin/guide/index.html", context)


def page(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in contents.SLUGS:
        raise Http404
    at = contents.SLUGS.index(slug)
    shown = contents.page(slug)
    context = {
        "header_title": shown.title,
        "page_title": shown.title,
        "header_icon": "help",
        "guide_page": shown,
        "previous": contents.page(contents.SLUGS[at - 1]) if at else None,
        "next": next((contents.page(slug) for slug in contents.SLUGS[at + 1 :]), None),
    }
    return render(request, "admin/guide/page.html", context)
