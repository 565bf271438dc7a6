"""A Redis of the tests' own, where the machine has one."""

import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
import redis

from .mail_server import free_port

PATIENCE = 10.0  # seconds


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory) -> Iterator[str]:
    """Its address; it keeps nothing on the disk."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("No redis-server here; Debian's package is redis-server.")
    port = free_port()
    folder = tmp_path_factory.mktemp("redis")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([program, *options], cwd=folder, stdout=log)
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    with redis.Redis(port=port) as client:
        while True:
            try:
                client.ping()
            except redis.ConnectionError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return
