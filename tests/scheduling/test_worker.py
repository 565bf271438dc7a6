"""The worker: what it runs, how it ends, and what it lives through."""

import logging
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks import default_task_backend, task_backends
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks_db.models import DBTaskResult

from ethicaltrade.logs import OneLineFilter
from ethicaltrade.media.models import CustomImage, make_renditions
from ethicaltrade.scheduling import registry, scheduled, worker
from ethicaltrade.scheduling.worker import Worker, ready_tasks, stopping
from ethicaltrade.search.models import SearchEntry
from tests.support.files import picture
from tests.support.threads import at_once

pytestmark = pytest.mark.every_database


def statuses():
    return list(DBTaskResult.objects.values_list("status", flat=True))


# The queue


@pytest.mark.django_db
def test_worker_makes_a_pictures_sizes(job, queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = picture()
    assert not image.renditions.exists(), "nobody waits for them"
    Worker().run_due()
    assert image.renditions.exists()
    assert statuses() == ["SUCCESSFUL"]
    assert job.runs == 1


@pytest.mark.django_db
def test_worker_logs_under_the_id_of_the_request(job, queue, client, settings, caplog):
    named = {"id_function": "ethicaltrade.logs.task_id"}
    settings.TASKS = {
        **settings.TASKS,
        "worker": {**settings.TASKS["worker"], "OPTIONS": named},
    }
    request_id = client.get("/healthz").headers["X-Request-ID"]
    make_renditions.enqueue(0)
    client.get("/healthz")
    caplog.set_level(logging.INFO)
    caplog.handler.addFilter(OneLineFilter())
    Worker().run_due()
    done = [each for each in caplog.records if "state=SUCCESSFUL" in each.getMessage()]
    assert [each.request_id for each in done] == [request_id]


@pytest.mark.django_db
def test_task_that_fails_takes_no_other_along(job, queue, caplog):
    with patch.object(CustomImage, "make_ready", side_effect=ValueError("strange")):
        make_renditions.enqueue(picture().pk)
        make_renditions.enqueue(0)
        Worker().run_due()
    assert sorted(statuses()) == ["FAILED", "SUCCESSFUL"]
    assert "FAILED" in caplog.text


@pytest.mark.django_db
def test_periodic_jobs_have_their_turn_between_two_tasks(job, queue):
    """A hundred pictures must not hold the mail up."""
    for _number in range(3):
        make_renditions.enqueue(0)
    with patch.object(registry, "run_due") as run_due:
        Worker().run_due()
    assert run_due.call_count == 4


@pytest.mark.django_db
def test_task_whose_code_is_gone_is_failed(job, queue):
    make_renditions.enqueue(0)
    DBTaskResult.objects.update(task_path="ethicaltrade.media.models.gone")
    Worker().run_due()
    assert statuses() == ["FAILED"]


def test_workers_at_the_same_time_run_a_task_once(job, queue, transactional_db):
    for number in range(12):
        make_renditions.enqueue(-number)
    at_once(lambda: Worker().run_due(), 3)
    assert statuses() == ["SUCCESSFUL"] * 12
    assert {len(task.worker_ids) for task in DBTaskResult.objects.all()} == {1}


@pytest.mark.django_db
def test_task_of_a_killed_worker_is_run_again_and_in_the_end_failed(job, queue):
    make_renditions.enqueue(0)
    for number in range(scheduled.MOST_RUNS):
        task = ready_tasks().get()
        task.claim(f"worker {number}")
        assert scheduled.free_abandoned_tasks() == 0, "it may be running still"
        long_ago = timezone.now() - scheduled.ABANDONED_AFTER - timedelta(seconds=1)
        DBTaskResult.objects.update(started_at=long_ago)
        scheduled.free_abandoned_tasks()
    assert statuses() == ["FAILED"]


@pytest.mark.django_db
def test_finished_tasks_are_forgotten(job, queue):
    for _number in range(2):
        make_renditions.enqueue(0)
    Worker().run_due()
    make_renditions.enqueue(0)
    assert scheduled.forget_finished_tasks() == 0
    old = DBTaskResult.objects.finished().first()
    DBTaskResult.objects.filter(pk=old.pk).update(
        finished_at=timezone.now() - scheduled.KEPT - timedelta(minutes=1)
    )
    assert scheduled.forget_finished_tasks() == 1
    assert sorted(statuses()) == ["READY", "SUCCESSFUL"]


# Without a worker


@pytest.mark.indexed
@pytest.mark.django_db
def test_what_is_published_is_found_though_no_worker_runs(queue, article):
    assert isinstance(task_backends["default"], ImmediateBackend)
    assert default_task_backend.alias == "default"
    article.title_nb = "Leverandørkjeder på Svalbard"
    article.save_revision().publish()
    assert SearchEntry.objects.filter(page=article, title=article.title_nb).exists()
    assert statuses() == []


# Stopping, and a database that goes away


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(worker, "PAUSE", 0)
    monkeypatch.setattr(worker, "LONG_PAUSE", 0)
    # The test's connection is in a transaction, and stays.
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)


@pytest.mark.django_db
def test_worker_that_is_asked_to_stop_ends_what_it_is_at_and_no_more(job, queue, quick):
    for _number in range(3):
        make_renditions.enqueue(0)
    objects = patch.object(
        CustomImage.objects, "filter", side_effect=lambda **_: stop_and_find_nothing()
    )

    def stop_and_find_nothing():
        stopping.set()
        return CustomImage.objects.none()

    with objects:
        Worker().run()
    assert sorted(statuses()) == ["READY", "READY", "SUCCESSFUL"]


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_worker_waits_for_a_database_that_is_away(job, quick, fault, caplog):
    caplog.set_level(logging.INFO)
    rounds = []

    def run_due(should_stop):
        rounds.append(1)
        if len(rounds) < 4:
            raise fault("connection refused\n\tIs the server running?")
        stopping.set()

    with patch.object(registry, "run_due", run_due):
        Worker().run()
    assert len(rounds) == 4
    assert caplog.text.count("is away") == 1
    assert "Is the server" not in caplog.text  # one line, as all that is no fault
    assert "is back" in caplog.text


@pytest.mark.django_db
def test_once_does_what_is_due_and_ends(job, queue):
    make_renditions.enqueue(0)
    call_command("worker", "--once")
    assert statuses() == ["SUCCESSFUL"]
    assert job.runs == 1
