"""The resources area: its list, and what narrows it."""

from bisect import bisect
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.languages import active, localized
from ethicaltrade.bilingual.routing import original_of
from ethicaltrade.core.memory import remembered_for
from ethicaltrade.core.pages import WrittenPage
from ethicaltrade.privacy.cache_control import private
from membership.resources.choices import Step
from membership.resources.filters import Choices, ResourceFilter, choices_in
from membership.resources.listing import (
    Listing,
    OpenResources,
    Row,
    SearchResults,
    Teaser,
)
from membership.resources.querysets import ResourceQuerySet
from membership.resources.reading import chapters_read
from membership.resources.services import new_since

from .pages import ChapterPage, ResourcePage

PER_PAGE = 20
ALL_STEPS = list(enumerate(Step, start=1))

T = TypeVar("T")


class ResourceIndexPage(WrittenPage):
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["membership.MembershipPage"]
    subpage_types: ClassVar[list[str]] = ["resources.ResourcePage"]
    required_when_published: ClassVar[tuple[str, ...]] = ("title",)
    template = "pages/membership/resources/resource_index_page.html"
    anchors: ClassVar[tuple[str, ...]] = ("step-choice", "for-members")

    class Meta:
        db_table = "membership_resourceindexpage"
        verbose_name = _("resources area")
        verbose_name_plural = _("resources areas")

    def get_resources(self) -> ResourceQuerySet:
        below = ResourcePage.objects.child_of(original_of(self))
        return below.originals().published()

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """What is new to one person is never cached."""
        response = super().serve(request, *args, **kwargs)
        return private(response) if request.user.is_authenticated else response

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return context | {"shown": Shown(self, request), "all_steps": ALL_STEPS}


class Part(NamedTuple):
    """A part of the list, as all readers of a kind find it."""

    rows: list[Row]
    page_of_list: PaginatorPage
    count_opened: int


class Card(NamedTuple):
    row: Row
    chapters_read: int
    is_new: bool

    @property
    def key(self) -> int | None:
        """None for a chapter, which only a search finds."""
        return None if self.row.chapter else self.row.resource.pk


class Shown:
    """What one reader is shown of the area, found when the template asks for it."""

    def __init__(self, page: ResourceIndexPage, request: HttpRequest):
        self.page, self.request, self.user = page, request, request.user
        self.key = ResourceFilter.key_of(request.GET)
        self._everything = page.get_resources()

    def _remembered(self, name: str, make: Callable[[], T], *parts: Any) -> T:
        key = ("resources", name, self.page.pk, *parts)
        return remembered_for(self.request, key, make)

    @cached_property
    def _opened(self) -> ResourceQuerySet:
        return self._everything.visible_to(self.user)

    # The same for all readers of a kind

    @cached_property
    def filter(self) -> ResourceFilter:
        def choices() -> Choices:
            return choices_in(self._opened)

        return ResourceFilter(
            self.request.GET,
            self._remembered("choices", choices),
            self.user,
            self.new_since,
        )

    @cached_property
    def part(self) -> Part:
        return self._remembered("part", self._find, self.key)

    def _find(self) -> Part:
        chosen, user = self.filter, self.user
        opened = chosen.apply(self._everything).visible_to(user)
        # Who may read a chapter may read its guide: asked once, of the chapter.
        chapters = ChapterPage.objects.published().visible_to(user)
        if chosen.query:
            found = SearchResults(opened, chapters, chosen.words, user)
        else:
            found = OpenResources(opened, chapters, user)
        teasers = chosen.apply_to_teasers(self._everything.teasers(user))
        listing = Listing(found, teasers)
        # Of the paginator only the numbers stay, and no question with the reader in it.
        numbers = Paginator(range(listing.count()), PER_PAGE)
        page_of_list = numbers.get_page(chosen.page_number)
        first = page_of_list.start_index() - 1 if numbers.count else 0
        rows = listing[first : first + PER_PAGE]
        return Part(rows, page_of_list, listing.count_opened)

    @property
    def has_cards(self) -> bool:
        return any(not row.teaser for row in self.part.rows)

    @property
    def teasers(self) -> list[Teaser]:
        return [row.teaser for row in self.part.rows if row.teaser]

    # The reader's own

    @cached_property
    def new_since(self) -> datetime | None:
        request = self.request
        is_visit = request.method == "GET" and not getattr(request, "is_preview", False)
        return new_since(self.user) if is_visit else None

    @property
    def can_be_new(self) -> bool:
        return self.new_since is not None

    @cached_property
    def new_count(self) -> int:
        if self.new_since is None:
            return 0

        def dates() -> list[datetime]:
            column = localized("first_published", active())
            published = self._opened.filter(**{f"{column}__isnull": False})
            return list(published.order_by(column).values_list(column, flat=True))

        known = self._remembered("dates", dates)
        return bisect(known, timezone.now()) - bisect(known, self.new_since)

    @cached_property
    def cards(self) -> list[Card]:
        rows, since = [row for row in self.part.rows if not row.teaser], self.new_since
        keys = [key for row in rows for key in row.chapter_keys]
        read = chapters_read(self.user, keys)
        return [
            Card(row, len(read.intersection(row.chapter_keys)), row.is_newer(since))
            for row in rows
        ]
