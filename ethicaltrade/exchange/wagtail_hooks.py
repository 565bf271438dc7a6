from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets.button import Button

from . import views

TITLE = _("Translation files")


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    files = "translation-files/"
    return [
        path(files, views.FilesView.as_view(), name="exchange_files"),
        path(f"{files}file/", views.download, name="exchange_download"),
        path(f"{files}<int:pk>/", views.ImportView.as_view(), name="exchange_import"),
    ]


def files_of(keys: list[Any]) -> str:
    """The address where files of the pages are made."""
    return f"{reverse('exchange_files')}?{urlencode([('page', key) for key in keys])}"


class FilesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_use(request.user)


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return FilesMenuItem(
        TITLE,
        reverse("exchange_files"),
        name="translation-files",
        icon_name="globe",
        order=610,
    )


@hooks.register("register_page_header_buttons")
def button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    is_there = page.pk and page.depth > 1 and not page.alias_of_id
    if is_there and page.permissions_for_user(user).can_edit():
        yield Button(TITLE, files_of([page.pk]), icon_name="globe", priority=75)


@hooks.register("register_bulk_action")
class FilesOfPages(PageBulkAction):
    """Nothing is asked here: the form for the file is."""

    display_name = TITLE
    action_type = "translation_files"
    aria_label = _("Make a translation file of the selected pages")
    action_priority = 60

    def check_perm(self, obj: Any) -> bool:
        return obj.permissions_for_user(self.request.user).can_edit()

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseRedirect:
        found, _without_access = self.get_actionable_objects()
        return redirect(files_of([page.pk for page in found[: views.MOST_PAGES]]))

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        return 0, 0
