"""What /metrics answers: what was counted, and how things stand at this moment."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import Error
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from ethicaltrade.mail.models import Email
from ethicaltrade.scheduling import pulse, states
from ethicaltrade.scheduling.worker import QUEUE, ready_tasks

from . import checks
from .asking import UNKNOWN
from .counting import all_processes


def told() -> bytes:
    """In Prometheus's oldest format, which all its like read."""
    now = CollectorRegistry()
    now.register(Standing())
    return b"".join(generate_latest(each) for each in (all_processes(), now))


class Standing:
    """Asked once a scrape: what /readyz asks, and five queries more."""

    def collect(self) -> Iterator[Any]:
        health = checks.look()
        yield family(
            "check",
            "Whether it is well, as /readyz says: 1 or 0.",
            "check",
            {name: said in ("", UNKNOWN) for name, said in health.checks.items()},
        )
        if health.is_ready:
            with suppress(Error):  # it went away meanwhile; the check says so next
                yield from in_the_database()


def in_the_database() -> Iterable[Any]:
    failed = DBTaskResult.objects.failed().filter(backend_name=QUEUE).count()
    tasks = waiting(ready_tasks(), "enqueued_at")
    emails = waiting(Email.objects.waiting(), "created_at")
    given_up = Email.objects.given_up().count()
    runs = states.all_runs()
    jobs = states.of_all(runs)
    return [
        family(
            "tasks",
            "Tasks of the worker; those that failed are kept for two weeks.",
            "state",
            {"waiting": tasks["number"], "failed": failed},
        ),
        family(
            "emails",
            "E-mails in the outbox.",
            "state",
            {"waiting": emails["number"], "given-up": given_up},
        ),
        family(
            "oldest_seconds",
            "How long the oldest of them has waited; 0 where none does.",
            "of",
            {"tasks": age(tasks["oldest"]), "emails": age(emails["oldest"])},
        ),
        family(
            "job_age_seconds",
            "Since it last began; of the worker, since its last sign of life.",
            "job",
            {
                name: age(runs[name].started_at)
                for name in (pulse.WORKER, *(each.job.name for each in jobs))
                if name in runs and runs[name].started_at
            },
        ),
        family(
            "job_wrong",
            "Whether a job is late or failing: 1 or 0.",
            "job",
            {each.job.name: each.is_wrong for each in jobs},
        ),
    ]


def waiting(rows: Any, column: str) -> dict[str, Any]:
    """How many there are, and the column's first."""
    return rows.order_by().aggregate(number=Count("pk"), oldest=Min(column))


def age(moment: datetime | None) -> float:
    """In seconds; 0 of none."""
    return (timezone.now() - moment).total_seconds() if moment else 0.0


def family(name: str, meaning: str, label: str, values: Mapping[str, float]) -> Any:
    found = GaugeMetricFamily(f"site_{name}", meaning, labels=[label])
    for which, value in values.items():
        found.add_metric([which], float(value))
    return found
