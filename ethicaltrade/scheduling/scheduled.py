"""The upkeep of the queue and of Wagtail's own schedule."""

from datetime import timedelta

from django.core.cache import caches
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from .registry import periodic
from .worker import QUEUE

ABANDONED_AFTER = timedelta(hours=1)
MOST_RUNS = 3
KEPT = timedelta(days=14)  # long enough to look into what failed


@periodic(_("Put back tasks whose worker was ended"), every=timedelta(minutes=10))
def free_abandoned_tasks() -> int:
    """Put tasks back whose worker was killed; returns how many.

    One that was taken three times is failed: it may be what kills the worker.
    """
    now = timezone.now()
    # One that begins hours from now was begun before the clock was set back.
    is_running = Q(started_at__range=(now - ABANDONED_AFTER, now + ABANDONED_AFTER))
    freed = 0
    for task in DBTaskResult.objects.running().filter(~is_running, backend_name=QUEUE):
        if len(task.worker_ids) >= MOST_RUNS:
            task.set_failed(RuntimeError("Its worker ended three times."))
            continue
        freed += (
            DBTaskResult.objects.running()
            .filter(pk=task.pk, started_at=task.started_at)
            .update(status="READY", started_at=None)
        )
    return freed


@periodic(_("Delete old tasks"), every=timedelta(days=1))
def forget_finished_tasks() -> int:
    """Returns how many rows."""
    finished = DBTaskResult.objects.finished().filter(
        finished_at__lt=timezone.now() - KEPT
    )
    return finished.delete()[0]


@periodic(_("Delete what the cache no longer needs"), every=timedelta(hours=1))
def forget_cached() -> int:
    """Returns how many rows; the limits are among them, with visitors' addresses."""
    return caches["database"].forget_expired()


@periodic(
    _("Publish and take down pages at their set times"), every=timedelta(minutes=1)
)
def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)
