from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SKEW = timedelta(minutes=5)
"""How far the clocks of two machines may be apart. What began later than that was
begun before the clock was set back, and nobody waits until it is that late again."""


class JobRunQuerySet(models.QuerySet):
    def claim(self, name: str, every: timedelta, limit: timedelta) -> datetime | None:
        """Begin a run that is due; its start, or None. Of several workers one succeeds.

        A run is over when its limit is: its worker may have been killed.
        """
        now = timezone.now()
        is_ahead = models.Q(started_at__gt=now + SKEW)
        due = models.Q(started_at=None) | models.Q(started_at__lte=now - every)
        free = models.Q(busy_until=None) | models.Q(busy_until__lte=now)
        due, free = due | is_ahead, free | is_ahead
        run = self.filter(due, free, name=name)
        return now if run.update(started_at=now, busy_until=now + limit) else None

    def end(self, name: str, started_at: datetime, error: str) -> None:
        """End the run, unless it was over its limit and another has begun."""
        now = timezone.now()
        failing = {"failed_at": now, "failing_since": Coalesce("failing_since", now)}
        self.filter(name=name, started_at=started_at).update(
            ended_at=now,
            busy_until=None,
            last_error=error,
            **(failing if error else {"failing_since": None}),
        )


class JobRun(models.Model):
    """One row a job, and one for the worker's :mod:`.pulse`."""

    name = models.CharField(max_length=100, primary_key=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # While it runs: when another worker may begin it anew.
    busy_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)  # empty when the last run went well
    failed_at = models.DateTimeField(null=True, blank=True)  # last
    # When the first of the failures in a row ended; empty when the last run went well.
    failing_since = models.DateTimeField(null=True, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        db_table = "jobs_jobrun"
        verbose_name = _("job of the site’s own")
        verbose_name_plural = _("jobs of the site’s own")

    def __str__(self):
        return self.name

    def is_due(self, every: timedelta) -> bool:
        now, then = timezone.now(), self.started_at
        return then is None or then <= now - every or then > now + SKEW
