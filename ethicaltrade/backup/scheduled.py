"""A backup each night, and each month the proof that it can be put back."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ethicaltrade.scheduling.registry import periodic
from ethicaltrade.scheduling.worker import stopping

from . import reports, selftest, service, shelf

LIMIT = timedelta(hours=6)
"""How long a large site may take, until another worker begins anew."""
MONTH = timedelta(days=30)


def last_night(now: datetime) -> datetime:
    """When the newest backup should have begun: at BACKUP_HOUR, on the site's clock."""
    here = timezone.localtime(now)
    today = timezone.make_aware(datetime.combine(here, time(settings.BACKUP_HOUR)))
    if today <= now:
        return today
    yesterday = here.date() - timedelta(days=1)
    return timezone.make_aware(datetime.combine(yesterday, today.time()))


def state() -> str:
    """For ``worker --status``: which is the newest, and when one was tried last."""
    if not shelf.is_set():
        return "no backups: BACKUP_STORAGE is not set"
    try:
        newest, tried = shelf.newest(), selftest.last()
    except Exception as error:  # a storage elsewhere has errors of its own
        return f"where the backups lie cannot be asked: {error}"
    name = newest.name if newest else "none yet"
    when = tried.moment.date().isoformat() if tried else "never"
    return f"newest {name}, put back on trial {when}"


@periodic(
    _("Make the nightly backup"),
    every=timedelta(minutes=20),
    limit=LIMIT,
    state=state,
    tells=True,
)
def back_up() -> str:
    """Once a night; what is missed, or fails, is made up for as soon as it can be."""
    if not shelf.is_set():
        return ""
    now = timezone.now()
    newest = shelf.newest()
    if newest and newest.moment >= last_night(now):
        return ""
    try:
        return str(service.make(should_stop=stopping.is_set))
    except service.StoppedError as stopped:
        return str(stopped)
    except Exception as error:
        reports.tell_failure(error, now)
        raise


@periodic(
    _("Test that the newest backup can be restored"),
    every=timedelta(hours=6),
    limit=LIMIT,
    tells=True,
)
def try_newest() -> str:
    """Once a month; one that fails is tried again, with the newest by then."""
    if not shelf.is_set():
        return ""
    now = timezone.now()
    newest, last = shelf.newest(), selftest.last()
    if newest is None or (last and last.is_well and now - last.moment < MONTH):
        return ""
    result = selftest.run(newest, now)
    reports.tell_result(result)
    if not result.is_well:
        raise selftest.SelfTestError(result.told)
    return f"{newest.name} can be put back"
