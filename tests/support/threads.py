"""Work done by several workers at the same time, over connections of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

PATIENCE = 60  # seconds


def at_once(work: Callable[[], Any], times: int) -> list[Any]:
    """Do the work in so many threads that start together; returns what each returns.

    The first error of any is raised. The test must not be in a transaction, which the
    threads could not see into.
    """
    start = threading.Barrier(times, timeout=PATIENCE)

    def one() -> Any:
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        waiting = [pool.submit(one) for _number in range(times)]
        return [each.result(PATIENCE) for each in waiting]
