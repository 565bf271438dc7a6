"""Where the staff find proposals in the CMS."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem

from . import urls
from .access import may_decide
from .log import register_actions
from .models import Proposal

hooks.register("register_log_actions", register_actions)


@hooks.register("register_admin_urls")
def staff_urls() -> list:
    """Everything below ``/admin/proposals/``."""
    return [path("proposals/", include(urls))]


@hooks.register("insert_global_admin_css")
def staff_css() -> str:
    """For a proposal beside what stands there today."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("css/admin/proposals.css")
    )


class ProposalsMenuItem(MenuItem):
    """For those who change members, with how many proposals wait for them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person decides on proposals."""
        return may_decide(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """The item, with the number behind its name."""
        component = super().render_component(request)
        if waiting := Proposal.objects.waiting().count():
            component.label = f"{component.label} ({waiting})"
        return component


@hooks.register("register_admin_menu_item")
def proposals_menu_item() -> MenuItem:
    """What members have sent in, in the main menu, below the members."""
    return ProposalsMenuItem(
        _("From members"),
        reverse("proposals:index"),
        name="proposals",
        icon_name="upload",
        order=431,
    )


class WaitingProposals(SummaryItem):
    """On the CMS's first page: how many wait for somebody."""

    order = 390
    template_name = "admin/membership/proposals/waiting.html"

    def get_context_data(self, parent_context) -> dict:
        """The number, and where they are."""
        return {
            "waiting": Proposal.objects.waiting().count(),
            "url": reverse("proposals:index"),
        }

    def is_shown(self) -> bool:
        """For those who decide on them."""
        return may_decide(self.request.user)


@hooks.register("construct_homepage_summary_items")
def count_waiting_proposals(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Add the number to the summary."""
    items.append(WaitingProposals(request))
