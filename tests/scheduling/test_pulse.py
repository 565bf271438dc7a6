"""The worker's pulse: in a thread of its own, through an absent database."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from ethicaltrade.scheduling import pulse
from ethicaltrade.scheduling.models import JobRun


def last():
    return pulse.last({run.name: run for run in JobRun.objects.all()})


@pytest.mark.every_database
@pytest.mark.django_db
def test_pulse_is_one_row():
    assert pulse.is_silent(last())
    for _time in range(2):
        pulse.beat()
    assert JobRun.objects.get().name == pulse.WORKER
    assert not pulse.is_silent(last())
    later = timezone.now() + pulse.SILENCE + timedelta(seconds=1)
    assert pulse.is_silent(last(), later)


@pytest.mark.django_db
def test_worker_of_cron_has_a_pulse(job):
    call_command("worker", "--once")
    assert not pulse.is_silent(last())


def test_pulse_goes_on_when_the_database_is_back(monkeypatch):
    beats, is_back = [], threading.Event()

    def beat():
        beats.append(1)
        if len(beats) == 1:
            raise OperationalError
        is_back.set()

    monkeypatch.setattr(pulse, "beat", beat)
    monkeypatch.setattr(pulse, "EVERY", 0.01)
    with pulse.beating():
        assert is_back.wait(10)
