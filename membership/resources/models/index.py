"""The resources area: its list, and what narrows it."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ethicaltrade.bilingual.routing import original_of
from ethicaltrade.core.pages import WrittenPage
from ethicaltrade.privacy.cache_control import private
from membership.resources.choices import Step
from membership.resources.filters import ResourceFilter
from membership.resources.listing import (
    Listing,
    OpenResources,
    SearchResults,
    with_documents,
)
from membership.resources.querysets import ResourceQuerySet
from membership.resources.services import new_since

from .pages import ChapterPage, ResourcePage

PER_PAGE = 20


class ResourceIndexPage(WrittenPage):
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["membership.MembershipPage"]
    subpage_types: ClassVar[list[str]] = ["resources.ResourcePage"]
    required_when_published: ClassVar[tuple[str, ...]] = ("title",)
    template = "pages/membership/resources/resource_index_page.html"

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
        user = request.user
        is_visit = request.method == "GET" and not getattr(request, "is_preview", False)
        since = new_since(user) if is_visit else None
        everything = self.get_resources()
        opened = everything.visible_to(user)
        chosen = ResourceFilter(request.GET, opened, user, since)
        listing = Listing(
            self._opened(chosen, everything, user),
            chosen.apply_to_teasers(everything.teasers(user)),
        )
        page_of_list = Paginator(listing, PER_PAGE).get_page(chosen.page_number)
        rows = with_documents(list(page_of_list), request)
        context |= {
            "filter": chosen,
            "listing": listing,
            "all_steps": list(enumerate(Step, start=1)),
            "page_of_list": page_of_list,
            "cards": [row for row in rows if not row.teaser],
            "teasers": [row.teaser for row in rows if row.teaser],
            "new_since": since,
            "new_count": opened.published_after(since).count() if since else 0,
        }
        return context

    @staticmethod
    def _opened(chosen: ResourceFilter, everything: ResourceQuerySet, user: Any) -> Any:
        narrowed = chosen.apply(everything)
        opened = narrowed.visible_to(user)
        # Who may read a chapter may read its guide: asked once, of the chapter.
        chapters = ChapterPage.objects.published().visible_to(user)
        if chosen.query:
            return SearchResults(opened, chapters, chosen.words, user)
        return OpenResources(opened, chapters, user)
