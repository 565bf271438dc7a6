"""How each language of a page stands, stored for lists, filters and reports.

Written in the transaction of whatever changes it; ``manage.py check_languages`` finds
what differs all the same, and so does a job each night.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Substr
from django.utils import timezone

from . import (
    languages,
    meaning,
    routing,
    scopes,
    versions,
)
from .drafts import VERSIONS
from .meaning import State
from .models import PageLanguage
from .normal import meaning as meaning_of
from .scopes import Content

NOT_YET = (State.MISSING, State.COPIED, State.PROPOSED)  # not translated by anybody
COUNTED = ("is_written", "missing", "outdated", "unpublished", "digest", "section")
SECTION = 3  # levels of the tree: the root, a front page, what is right below that

_waiting: ContextVar[dict[int, Any] | None] = ContextVar("waiting", default=None)


class Summary(NamedTuple):
    """Of one language. ``unpublished`` counts what readers do not see yet.

    ``digest`` changes when the words do.
    """

    is_written: bool
    missing: int
    outdated: int
    unpublished: int
    digest: str
    section: str = ""


def summaries(
    model: type[Any], content: Content, live: Content | None, public: Iterable[str]
) -> dict[str, Summary]:
    """By language; ``live`` is what readers see, in the languages that are public."""
    seen = {*public} if live else set()
    unseen = _changes(model, {}, content) if seen < {*languages.codes()} else {}
    drafts = _changes(model, live or {}, content) if seen and live != content else {}
    return {
        code: _summary(segments, (drafts if code in seen else unseen).get(code, 0))
        for code, segments in meaning.every_segment(model, content).items()
    }


def _changes(model: type[Any], before: Content, after: Content) -> Counter[str | None]:
    """How many, by language."""
    return Counter(one.language for one in versions.differences(model, before, after))


def _summary(segments: list[meaning.Segment], unpublished: int) -> Summary:
    states = [one.state for one in segments]
    words = [(one.id, meaning_of(one.value)) for one in segments]
    words = [(key, said) for key, said in words if said]
    return Summary(
        is_written=bool(words),
        missing=sum(state in NOT_YET for state in states),
        outdated=states.count(State.OUTDATED),
        unpublished=unpublished if words else 0,
        digest=meaning_of(dict(words)),
    )


@contextmanager
def written_once() -> Iterator[None]:
    """Inside it nothing is written; at its end, each page's languages as they are then.

    For what saves a page more than once, with words that come and go between.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[int, Any] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for page, user in waiting.values():
        write(page, user)


@transaction.atomic(savepoint=False)
def write(page: Any, user: Any = None, *, is_read: bool = False) -> None:
    """As the database has the page; ``user`` is who changed its words, if any did.

    ``is_read``: the page has the very versions that are stored. It then keeps what is
    written, for whoever shows it.
    """
    if (waiting := _waiting.get()) is not None:
        _page, writer = waiting.get(page.pk, (page, None))
        waiting[page.pk] = (page, user or writer)
        return
    now = timezone.now()
    of_page = PageLanguage.objects.filter(page=page.pk)
    if is_read:
        of_page = of_page.select_related("page")
    stored = {row.language: row for row in of_page}
    known = _with_versions(page, stored) if is_read else None
    rows = [
        row
        for code, summary in as_it_is(known or pages().get(pk=page.pk), page).items()
        if (row := _row(page, code, summary, stored.get(code), now, user))
    ]
    if is_read:
        page.known_summaries = stored | {row.language: row for row in rows}
    if rows:
        PageLanguage.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["page", "language"],
            update_fields=[*COUNTED, "changed_at", "changed_by"],
        )


def _with_versions(page: Any, stored: dict[str, PageLanguage]) -> Any:
    """The page's row, which came with them; None where its versions are not known."""
    row = next((each.page for each in stored.values()), None)
    for name in VERSIONS if row else ():
        field = page._meta.get_field(name)
        key = getattr(row, field.attname)
        if key is None:
            continue
        if not field.is_cached(page) or getattr(page, field.attname) != key:
            return None
        setattr(row, name, getattr(page, name))
    return row


def follow(instance: Any, **kwargs: Any) -> None:
    """By whatever door it was published, or taken down.

    Wagtail also takes down what is about to be deleted, and stores nothing of that.
    """
    if pages().filter(pk=instance.pk, live=instance.live).exists():
        write(instance)


def pages() -> Any:
    """With what :func:`as_it_is` asks for."""
    every = routing.page_model().objects.all()
    return every.select_related("latest_revision", "live_revision")


def as_it_is(row: Any, page: Any = None) -> dict[str, Summary]:
    """Of its newest version; of a page without versions, as it was saved: ``page``."""
    latest, public = row.latest_revision, row.live_revision
    model = row.specific_class or type(row)
    if latest is None:
        whole = page if isinstance(page, model) else row.specific
        content = live = scopes.content_of(whole)
    else:
        content = latest.content
        if public is None and row.live:
            live = scopes.content_of(row.specific)
        else:
            live = content if public == latest else public and public.content
    section = section_of(row)
    return {
        code: summary._replace(section=section)
        for code, summary in summaries(
            model, content, live, row.public_languages
        ).items()
    }


def section_of(page: Any) -> str:
    """As :class:`PageLanguage` has it; the front page is a section by itself."""
    is_public = page.live and not page.alias_of_id
    return page.path[: SECTION * page.steplen] if is_public else ""


def follow_move(
    instance: Any, parent_page_before: Any, parent_page_after: Any, **kwargs: Any
) -> None:
    """To another section; pages beside it may have new paths as well."""
    length = SECTION * instance.steplen
    places = Q(path__startswith=instance.path)
    for parent in (parent_page_before, parent_page_after):
        if len(parent.path) < length:
            places |= Q(path__startswith=parent.path)
    moved = routing.page_model().objects.filter(places)
    found = PageLanguage.objects.filter(page__in=moved).exclude(section="")
    here = moved.annotate(place=Substr("path", 1, length)).filter(pk=OuterRef("page"))
    found.exclude(section=Substr("page__path", 1, length)).update(
        section=Subquery(here.order_by().values("place"))
    )


def _row(
    page: Any,
    language: str,
    summary: Summary,
    stored: PageLanguage | None,
    now: datetime,
    user: Any,
) -> PageLanguage | None:
    """None where it says the same already."""
    if stored and all(
        getattr(stored, name) == value
        for name, value in zip(COUNTED, summary, strict=True)
    ):
        return None
    row = PageLanguage(page_id=page.pk, language=language, **summary._asdict())
    if stored and stored.digest == summary.digest:
        row.changed_at, row.changed_by_id = stored.changed_at, stored.changed_by_id
    elif summary.is_written:
        row.changed_at, row.changed_by = now, user
    return row


# The whole, looked at


class Fault(NamedTuple):
    page: Any
    language: str
    found: Summary | None
    expected: Summary


def find_faults() -> Iterator[Fault]:
    """Where what is stored is not as it is."""
    rows = pages().filter(depth__gt=1).prefetch_related("language_summaries")
    for page in rows.iterator(chunk_size=100):
        stored = {row.language: row for row in page.language_summaries.all()}
        for code, expected in as_it_is(page).items():
            found = stored.get(code)
            known = found and Summary(*(getattr(found, name) for name in COUNTED))
            if known != expected:
                yield Fault(page, code, known, expected)


def mend() -> int:
    """Returns how many languages of pages were wrong."""
    faults = list(find_faults())
    for page in {fault.page.pk: fault.page for fault in faults}.values():
        write(page)
    return len(faults)
