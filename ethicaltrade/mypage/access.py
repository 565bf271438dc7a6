"""Who reads My page, and which parts of it they have; no view of it is ever cached."""

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ethicaltrade.privacy.cache_control import View, personal
from ethicaltrade.users import sections
from ethicaltrade.users.sections import Section
from membership.affiliations.models import Affiliation
from membership.members.choices import State
from membership.members.models import Member
from membership.resources.models import ResourceIndexPage


@dataclass(frozen=True)
class Membership:
    """A person's own: no affiliation, or one to a member that is not active today."""

    affiliation: Affiliation | None
    member: Member | None

    @property
    def is_main_contact(self) -> bool:
        return bool(self.affiliation and self.affiliation.is_main)


def membership_of(request: HttpRequest) -> Membership:
    """Asked for once a request."""
    if not hasattr(request, "_membership"):
        request._membership = _find_membership(request.user)
    return request._membership


def _find_membership(user: Any) -> Membership:
    affiliation = (
        Affiliation.objects.select_related("member__adviser__photo")
        .filter(user=user)
        .first()
    )
    if affiliation is None:
        return Membership(None, None)
    member = affiliation.member
    return Membership(affiliation, member if member.state is State.ACTIVE else None)


def for_members(view: View) -> View:
    """Pass the active member of the reader on; 403 for the others."""

    @personal
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        member = membership_of(request).member
        if member is None:
            context = {"membership": membership_of(request)}
            name = "pages/mypage/no_member.html"
            return TemplateResponse(request, name, context, status=403)
        return view(request, member, *args, **kwargs)

    return wrapper


@sections.register
def sections_of_my_page(request: HttpRequest) -> list[Section]:
    is_member = membership_of(request).member is not None
    names = [("my_page", _("Overview"))]
    if is_member:
        names += [
            ("my_organisation", _("The organisation")),
            ("colleagues", _("Colleagues")),
        ]
    names += [("my_registrations", pgettext("of a person", "Registrations"))]
    found = [_section(request, name, title) for name, title in names]
    if resources := resources_url(request):
        found.append(Section(_("Resources"), resources))
    found += [
        _section(request, "account", _("Log-in and security")),
        _section(request, "my_data", _("My data")),
    ]
    return found


def _section(request: HttpRequest, name: str, title: str) -> Section:
    url = reverse(name)
    is_current = request.path == url
    is_below = name != "my_page" and request.path.startswith(url)
    return Section(title, url, is_current, is_below and not is_current)


def resources_url(request: HttpRequest) -> str:
    """Empty when this reader cannot read the resources here."""
    pages = ResourceIndexPage.objects.published().originals().visible_to(request.user)
    page = pages.first()
    return (page and page.get_url(request)) or ""
