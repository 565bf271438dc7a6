"""How the jobs are: running, well, late, failing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from . import registry
from .models import JobRun
from .registry import LIMIT, Job

FAILING_AFTER = timedelta(minutes=15)
"""What fails once is tried again, and may go well by itself."""


class Kind(models.TextChoices):
    LATE = "late", pgettext_lazy("job", "Late")
    FAILING = "failing", pgettext_lazy("job", "Failing")
    RUNNING = "running", pgettext_lazy("job", "Running")
    NEW = "new", pgettext_lazy("job", "Not run yet")
    WELL = "well", pgettext_lazy("job", "Well")


@dataclass(frozen=True)
class JobState:
    job: Job
    run: JobRun | None
    kind: Kind

    @property
    def is_wrong(self) -> bool:
        return self.kind in (Kind.LATE, Kind.FAILING)

    @property
    def next_at(self) -> datetime | None:
        """When it is due again; a worker may be at something else then."""
        started_at = self.run and self.run.started_at
        return started_at + self.job.every if started_at else None

    @property
    def reason(self) -> str:
        """The last line of what was said when it failed, in English."""
        lines = (self.run.last_error if self.run else "").strip().splitlines()
        return lines[-1] if lines else ""


def all_runs() -> dict[str, JobRun]:
    return {run.name: run for run in JobRun.objects.all()}


def of_all(
    runs: dict[str, JobRun],
    *,
    since: datetime | None = None,
    now: datetime | None = None,
) -> list[JobState]:
    """By name. ``since`` is when whoever asks began: none is late before it had time.

    A job that has never run has no time of its own; without ``since`` it is new.

    While a worker is at a job and within its limit, the others wait, and are not late.
    """
    now = now or timezone.now()
    is_busy = any(_is_running(run, now) for run in runs.values())
    return [
        JobState(job, runs.get(name), _kind(job, runs.get(name), is_busy, since, now))
        for name, job in sorted(registry.jobs.items())
    ]


def late(runs: dict[str, JobRun]) -> list[str]:
    """Names of the jobs that should have run long ago."""
    return [state.job.name for state in of_all(runs) if state.kind == Kind.LATE]


def _kind(
    job: Job, run: JobRun | None, is_busy: bool, since: datetime | None, now: datetime
) -> Kind:
    if run and _is_running(run, now):
        return Kind.RUNNING
    if _is_late(job, run, since, now) and not is_busy:
        return Kind.LATE
    if run is None or run.started_at is None:
        return Kind.NEW
    if run.failing_since and now - run.failing_since >= FAILING_AFTER:
        return Kind.FAILING
    return Kind.WELL


def _is_late(
    job: Job, run: JobRun | None, since: datetime | None, now: datetime
) -> bool:
    """Given its own limit, and another's."""
    begun = [run.started_at + job.every] if run and run.started_at else []
    due = max([*begun, *([since] if since else [])], default=None)
    return due is not None and due + job.limit + LIMIT <= now


def _is_running(run: JobRun, now: datetime) -> bool:
    return run.busy_until is not None and run.busy_until > now
