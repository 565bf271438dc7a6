"""Periodic jobs: ``@periodic(_("…"), every=timedelta(hours=1))``, in ``scheduled.py``.

A job may be run again at any time, and must then do nothing twice; what it returns is
logged.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from .models import JobRun

logger = logging.getLogger(__name__)

LIMIT = timedelta(minutes=15)


@dataclass(frozen=True)
class Job:
    name: str
    every: timedelta
    limit: timedelta
    work: Callable[[], Any]
    title: Any = ""
    """What it does, for administrators."""
    state: Callable[[], str] | None = None
    tells: bool = False
    """Whether it tells of its failures itself."""

    def run_if_due(self) -> bool:
        """Whether it ran. Its errors are logged and kept; the database's are raised."""
        started_at = JobRun.objects.claim(self.name, self.every, self.limit)
        if started_at is None:
            return False
        error = ""
        try:
            result = self.work()
        except Exception:
            error = traceback.format_exc()
            logger.exception("%s failed", self.name)
        else:
            if result:
                logger.info("%s: %s", self.name, result)
        JobRun.objects.end(self.name, started_at, error)
        return True


jobs: dict[str, Job] = {}  # by name


def periodic(
    title: Any = "",
    *,
    every: timedelta,
    limit: timedelta = LIMIT,
    state: Callable[[], str] | None = None,
    tells: bool = False,
) -> Callable:
    """Register ``<app>.<function>``; after ``limit`` another run may begin.

    ``title``: what it does, in the administrator's language. ``state``: what ``worker
    --status`` says beside when it ran. ``tells``: it reports its own failures.
    """

    def register(work: Callable[[], Any]) -> Callable[[], Any]:
        app = work.__module__.rsplit(".", 2)[-2]
        name = f"{app}.{work.__name__}"
        if name in jobs:
            raise ValueError(f"There are two jobs called {name}")
        jobs[name] = Job(name, every, limit, work, title or name, state, tells)
        return work

    return register


def run_due(should_stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Run what is due, one after the other; returns the names."""
    runs = {run.name: run for run in JobRun.objects.all()}
    if missing := jobs.keys() - runs.keys():
        # Another worker may do the same now.
        JobRun.objects.bulk_create(
            [JobRun(name=name) for name in missing], ignore_conflicts=True
        )
    ran = []
    for job in list(jobs.values()):
        if should_stop():
            break
        run = runs.get(job.name)
        # Asked before it is claimed: to claim is to write.
        if (run is None or run.is_due(job.every)) and job.run_if_due():
            ran.append(job.name)
    return ran
