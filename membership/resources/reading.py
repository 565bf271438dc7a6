"""How far a reader has come in a guide."""

from functools import cached_property
from typing import Any, NamedTuple

from django.http import HttpRequest

from ethicaltrade.core.navigation import readable_documents

from .records import ChapterRead


def chapters_read(user: Any, keys: list[int]) -> set[int]:
    """Those of the chapters that the user has read; of an outsider none is kept."""
    if not user.is_authenticated or not keys:
        return set()
    read = ChapterRead.objects.filter(user=user, chapter__in=keys)
    return set(read.values_list("chapter_id", flat=True))


class Chapter(NamedTuple):
    page: Any
    number: int
    is_read: bool
    is_here: bool


class Reading:
    """A guide's chapters for one reader; ``at`` is the chapter being read."""

    def __init__(self, guide: Any, user: Any, at: Any = None):
        self.guide = guide
        self.user = user
        self.at = at

    @cached_property
    def pages(self) -> list[Any]:
        return list(self.guide.chapters_for(self.user).in_order())

    @cached_property
    def _read(self) -> set[int]:
        return chapters_read(self.user, [page.pk for page in self.pages])

    @property
    def is_kept(self) -> bool:
        return self.user.is_authenticated

    @cached_property
    def chapters(self) -> list[Chapter]:
        here = self.at.pk if self.at else None
        return [
            Chapter(page, number, page.pk in self._read, page.pk == here)
            for number, page in enumerate(self.pages, start=1)
        ]

    @property
    def count(self) -> int:
        return len(self.pages)

    @property
    def count_read(self) -> int:
        return len(self._read)

    @property
    def is_finished(self) -> bool:
        return 0 < self.count == self.count_read

    @cached_property
    def here(self) -> Chapter | None:
        """None when it is only previewed."""
        return next((each for each in self.chapters if each.is_here), None)

    @property
    def previous(self) -> Chapter | None:
        return self._beside(-1)

    @property
    def next(self) -> Chapter | None:
        return self._beside(1)

    def _beside(self, step: int) -> Chapter | None:
        place = self.here.number - 1 + step if self.here else -1
        return self.chapters[place] if 0 <= place < self.count else None

    @property
    def resume(self) -> Chapter | None:
        """The first chapter that is not read, else the first."""
        unread = (each for each in self.chapters if not each.is_read)
        return next(unread, None) or next(iter(self.chapters), None)


def documents_for(page: Any, request: HttpRequest) -> list[Any]:
    rows = list(page.documents.select_related("document"))
    allowed = {d.pk for d in readable_documents(request, [r.document for r in rows])}
    return [row for row in rows if row.document_id in allowed]
