"""Periodic jobs: each in its time, by one worker."""

from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ethicaltrade.scheduling import pulse, registry
from ethicaltrade.scheduling.models import JobRun
from tests.support.threads import at_once

pytestmark = pytest.mark.every_database

OURS = {
    "scheduling.publish_scheduled",
    "scheduling.forget_cached",
    "scheduling.forget_finished_tasks",
    "scheduling.free_abandoned_tasks",
    "mail.deliver_due_emails",
    "privacy.forget_expired",
    "privacy.mend_gates",
}


def pass_time(**delta):
    for run in JobRun.objects.all():
        run.started_at -= timedelta(**delta)
        if run.busy_until:
            run.busy_until -= timedelta(**delta)
        run.save()


def test_apps_jobs_are_found():
    assert registry.jobs.keys() >= OURS


@pytest.mark.django_db
def test_every_job_of_the_site_runs(caplog):
    assert set(registry.run_due()) == set(registry.jobs)
    assert registry.run_due() == []
    assert not JobRun.objects.exclude(last_error="").exists()


@pytest.mark.django_db
def test_job_runs_when_it_is_due_and_not_before(job):
    assert registry.run_due() == [job.name]
    assert registry.run_due() == []
    pass_time(minutes=59)
    assert registry.run_due() == []
    pass_time(minutes=1)
    assert registry.run_due() == [job.name]
    assert job.runs == 2


@pytest.mark.django_db
def test_job_that_fails_is_told_and_runs_again(job, caplog):
    job.fault = ValueError("strange")
    registry.run_due()
    run = JobRun.objects.get()
    assert "ValueError: strange" in run.last_error
    assert run.ended_at is not None
    assert "scheduling.work failed" in caplog.text
    job.fault = None
    pass_time(hours=1)
    registry.run_due()
    assert JobRun.objects.get().last_error == ""


@pytest.mark.django_db
def test_what_a_job_did_is_logged(job, caplog):
    caplog.set_level("INFO")
    job.result = "3 moved up"
    registry.run_due()
    assert "scheduling.work: 3 moved up" in caplog.text


@pytest.mark.django_db
def test_run_whose_worker_was_killed_is_over_when_its_limit_is(job):
    job.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        registry.run_due()
    job.fault = None
    assert JobRun.objects.get().busy_until > timezone.now()
    JobRun.objects.update(started_at=timezone.now() - timedelta(hours=2))
    assert registry.run_due() == [], "it may be running still"
    JobRun.objects.update(busy_until=timezone.now())
    assert registry.run_due() == [job.name]


@pytest.mark.django_db
def test_run_over_its_limit_does_not_end_the_next(job):
    registry.run_due()
    first = JobRun.objects.get().started_at
    pass_time(hours=1)
    job.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        registry.run_due()
    JobRun.objects.end(job.name, first, "late")
    run = JobRun.objects.get()
    assert run.busy_until is not None
    assert run.last_error == ""


@pytest.mark.django_db
def test_jobs_wait_when_the_worker_is_asked_to_stop(job):
    assert registry.run_due(should_stop=lambda: True) == []
    assert job.runs == 0


def test_two_jobs_of_one_name_are_refused(job):
    def work():
        pass

    with pytest.raises(ValueError, match="two jobs"):
        registry.periodic(every=timedelta(hours=1))(work)


def test_workers_at_the_same_time_run_a_job_once(job, transactional_db):
    ran = at_once(registry.run_due, 6)
    assert sorted(ran) == [[]] * 5 + [[job.name]]
    assert job.runs == 1
    pass_time(hours=1)
    at_once(registry.run_due, 6)
    assert job.runs == 2


@pytest.mark.django_db
def test_status_tells_the_technician(job):
    def status():
        out = StringIO()
        with suppress(CommandError):
            call_command("worker", "--status", stdout=out)
        return out.getvalue()

    assert "Queue: 0 waiting, 0 failed\nscheduling.work: not run yet" in status()
    registry.run_due()
    assert "scheduling.work: ran 20" in status()
    job.fault = ValueError("strange")
    pass_time(hours=1)
    registry.run_due()
    assert "ValueError: strange" in status()
    JobRun.objects.update(busy_until=timezone.now() + timedelta(minutes=1))
    assert "scheduling.work: running since 20" in status()


@pytest.mark.django_db
def test_status_fails_where_no_worker_runs(job):
    def status():
        call_command("worker", "--status", stdout=StringIO())

    with pytest.raises(CommandError, match=r"No worker runs: never seen"):
        status()
    pulse.beat()
    status()  # a new server: it has not come to the job yet
    registry.run_due()
    status()
    pass_time(hours=1)  # due, and the worker may be at something else
    pulse.beat()
    status()
    pass_time(minutes=25)
    with pytest.raises(CommandError, match=r"No worker runs: no sign since 20"):
        status()
    pulse.beat()
    with pytest.raises(CommandError, match=r"stuck, and late with scheduling\.work"):
        status()
