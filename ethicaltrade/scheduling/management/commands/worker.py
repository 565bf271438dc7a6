"""``manage.py worker``: the process beside the web server."""

import logging
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ethicaltrade.scheduling import pulse, registry, states
from ethicaltrade.scheduling.models import JobRun
from ethicaltrade.scheduling.worker import QUEUE, Worker, ready_tasks, stopping


class Command(BaseCommand):
    """Ends when the task or job at hand is done; asked a second time, at once."""

    help = "Run the queue's tasks and the periodic jobs, until stopped."

    def add_arguments(self, parser):
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--once", action="store_true", help="do what is due now, and end"
        )
        only.add_argument(
            "--status",
            action="store_true",
            help="say how things are, and fail where no worker runs",
        )

    def handle(self, *args, **options):
        if options["status"]:
            self.print_status()
            return
        logging.getLogger("django_tasks").setLevel(logging.INFO)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        worker = Worker()
        if options["once"]:
            pulse.beat()
            worker.run_due()
        else:
            with pulse.beating():
                worker.run()

    def stop(self, number: int, _frame: Any) -> None:
        """The next signal of the kind ends it at once."""
        stopping.set()
        signal.signal(number, signal.SIG_DFL)

    def print_status(self) -> None:
        """Raises CommandError when no worker runs or a job is late, for a monitor.

        A job that no worker has come to yet, as on a new server, is neither.
        """
        failed = DBTaskResult.objects.failed().filter(backend_name=QUEUE)
        self.stdout.write(
            f"Queue: {ready_tasks().count()} waiting, {failed.count()} failed"
        )
        runs = states.all_runs()
        for name, job in sorted(registry.jobs.items()):
            told = [describe(runs.get(name)), *([job.state()] if job.state else [])]
            self.stdout.write(f"{name}: {'; '.join(told)}")
        if silence := pulse.silence(runs):
            raise CommandError(f"No worker runs: {silence}")
        if late := states.late(runs):
            raise CommandError(f"The worker is stuck, and late with {', '.join(late)}")


def describe(run: JobRun | None) -> str:
    if run is None or run.started_at is None:
        return "not run yet"
    when = timezone.localtime(run.started_at).isoformat(" ", "seconds")
    if run.busy_until and run.busy_until > timezone.now():
        return f"running since {when}"
    if run.last_error:
        return f"failed {when}: {run.last_error.strip().splitlines()[-1]}"
    return f"ran {when}"
