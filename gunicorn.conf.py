"""What gunicorn takes: it reads this by itself, from the folder it is started in.

The numbers are those of ethicaltrade/settings/limits.py, which a test compares.
"""

import os
import shutil
import tempfile
from typing import Any

import environ

limit_request_line = 8190  # bytes
limit_request_field_size = 8190  # bytes, of one header
limit_request_fields = 100  # headers
# Seconds without a sign of life from a worker. What one thread is at ends by the limits
# of the database and Redis.
timeout = 40


# Where METRICS is on, each process counts in files of its own, in a folder of this
# start's (ethicaltrade/watching/counting.py). What a process has counted stays when it
# ends; what it found away does not.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
counts = environ.Env().bool("METRICS", False)


def on_starting(server: Any) -> None:
    if counts:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="ethicaltrade-metrics-")


def child_exit(server: Any, worker: Any) -> None:
    if counts:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    if counts:
        shutil.rmtree(os.environ[FOLDER], ignore_errors=True)
