"""Where the staff find a member's people in the CMS."""

from collections.abc import Iterator
from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import (
    ModelAdminURLFinder,
    register_admin_url_finder,
)
from wagtail.admin.widgets.button import Button, HeaderButton

from ethicaltrade.core.cms import DetailedFormatter, register_log_actions
from membership.members.models import Member

from .admin import HandOverView, PeopleView, RemoveView, may_change_people
from .models import Affiliation
from .services import PREFIX

LABELS = {
    "invite": gettext_lazy("Invite somebody"),
    "resend": gettext_lazy("Send an invitation again"),
    "withdraw": gettext_lazy("Withdraw an invitation"),
    "join": gettext_lazy("Accept an invitation"),
    "remove": gettext_lazy("Remove somebody"),
    "leave": gettext_lazy("Delete one’s own account"),
    "hand_over": gettext_lazy("Make somebody the main contact"),
}


class AffiliationLog(DetailedFormatter):
    def get_details(self, data: Any) -> list[str]:
        details = []
        if "user" in data:
            details.append(_("user no. %(number)s") % {"number": data["user"]})
        if "invitation" in data:
            number = {"number": data["invitation"]}
            details.append(_("invitation no. %(number)s") % number)
        return details


register_log_actions(PREFIX, LABELS, AffiliationLog)


@hooks.register("register_admin_urls")
def people_urls() -> list:
    addresses = [
        path("", PeopleView.as_view(), name="list"),
        path("<int:pk>/remove/", RemoveView.as_view(), name="remove"),
        path("<int:pk>/hand-over/", HandOverView.as_view(), name="hand_over"),
    ]
    people = include((addresses, "member_people"))
    return [path("members/<int:member_id>/people/", people)]


@hooks.register("register_snippet_listing_buttons")
def listing_button(
    snippet: Any, user: Any, next_url: str | None = None
) -> Iterator[Button]:
    if isinstance(snippet, Member) and may_change_people(user):
        yield Button(_("People"), url=url_of(snippet), icon_name="group", priority=15)


@hooks.register("register_member_buttons")
def member_button(member: Member) -> list[Button]:
    return [HeaderButton(_("People"), url=url_of(member), icon_name="group")]


def url_of(member: Member) -> str:
    return reverse("member_people:list", args=[member.pk])


class AffiliationURLFinder(ModelAdminURLFinder):
    def get_edit_url(self, instance: Affiliation) -> str | None:
        return url_of(instance.member) if may_change_people(self.user) else None


register_admin_url_finder(Affiliation, AffiliationURLFinder)
