"""Documents in lists: only those the reader may open."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Collection, CollectionViewRestriction


def readable_documents(
    request: HttpRequest | None, documents: Iterable[Any]
) -> list[Any]:
    """Leave out documents of collections that are closed to the reader.

    A title can tell as much as its document. One query where nothing is closed.
    Without a request, in the editor's picture of a block, all are there.
    """
    if request is None:
        return [document for document in documents if document]
    closed = [
        restriction.collection.path
        for restriction in CollectionViewRestriction.objects.select_related(
            "collection"
        ).prefetch_related("groups")
        if not restriction.accept_request(request)
    ]
    hidden: set[int] = set()
    if closed:
        below = Q()
        for path in closed:
            below |= Q(path__startswith=path)
        hidden = set(Collection.objects.filter(below).values_list("pk", flat=True))
    return [
        document
        for document in documents
        if document and document.collection_id not in hidden
    ]
