"""How somebody stands to the members: for the log-in, and for who is not let in."""

import copy
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.models import BaseViewRestriction

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages, routing
from ethicaltrade.mailboxes import has_mailbox
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.users.models import MEMBERS_GROUP
from membership.affiliations.models import Affiliation
from membership.applications.models import Application
from membership.members.choices import State
from membership.members.models import MembershipPage

register = template.Library()


class Standing(NamedTuple):
    """``kind`` is a member's state, "applicant", "stranger", or "" for nobody."""

    kind: str
    member: Any = None


@register.simple_tag(takes_context=True)
def standing(context: dict) -> Standing:
    """The reader's own; what they asked for is not looked at."""
    user = context["request"].user
    if not user.is_authenticated:
        return Standing("")
    affiliation = Affiliation.objects.select_related("member").filter(user=user).first()
    if affiliation and affiliation.member.state != State.ENDED:
        return Standing(affiliation.member.state.value, affiliation.member)
    named = has_mailbox("email", user.email) | has_mailbox("contact_email", user.email)
    if user.email and Application.objects.open().filter(named).exists():
        return Standing("applicant")
    if affiliation:
        return Standing(State.ENDED.value, affiliation.member)
    return Standing("stranger")


@register.simple_tag(takes_context=True)
def membership_url(context: dict) -> str:
    """Of the page about membership, in the reader's language; empty without one."""
    request = context["request"]
    page = MembershipPage.objects.published().visible_to(request.user).first()
    return (page and page.get_url(request)) or ""


@register.simple_tag(takes_context=True)
def is_for_members(context: dict, address: str | None) -> bool:
    """Whether a page or a document there is closed to all but the members' people.

    Who asks at the address itself is told as much: there is a log-in before it.
    """
    path = urlsplit(address or "").path
    with languages.in_language(languages.language_of(path)):
        restrictions = _restrictions_at(path, context["request"])
    return any(
        restriction.restriction_type == BaseViewRestriction.GROUPS
        and restriction.groups.filter(name=MEMBERS_GROUP).exists()
        for restriction in restrictions
    )


def _restrictions_at(path: str, request: HttpRequest) -> list[BaseViewRestriction]:
    try:
        match = resolve(path)
    except Resolver404:
        return []
    if match.url_name == "wagtaildocs_serve":
        document = CustomDocument.objects.filter(pk=match.args[0]).first()
        return list(document.collection.get_view_restrictions()) if document else []
    page = None
    if match.url_name == "page_by_number":
        page = BasePage.objects.filter(pk=match.kwargs["number"], live=True).first()
    elif match.url_name in ("wagtail_serve", "file_below_page"):
        asked = copy.copy(request)
        asked.path = asked.path_info = path
        route = routing.route(BasePage.objects, asked, match.args[0])
        page = route and route.page
    return list(page.get_view_restrictions()) if page else []
