"""Where the staff find proposals in the CMS."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import (
    ModelAdminURLFinder,
    register_admin_url_finder,
)
from wagtail.admin.menu import MenuItem

from ethicaltrade.core.cms import (
    DetailedFormatter,
    RestrictedMenuItem,
    WaitingSummaryItem,
    register_log_actions,
    register_stylesheet,
    register_summary_item,
)
from membership.members.wagtail_hooks import MEMBERS

from .admin import ProposalList, ProposalView, may_decide
from .models import Proposal
from .services import PREFIX

LABELS = {
    "approved": _("Approve a proposal"),
    "declined": _("Decline a proposal"),
}


class ProposalLog(DetailedFormatter):
    def get_details(self, data: Any) -> list[str]:
        about = Proposal(kind=data.get("kind", ""), year=data.get("year"))
        return [about.subject] if about.kind else []


register_log_actions(PREFIX, LABELS, ProposalLog)
register_stylesheet("css/admin/proposals.css")


class ProposalURLFinder(ModelAdminURLFinder):
    edit_url_name = "proposals:proposal"

    def get_edit_url(self, instance: Proposal) -> str | None:
        return self.construct_edit_url(instance) if may_decide(self.user) else None


register_admin_url_finder(Proposal, ProposalURLFinder)


@hooks.register("register_admin_urls")
def staff_urls() -> list:
    addresses = [
        path("", ProposalList.as_view(), name="index"),
        path("results/", ProposalList.as_view(results_only=True), name="index_results"),
        path("<int:pk>/", ProposalView.as_view(), name="proposal"),
    ]
    return [path("proposals/", include((addresses, "proposals")))]


@hooks.register(MEMBERS)
def proposals_menu_item() -> MenuItem:
    return RestrictedMenuItem(
        _("From members"),
        reverse("proposals:index"),
        may_see=may_decide,
        count=Proposal.objects.waiting().count,
        name="proposals",
        icon_name="upload",
        order=431,
    )


@register_summary_item
class WaitingProposals(WaitingSummaryItem):
    order = 390
    template_name = "admin/membership/proposals/waiting.html"

    def get_waiting(self) -> int:
        return Proposal.objects.waiting().count()

    def get_url(self) -> str:
        return reverse("proposals:index")

    def may_see(self) -> bool:
        return may_decide(self.request.user)
