"""A Redis, or a Valkey, of the tests' own, where the machine has one."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from .mail_server import free_port

PATIENCE = 10.0  # seconds
PROGRAMS = ("redis-server", "valkey-server")


def program(name: str) -> str:
    """Where it is; the test is skipped on a machine that has none."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"No {name} here; Debian's package is {name}.")
    return found


@contextmanager
def running(name: str, folder: Path, *options: str) -> Iterator[Path]:
    """Serve at a socket in the folder, for the block; nothing is kept on the disk."""
    socket = folder / "socket"
    given = ["--unixsocket", str(socket), "--bind", "127.0.0.1", "--save", "", *options]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([program(name), *given], cwd=folder, stdout=log)
        try:
            _wait_for(socket)
            yield socket
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(socket: Path) -> None:
    until = time.monotonic() + PATIENCE
    with redis.Redis(unix_socket_path=str(socket)) as client:
        while True:
            try:
                client.ping()
            except redis.AuthenticationError:
                return
            except redis.ConnectionError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory) -> Iterator[str]:
    """Its address."""
    port = free_port()
    with running(PROGRAMS[0], tmp_path_factory.mktemp("redis"), "--port", str(port)):
        yield f"redis://127.0.0.1:{port}/0"
