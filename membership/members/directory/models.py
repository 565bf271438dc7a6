"""The member directory: the list, and a page for each member below it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, ClassVar, NamedTuple

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from ethicaltrade.core.pages import WrittenPage
from membership.members.models.members import Member, OldSlug
from membership.members.vocabulary import State

from . import letters
from .filters import MemberFilter
from .profile import Profile

PER_PAGE = 60  # full rows of two and of three
GONE = 410  # RFC 9110: was here, and will not come back


class Group(NamedTuple):
    """Members under one letter."""

    name: str
    members: list[Any]


class MemberIndexPage(RoutablePageMixin, WrittenPage):
    """Everyone who is a member, from A to Å."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["membership.MembershipPage"]
    subpage_types: ClassVar[list[str]] = []
    required_when_published: ClassVar[tuple[str, ...]] = ("title",)
    page_description = _("The members, with a page for each")
    template = "pages/membership/directory/member_index_page.html"

    class Meta:
        verbose_name = _("member directory")
        verbose_name_plural = _("member directories")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add the members that the filters let through, one page of them."""
        context = super().get_context(request, *args, **kwargs)
        members = Member.objects.visible_to(request.user)
        chosen = MemberFilter(request.GET, members)
        listed = self.paginate(chosen.apply(members), chosen.page_number)
        context |= {
            "filter": chosen,
            "letters": letters.letters_of(chosen.narrow(members)),
            "members": listed,
            "groups": by_letter(listed),
        }
        return context

    @staticmethod
    def paginate(members: Any, number: int) -> PaginatorPage:
        """One page of members; the last one for a number too high."""
        return Paginator(members.with_cards(), PER_PAGE).get_page(number)

    # A member's own page

    @path("<slug:slug>/", name="member")
    def member(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A member's page; a former member's says so (410), a coming one has none."""
        member = Member.objects.with_cards().filter(slug=slug).first()
        if member is None:
            return self._from_old_slug(request, slug)
        if member.state == State.COMING:
            raise Http404
        profile = Profile(self, member, request)
        context = {"page": profile, "member": member}
        if member.state == State.ENDED:
            return TemplateResponse(
                request,
                "pages/membership/directory/former_member.html",
                context,
                status=GONE,
                headers={"X-Robots-Tag": "noindex"},
            )
        return TemplateResponse(
            request, "pages/membership/directory/member.html", context
        )

    def _from_old_slug(self, request: HttpRequest, slug: str) -> HttpResponse:
        old = OldSlug.objects.select_related("member").filter(slug=slug).first()
        if old is None or old.member.state == State.COMING:
            raise Http404
        return HttpResponsePermanentRedirect(self.url_of(old.member, request))

    def url_of(self, member: Any, request: HttpRequest | None = None) -> str:
        """A member's address in the active language."""
        return f"{self.get_url(request)}{member.slug}/"


def by_letter(members: Iterable[Any]) -> list[Group]:
    """The members under their letters, in the order they come."""
    names = dict(letters.choices())
    return [
        Group(names[letter], list(group))
        for letter, group in groupby(members, key=letters.letter_of)
    ]
