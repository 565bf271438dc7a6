"""What one reader finds on the front page, in one language.

Asked for once for all sections: the number of queries does not follow theirs.
"""

from collections import defaultdict
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, prefetch_related_objects
from django.http import HttpRequest

from articles.models import ArticleIndexPage, ArticlePage
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.core.navigation import readable_documents
from ethicaltrade.media.models import CustomDocument, CustomImage
from events.models import EventIndexPage, EventPage

from . import statistics

LISTS = (ArticleIndexPage, EventIndexPage)


class FrontPageContents:
    """Holds nothing the reader may not read; without a request in a block's preview."""

    def __init__(self, sections: Any, request: HttpRequest | None = None):
        self.sections = sections
        self.request = request
        self.user = getattr(request, "user", None) or AnonymousUser()

    def _values(self, block_type: str) -> list[Any]:
        return [child.value for child in self.sections.blocks_by_name(block_type)]

    def _most(self, block_type: str) -> int:
        return max((value.number for value in self._values(block_type)), default=0)

    @cached_property
    def _chosen(self) -> dict[type, set[int]]:
        chosen = defaultdict(set)
        block = self.sections.stream_block
        for model, key, *_path in block.extract_references(self.sections):
            chosen[model].add(int(key))
        return chosen

    @cached_property
    def articles(self) -> list[ArticlePage]:
        """The chosen lead story where it can be read, then the newest."""
        leads = self._values("lead_story")
        number = len(leads) + self._most("news")
        readable = statistics.readable_articles(self.user).select_related("hero_image")
        listed = list(readable.newest_first()[:number])
        lead = self._chosen_lead(leads[0]["article"], listed) if leads else None
        if lead is not None:
            others = [article for article in listed if article.pk != lead.pk]
            listed = [lead, *others][:number]
        prefetch_related_objects(listed, "hero_image__renditions", "topics")
        return listed

    def _chosen_lead(
        self, chosen: int | None, listed: list[ArticlePage]
    ) -> ArticlePage | None:
        """By itself where it is not among the newest: both are found by an index."""
        if chosen is None:
            return None
        for article in listed:
            if article.pk == chosen:
                return article
        sources = ArticlePage.objects.filter(pk=chosen).values("alias_of")
        readable = statistics.readable_articles(self.user).select_related("hero_image")
        return readable.filter(Q(pk=chosen) | Q(pk__in=sources)).first()

    @property
    def lead_story(self) -> ArticlePage | None:
        return self.articles[0] if self.articles else None

    def latest_news(self, number: int) -> list[ArticlePage]:
        first = len(self._values("lead_story"))
        return self.articles[first : first + number]

    @cached_property
    def _events(self) -> list[EventPage]:
        soonest = statistics.upcoming_events(self.user).soonest_first()
        return list(soonest.with_cards()[: self._most("events")])

    def next_events(self, number: int) -> list[EventPage]:
        return self._events[:number]

    @cached_property
    def pages(self) -> dict[int, BasePage]:
        """The chosen pages, and the lists of news and events."""
        chosen = {
            key
            for model, keys in self._chosen.items()
            if issubclass(model, BasePage)
            for key in keys
        }
        types = ContentType.objects.get_for_models(*LISTS).values()
        return (
            BasePage.objects.filter(Q(pk__in=chosen) | Q(content_type__in=types))
            .published()
            .visible_to(self.user)
            .in_bulk()
        )

    def url_of(self, key: int | None) -> str:
        """ "" when the reader cannot read it."""
        page = self.pages.get(key)
        return (page.get_url(self.request) or "") if page else ""

    def url_of_list(self, model: type) -> str:
        """Of the one page of this type; "" when there is none to read."""
        kind = ContentType.objects.get_for_model(model)
        return next(
            (
                self.url_of(page.pk)
                for page in self.pages.values()
                if page.content_type_id == kind.pk
            ),
            "",
        )

    @cached_property
    def documents(self) -> dict[int, CustomDocument]:
        chosen = CustomDocument.objects.filter(pk__in=self._chosen[CustomDocument])
        return {
            document.pk: document
            for document in readable_documents(self.request, chosen)
        }

    @cached_property
    def pictures(self) -> dict[int, CustomImage]:
        chosen = CustomImage.objects.prefetch_related("renditions")
        return chosen.in_bulk(self._chosen[CustomImage])

    @cached_property
    def statistics(self) -> dict[str, int]:
        keys = [
            row["what"] for value in self._values("numbers") for row in value["rows"]
        ]
        return statistics.count(keys, self.user)
