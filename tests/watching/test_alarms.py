"""Administrators hear once that a job or the worker stopped, and that it goes on."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.utils import timezone

from ethicaltrade.mail.models import Email
from ethicaltrade.scheduling import pulse, registry
from ethicaltrade.scheduling.models import JobRun
from ethicaltrade.watching import alarms
from ethicaltrade.watching.models import Trouble
from tests.support.threads import at_once
from tests.support.workers import mail_server, transactional_db  # noqa: F401

LONG_AGO = timezone.now() - timedelta(days=30)
FORGET = "scheduling.forget_cached"


@pytest.fixture
def told(settings):
    """Two administrators; a worker in production, which sends what waits."""
    settings.ALERTS_TO = ["anne@example.org", "per@example.org"]
    settings.MAIL_AT_ONCE = False


@pytest.fixture
def runs(db):
    """The worker and every job, which ran a moment ago."""
    now = timezone.now()
    names = [pulse.WORKER, *registry.jobs]
    JobRun.objects.bulk_create(JobRun(name=name, started_at=now) for name in names)
    return JobRun.objects


def pass_time(name, **delta):
    run = JobRun.objects.get(name=name)
    run.started_at -= timedelta(**delta)
    run.save()


def look():
    alarms.look(since=LONG_AGO)


def subjects(outbox):
    return [each.subject for each in outbox]


def test_all_well_tells_nothing(told, runs, django_assert_num_queries):
    with django_assert_num_queries(2):
        look()
    assert not mail.outbox


@pytest.mark.every_database
def test_worker_is_told_once_and_once_that_it_is_back(told, runs):
    """Without the worker, who would send it else."""
    pass_time(pulse.WORKER, minutes=4)
    for _time in range(3):
        look()
    assert subjects(mail.outbox) == ["Arbeidsprosessen til nettstedet har stoppet"] * 2
    assert {each.to[0] for each in mail.outbox} == {
        "anne@example.org",
        "per@example.org",
    }
    assert "Siste livstegn:" in mail.outbox[0].body
    pulse.beat()
    for _time in range(3):
        look()
    assert (
        subjects(mail.outbox)[2:]
        == ["Arbeidsprosessen til nettstedet kjører igjen"] * 2
    )
    assert not Trouble.objects.exists()
    pass_time(pulse.WORKER, minutes=4)
    look()
    assert len(mail.outbox) == 6, "the next time is told anew"


def test_job_is_told_by_its_title(told, runs):
    pass_time(FORGET, hours=2)
    look()
    look()
    assert (
        subjects(mail.outbox)
        == ["Nettstedet: «Slette det hurtiglageret ikke lenger trenger» har stoppet"]
        * 2
    )
    registry.jobs[FORGET].run_if_due()
    look()
    assert "virker igjen" in mail.outbox[-1].subject
    assert len(mail.outbox) == 4


def test_failure_that_lasts_is_told_with_its_reason(told, runs):
    since = timezone.now() - timedelta(minutes=20)
    failed = JobRun.objects.filter(name=FORGET)
    failed.update(failing_since=since, last_error="Traceback\nValueError: strange\n")
    look()
    assert "feiler gang på gang" in mail.outbox[0].subject
    assert "ValueError: strange" in mail.outbox[0].body
    assert "Traceback" not in mail.outbox[0].body


def test_backup_tells_of_its_failures_itself(told, runs):
    since = timezone.now() - timedelta(hours=2)
    failed = JobRun.objects.filter(name="backup.back_up")
    failed.update(failing_since=since, last_error="x")
    look()
    assert not mail.outbox
    pass_time("backup.back_up", hours=9)
    look()
    assert len(mail.outbox) == 2, "but nobody else tells that it stopped"


def test_worker_that_stops_is_told_alone(told, runs):
    for name in (pulse.WORKER, *registry.jobs):
        pass_time(name, days=9)
    look()
    assert len(mail.outbox) == 2


def test_what_was_told_of_a_job_stays_while_no_worker_runs(told, runs):
    pass_time(FORGET, hours=2)
    look()
    pass_time(pulse.WORKER, minutes=4)
    look()
    assert len(mail.outbox) == 4
    assert set(Trouble.objects.values_list("name", flat=True)) == {FORGET, pulse.WORKER}


def test_machine_that_has_just_started_tells_nothing(told, runs):
    for name in (pulse.WORKER, *registry.jobs):
        pass_time(name, days=9)
    alarms.look(since=timezone.now())
    assert not mail.outbox


def test_nobody_to_tell(told, runs, settings):
    settings.ALERTS_TO = []
    pass_time(pulse.WORKER, minutes=4)
    look()
    assert not Trouble.objects.exists()


def test_two_processes_tell_once(transactional_db, told):  # noqa: F811
    JobRun.objects.create(name=pulse.WORKER, started_at=LONG_AGO)
    at_once(look, 4)
    assert Email.objects.count() == 2
    pulse.beat()
    JobRun.objects.bulk_create(
        JobRun(name=name, started_at=timezone.now()) for name in registry.jobs
    )
    at_once(look, 4)
    assert Email.objects.count() == 4


# When it is looked


@pytest.fixture
def watching(settings, monkeypatch):
    """The process is asked for pages; ``looks`` counts, and the clock is a test's."""
    looks = []
    settings.WATCH_SECONDS = 60
    monkeypatch.setattr(alarms, "look", lambda: looks.append(1))
    monkeypatch.setattr(alarms, "close_old_connections", lambda: None)
    monkeypatch.setattr(alarms.clock, "next_look", 0.0)
    return looks


@pytest.mark.django_db
def test_it_is_looked_once_a_minute_when_an_answer_has_gone(
    watching, client, monkeypatch
):
    for _time in range(3):
        client.get("/healthz")
    assert len(watching) == 1
    monkeypatch.setattr(alarms.clock, "next_look", 0.0)
    client.get("/readyz")
    assert len(watching) == 2


@pytest.mark.django_db
def test_fault_while_looking_hurts_no_answer(watching, client, monkeypatch, caplog):
    def fail():
        raise ValueError("strange")

    monkeypatch.setattr(alarms, "look", fail)
    assert client.get("/healthz").status_code == 200
    assert "could not be told" in caplog.text


@pytest.mark.django_db
def test_database_away_is_told_elsewhere(watching, client, caplog):
    def fail(*args):
        raise OperationalError

    with connection.execute_wrapper(fail):
        assert client.get("/healthz").status_code == 200
    assert not caplog.records


def test_mail_server_that_is_away_loses_nothing(told, runs, mail_server):  # noqa: F811
    """What does not go waits for the worker, and for the next look."""
    pass_time(pulse.WORKER, minutes=4)
    look()
    assert Email.objects.waiting().count() == 2
    assert Trouble.objects.count() == 1
