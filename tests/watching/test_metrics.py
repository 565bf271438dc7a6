"""Numbers for Prometheus: of every process, of nobody, and for who may know."""

import subprocess
import sys

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from prometheus_client.parser import text_string_to_metric_families

from ethicaltrade.mail.models import Email
from ethicaltrade.outages.breaker import Breaker
from ethicaltrade.scheduling import pulse, registry
from ethicaltrade.scheduling.models import JobRun
from ethicaltrade.watching import counting
from tests.bench.asked import calls_of

OUTSIDE = {"X-Forwarded-For": "193.156.14.77"}
COUNTING = "ethicaltrade.watching.counting.CountingMiddleware"
CALLS = 90
"""Of Python functions, for what an answer costs more."""
LABELS = {
    "kind": {
        *("account", "cms", "document", "form", "page", "picture", "search", "static"),
    },
    "cache": {"hit", "miss", "pass"},
    "state": {"failed", "given-up", "waiting"},
    "of": {"emails", "tasks"},
    "check": {
        *("cache", "database", "disk", "jobs", "migrations", "storage", "worker"),
    },
    "job": {pulse.WORKER, *registry.jobs},
    "server": {"Redis"},
}
"""All that may stand in one; beside numbers, the only words of an answer."""
# As gunicorn does it, in a few lines: its hooks around a process that it ends.
TWO_PROCESSES = """
import os, runpy, types
from django.conf import settings
settings.configure()
hooks = runpy.run_path("gunicorn.conf.py")
hooks["on_starting"](None)
from ethicaltrade.watching import counting
from prometheus_client import generate_latest
def count(times):
    for counter in counting._counters("page", 200, "hit")[::2] * times:
        counter.inc()
if child := os.fork():
    os.waitpid(child, 0)
    count(1)
    told = generate_latest(counting.all_processes())
    hooks["child_exit"](None, types.SimpleNamespace(pid=child))
    print(told.decode(), "=====", generate_latest(counting.all_processes()).decode())
    hooks["on_exit"](None)
    assert not os.path.exists(os.environ["PROMETHEUS_MULTIPROC_DIR"])
else:
    count(3)
    counting.tell_of_server("Redis (127.0.0.1:6379/0)", True)
"""


def samples(text: str) -> dict:
    """Each value, by its name and labels."""
    return {
        (each.name, *sorted(each.labels.items())): each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
    }


@pytest.fixture
def told(settings):
    """What who may know is told, by a browser on the machine itself."""
    settings.METRICS = True

    def ask():
        response = Client().get("/metrics")
        assert response["Content-Type"].startswith("text/plain")
        assert "no-store" in response["Cache-Control"]
        return samples(response.content.decode())

    return ask


@pytest.fixture
def counted(settings, told):
    """What is told more than before."""
    settings.MIDDLEWARE = [COUNTING, *settings.MIDDLEWARE]
    before = told()
    return lambda: {
        key: value - before.get(key, 0)
        for key, value in told().items()
        if value != before.get(key)
    }


def answers(kind, status, cache):
    labels = (("cache", cache), ("kind", kind), ("status", status))
    return "site_answers_total", *labels


@pytest.mark.slow
def test_processes_are_added_up_and_what_a_dead_one_found_away_is_forgotten():
    done = subprocess.run(
        [sys.executable, "-c", TWO_PROCESSES],
        env={"PATH": "/usr/bin:/bin", "METRICS": "true"},
        cwd=site_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    both, later = map(samples, done.stdout.split("====="))
    queries, away = ("site_queries_total", ("kind", "page")), "site_server_away"
    assert both[answers("page", "200", "hit")] == both[queries] == 4
    assert both[away, ("server", "Redis")] == 1
    assert later == {key: value for key, value in both.items() if key[0] != away}


# What is counted


@pytest.mark.indexed
def test_members_pages_are_counted_and_tell_of_nobody(
    article, kept_pages, member, counted
):
    known, visitor = Client(), Client()
    known.force_login(member)
    for address in ("/nyheter/", "/sok/?q=kari", "/finnes-ikke/kari/"):
        known.get(address)
    for _time in range(2):
        visitor.get("/nyheter/")
    visitor.post("/konto/login/code/", {"email": "kari@example.org"})
    visitor.get("/healthz")
    found = counted()
    assert found[answers("page", "200", "pass")] >= 1
    assert found[answers("page", "404", "pass")] == 1
    assert found[answers("search", "200", "pass")] == 1
    assert found[answers("page", "200", "miss")] == 1
    assert found[answers("page", "200", "hit")] == 1
    assert sum(value for key, value in found.items() if ("kind", "form") in key) > 0
    assert found["site_queries_total", ("kind", "page")] > 4
    assert found["site_query_seconds_total", ("kind", "page")] > 0
    assert found["site_answer_seconds_count", ("kind", "search")] == 1
    for _name, *labels in found:
        for label, value in labels:
            number = value.replace("+Inf", "0").replace(".", "")
            allowed = LABELS.get(label, {value if number.isdigit() else ""})
            assert value in allowed, (label, value)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "page"),
        ("/en/news/", "page"),
        ("/admin/pages/1/", "cms"),
        ("/static/css/a.css", "static"),
        ("/media/images/a.webp", "picture"),
        ("/documents/1/x.pdf", "document"),
        ("/konto/login/", "account"),
        ("/en/konto/code/", "account"),
        ("/en/search/", "search"),
        ("/readyz", ""),
        ("/metrics", ""),
    ],
)
def test_kinds_of_answers(path, kind):
    assert counting.kind_of(RequestFactory().get(path)) == kind


def test_what_is_sent_is_a_form_but_in_the_cms():
    for path, kind in (("/konto/login/", "form"), ("/a/", "form"), ("/admin/", "cms")):
        assert counting.kind_of(RequestFactory().post(path)) == kind


def test_it_costs_next_to_nothing():
    request = RequestFactory().get("/nyheter/")
    request.user = AnonymousUser()
    count = counting.CountingMiddleware(lambda request: HttpResponse())
    count(request)
    assert calls_of(lambda: count(request)) <= CALLS


# How things stand


@pytest.mark.django_db
def test_state_of_the_site(told):
    redis = Breaker.of("Redis (127.0.0.1:6379/0)")
    redis.failed(OSError("away"))
    JobRun.objects.create(name="scheduling.forget_cached", last_error="No")
    Email.objects.create(key="a", message_id="a", recipient="kari@example.org")
    found = told()
    away = "site_server_away", ("server", "Redis")
    assert found[away] == 1
    redis.succeeded()
    assert told()[away] == 0
    assert found["site_check", ("check", "database")] == 1
    assert found["site_check", ("check", "worker")] == 0
    assert found["site_tasks", ("state", "waiting")] == 0
    assert found["site_emails", ("state", "given-up")] == 0
    assert found["site_emails", ("state", "waiting")] == 1
    assert found["site_oldest_seconds", ("of", "emails")] > 0
    job = ("job", "scheduling.forget_cached")
    assert found["site_job_wrong", job] == 0, "a worker may come to it yet"
    assert ("site_job_age_seconds", job) not in found
    pulse.beat()
    assert told()["site_job_age_seconds", ("job", pulse.WORKER)] < 60


@pytest.mark.django_db
def test_for_others_there_is_nothing(client, settings):
    settings.METRICS = True
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers=OUTSIDE).status_code == 404
    settings.METRICS = False
    assert client.get("/metrics").status_code == 404
