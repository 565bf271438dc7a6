"""What the list of resources shows, one page at a time.

First what the reader may open, then the teasers: paged as one list, without fetching
more of either than is shown.
"""

from typing import Any, NamedTuple

from django.db.models import Q
from django.http import HttpRequest

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages
from ethicaltrade.bilingual.languages import active, localized
from ethicaltrade.core.navigation import readable_documents
from ethicaltrade.search.models import SearchEntry


class Teaser(NamedTuple):
    """All that an outsider may know of a closed resource."""

    title: str
    lead: str


class Listed(NamedTuple):
    """A resource, a chapter with its guide, or a teaser."""

    resource: Any = None
    chapter: Any = None
    teaser: Teaser | None = None
    documents: tuple = ()
    """The resource's documents that the reader may open."""

    @property
    def formats(self) -> list[str]:
        """What the documents are, each once: ``PDF, norsk``."""
        return list(
            dict.fromkeys(
                f"{each.file_extension.upper()}, {languages.name_of(each.language)}"
                for each in self.documents
            )
        )


class Opened:
    def __init__(self, resources: Any, chapters: Any, user: Any):
        self._resources = resources.newest_first()
        self._chapters, self._user = chapters, user

    def count(self) -> int:
        return self._resources.order_by().count()

    def __getitem__(self, part: slice) -> list[Listed]:
        # Which ones first, and what their cards show then: SQLite works out every row's
        # numbers before it cuts the list.
        keys = list(self._resources[part].values_list("pk", flat=True))
        cards = cards_of(self._resources, keys, self._chapters, self._user)
        return [Listed(resource=cards[key]) for key in keys if key in cards]


class Searched:
    """Resources and chapters with every word, the best first."""

    def __init__(self, resources: Any, chapters: Any, words: list[str], user: Any):
        of_these = chapters.of_any(resources)
        pages = BasePage.objects.filter(
            Q(pk__in=resources.order_by().values("pk"))
            | Q(pk__in=of_these.order_by().values("pk"))
        )
        entries = SearchEntry.objects.of(pages, active())
        self._found = entries.with_every_word(words) if words else []
        self._resources, self._chapters = resources, chapters
        self._user = user

    def count(self) -> int:
        return (
            len(self._found) if isinstance(self._found, list) else self._found.count()
        )

    def __getitem__(self, part: slice) -> list[Listed]:
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
                rows.append(Listed(resource=card))
            elif chapter := chapters.get(key):
                guide = guides.get(chapter.path[: -chapter.steplen])
                rows.append(Listed(resource=guide, chapter=chapter))
        return rows


class Listing:
    def __init__(self, opened: Any, teasers: Any):
        self._opened = opened
        self._teasers = teasers.newest_first()

    def count(self) -> int:
        return self.count_opened + self.count_teasers

    @property
    def count_opened(self) -> int:
        if not hasattr(self, "_count_opened"):
            self._count_opened = self._opened.count()
        return self._count_opened

    @property
    def count_teasers(self) -> int:
        if not hasattr(self, "_count_teasers"):
            self._count_teasers = self._teasers.order_by().count()
        return self._count_teasers

    def __getitem__(self, part: slice) -> list[Listed]:
        start, end, first = part.start, part.stop, self.count_opened
        rows = list(self._opened[start : min(end, first)]) if start < first else []
        if end > first:
            columns = [localized(name, active()) for name in ("title", "lead")]
            teasers = self._teasers[max(0, start - first) : end - first]
            rows += [
                Listed(teaser=Teaser(*each)) for each in teasers.values_list(*columns)
            ]
        return rows


def cards_of(
    resources: Any, keys: list[int], chapters: Any, user: Any
) -> dict[int, Any]:
    """By primary key; ``chapters`` are all that the user may read."""
    found = resources.order_by().filter(pk__in=keys)
    return found.with_cards(user, chapters).in_bulk()


def with_documents(rows: list[Listed], request: HttpRequest) -> list[Listed]:
    """The rows, with their documents that the reader may open; one query."""
    shown = [row for row in rows if row.resource and not row.chapter]
    every = {row.resource.pk: row.resource.documents.all() for row in shown}
    readable = readable_documents(
        request, [each.document for listed in every.values() for each in listed]
    )
    keys = {document.pk for document in readable}
    return [
        row._replace(
            documents=tuple(
                each.document
                for each in every[row.resource.pk]
                if each.document_id in keys
            )
        )
        if row in shown
        else row
        for row in rows
    ]
