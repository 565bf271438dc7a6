"""What changed in the source since a language's words were written or approved."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from ethicaltrade.privacy.cache_control import private

from .. import languages, meaning, routing, rows, scopes
from ..diff import difference, readable
from ..meaning import Segment
from ..scopes import Path

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
    before = EarlierSources(page, model).find(one)
    if before is None:
        raise Http404
    told = difference(readable(one.kind, before), readable(one.kind, one.source))
    source = meaning.source_of(model, content)
    html = format_html('<div class="changes" lang="{}">{}</div>', source, told)
    return private(HttpResponse(html))


class EarlierSources:
    """What the words of a page were translated from; each version is read once."""

    def __init__(self, page: Any, model: type[Any]):
        self.page, self.model = page, model
        self.words: dict[int, dict[Path, Any]] = {}

    def find(self, segment: Segment) -> Any:
        """None where no version has it any longer."""
        said, number, *_mark = segment.entry or ("", None)
        for version in self.versions(number):
            value = self.words_of(version).get(segment.path)
            if meaning.meaning(value) == said:
                return value
        return None

    def versions(self, number: int | None) -> Iterator[int]:
        """The one that was translated, where it is known; then the newest first."""
        if number:
            yield number
        yield from (one for one in self.newest_first if one != number)

    @cached_property
    def newest_first(self) -> list[int]:
        found = self.page.revisions.order_by("-created_at", "-pk")
        return list(found.values_list("pk", flat=True)[:MOST_VERSIONS])

    def words_of(self, version: int) -> dict[Path, Any]:
        """None of a version that is gone."""
        if version not in self.words:
            self.words[version] = {}
            if revision := self.page.revisions.filter(pk=version).first():
                content = rows.with_uuids(self.model, revision.content)
                self.words[version] = meaning.source_words(self.model, content)
        return self.words[version]
