"""Where the staff find applications in the CMS."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem

from membership.applications.models import Application

from .admin import urls
from .admin.access import may_decide


@hooks.register("register_admin_urls")
def application_urls() -> list:
    """Everything below ``/admin/applications/``."""
    return [path("applications/", include(urls))]


@hooks.register("insert_global_admin_css")
def application_css() -> str:
    """For the pages of applications."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("css/admin/applications.css")
    )


@hooks.register("register_permissions")
def application_permissions() -> QuerySet:
    """What a group may be given in the CMS."""
    return Permission.objects.filter(
        content_type__app_label="applications", codename="change_application"
    )


class ApplicationsMenuItem(MenuItem):
    """With how many applications wait for the staff."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For those who may decide."""
        return may_decide(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """The item, with the number behind its name."""
        component = super().render_component(request)
        if waiting := Application.objects.waiting().count():
            component.label = f"{component.label} ({waiting})"
        return component


@hooks.register("register_admin_menu_item")
def applications_menu_item() -> MenuItem:
    """The applications, beside the members."""
    return ApplicationsMenuItem(
        _("Applications"),
        reverse("membership_applications:index"),
        name="applications",
        icon_name="clipboard-list",
        order=432,
    )


class WaitingApplications(SummaryItem):
    """On the CMS's first page: how many applications wait for somebody."""

    order = 410
    template_name = "admin/membership/applications/waiting.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The number, and where they are."""
        url = reverse("membership_applications:index")
        return {
            "waiting": Application.objects.waiting().count(),
            "url": f"{url}?state=new&state=in-review",
        }

    def is_shown(self) -> bool:
        """For those who may decide."""
        return may_decide(self.request.user)


@hooks.register("construct_homepage_summary_items")
def count_waiting_applications(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Add the number to the summary."""
    items.append(WaitingApplications(request))
