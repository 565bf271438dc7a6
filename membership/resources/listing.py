"""What the list of resources shows, one page at a time.

First what the reader may open, then the teasers: paged as one list, without fetching
more of either than is shown.
"""

from typing import Any, NamedTuple

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import active, localized
from ethicaltrade.core.navigation import readable_documents
from ethicaltrade.search.models import SearchEntry


class Teaser(NamedTuple):
    """All that an outsider may know of a closed resource."""

    title: str
    lead: str


class Row(NamedTuple):
    resource: Any = None
    chapter: Any = None
    teaser: Teaser | None = None
    documents: tuple = ()
    """The resource's documents that the reader may open."""

    @property
    def formats(self) -> list[str]:
        """What the documents are, each once: ``PDF, norsk``."""
        formats = (
            f"{each.file_extension.upper()}, {languages.name_of(each.language)}"
            for each in self.documents
        )
        return list(dict.fromkeys(formats))


class OpenResources:
    def __init__(self, resources: Any, chapters: Any, user: Any):
        self._resources = resources.newest_first()
        self._chapters, self._user = chapters, user

    def count(self) -> int:
        return self._resources.order_by().count()

    def __getitem__(self, part: slice) -> list[Row]:
        # Which ones first, and what their cards show then: SQLite works out every row's
        # numbers before it cuts the list.
        keys = list(self._resources[part].values_list("pk", flat=True))
        cards = cards_of(self._resources, keys, self._chapters, self._user)
        return [Row(resource=cards[key]) for key in keys if key in cards]


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
        cards = cards_of(self._resources, keys, self._chapters, self._user)
        rows = []
        for key in keys:
            if card := cards.get(key):
                rows.append(Row(resource=card))
            elif chapter := chapters.get(key):
                guide = guides.get(chapter.path[: -chapter.steplen])
                rows.append(Row(resource=guide, chapter=chapter))
        return rows


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


def cards_of(
    resources: Any, keys: list[int], chapters: Any, user: Any
) -> dict[int, Any]:
    """By primary key; ``chapters`` are all that the user may read."""
    found = resources.order_by().filter(pk__in=keys)
    return found.with_cards(user, chapters).in_bulk()


def with_documents(rows: list[Row], request: HttpRequest) -> list[Row]:
    """The rows, with their documents that the reader may open; one query."""

    def documents_of(row: Row) -> list[Any]:
        return [] if row.chapter or not row.resource else row.resource.documents.all()

    every = [each.document for row in rows for each in documents_of(row)]
    readable = {document.pk for document in readable_documents(request, every)}
    return [
        row._replace(
            documents=tuple(
                each.document
                for each in documents_of(row)
                if each.document_id in readable
            )
        )
        for row in rows
    ]
