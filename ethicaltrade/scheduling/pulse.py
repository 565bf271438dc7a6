"""The worker's pulse: that it lives, whatever it is at.

A backup may take an hour, in which no other job has its turn; so the pulse is that of a
thread beside them. A job that hangs is late, and told as such.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone

from .models import JobRun

WORKER = "worker"
"""The name of its row among those of the jobs, which have a dot in theirs."""
EVERY = 20.0  # seconds
SILENCE = timedelta(minutes=3)
"""After so long without a pulse no worker runs. Cron may start it each minute."""


def beat() -> None:
    now = timezone.now()
    if not JobRun.objects.filter(name=WORKER).update(started_at=now):
        JobRun.objects.bulk_create(
            [JobRun(name=WORKER, started_at=now)], ignore_conflicts=True
        )


@contextmanager
def beating() -> Iterator[None]:
    """Beat as long as the block takes."""
    is_over = threading.Event()
    thread = threading.Thread(target=_beat_until, args=[is_over], daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join(EVERY)


def _beat_until(is_over: threading.Event) -> None:
    while True:
        try:
            beat()
        except (DatabaseError, InterfaceError):
            pass  # the worker says so, once
        finally:
            connections.close_all()  # those of this thread
        if is_over.wait(EVERY):
            return


def last(runs: dict[str, JobRun]) -> datetime | None:
    """When a worker last gave a sign of life."""
    run = runs.get(WORKER)
    return run.started_at if run else None


def is_silent(at: datetime | None, now: datetime | None = None) -> bool:
    return at is None or (now or timezone.now()) - at > SILENCE


def silence(runs: dict[str, JobRun]) -> str:
    """Since when no worker gives a sign of life; empty where one does."""
    at = last(runs)
    if not is_silent(at):
        return ""
    return f"no sign since {at:%Y-%m-%d %H:%M} UTC" if at else "never seen"
