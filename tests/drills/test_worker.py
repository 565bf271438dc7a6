"""A worker is killed in the middle of a job; the next one ends it, and does it once."""

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from ethicaltrade.media.models import make_renditions
from ethicaltrade.scheduling import scheduled
from ethicaltrade.scheduling.models import JobRun
from tests.scheduling.conftest import queue  # noqa: F401
from tests.support.files import picture
from tests.support.workers import (
    PATIENCE,
    mail_server,  # noqa: F401
    wait_until,
    worker,
)

pytestmark = [pytest.mark.drill, pytest.mark.slow, pytest.mark.long]

LARGE = (5000, 3500)  # pixels: its sizes take a second or more


@pytest.mark.usefixtures("transactional_db", "queue")
def test_killed_while_it_makes_the_sizes_of_a_picture(
    mail_server,  # noqa: F811
    tmp_path,
    monkeypatch,
    settings,
    tell,
):
    monkeypatch.setenv("MEDIA_ROOT", str(settings.MEDIA_ROOT))
    log = tmp_path / "log"
    image = picture(LARGE)
    DBTaskResult.objects.all().delete()  # what the picture asked for itself
    make_renditions.enqueue(image.pk)
    with worker(log, mail_server.port) as process:
        wait_until(DBTaskResult.objects.running().exists, log)
        process.kill()
        process.wait()
    [task] = DBTaskResult.objects.running()
    long_ago = timezone.now() - 2 * scheduled.ABANDONED_AFTER
    DBTaskResult.objects.update(started_at=long_ago)
    JobRun.objects.update(started_at=None, busy_until=None)
    with worker(log, mail_server.port, "--once") as process:
        assert process.wait(PATIENCE) == 0
    task.refresh_from_db()
    assert task.status == "SUCCESSFUL", log.read_text()
    assert len(task.worker_ids) == 2
    made = [each.filter_spec for each in image.renditions.all()]
    assert len(made) == len(set(made)) > 0
    assert image.make_ready() == 0
    for each in image.renditions.all():
        with each.file.open("rb") as file, Image.open(file) as drawn:
            drawn.load()
    tell("worker killed at a picture", faults=1, lost=0, doubled=0)
