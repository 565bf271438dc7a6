"""What changed in the source since a language's words were written or approved."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.views.decorators.http import require_safe
from wagtail.models import Revision

from ethicaltrade.privacy.cache_control import private

from .. import languages, meaning, routing, rows, scopes
from ..diff import difference, readable
from ..meaning import Segment

MOST_VERSIONS = 100  # that are looked through


@require_safe
def changes(
    request: HttpRequest, page_id: int, language: str, segment: str
) -> HttpResponse:
    """A piece of HTML; 404 where nothing is known to have changed."""
    page = get_object_or_404(routing.page_model(), pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if language not in languages.codes():
        raise Http404
    model = page.specific_class
    latest = page.get_latest_revision()
    content = latest.content if latest else scopes.content_of(page.specific)
    content = rows.with_uuids(model, content)
    found = {one.id: one for one in meaning.segments(model, content, language)}
    one = found.get(segment)
    if one is None or one.state != meaning.State.OUTDATED:
        raise Http404
    before = source_then(page, model, one)
    if before is None:
        raise Http404
    told = difference(readable(one.kind, before), readable(one.kind, one.source))
    source = meaning.source_of(model, content)
    html = format_html('<div class="changes" lang="{}">{}</div>', source, told)
    return private(HttpResponse(html))


def source_then(page: Any, model: type[Any], segment: Segment) -> Any:
    """What the words were translated from; None where no version has it any longer."""
    said, number, *_mark = segment.entry or ("", None)
    for revision in versions(page, number):
        content = rows.with_uuids(model, revision.content)
        value = meaning.source_words(model, content).get(segment.path)
        if meaning.meaning(value) == said:
            return value
    return None


def versions(page: Any, number: int | None) -> Iterator[Revision]:
    """The one that was translated, where it is known; then the newest first."""
    if number and (named := page.revisions.filter(pk=number).first()):
        yield named
    others = page.revisions.exclude(pk=number).order_by("-created_at", "-pk")
    yield from others[:MOST_VERSIONS].iterator(chunk_size=5)
