"""Documents in lists: only those the reader may open."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from ethicaltrade.media.models import CustomDocument


def readable_documents(
    request: HttpRequest | None, documents: Iterable[Any]
) -> list[Any]:
    """Leave out documents of collections that are closed to the reader.

    A title can tell as much as its document. One query, however many there are.
    Without a request, in the editor's picture of a block, all are there.
    """
    chosen = [document for document in documents if document]
    if request is None or not chosen:
        return chosen
    user = getattr(request, "user", AnonymousUser())
    listed = CustomDocument.objects.filter(pk__in=[each.pk for each in chosen])
    readable = set(listed.visible_to(user).values_list("pk", flat=True))
    return [document for document in chosen if document.pk in readable]
