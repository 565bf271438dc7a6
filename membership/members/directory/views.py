"""A member's page, below the list of members."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.template.response import TemplateResponse

from membership.members.choices import State
from membership.members.models import MemberIndexPage
from membership.members.models.members import Member, OldSlug

from .profile import Profile

GONE = 410  # RFC 9110: was here, and will not come back


def member_page(request: HttpRequest, page: MemberIndexPage, slug: str) -> HttpResponse:
    """A former member's page says so (410); a coming one has none (404)."""
    member = Member.objects.with_cards().filter(slug=slug).first()
    if member is None:
        return _from_old_slug(request, page, slug)
    if member.state == State.COMING:
        raise Http404
    context = {"page": Profile(page, member, request), "member": member}
    if member.state == State.ENDED:
        return TemplateResponse(
            request,
            "pages/membership/directory/former_member.html",
            context,
            status=GONE,
            headers={"X-Robots-Tag": "noindex"},
        )
    return TemplateResponse(request, "pages/membership/directory/member.html", context)


def _from_old_slug(
    request: HttpRequest, page: MemberIndexPage, slug: str
) -> HttpResponse:
    old = OldSlug.objects.select_related("member").filter(slug=slug).first()
    if old is None or old.member.state == State.COMING:
        raise Http404
    url = page.subview_url("member", request=request, slug=old.member.slug)
    return HttpResponsePermanentRedirect(url)
