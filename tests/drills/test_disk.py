"""A disk that is really full while somebody uploads: told, and nothing half made."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from ethicaltrade.media.models import private_storage
from tests.media.conftest import cms  # noqa: F401
from tests.media.test_upload_doors import DOORS, MODELS, content, files_of, said, upload

pytestmark = [
    pytest.mark.drill,
    pytest.mark.django_db,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root makes a small disk"),
    pytest.mark.skipif(shutil.which("mount") is None, reason="nothing mounts here"),
]

SIZE = "size=512k"
FILLED = "filler"


@pytest.fixture
def small_disks():
    """Below what is uploaded, in place of the tests' own folders."""
    folders = [Path(each.path("")) for each in (default_storage, private_storage())]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", SIZE, "none", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this machine lets nobody mount a disk")
    yield folders
    for folder in folders:
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path) -> None:
    """To the last byte."""
    with (folder / FILLED).open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass


@pytest.mark.parametrize("what", MODELS)
def test_full_disk(cms, home, small_disks, what, tell):  # noqa: F811
    for folder in small_disks:
        fill(folder)
    before = files_of(what)
    extension = {"document": "pdf", "picture": "png"}[what]
    doors = ("add", "choose", "add many")
    for door in doors:
        answer = DOORS[door](cms, what, upload(extension))
        assert answer.status_code == 200
        assert "Filen kunne ikke lagres" in said(answer), door
        assert not MODELS[what].objects.exists()
        assert files_of(what) == before
    assert cms.get("/").status_code == 200
    for folder in small_disks:
        (folder / FILLED).unlink()
    assert DOORS["add"](cms, what, upload(extension)).status_code == 302
    with MODELS[what].objects.get().file.open("rb") as file:
        assert file.read() == content(extension)
    tell(
        f"disk full at upload: {what}",
        faults=1,
        answers=5,
        refused=3,
        lost=0,
        doubled=0,
    )
