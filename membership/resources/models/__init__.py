"""The resources area, what is in it, and what is kept of those who read."""

from membership.resources.records import ChapterRead, ResourceDocument, ResourceVisit

from .index import ResourceIndexPage
from .pages import ChapterPage, ResourcePage

__all__ = [
    "ChapterPage",
    "ChapterRead",
    "ResourceDocument",
    "ResourceIndexPage",
    "ResourcePage",
    "ResourceVisit",
]
