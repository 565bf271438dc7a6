"""Keeps the index in step with the pages."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_save
from django_tasks import task
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import in_language, value_in

from .models import SearchEntry
from .texts import text_of, title_of

FEW = 25  # pages that are written at once
PART = 50  # pages for each task of the worker

is_put_off = ContextVar("is_put_off", default=False)


def follows_saves() -> bool:
    """``AUTO_UPDATE`` is about Wagtail's index as well as ours."""
    return settings.WAGTAILSEARCH_BACKENDS["default"].get("AUTO_UPDATE", True)


def index_page(page: Any) -> None:
    """Write the page's rows, if the index follows what is saved."""
    if follows_saves() and not is_put_off.get():
        write_rows(page)


@transaction.atomic
def write_rows(page: Any, *, only_changed: bool = False) -> None:
    """Write the page's rows: one for each language it is public in, and no other.

    ``page`` holds what is published, not a draft.
    """
    languages = page.public_languages
    written = SearchEntry.objects.filter(page_id=page.pk)
    written.exclude(language__in=languages).delete()
    for language in languages:
        with in_language(language):  # for the words of choices
            words = {
                "title": title_of(page.specific, language),
                "text": text_of(page.specific, language),
                "published_at": value_in(page, "first_published", language),
            }
        if only_changed and written.filter(language=language, **words).exists():
            continue
        SearchEntry.objects.update_or_create(
            page_id=page.pk, language=language, defaults=words
        )


def index_what_shows(keys: Collection[int] | None, **kwargs: Any) -> None:
    """Write what changed in the rows of pages, as they show another record's words.

    A few at once, many by the worker. None: of the settings, which nobody searches.
    """
    if not keys or not follows_saves() or is_put_off.get():
        return
    ordered = sorted(keys)
    if len(ordered) <= FEW:
        write_changed_rows(ordered)
        return
    for start in range(0, len(ordered), PART):
        write_in_worker.enqueue(ordered[start : start + PART])


def write_changed_rows(keys: Iterable[int]) -> None:
    """A text that is as it was costs no lemmas."""
    for page in BasePage.objects.filter(pk__in=keys, live=True).specific():
        write_rows(page, only_changed=True)


@task(backend="worker")
def write_in_worker(keys: list[int]) -> None:
    write_changed_rows(keys)


@transaction.atomic
def rebuild() -> int:
    pages = BasePage.objects.filter(live=True, depth__gt=1)  # all but the root
    SearchEntry.objects.exclude(page__in=pages).delete()
    for page in pages.specific().iterator():
        write_rows(page)
    return SearchEntry.objects.count()


def index_saved_page(instance: Any, raw: bool = False, update_fields=None, **kwargs):
    """Index a page after it is saved: published, unpublished, copied, made by code.

    A save of some fields alone is book-keeping, and the page in memory may then hold
    a draft. Where a page stands is no part of its rows, so a move needs nothing; who
    may see it is asked when somebody searches.
    """
    if not raw and update_fields is None:
        index_page(instance)


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Where much is saved: index all of it afterwards, in a fraction of the time.

    Wagtail's own index, in which editors search, as well as ours. Where nothing is
    indexed when it is saved, nothing is afterwards either.
    """
    if not follows_saves():
        yield
        return
    put_off = is_put_off.set(True)
    disconnected = [
        model
        for model in get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        yield
        rebuild()
        call_command("update_index", verbosity=0)
    finally:
        is_put_off.reset(put_off)
        for model in disconnected:
            post_save.connect(post_save_signal_handler, sender=model)
