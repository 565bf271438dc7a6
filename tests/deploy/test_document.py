"""What a technician types from ``docs/deploy.md`` is a shell's, and in order."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from . import document
from .around import ANSWERS

SYSTEMD = document.DOCUMENT.parent / "systemd"
GIVEN = re.compile(r"^([A-Z_]+)=", re.MULTILINE)
WANTED = re.compile(r"\$\{?([A-Z_]+)\b(?!:-)")
SCRIPTS = [SYSTEMD / "upgrade", SYSTEMD / "manage"]


def shellcheck(text: str) -> str:
    """What it has against a script; the settings are a file of the server's alone."""
    program = shutil.which("shellcheck", path=Path(sys.executable).parent)
    assert program, "make install"
    return subprocess.run(
        [program, "--shell=sh", "--exclude=SC1091", "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


@pytest.mark.parametrize("block", document.blocks(), ids=lambda block: block.heading)
def test_block_is_shell(block):
    subprocess.run(["sh", "-n"], input=block.text, text=True, check=True)


@pytest.mark.parametrize("without", [document.AUTHORITY, document.OWN_CERTIFICATE])
def test_all_of_them_in_a_row(without):
    blocks = document.installation(ANSWERS, without=without)
    restore = document.blocks(document.RESTORE)
    script = "".join(block.text for block in [*blocks, *restore])
    assert not shellcheck(f"set -eu\nBACKUP=/root/backup\n{script}")


def test_each_name_is_given_before_it_is_used():
    given = set()
    for block in document.blocks(document.FROM_EMPTY):
        own = block.text.partition("<<END")[2]
        wanted = set(WANTED.findall(block.text)) - set(GIVEN.findall(own))
        here = set(GIVEN.findall(block.text.replace(own, "")))
        assert wanted <= given | here, block.heading
        given |= here


def test_drill_knows_the_headings():
    headings = [block.heading for block in document.blocks(document.FROM_EMPTY)]
    assert headings[0] == document.ANSWERS
    assert {document.AUTHORITY, document.OWN_CERTIFICATE} < set(headings)
    assert len(document.blocks(document.RESTORE)) == 1


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_beside_the_units(script):
    assert script.stat().st_mode & 0o111, "it can be called"
    assert not shellcheck(script.read_text())
