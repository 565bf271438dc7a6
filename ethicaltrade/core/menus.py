"""The CMS's main menu: what belongs together stands in one group.

A viewset names its group by ``menu_hook``, and a menu item is registered with that
hook. A group is shown to those who see something in it.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.sidebar import PageExplorerMenuItem
from wagtail.admin.wagtail_hooks import ExplorerMenuItem
from wagtail.documents.wagtail_hooks import register_documents_menu_item
from wagtail.images.wagtail_hooks import register_images_menu_item
from wagtail.permissions import policy_registry

from ethicaltrade.basepage.models import BasePage

IN_CONTENT = {"images", "documents"}
"""Wagtail's own items, which would stand by themselves."""
NOWHERE = {"snippets"}
"""A list of lists, each of which has its place."""


def register_menu(name: str, label: Any, *, icon_name: str, order: int) -> str:
    """Add a group to the menu; returns the name of the hook for its items."""
    hook = f"register_{name}_menu_item"
    menu = Menu(register_hook_name=hook, construct_hook_name=f"construct_{name}_menu")

    @hooks.register("register_admin_menu_item")
    def group() -> SubmenuMenuItem:
        return SubmenuMenuItem(label, menu, name=name, icon_name=icon_name, order=order)

    return hook


CONTENT = register_menu("content", _("Content"), icon_name="snippet", order=110)
hooks.register(CONTENT, register_images_menu_item)
hooks.register(CONTENT, register_documents_menu_item)


class PagesMenuItem(ExplorerMenuItem):
    """Opens on the sections, where there is one site: above it is nothing to choose."""

    def render_component(self, request: HttpRequest) -> Any:
        policy = policy_registry.get_by_type(BasePage)
        start = policy.explorable_root_instance(request.user)
        if start is None:
            return super().render_component(request)
        if start.is_root() and len(below := start.get_children()[:2]) == 1:
            (start,) = below
        return PageExplorerMenuItem(
            self.name,
            self.label,
            self.url,
            start.pk,
            icon_name=self.icon_name,
            classname=self.classname,
        )


@hooks.register("construct_main_menu")
def group_what_is_wagtails(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [one for one in items if one.name not in IN_CONTENT | NOWHERE]
    for place, one in enumerate(items):
        if one.name == "settings":
            one.label = _("Set-up")
        elif one.name == "explorer":
            items[place] = PagesMenuItem(
                one.label,
                one.url,
                name=one.name,
                icon_name=one.icon_name,
                order=one.order,
            )


@hooks.register("construct_reports_menu")
def keep_history_for_administrators(
    request: HttpRequest, items: list[MenuItem]
) -> None:
    if not request.user.has_perm("wagtailcore.view_modellogentry"):
        items[:] = [one for one in items if one.name != "site-history"]
