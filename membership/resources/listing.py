"""What the list of resources shows, one page at a time.

First what the reader may open, then the teasers: paged as one list, without fetching
more of either than is shown.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import cached_property

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import active, localized
from ethicaltrade.search.models import SearchEntry


class Teaser(NamedTuple):
    """All that an outsider may know of a closed resource."""

    title: str
    lead: str


class Row(NamedTuple):
    resource: Any = None
    chapter: Any = None
    teaser: Teaser | None = None
    chapter_keys: tuple[int, ...] = ()
    """Of the resource's chapters that the reader may read."""

    def is_newer(self, than: datetime | None) -> bool:
        """Whether the resource was first published after then."""
        published = self.resource and self.resource.published_at
        return bool(than and published and not self.chapter and published > than)

    @property
    def formats(self) -> list[str]:
        """What those documents are that the reader may open: ``PDF, norsk``."""
        if self.chapter:
            return []
        formats = (
            f"{each.document.file_extension.upper()}, "
            f"{languages.name_of(each.document.language)}"
            for each in self.resource.readable_documents
        )
        return list(dict.fromkeys(formats))


class OpenResources:
    def __init__(self, resources: Any, chapters: Any, user: Any):
        self._resources = resources.newest_first()
        self._chapters, self._user = chapters, user

    def count(self) -> int:
        return self._resources.order_by().count()

    def __getitem__(self, part: slice) -> list[Row]:
        resources = list(self._resources.with_cards(self._user)[part])
        return rows_of(resources, self._chapters)


class SearchResults:
    """Resources and chapters with every word, the best first."""

    def __init__(self, resources: Any, chapters: Any, words: list[str], user: Any):
        of_these = chapters.of_any(resources)
        pages = BasePage.objects.originals().filter(
            Q(pk__in=resources.order_by().values("pk"))
            | Q(pk__in=of_these.order_by().values("pk"))
        )
        entries = SearchEntry.objects.of(pages, active())
        self._found = entries.with_every_word(words) if words else entries.none()
        self._resources, self._chapters = resources, chapters
        self._user = user

    def count(self) -> int:
        return self._found.count()

    def __getitem__(self, part: slice) -> list[Row]:
        keys = [entry.page_id for entry in self._found[part]]
        chapters = self._chapters.of_any(self._resources).in_bulk(keys)
        guide_paths = {each.path[: -each.steplen] for each in chapters.values()}
        guides = {
            guide.path: guide for guide in self._resources.filter(path__in=guide_paths)
        }
        resources = self._resources.order_by().filter(pk__in=keys)
        found = rows_of(resources.with_cards(self._user), self._chapters)
        rows = {row.resource.pk: row for row in found}
        for key, chapter in chapters.items():
            guide = guides.get(chapter.path[: -chapter.steplen])
            rows[key] = Row(resource=guide, chapter=chapter)
        return [rows[key] for key in keys if key in rows]


class Listing:
    def __init__(self, opened: Any, teasers: Any):
        self._opened = opened
        self._teasers = teasers.newest_first()

    def count(self) -> int:
        return self.count_opened + self.count_teasers

    @cached_property
    def count_opened(self) -> int:
        return self._opened.count()

    @cached_property
    def count_teasers(self) -> int:
        return self._teasers.order_by().count()

    def __getitem__(self, part: slice) -> list[Row]:
        start, end, first = part.start, part.stop, self.count_opened
        rows = list(self._opened[start : min(end, first)]) if start < first else []
        if end > first:
            columns = [localized(name, active()) for name in ("title", "lead")]
            teasers = self._teasers[max(0, start - first) : end - first]
            rows += [
                Row(teaser=Teaser(*each)) for each in teasers.values_list(*columns)
            ]
        return rows


def rows_of(resources: Iterable[Any], chapters: Any) -> list[Row]:
    """With their chapters, of all that the reader may read: one query."""
    of = {resource.path: (resource, []) for resource in resources}
    found = chapters.below(list(of)) if of else chapters.none()
    for key, path in found.values_list("pk", "path"):
        of[path[: -chapters.model.steplen]][1].append(key)
    return [
        Row(resource=resource, chapter_keys=tuple(keys))
        for resource, keys in of.values()
    ]
