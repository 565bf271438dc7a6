"""The site under gunicorn: answers a second, the slowest of a hundred, and memory."""

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.mail_server import free_port

from .peers import REPOSITORY

SECONDS = 3  # that an address is asked for
FEWEST = 20  # times, however slow it is
STARTS_WITHIN = 60  # seconds


@contextmanager
def gunicorn(environment: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """A server with one worker; yields its port and the worker's process id."""
    port = free_port()
    master = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "ethicaltrade.wsgi"),
            *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"),
            *("--no-control-socket", "--log-level", "error"),
        ],
        cwd=REPOSITORY,
        env=os.environ | dict(environment),
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        children = Path(f"/proc/{master.pid}/task/{master.pid}/children")
        yield port, int(children.read_text().split()[0])
    finally:
        master.terminate()
        master.wait(timeout=30)


def wait_for(port: int) -> None:
    """RuntimeError where the server does not answer in time."""
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        try:
            ask(http.client.HTTPConnection("127.0.0.1", port), "/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("gunicorn does not answer.")


def ask(connection: http.client.HTTPConnection, address: str) -> None:
    connection.request("GET", address)
    connection.getresponse().read()


def load(port: int, address: str) -> tuple[float, float]:
    """Answers a second to one reader, and milliseconds of the slowest in a hundred."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    ask(connection, address)
    times: list[float] = []
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(times) < FEWEST:
        start = time.perf_counter()
        ask(connection, address)
        times.append(time.perf_counter() - start)
    connection.close()
    slowest = statistics.quantiles(times, n=100)[-1] * 1000
    return len(times) / sum(times), slowest


def memory_after(
    port: int, worker: int, addresses: Sequence[str], requests: int
) -> float:
    """Megabytes of the worker when it has answered so many requests, by turns."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for number in range(requests):
        ask(connection, addresses[number % len(addresses)])
    connection.close()
    for line in Path(f"/proc/{worker}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("The worker has no memory.")
