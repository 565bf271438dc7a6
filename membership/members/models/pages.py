"""The page about membership, and the member directory below it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, ClassVar, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.core.blocks import BodyField
from ethicaltrade.core.blocks.bilingual import SectionsPageForm
from ethicaltrade.core.head import script
from ethicaltrade.core.pages import WithContactPerson, WrittenPage
from membership.members.blocks import MembershipSectionsBlock, questions_data
from membership.members.fees.calculator import Calculator
from membership.members.fees.models import FeeTable
from membership.members.filters import MemberFilter, initial_of, initials, initials_of

from .members import Member

PER_PAGE = 60  # members; full rows of two and of three


class MembershipPage(WithContactPerson, WrittenPage):
    """About membership: why join, what it asks, what it costs."""

    sections = BodyField(MembershipSectionsBlock, verbose_name=_("sections"))

    base_form_class = SectionsPageForm

    max_count = 1
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

    @classmethod
    def serving_queryset(cls) -> Any:
        """With the contact person: no query of its own."""
        return cls.objects.select_related("contact_person__photo")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "calculator": Calculator(request.GET),
            "fees": FeeTable.current(),
            "ways": self.ways_on(request),
            "members_count": Member.objects.visible_to(request.user).count(),
        }
        return context

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
        found = chosen.apply(members).with_cards()
        listed = Paginator(found, PER_PAGE).get_page(chosen.page_number)
        context |= {
            "filter": chosen,
            "letters": initials_of(chosen.narrow(members)),
            "members": listed,
            "groups": by_letter(listed),
        }
        return context


def by_letter(members: Iterable[Any]) -> list[Group]:
    names = dict(initials())
    return [
        Group(names[letter], list(group))
        for letter, group in groupby(members, key=initial_of)
    ]
