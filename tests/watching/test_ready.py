"""/healthz and /readyz: which faults take a process out, and who hears of the rest."""

import shutil
import threading
import time
from collections import namedtuple
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.files.storage import storages
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from ethicaltrade.scheduling import pulse, registry
from ethicaltrade.scheduling.models import JobRun
from ethicaltrade.watching import checks
from ethicaltrade.watching.apps import check_token
from ethicaltrade.watching.asking import UNKNOWN, Asked

TOKEN = "3fS9-kPq2_Lm8Zt7Vw5Xy1Rb"
OUTSIDE = {"X-Forwarded-For": "193.156.14.77"}
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def all_well(db):
    """A worker that has just done everything."""
    now = timezone.now()
    names = [pulse.WORKER, *registry.jobs]
    JobRun.objects.bulk_create(JobRun(name=name, started_at=now) for name in names)


@pytest.fixture
def told(client):
    """Asked on the machine itself: the status and the checks that are not well."""

    def ask(query="", **headers):
        response = client.get(f"/readyz{query}", headers=headers)
        answer = response.json()
        wrong = {name: said for name, said in answer["checks"].items() if said != "ok"}
        wrong = {name: said for name, said in wrong.items() if said != UNKNOWN}
        return response.status_code, answer["status"], wrong

    return ask


def test_healthz_answers_without_the_database(client):
    # Without the django_db mark, a query of any kind is an error.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_is_never_cached_and_sets_no_cookie(client, address):
    response = client.get(address)
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies


@pytest.mark.every_database
def test_all_is_well(told, all_well):
    assert told("?strict") == (200, "ok", {})


# What takes a process out


def test_database_away(told, all_well, client):
    def fail(*args):
        raise OperationalError("password of kari is wrong")

    with connection.execute_wrapper(fail):
        assert told() == (503, "unavailable", {"database": "OperationalError"})
        outside = client.get("/readyz", headers=OUTSIDE)
    assert (outside.status_code, outside.content) == (503, b"unavailable\n")


def test_migration_that_is_not_applied(told, all_well, monkeypatch):
    monkeypatch.setattr(checks, "_is_migrated", False)
    newest = MigrationRecorder(connection).migration_qs.filter(app="mail").last()
    newest.delete()
    assert told() == (503, "unavailable", {"migrations": "1 to be applied"})
    MigrationRecorder(connection).record_applied("mail", newest.name)
    assert told()[0] == 200


# What is told, and takes nobody out


def test_worker_that_is_silent(told, all_well, client):
    JobRun.objects.update(started_at=timezone.now() - pulse.SILENCE)
    status, said, wrong = told()
    assert (status, said, set(wrong)) == (200, "degraded", {"worker"})
    assert told("?strict")[0] == 503
    outside = client.get("/readyz?strict", headers=OUTSIDE)
    assert (outside.status_code, outside.content) == (200, b"ok\n")


def test_worker_that_was_never_there(told, db):
    assert told()[2] == {"worker": "never seen"}


def test_job_that_is_late(told, all_well):
    long_ago = timezone.now() - timedelta(hours=3)
    JobRun.objects.filter(name="scheduling.forget_cached").update(started_at=long_ago)
    assert told() == (200, "degraded", {"jobs": "scheduling.forget_cached (late)"})


def test_cache_that_forgets(told, all_well, monkeypatch):
    monkeypatch.setattr(caches["default"], "get", lambda *args: None)
    assert told() == (200, "degraded", {"cache": "forgets"})


def test_cache_that_is_away(told, all_well, monkeypatch):
    def fail(*args):
        raise ConnectionError("redis://:secret@host")

    monkeypatch.setattr(caches["default"], "set", fail)
    assert told() == (200, "degraded", {"cache": "ConnectionError"})


@pytest.mark.parametrize(
    ("free", "percent", "megabytes", "is_full"),
    [
        (600 * 10**6, 5, 500, True),
        (600 * 10**6, 1, 500, False),
        (600 * 10**6, 1, 700, True),
        (1, 0, 0, False),
        (0, 0, 0, False),
    ],
)
def test_disk_that_is_nearly_full(
    told, all_well, settings, monkeypatch, free, percent, megabytes, is_full
):
    settings.DISK_FREE_PERCENT, settings.DISK_FREE_MEGABYTES = percent, megabytes
    total = 20 * 10**9
    usage = Usage(total, total - free, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert ("disk" in told()[2]) == is_full


@pytest.fixture
def storage(settings):
    settings.STORAGE_CHECK_SECONDS = 60
    return storages["private"]


def test_storage_is_written_and_left_as_it_was(told, all_well, storage):
    checks.in_threads()["storage"].begin()
    assert checks.in_threads()["storage"].answer(5) == ""
    assert told()[:2] == (200, "ok")
    assert not [name for name in storage.listdir("")[1] if "readyz" in name]


def test_storage_that_takes_nothing(told, all_well, storage, monkeypatch):
    def fail(*args, **kwargs):
        raise PermissionError("/srv/secret")

    monkeypatch.setattr(storage, "save", fail)
    checks.in_threads()["storage"].begin()
    checks.in_threads()["storage"].answer(5)
    assert told() == (200, "degraded", {"storage": "private: PermissionError"})


def test_storage_that_hangs_is_waited_for_by_nobody(
    told, all_well, storage, monkeypatch
):
    let_go = threading.Event()
    monkeypatch.setattr(storage, "save", lambda *args: let_go.wait(30))
    monkeypatch.setattr(checks, "WAIT", 0.05)
    try:
        assert told() == (200, "ok", {}), "it may answer yet"
        checks.in_threads()["storage"].limit = 0
        start, threads = time.monotonic(), threading.active_count()
        assert told() == (200, "degraded", {"storage": "does not answer"})
        assert told()[1] == "degraded"
        assert threading.active_count() <= threads, "each would leave one behind"
        assert time.monotonic() - start < 10
    finally:
        let_go.set()
        checks.in_threads()["storage"].answer(5)


def test_answer_holds_for_a_while():
    given = []
    asked = Asked(lambda: given.append(1) or "", every=60, limit=1)
    assert asked.answer(0) == UNKNOWN
    for _time in range(3):
        asked.begin()
        assert asked.answer(5) == ""
    assert len(given) == 1


# Who is told


@pytest.mark.parametrize(
    ("headers", "address", "is_told"),
    [
        ({}, "127.0.0.1", True),
        ({}, "::1", True),
        ({}, "", True),  # by a socket in a folder
        ({}, "193.156.14.77", False),
        ({}, "10.0.0.7", False),
        (OUTSIDE, "127.0.0.1", False),  # a proxy on the same machine
        ({"X-Forwarded-Proto": "https"}, "127.0.0.1", False),
        ({"Forwarded": "for=1"}, "127.0.0.1", False),
        ({**OUTSIDE, "Authorization": f"Bearer {TOKEN}"}, "127.0.0.1", True),
        ({**OUTSIDE, "Authorization": f"Bearer {TOKEN}x"}, "127.0.0.1", False),
        ({**OUTSIDE, "Authorization": TOKEN}, "127.0.0.1", False),
        ({**OUTSIDE, "Authorization": "Bearer æ"}, "127.0.0.1", False),
    ],
)
def test_details_are_for_who_may_know(
    client, all_well, settings, headers, address, is_told
):
    settings.MONITORING_TOKEN = TOKEN
    response = client.get("/readyz", headers=headers, REMOTE_ADDR=address)
    assert response.status_code == 200
    assert (b"checks" in response.content) == is_told
    assert is_told or response.content == b"ok\n"


def test_no_token_lets_nobody_in(client, all_well, settings):
    settings.MONITORING_TOKEN = ""
    for given in ("Bearer ", "Bearer", ""):
        headers = {**OUTSIDE, "Authorization": given}
        assert client.get("/readyz", headers=headers).content == b"ok\n"


@pytest.mark.parametrize(
    ("token", "is_weak"),
    [("", False), (TOKEN, False), ("short", True), ("a" * 40, True)],
)
def test_token_that_can_be_guessed_is_refused(settings, token, is_weak):
    settings.MONITORING_TOKEN = token
    assert bool(check_token(None)) == is_weak
