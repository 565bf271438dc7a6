"""A file is read by the worker, a page at a time; the CMS shows how far it has come."""

from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from ethicaltrade.bilingual import languages

from . import importing
from .models import Import, ImportLine
from .received import UnreadableError


def begin(file: Any, user: Any, *, with_records: bool = False) -> Import:
    """The form has looked at the file; it is read when this is stored."""
    one = Import(
        user=user,
        told_in=languages.active(),
        name=file.name[:255],
        with_records=with_records,
    )
    one.pack(file)
    with transaction.atomic():
        one.save()
        transaction.on_commit(lambda: run.enqueue(one.pk), robust=True)
    return one


@task(backend="worker")
def run(pk: int) -> int:
    """How many pages and records it went through; run again, it goes on."""
    one = Import.objects.filter(pk=pk, finished_at=None).select_related("user").first()
    if one is None:
        return 0
    with languages.in_language(one.told_in):
        try:
            _run(one)
        except UnreadableError as error:
            one.error = str(error)
    one.packed, one.finished_at = None, timezone.now()
    one.save(update_fields=["error", "packed", "finished_at"])
    return one.done


def _run(one: Import) -> None:
    if not one.total:
        one.total = importing.count(one.file())
        one.save(update_fields=["total"])
    for bundle in islice(importing.read(one.file()), one.done, None):
        with transaction.atomic():
            lines = importing.take(bundle, one.user, with_records=one.with_records)
            ImportLine.objects.bulk_create(
                ImportLine.made_of(each, one) for each in lines
            )
            one.done += 1
            one.save(update_fields=["done"])
