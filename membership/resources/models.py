"""Everything the resources store."""

from .index import ResourceIndexPage
from .pages import ChapterPage, ResourcePage
from .records import ChapterRead, ResourceDocument, ResourceVisit

__all__ = [
    "ChapterPage",
    "ChapterRead",
    "ResourceDocument",
    "ResourceIndexPage",
    "ResourcePage",
    "ResourceVisit",
]
