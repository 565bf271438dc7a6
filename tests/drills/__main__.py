"""Every drill, with a table at the end: ``python -m tests.drills``."""

import sys

import pytest

from .table import WITHOUT_FIGURES, Table

MEASURED = ("test_servers.py", "test_processes.py", "test_worker.py", "test_disk.py")


def main() -> int:
    paths = [f"tests/{path}" for path in WITHOUT_FIGURES]
    paths += [f"tests/drills/{name}" for name in (*MEASURED, "test_load.py")]
    options = ["-q", "-p", "no:randomly", "-m", "not browser"]
    return int(pytest.main([*options, *paths, *sys.argv[1:]], plugins=[Table()]))


if __name__ == "__main__":
    sys.exit(main())
