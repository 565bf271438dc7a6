"""A release after another, as ``docs/systemd/upgrade`` does it: nobody is refused."""

import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection

from tests.bench.ours import environment
from tests.support import rows
from tests.support.mail_server import free_port
from tests.support.nginx import nginx, wait_for
from tests.support.workers import PROJECT, database_url

pytestmark = pytest.mark.slow
ASKS = "/nyheter/feed/"  # made anew for each who asks, from the database
SOMEBODY = {"Cookie": "sessionid=somebody"}  # whom nginx gives nothing it has kept
READERS = 4
PAUSE = 0.05  # seconds, after each answer: the releases need the processor to start


@contextmanager
def release(folder) -> Iterator[tuple[int, subprocess.Popen]]:
    """The site in a gunicorn of its own; its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "ethicaltrade.wsgi", "--workers", "2"]
    command += ["--threads", "4", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    variables = environment(database_url(), folder) | {"PYTHONWARNINGS": "ignore"}
    log = (folder / f"{port}.log").open("w")
    with (
        log,
        subprocess.Popen(
            command, cwd=PROJECT, env=variables, stdout=log, stderr=log
        ) as process,
    ):
        try:
            wait_for(port, process)
            yield port, process
        finally:
            process.terminate()


@contextmanager
def readers(front) -> Iterator[list]:
    """Some who ask all the time; when each was answered, and how."""
    answers: list[tuple[float, object]] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.wait(PAUSE):
            try:
                said: object = front.get(ASKS, **SOMEBODY).status
            except OSError as error:
                said = error
            answers.append((time.monotonic(), said))

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def answered(front) -> bool:
    return front.get(ASKS, **SOMEBODY).status == 200


def ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/readyz")
    status = connection.getresponse().status
    connection.close()
    return status == 200


@pytest.fixture
def site(transactional_db, small_site):
    """With news, for every process."""
    for part in ("home", "news"):
        rows.put(small_site[part])


@pytest.fixture
def column(site):
    """A migration's: with a default of the database's own."""
    table = "core_topic"
    with connection.cursor() as cursor:
        yield lambda: cursor.execute(
            f"ALTER TABLE {table} ADD COLUMN note text NOT NULL DEFAULT ''"
        )
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP COLUMN IF EXISTS note")


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="a site that grows has PostgreSQL"
)
def test_nobody_is_refused(column, tmp_path):
    with (
        release(tmp_path) as (port, old),
        nginx(tmp_path, port, master="on") as front,
        ExitStack() as releases,
    ):
        while not answered(front):
            time.sleep(0.1)
        with readers(front) as answers:
            column()
            port, _new = releases.enter_context(release(tmp_path))
            while not ready(port):
                time.sleep(0.1)
            front.lead_to(port)
            time.sleep(1)  # nginx ends what it has begun
            old.terminate()
            old.wait()
            ended = time.monotonic()
            while not any(when > ended + 0.5 for when, _said in answers):
                time.sleep(0.1)
    refused = [said for _when, said in answers if said != 200]
    assert not refused, (tmp_path / "error.log").read_text()[-1000:]
