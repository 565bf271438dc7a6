"""The worker as a process of its own, over the database and a mail server."""

import signal
import subprocess

import pytest
from django_tasks_db.models import DBTaskResult

from ethicaltrade.jobs.models import JobRun
from ethicaltrade.media.tasks import make_renditions
from ethicaltrade.post.letters import send_letter
from ethicaltrade.post.models import CLAIM, Letter
from tests.support.workers import PATIENCE, PROJECT, wait_until, worker

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log"


def write(number):
    context = {"report": {"text": "Menyen lukker seg.", "email": ""}, "url": "x"}
    return send_letter("feedback", "kari@example.org", "nb", context, f"sak:{number}")


def all_sent():
    return not Letter.objects.exclude(state=Letter.State.SENT).exists()


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
    assert mail_server.message_ids == [first.message_id, second.message_id]
    told = log.read_text()
    assert "has stopped" in told
    assert "media.tasks.make_renditions state=SUCCESSFUL" in told
    assert f"Letter {first} was sent" in told
    assert "Traceback" not in told


def test_two_workers_and_a_server_that_comes_late(mail_server, log):
    letters = [write(number) for number in range(30)]
    port = mail_server.port
    with worker(log, port) as one, worker(log, port) as another:
        wait_until(Letter.objects.exclude(last_error="").exists, log)
        Letter.objects.update(next_attempt_at=letters[0].created_at)
        with mail_server.up():
            wait_until(all_sent, log)
            for process in (one, another):
                process.send_signal(signal.SIGINT)
            assert [one.wait(PATIENCE), another.wait(PATIENCE)] == [0, 0]
    assert sorted(mail_server.message_ids) == sorted(
        each.message_id for each in letters
    )


def test_letter_of_a_killed_worker_is_sent_by_the_next(mail_server, log):
    letter = write(1)
    mail_server.delay = 3
    with mail_server.up():
        with worker(log, mail_server.port) as process:
            wait_until(lambda: mail_server.letters, log)
            process.kill()
        mail_server.delay = 0
        letter.refresh_from_db()
        assert (letter.state, letter.attempts) == (Letter.State.WAITING, 1)
        letter.next_attempt_at -= CLAIM
        letter.save()
        JobRun.objects.update(started_at=None, busy_until=None)  # as after a minute
        with worker(log, mail_server.port, "--once") as process:
            assert process.wait(PATIENCE) == 0
    assert all_sent()
    assert set(mail_server.message_ids) == {letter.message_id}


def test_make_knows_the_worker():
    told = subprocess.run(
        ["make", "--dry-run", "worker"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "manage.py worker" in told.stdout
