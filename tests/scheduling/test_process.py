"""The worker as a process of its own, over the database and a mail server."""

import signal
import subprocess

import pytest
from django_tasks_db.models import DBTaskResult

from ethicaltrade.mail.emails import send
from ethicaltrade.mail.models import CLAIM, Email
from ethicaltrade.media.models import make_renditions
from ethicaltrade.scheduling import pulse
from ethicaltrade.scheduling.models import JobRun
from tests.support.workers import PATIENCE, PROJECT, wait_until, worker

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log"


def write(number):
    context = {"report": {"text": "Menyen lukker seg.", "email": ""}, "url": "x"}
    return send("home/feedback", "kari@example.org", "nb", context, f"sak:{number}")


def all_sent():
    return not Email.objects.exclude(state=Email.State.SENT).exists()


def test_worker_sends_and_runs_and_ends_when_asked(queue, mail_server, log):
    first = write(1)
    make_renditions.enqueue(0)
    with mail_server.up(), worker(log, mail_server.port) as process:
        wait_until(all_sent, log)
        wait_until(DBTaskResult.objects.successful().exists, log)
        second = write(2)  # while it runs
        wait_until(all_sent, log)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert JobRun.objects.filter(name=pulse.WORKER).exists()
    assert mail_server.message_ids == [first.message_id, second.message_id]
    told = log.read_text()
    assert "has stopped" in told
    assert "media.renditions.make_renditions state=SUCCESSFUL" in told
    assert f"E-mail {first} was sent" in told
    assert "Traceback" not in told


@pytest.mark.every_database
def test_two_workers_and_a_server_that_comes_late(mail_server, log):
    emails = [write(number) for number in range(30)]
    port = mail_server.port
    with worker(log, port) as one, worker(log, port) as another:
        wait_until(Email.objects.exclude(last_error="").exists, log)
        Email.objects.update(next_attempt_at=emails[0].created_at)
        with mail_server.up():
            wait_until(all_sent, log)
            for process in (one, another):
                process.send_signal(signal.SIGINT)
            assert [one.wait(PATIENCE), another.wait(PATIENCE)] == [0, 0]
    assert sorted(mail_server.message_ids) == sorted(each.message_id for each in emails)


def test_email_of_a_killed_worker_is_sent_by_the_next(mail_server, log):
    email = write(1)
    mail_server.delay = 3
    with mail_server.up():
        with worker(log, mail_server.port) as process:
            wait_until(lambda: mail_server.emails, log)
            process.kill()
        mail_server.delay = 0
        email.refresh_from_db()
        assert (email.state, email.attempts) == (Email.State.WAITING, 1)
        email.next_attempt_at -= CLAIM
        email.save()
        JobRun.objects.update(started_at=None, busy_until=None)  # as after a minute
        with worker(log, mail_server.port, "--once") as process:
            assert process.wait(PATIENCE) == 0
    assert all_sent()
    assert set(mail_server.message_ids) == {email.message_id}


def test_make_knows_the_worker():
    told = subprocess.run(
        ["make", "--dry-run", "worker"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "manage.py worker" in told.stdout
