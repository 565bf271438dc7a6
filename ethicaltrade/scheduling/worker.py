"""Takes tasks from the queue in the database, and runs the periodic jobs."""

import logging
import threading
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from ethicaltrade.logs import of_task

from . import registry

logger = logging.getLogger(__name__)

QUEUE = "worker"  # the alias in settings.TASKS: ``@task(backend="worker")``
PAUSE = 1.0  # seconds between two looks
LONG_PAUSE = 10.0  # seconds, while the database is away

# Set when this process is asked to stop: a long job looks at it between two steps.
stopping = threading.Event()


class OneTask(QueueWorker):
    has_run = False

    def run_task(self, db_task_result: DBTaskResult) -> None:
        with of_task(db_task_result.id):
            super().run_task(db_task_result)
        self.has_run = True


class Worker:
    def __init__(self) -> None:
        self.name = get_random_string(16)

    def run(self) -> None:
        """Until asked to stop. A database that is away is waited for."""
        logger.info("The worker %s begins", self.name)
        is_away = False
        while not stopping.is_set():
            try:
                self.run_due()
            except (DatabaseError, InterfaceError) as error:
                if not is_away:  # once, not every ten seconds
                    why = str(error).partition("\n")[0]
                    logger.error("The database is away, and is waited for: %s", why)
                is_away = True
                connections.close_all()
            else:
                if is_away:
                    logger.info("The database is back")
                is_away = False
            stopping.wait(LONG_PAUSE if is_away else PAUSE)
        connections.close_all()
        logger.info("The worker %s has stopped", self.name)

    def run_due(self) -> None:
        close_old_connections()
        registry.run_due(stopping.is_set)
        while not stopping.is_set() and self.run_task():
            registry.run_due(stopping.is_set)  # a long queue must not hold the mail up
        close_old_connections()

    def run_task(self) -> bool:
        """Whether there was a task."""
        if not ready_tasks().exists():
            return False
        # One at a time: the loop, its signals and its pauses are ours.
        one = OneTask(
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name=QUEUE,
            interval=0,
            batch=True,
            max_tasks=1,
            startup_delay=False,
            worker_id=self.name,
        )
        one.run()
        return one.has_run


def ready_tasks() -> Any:
    return DBTaskResult.objects.ready().filter(backend_name=QUEUE)
