"""The page about membership, and the member directory below it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, ClassVar, NamedTuple

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.core.blocks import BodyField
from ethicaltrade.core.head import script
from ethicaltrade.core.memory import remembered_for
from ethicaltrade.core.pages import WithContactPerson, WrittenPage
from membership.members.blocks import MembershipSectionsBlock, questions_data
from membership.members.fees.calculator import Calculator
from membership.members.fees.models import FeeTable
from membership.members.filters import (
    Initial,
    MemberFilter,
    initial_of,
    initials,
    initials_of,
)

from .members import Member

PER_PAGE = 60  # members; full rows of two and of three


class MembershipPage(WithContactPerson, WrittenPage):
    """About membership: why join, what it asks, what it costs."""

    sections = BodyField(MembershipSectionsBlock, verbose_name=_("sections"))

    max_count = 1
    anchors: ClassVar[tuple[str, ...]] = (
        *("questions", "price", "estimate", "section-*", "membership-end"),
    )
    # Arranged once; the blocks hold their words in every language.
    same_in_every_language: ClassVar[tuple[str, ...]] = (
        *WrittenPage.same_in_every_language,
        "sections",
    )
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = [
        "membership.MemberIndexPage",
        "applications.ApplicationPage",
        "resources.ResourceIndexPage",
    ]
    template = "pages/membership/membership_page.html"

    search_fields = [*WrittenPage.search_fields, index.SearchField("sections")]
    content_panels = [
        *WrittenPage.content_panels,
        FieldPanel(
            "sections", help_text=_("In this order, whatever the reader's language.")
        ),
        FieldPanel("contact_person"),
    ]

    class Meta:
        verbose_name = _("membership page")
        verbose_name_plural = _("membership pages")

    @classmethod
    def serving_queryset(cls) -> Any:
        """With the contact person: no query of its own."""
        return cls.objects.select_related("contact_person__photo")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        parts = {
            "calculator": lambda: Calculator(request.GET),
            "fees": FeeTable.current,
            "ways": lambda: self.ways_on(request),
            "members_count": Member.objects.visible_to(request.user).count,
        }
        context |= {name: SimpleLazyObject(find) for name, find in parts.items()}
        # What somebody has asked the calculator is not remembered.
        return context | {"key": None if Calculator.is_asked(request.GET) else ""}

    def ways_on(self, request: HttpRequest) -> dict[str, str]:
        """Addresses of the pages below that the reader may see, by model: one query."""
        below = BasePage.objects.child_of(self).published().visible_to(request.user)
        return {
            page.cached_content_type.model: page.get_url(request)
            for page in below.order_by("-path")
        }

    @property
    def questions_json_ld(self) -> SafeString:
        data = questions_data(self.sections)
        return script(data) if data else SafeString("")


class Group(NamedTuple):
    name: str
    members: list[Any]


class MemberIndexPage(WrittenPage):
    max_count = 1
    anchors: ClassVar[tuple[str, ...]] = ("letter-*", "closing-block")
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
        listed = Directory(self, request)
        return context | {
            "key": MemberFilter.key_of(request.GET),
            "filter": SimpleLazyObject(lambda: listed.filter),
            "letters": SimpleLazyObject(lambda: listed.letters),
            "members": SimpleLazyObject(lambda: listed.members),
            "groups": SimpleLazyObject(lambda: by_letter(listed.members)),
        }


class Directory:
    """What the directory shows, found when the template asks for it."""

    def __init__(self, page: MemberIndexPage, request: HttpRequest):
        self._page, self._request = page, request
        self._readable = Member.objects.visible_to(request.user)

    @cached_property
    def filter(self) -> MemberFilter:
        def found() -> list[tuple[str, str]]:
            rows = self._readable.order_by().values_list("sector", "place")
            return list(rows.distinct())

        rows = remembered_for(self._request, ("directory", "choices"), found)
        return MemberFilter(self._request.GET, rows)

    @property
    def letters(self) -> list[Initial]:
        return initials_of(self.filter.narrow(self._readable))

    @cached_property
    def members(self) -> PaginatorPage:
        found = self.filter.apply(self._readable).with_cards()
        return Paginator(found, PER_PAGE).get_page(self.filter.page_number)


def by_letter(members: Iterable[Any]) -> list[Group]:
    names = dict(initials())
    return [
        Group(names[letter], list(group))
        for letter, group in groupby(members, key=initial_of)
    ]
