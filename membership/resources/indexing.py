"""Keeps documents' names in the search in step with who may open them.

The search's index has one row for all readers of a page. A document's name is in it
only while nobody can read the page to whom the document is closed: see
``ResourcePage.get_searched_documents``. So it is written anew when privacy changes.
"""

from typing import Any

from ethicaltrade.search.indexing import index_page

from .models import ResourcePage


def after_page_privacy(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A page was closed, or opened."""
    if not raw:
        _index(ResourcePage.objects.filter(pk=instance.page_id))


def after_collection_privacy(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A collection was closed, or opened, with those below it."""
    if raw:
        return
    collections = instance.collection.get_descendants(inclusive=True)
    _index(
        ResourcePage.objects.filter(
            documents__document__collection__in=collections
        ).distinct()
    )


def after_document(
    instance: Any, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """A document was renamed, or moved to another collection."""
    if not (raw or created):
        _index(ResourcePage.objects.filter(documents__document=instance).distinct())


def _index(resources: Any) -> None:
    for resource in resources:
        index_page(resource)
