"""What Prometheus is told of the answers, counted as they are given.

Imported where METRICS is on. Each process of gunicorn's counts in files of its own, in
a folder that ``gunicorn.conf.py`` makes before any of them begins; whichever is asked
adds them up. Without the folder a process counts for itself.

No label says an address, a title or a name: kinds, numbers and words of the code.
"""

import os
import time
from collections.abc import Callable
from functools import cache as once
from typing import Any

from django.conf import settings
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.multiprocess import MultiProcessCollector

from ethicaltrade.caching import kept
from ethicaltrade.outages import breaker

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library's name for it
FOR_MACHINES = ("/healthz", "/readyz", "/metrics")
FORMS_OF = ("account", "page", "search")

disable_created_metrics()  # a series more for each that says since when
OWN = CollectorRegistry()
ANSWERS = Counter(
    "site_answers",
    "Answers. cache: hit, a page that was kept; miss, made to be kept; pass, neither.",
    ["kind", "status", "cache"],
    registry=OWN,
)
SECONDS = Histogram(
    "site_answer_seconds",
    "How long an answer took until its first byte.",
    ["kind"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=OWN,
)
QUERIES = Counter(
    "site_queries", "Queries of the database for them.", ["kind"], registry=OWN
)
QUERY_SECONDS = Counter(
    "site_query_seconds", "How long those took.", ["kind"], registry=OWN
)
AWAY = Gauge(
    "site_server_away",
    "Whether a process has found a server away, and not yet back: 1 or 0.",
    ["server"],
    registry=OWN,
    multiprocess_mode="livemax",
)


def all_processes() -> CollectorRegistry:
    """What was counted, by every process that shares the folder."""
    if FOLDER not in os.environ:
        return OWN
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


class Queries:
    """Counts those of one request; in seconds, how long they took."""

    __slots__ = ("number", "seconds")

    def __init__(self) -> None:
        self.number, self.seconds = 0, 0.0

    def __call__(
        self, execute: Callable, sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.number += 1
            self.seconds += time.perf_counter() - start


class CountingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        kind = kind_of(request)
        if not kind:
            return self.get_response(request)
        start, queries = time.perf_counter(), Queries()
        with connection.execute_wrapper(queries):
            response = self.get_response(request)
        how = request.META.get(kept.TOLD, "pass")
        answers, seconds, number, in_all = _counters(kind, response.status_code, how)
        answers.inc()
        seconds.observe(time.perf_counter() - start)
        if queries.number:
            number.inc(queries.number)
            in_all.inc(queries.seconds)
        return response


@once
def _counters(kind: str, status: int, how: str) -> tuple[Any, Any, Any, Any]:
    """To look them up takes the library longer than to count."""
    return (
        ANSWERS.labels(kind, status, how),
        SECONDS.labels(kind),
        QUERIES.labels(kind),
        QUERY_SECONDS.labels(kind),
    )


def kind_of(request: HttpRequest) -> str:
    """Empty for those who watch."""
    path = request.path_info
    if path in FOR_MACHINES:
        return ""
    kind = next((kind for prefix, kind in _kinds() if path.startswith(prefix)), "page")
    return "form" if request.method == "POST" and kind in FORMS_OF else kind


@once
def _kinds() -> tuple[tuple[str, str], ...]:
    """By how addresses begin."""
    kinds = {
        settings.STATIC_URL: "static",
        settings.MEDIA_URL: "picture",
        "/documents/": "document",
        reverse("wagtailadmin_home"): "cms",
    }
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            kinds[reverse("search")] = "search"
            kinds[reverse("account_login").removesuffix("login/")] = "account"
    return tuple(kinds.items())


@receiver(breaker.changed)
def tell_of_server(name: str, is_open: bool, **kwargs: Any) -> None:
    AWAY.labels(name.partition(" (")[0]).set(is_open)  # without its address
