"""How a page stands in each language, in few words, wherever the CMS lists pages."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import AbstractPage

from .. import languages
from ..languages import value_in
from ..models import PageLanguage
from .bar import CHANGED, DRAFT, PUBLISHED, TAKEN_DOWN

SUMMARIES = "language_summaries"
MISSING = gettext_lazy("Missing")
OUTDATED = gettext_lazy("Outdated")
STATES = {
    "published": PUBLISHED,
    "changed": CHANGED,
    "down": TAKEN_DOWN,
    "draft": DRAFT,
    "missing": MISSING,
}


class Chip(NamedTuple):
    """``status`` is a name for the style sheet, ``url`` where readers find it."""

    code: str
    name: Any
    words: str
    status: str
    url: str


def chips(
    page: Any, request: Any = None, among: Iterable[Any] = (), *, with_urls: bool = True
) -> list[Chip]:
    """``among`` are the pages that are shown with it: they are asked for together."""
    summaries = _summaries_of(page, among)
    return [
        Chip(
            code,
            name,
            ", ".join(str(word) for word in _words(page, code, summaries.get(code))),
            _status(page, code, summaries.get(code)),
            _url(page, code, request) if with_urls else "",
        )
        for code, name in languages.names().items()
    ]


def _summaries_of(page: Any, among: Iterable[Any]) -> dict[str, PageLanguage]:
    if not hasattr(page, "known_summaries"):
        pages = [one for one in among if isinstance(one, AbstractPage) and one.pk]
        pages = pages if any(one is page for one in pages) else [page]
        prefetch_related_objects(pages, SUMMARIES)
        for one in pages:
            rows = getattr(one, SUMMARIES).all()
            one.known_summaries = {row.language: row for row in rows}
    return page.known_summaries


def _words(page: Any, code: str, summary: PageLanguage | None) -> Iterator[Any]:
    yield STATES[_state(page, code, summary)]
    if summary and summary.is_written:
        if summary.outdated:
            yield OUTDATED
        if count := summary.missing:
            words = ngettext("%(count)d part missing", "%(count)d parts missing", count)
            yield words % {"count": count}


def _state(page: Any, code: str, summary: PageLanguage | None) -> str:
    if page.is_published_in(code):
        return "changed" if summary and summary.unpublished else "published"
    if value_in(page, "last_published", code):
        return "down"
    return "missing" if summary and not summary.is_written else "draft"


def _status(page: Any, code: str, summary: PageLanguage | None) -> str:
    state = _state(page, code, summary)
    is_outdated = summary and summary.outdated and page.is_published_in(code)
    return "outdated" if is_outdated else state


def _url(page: Any, code: str, request: Any) -> str:
    if not page.is_published_in(code):
        return ""
    return page.get_url_in(code, request) or ""


def public_versions(page: Any, request: Any = None) -> list[Chip]:
    """Without asking for what is missing or outdated."""
    found = [
        Chip(code, name, str(PUBLISHED), "published", _url(page, code, request))
        for code, name in languages.names().items()
    ]
    return [chip for chip in found if chip.url]
