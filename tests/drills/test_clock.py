"""The clock goes over to summer time, jumps ahead, and is set back.

Nothing is lost, nothing is done twice, and nobody waits until it is that late again.
"""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ethicaltrade.core import forms
from ethicaltrade.mail.delivery import deliver_due
from ethicaltrade.mail.emails import send
from ethicaltrade.mail.models import Email
from ethicaltrade.media.models import make_renditions
from ethicaltrade.scheduling import registry, scheduled
from ethicaltrade.scheduling.models import JobRun
from tests.scheduling.conftest import job, not_stopping, queue  # noqa: F401

pytestmark = pytest.mark.django_db

HERE = timezone.get_default_timezone()
NOON = datetime(2027, 1, 20, 12, tzinfo=HERE)
YEAR, MINUTE = timedelta(days=365), timedelta(minutes=1)
CHANGES = [
    datetime(2027, 3, 28, 1, 30, tzinfo=HERE),  # two o'clock never comes
    datetime(2027, 10, 31, 1, 30, tzinfo=HERE),  # and comes twice
]


@pytest.fixture
def clock(monkeypatch):
    """Call it with what time it is, for all that asks."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        monkeypatch.setattr(time, "time", moment.timestamp)

    set_to(NOON)
    return set_to


def write(number=1):
    context = {"report": {"text": "Menyen lukker seg.", "email": ""}, "url": "x"}
    return send("home/feedback", "kari@example.org", "nb", context, f"sak:{number}")


@pytest.fixture
def outbox(settings):
    settings.MAIL_AT_ONCE = False
    return mail.outbox


@pytest.mark.parametrize("begin", CHANGES)
def test_hour_that_is_missing_or_comes_twice_changes_no_job(clock, job, begin):  # noqa: F811
    begin = begin.astimezone(UTC)
    for quarter in range(16):  # four hours that have passed
        clock(begin + quarter * 15 * MINUTE)
        registry.run_due()
    assert job.runs == 4


def test_jump_ahead_runs_a_job_once_however_often_it_was_due(clock, job):  # noqa: F811
    registry.run_due()
    clock(NOON + YEAR)
    registry.run_due()
    registry.run_due()
    assert job.runs == 2


@pytest.mark.parametrize("is_busy", [False, True])
def test_job_runs_on_when_the_clock_is_set_back(clock, job, is_busy):  # noqa: F811
    clock(NOON + YEAR)
    registry.run_due()
    if is_busy:  # its worker was killed
        JobRun.objects.update(busy_until=NOON + YEAR + MINUTE)
    clock(NOON)
    registry.run_due()
    registry.run_due()
    assert job.runs == 2
    clock(NOON + timedelta(hours=1))
    registry.run_due()
    assert job.runs == 3


def test_job_is_not_run_anew_for_a_clock_that_is_a_little_ahead(clock, job):  # noqa: F811
    registry.run_due()
    clock(NOON - MINUTE)
    registry.run_due()
    assert job.runs == 1


@pytest.mark.usefixtures("queue")
def test_task_of_a_killed_worker_is_freed_when_the_clock_is_set_back(clock):
    clock(NOON + YEAR)
    make_renditions.enqueue(0)
    DBTaskResult.objects.get().claim("killed")
    clock(NOON)
    assert scheduled.free_abandoned_tasks() == 1
    DBTaskResult.objects.get().claim("another")
    assert scheduled.free_abandoned_tasks() == 0


@pytest.mark.parametrize("then", [NOON + YEAR, NOON - YEAR])
def test_email_goes_once_whatever_the_clock_does(clock, outbox, then):
    clock(then)
    written = write()
    Email.objects.claim(written.pk)  # and its worker was killed
    clock(NOON)
    deliver_due()
    clock(then)
    deliver_due()
    clock(NOON)
    deliver_due()
    assert len(outbox) == 1
    written.refresh_from_db()
    assert written.state == Email.State.SENT


def test_email_that_waits_still_waits(clock, outbox):
    written = write()
    longest = timedelta(hours=6)
    Email.objects.update(next_attempt_at=NOON + longest)
    deliver_due()
    assert outbox == []
    clock(NOON + longest)
    deliver_due()
    assert [sent.extra_headers["Message-ID"] for sent in outbox] == [written.message_id]


@pytest.mark.parametrize(
    ("ahead", "told"), [(-60, ""), (1, "early"), (30, "early"), (3600, "late")]
)
def test_form_of_another_time_is_shown_anew(clock, ahead, told):
    """Too early, a visitor would be told to wait a moment for an hour."""
    clock(NOON + timedelta(seconds=ahead))
    stamp = forms.new_stamp()
    clock(NOON)
    assert forms.timing_error(stamp) == told
