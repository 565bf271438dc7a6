"""How jobs are said to be: late, failing, running, well."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ethicaltrade.bilingual import languages
from ethicaltrade.scheduling import registry, states
from ethicaltrade.scheduling.models import JobRun
from ethicaltrade.scheduling.states import Kind

HOUR = timedelta(hours=1)
LATEST = HOUR + timedelta(minutes=20)
"""Due after an hour; its limit of five minutes, and another's fifteen."""


def kind_of(since=None, now=None):
    (state,) = states.of_all(states.all_runs(), since=since, now=now)
    return state.kind


@pytest.mark.django_db
def test_job_is_late_after_its_time_and_two_limits(job):
    assert kind_of() == Kind.NEW
    registry.run_due()
    began = JobRun.objects.get().started_at
    assert kind_of() == Kind.WELL
    assert kind_of(now=began + LATEST - timedelta(seconds=1)) == Kind.WELL
    assert kind_of(now=began + LATEST) == Kind.LATE


@pytest.mark.django_db
def test_who_has_just_begun_calls_nothing_late(job):
    now = timezone.now()
    assert kind_of(since=now) == Kind.NEW
    assert kind_of(since=now, now=now + timedelta(minutes=20)) == Kind.LATE
    JobRun.objects.create(name=job.name, started_at=now - timedelta(days=9))
    assert kind_of(since=now) == Kind.WELL
    assert kind_of(since=now, now=now + timedelta(minutes=20)) == Kind.LATE


@pytest.mark.django_db
def test_jobs_behind_one_that_runs_are_not_late(job):
    now = timezone.now()
    other = JobRun.objects.create(name="backup.x", busy_until=now + HOUR)
    JobRun.objects.create(name=job.name, started_at=now - 2 * HOUR)
    assert kind_of() == Kind.WELL
    other.busy_until = now - HOUR  # its limit is over: it hangs
    other.save()
    assert kind_of() == Kind.LATE


@pytest.mark.django_db
def test_failure_is_told_when_it_lasts_and_over_when_it_goes_well(job, caplog):
    job.fault = ValueError("strange")
    registry.run_due()
    run = JobRun.objects.get()
    assert run.failed_at == run.failing_since == run.ended_at
    assert kind_of() == Kind.WELL
    later = run.ended_at + states.FAILING_AFTER
    assert kind_of(now=later) == Kind.FAILING
    (state,) = states.of_all(states.all_runs())
    assert state.reason == "ValueError: strange"
    assert state.next_at == run.started_at + HOUR
    first = run.failing_since
    JobRun.objects.update(started_at=None)
    registry.run_due()
    again = JobRun.objects.get()
    assert again.failing_since == first < again.failed_at
    job.fault = None
    JobRun.objects.update(started_at=None)
    registry.run_due()
    well = JobRun.objects.get()
    assert (well.failing_since, well.failed_at) == (None, again.failed_at)
    assert kind_of(now=later) == Kind.WELL


def test_every_job_has_a_title_in_each_language():
    for job in registry.jobs.values():
        said = set()
        for code in languages.codes():
            with languages.in_language(code):
                said.add(str(job.title))
        assert len(said) == len(languages.codes()), job.name
        assert job.name not in said
