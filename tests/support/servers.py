"""Servers that are away: stopped, or there and silent."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from .mail_server import free_port

Talk = Callable[[socket.socket], None]
AWAY = ("stopped", "hung")


class Attempts(list):
    """The addresses that this process asked for a connection, in order."""

    def to(self, port: int) -> int:
        return sum(address[1] == port for address in self if isinstance(address, tuple))


@pytest.fixture
def attempts(monkeypatch) -> Attempts:
    """Counts the connections that Python's own sockets ask for."""
    found, connect = Attempts(), socket.socket.connect

    def counting(self, address):
        found.append(address)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", counting)
    return found


@contextmanager
def away(how: str, talk: Talk | None = None, port: int = 0) -> Iterator[int]:
    """A server's port for the block: nobody listens there, or nobody answers.

    ``talk`` may say something first to each who comes; ``port``: 0 for any.
    """
    if how == "stopped":
        yield port or free_port()
        return
    with socket.create_server(("127.0.0.1", port), backlog=50) as server:
        server.settimeout(0.1)
        kept: list[socket.socket] = []
        is_over = threading.Event()

        def take() -> None:
            while not is_over.is_set():
                try:
                    connection, _address = server.accept()
                except TimeoutError:
                    continue
                kept.append(connection)
                if talk is not None:
                    talk(connection)

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            is_over.set()
            thread.join()
            for connection in kept:
                connection.close()
