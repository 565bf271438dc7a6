"""A file is read by the worker, a page at a time; the CMS shows how far it has come."""

from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from ethicaltrade.bilingual import languages

from . import chosen, importing, services
from .bundles import Bundle
from .models import Import, ImportLine, Line
from .received import UnreadableError
from .services import ServiceError

WAITED_FOR = timedelta(hours=1)


def waiting_of(user: Any) -> Import | None:
    """What they sent in that is being read; not what has been forgotten."""
    since = timezone.now() - WAITED_FOR
    unread = Import.objects.filter(user=user, finished_at=None, sent_at__gt=since)
    return unread.defer("packed").first()


def begin(file: Any, user: Any, *, with_records: bool = False) -> Import:
    """The form has looked at the file; it is read when this is stored."""
    one = Import(
        user=user,
        told_in=languages.active(),
        name=file.name[:255],
        with_records=with_records,
    )
    one.pack(file)
    return _stored(one)


def propose(pages: list[int], language: str, source: str, user: Any) -> Import:
    """A machine is asked for what is missing on the pages."""
    asked = {"pages": pages, "language": language, "source": source}
    name = _("Proposals in %(language)s") % {"language": languages.name_of(language)}
    told_in, total = languages.active(), len(pages)
    return _stored(
        Import(user=user, told_in=told_in, name=name, asked=asked, total=total)
    )


def _stored(one: Import) -> Import:
    with transaction.atomic():
        one.save()
        transaction.on_commit(lambda: run.enqueue(one.pk), robust=True)
    return one


@task(backend="worker")
def run(pk: int) -> int:
    """How many pages and records it went through; run again, it goes on."""
    waiting = Import.objects.filter(pk=pk, finished_at=None).select_related("user")
    one = waiting.exclude(user=None).first()  # what they may do is theirs alone
    if one is None:
        return 0
    with languages.in_language(one.told_in):
        try:
            _propose(one) if one.asked else _run(one)
        except (UnreadableError, ServiceError) as error:
            one.error = str(error)
        except Exception:  # the worker notes it; whoever sent the file waits
            one.error = _(
                "Something went wrong on our side, and the rest was not read. Try "
                "again: what has been taken is not taken twice."
            )
            _finish(one)
            raise
    _finish(one)
    return one.done


def _finish(one: Import) -> None:
    one.packed, one.finished_at = None, timezone.now()
    one.save(update_fields=["error", "packed", "done", "finished_at"])


def _run(one: Import) -> None:
    if not one.total:
        one.total = importing.count(one.file())
        one.save(update_fields=["total"])
    for bundle in islice(importing.read(one.file()), one.done, None):
        with transaction.atomic():
            lines = importing.take(bundle, one.user, with_records=one.with_records)
            _keep(one, lines)


def _keep(one: Import, lines: list[Line]) -> None:
    ImportLine.objects.bulk_create(ImportLine.made_of(each, one) for each in lines)
    one.done += 1
    one.save(update_fields=["done"])


def _propose(one: Import) -> None:
    """Run again, it asks for what is still missing."""
    service = services.get_service()
    if service is None or not one.asked:
        raise ServiceError(_("No translation service is set up."))
    source, language = one.asked["source"], one.asked["language"]
    found = chosen.pages(one.user, language).filter(pk__in=one.asked["pages"])
    wanted = chosen.Wanted(source, language, found)
    one.done = 0
    for bundle in wanted.bundles():
        if bundle and (proposed := _proposed(service, bundle)):
            with transaction.atomic():
                lines = importing.take(proposed, one.user, is_proposal=True)
                _keep(one, lines)
    one.done = one.total


def _proposed(service: services.Service, bundle: Bundle) -> Bundle | None:
    """For cells that are empty; what somebody has written is not sent."""
    empty = [unit for unit in bundle.units if not unit.target_hash]
    if not empty:
        return None
    texts = [unit.source for unit in empty]
    answers = service.translate(texts, bundle.source, bundle.target)
    units = [
        replace(unit, target=answer)
        for unit, answer in zip(empty, answers, strict=True)
    ]
    return replace(bundle, units=units)
