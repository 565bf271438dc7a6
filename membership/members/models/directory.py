"""The member directory: the list, and a page for each member below it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, ClassVar, NamedTuple

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import (
    HttpRequest,
)
from django.utils.translation import gettext_lazy as _

from ethicaltrade.core.pages import WrittenPage
from membership.members.filters import MemberFilter, initial_of, initials, initials_of

from .members import Member

PER_PAGE = 60  # full rows of two and of three


class Group(NamedTuple):
    name: str
    members: list[Any]


class MemberIndexPage(WrittenPage):
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
        context = super().get_context(request, *args, **kwargs)
        members = Member.objects.visible_to(request.user)
        chosen = MemberFilter(request.GET, members)
        listed = self.paginate(chosen.apply(members), chosen.page_number)
        context |= {
            "filter": chosen,
            "letters": initials_of(chosen.narrow(members)),
            "members": listed,
            "groups": by_letter(listed),
        }
        return context

    @staticmethod
    def paginate(members: Any, number: int) -> PaginatorPage:
        """The last page for a number too high."""
        return Paginator(members.with_cards(), PER_PAGE).get_page(number)


def by_letter(members: Iterable[Any]) -> list[Group]:
    names = dict(initials())
    return [
        Group(names[letter], list(group))
        for letter, group in groupby(members, key=initial_of)
    ]
