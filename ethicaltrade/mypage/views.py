"""My page: what is new and what comes, for the person who is logged in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from membership.members.models import Member
from membership.resources.models import ResourcePage

from . import registrations
from .access import personal, standing_of
from .sections import resources_url

SHOWN = 3


@require_safe
@personal
def overview(request: HttpRequest) -> HttpResponse:
    """The first page: the organisation, the adviser, what is new, what comes."""
    standing = standing_of(request)
    coming = registrations.to_come(request.user)[:SHOWN]
    context = {
        "name": request.user.first_name,
        "standing": standing,
        "member": standing.member,
        "last_report": last_report(standing.member),
        "waiting": standing.member and standing.member.proposals.waiting().count(),
        "resources": newest_resources(request),
        "resources_url": resources_url(request),
        "coming": registrations.shown(coming, request),
    }
    return TemplateResponse(request, "pages/mypage/overview.html", context)


def last_report(member: Member | None) -> Any:
    """The last year's report that visitors may read; None when there is none."""
    if member is None:
        return None
    return member.reports.public().order_by("-year").first()


def newest_resources(request: HttpRequest) -> list[tuple[str, str]]:
    """Titles and addresses of the newest resources that the reader may read here."""
    pages = ResourcePage.objects.published().visible_to(request.user).newest_first()
    return [(page.title, page.get_url(request) or "") for page in pages[:SHOWN]]
