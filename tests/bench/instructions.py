"""Instructions of the processor for an article: the same on a noisy machine.

``make bench`` counts them where valgrind is installed, in half a minute; CALLGRIND=0
leaves it out. The start is not counted: valgrind is told to begin when the process is
warm. What PostgreSQL does is not in it.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from . import ours

REQUESTS = 3
TOTAL = re.compile(r"^totals: (\d+)$", re.MULTILINE)


def wanted() -> bool:
    is_there = shutil.which("valgrind") and shutil.which("callgrind_control")
    return bool(is_there) and os.environ.get("CALLGRIND", "1") != "0"


def show(url: str, media: Path, found: dict[str, Any]) -> None:
    article = {"addresses": {"article": found["addresses"]["article"]}}
    count = of_each(url, media, article) / 1_000_000
    print(f"\nInstructions for an article (callgrind): {count:.1f} million", flush=True)


def of_each(url: str, media: Path, found: dict[str, Any]) -> float:
    """For each of the requests, uncached, in a process that is warm."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "callgrind")
        tool = ("valgrind", "--quiet", "--tool=callgrind", "--instr-atstart=no")
        peer = ours.peer(
            url,
            media,
            found,
            changed=ours.NO_CACHE,
            under=(*tool, f"--callgrind-out-file={written}"),
        )
        instrument("on", peer.process)
        for _request in range(REQUESTS):
            peer.go()
        instrument("off", peer.process)
        peer.stop()
        total = TOTAL.search(written.read_text())
    if total is None:
        raise RuntimeError("Callgrind wrote no total.")
    return int(total[1]) / REQUESTS


def instrument(how: str, process: subprocess.Popen) -> None:
    """Switch the counting on or off."""
    subprocess.run(
        ["callgrind_control", "-i", how, str(process.pid)],
        capture_output=True,
        check=True,
    )
