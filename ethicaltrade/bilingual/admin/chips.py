"""How a page stands in each language, in few words, wherever the CMS lists pages."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import AbstractPage

from .. import languages, schedules
from ..languages import value_in
from ..models import PageLanguage, Schedule
from .bar import CHANGED, DRAFT, PUBLISHED, TAKEN_DOWN, TIMES

KNOWN = ("language_summaries", TIMES)
"""For ``prefetch_related``: what is known of each language of many pages."""
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
    """``among`` are what is shown, it included: they are asked for together."""
    summaries = _summaries_of(page, among)
    return [
        Chip(
            code,
            name,
            ", ".join(_words(page, code, summaries.get(code))),
            _status(page, code, summaries.get(code)),
            _url(page, code, request) if with_urls else "",
        )
        for code, name in languages.names().items()
    ]


def _summaries_of(page: Any, among: Iterable[Any]) -> dict[str, PageLanguage]:
    """The page keeps them, and so do those that are shown with it."""
    if not hasattr(page, "known_summaries"):
        pages = [one for one in among if isinstance(one, AbstractPage)] or [page]
        prefetch_related_objects(pages, *KNOWN)
        for one in pages:
            summaries = one.language_summaries.all()
            one.known_summaries = {row.language: row for row in summaries}
    prefetch_related_objects([page], TIMES)  # only where they are not known
    return page.known_summaries


def _words(page: Any, code: str, summary: PageLanguage | None) -> Iterator[str]:
    yield str(STATES[_state(page, code, summary)]).lower()
    if summary and summary.is_written:
        if summary.outdated:
            yield str(OUTDATED).lower()
        if count := summary.missing:
            words = ngettext("%(count)d part missing", "%(count)d parts missing", count)
            yield words % {"count": count}
    for schedule in page.schedules.all():
        if schedule.language == code:
            yield _in_words(schedule)


def _in_words(schedule: Schedule) -> str:
    if schedule.failed_at:
        if schedule.is_publication:
            return _("could not be published on time")
        return _("could not be taken down on time")
    at = schedules.written(schedule.at, "SHORT_DATETIME_FORMAT")
    if schedule.is_publication:
        return _("will be published %(at)s") % {"at": at}
    return _("will be taken down %(at)s") % {"at": at}


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
