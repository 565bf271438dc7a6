"""What several apps add to the CMS: menu items, the log, a style sheet."""

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables.pages import NavigateToChildrenColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.chooser import PageNavigateToChildrenColumn
from wagtail.admin.widgets import BaseChooser
from wagtail.log_actions import LogFormatter

from ethicaltrade.privacy.cache_control import private


class RestrictedMenuItem(MenuItem):
    """A menu item for some; ``count``, how many things wait, stands behind its name."""

    def __init__(
        self,
        label: Any,
        url: Any,
        *,
        may_see: Callable[[Any], bool],
        count: Callable[[], int] | None = None,
        **kwargs: Any,
    ) -> None:
        self.may_see = may_see
        self.count = count
        super().__init__(label, url, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return self.may_see(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if self.count and (waiting := self.count()):
            component.label = f"{component.label} ({waiting})"
        return component


class WaitingSummaryItem(SummaryItem):
    """On the CMS's first page: how many things wait for somebody, if any do."""

    def may_see(self) -> bool:
        raise NotImplementedError

    def get_waiting(self) -> int:
        raise NotImplementedError

    def get_url(self) -> str:
        raise NotImplementedError

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"waiting": self.waiting, "url": self.get_url()}

    @cached_property
    def waiting(self) -> int:
        return self.get_waiting()

    def is_shown(self) -> bool:
        return self.may_see() and self.waiting > 0


def register_summary_item(item: type[SummaryItem]) -> type[SummaryItem]:
    """Add the item to the CMS's first page; a class decorator."""

    @hooks.register("construct_homepage_summary_items")
    def add_item(request: HttpRequest, items: list[SummaryItem]) -> None:
        items.append(item(request))

    return item


def register_stylesheet(path: str) -> None:

    @hooks.register("insert_global_admin_css")
    def link() -> str:
        return format_html('<link rel="stylesheet" href="{}">', static(path))


# Widgets, without scripts in the page


@hooks.register("insert_global_admin_js")
def widgets_script() -> str:
    return format_html('<script src="{}"></script>', static("js/admin/widgets.js"))


@hooks.register("insert_global_admin_js")
def names_script() -> str:
    return format_html(
        '<script src="{}" defer></script>', static("js/admin/wagtail.js")
    )


def start_choosers_without_scripts() -> None:
    """Wagtail's choosers of pages, pictures and the like; other widgets by template."""
    BaseChooser.render = render_chooser


def leave_no_heading_empty() -> None:
    """Where one goes on to the pages below, as Wagtail itself does in the explorer."""
    PageNavigateToChildrenColumn.render_header_html = (
        NavigateToChildrenColumn.render_header_html
    )


def render_chooser(
    self: BaseChooser, name: str, value: Any, attrs: Any = None, renderer: Any = None
) -> str:
    shown = self.get_value_data(value)
    options = self.get_js_init_options(attrs["id"], name, shown)
    start = {
        "name": self.js_constructor,
        "id": attrs["id"],
        "options": json.dumps(options),
    }
    return format_html(
        "{}{}",
        self.render_html(name, shown, attrs),
        render_to_string("wagtailadmin/widgets/start.html", start),
    )


# The log-in, while a form is open: static/js/admin/session.js


@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """Who may use the CMS, and a token for their forms; ``user`` is None for others.

    Open to all, and 200: a window that is left open asks every minute.
    """
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return private(JsonResponse({"user": None}))
    name = get_user_display_name(request.user)
    user = {"user": request.user.pk, "name": name, "token": get_token(request)}
    return private(JsonResponse(user))


@hooks.register("insert_global_admin_js")
def session_script() -> str:
    words = {
        "ended": _(
            "You have been logged out. What you wrote is still here. Log in in another "
            "tab, come back, and save."
        ),
        "log-in": _("Log in (opens in a new tab)"),
        "again": _("You are logged in again, and can save."),
        "other": _(
            "You are now logged in as {name}. What you save here is saved under that "
            "name. Save again to continue."
        ),
        "silent": _(
            "The site is not responding. What you wrote is still here. Try again soon."
        ),
        "url": reverse("cms_session"),
        "log-in-url": f"{reverse('account_login')}?next={reverse('wagtailadmin_home')}",
    }
    data = format_html_join(" ", 'data-{}="{}"', words.items())
    source = static("js/admin/session.js")
    return format_html('<script src="{}" defer {}></script>', source, data)


register_stylesheet("css/admin/session.css")

# Views


class RestrictedView:
    """For a view in the CMS: 403 to those who may not see it, and never cached."""

    request: HttpRequest
    may_see: ClassVar[Callable[[Any], bool]]  # takes the user; a static method

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_see(request.user):
            raise PermissionDenied
        return private(super().dispatch(request, *args, **kwargs))  # type: ignore[misc]


class DetailedFormatter(LogFormatter):
    """One line in a record's history: the action, a colon, and details."""

    label: ClassVar[Any] = ""

    def get_details(self, data: Mapping[str, Any]) -> list[str]:
        """``data`` is what was logged with the action."""
        return []

    def format_message(self, log_entry: Any) -> str:
        details = ", ".join(map(str, self.get_details(log_entry.data or {})))
        return f"{self.label}: {details}" if details else str(self.label)


def register_log_actions(
    prefix: str, labels: Mapping[str, Any], formatter: type[LogFormatter]
) -> None:
    """Make Wagtail's log know the actions ``<prefix>.<name>``."""

    @hooks.register("register_log_actions")
    def register(actions: Any) -> None:
        for name, label in labels.items():
            labelled = type(formatter.__name__, (formatter,), {"label": label})
            actions.register_action(f"{prefix}.{name}")(labelled)
