"""The whole site as a technician starts it, of throwaway servers that can be hurt.

PostgreSQL, Redis, a mail server, gunicorn with two processes, a worker, and nginx in
front where the machine has it. Each can be killed without a word, or stopped in the
middle of what it does, and started again.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.ours import conninfo, environment

from . import nginx
from .mail_server import MailServer
from .postgres import Server, server
from .redis_server import PROGRAMS, program
from .servers import away
from .workers import PROJECT

PATIENCE = 120  # seconds: alive, however busy the machine is
SURE = {"synchronous_commit": "on", "max_connections": "100"}
"""What is acknowledged outlives the server's death, though not the machine's."""


def lasting_port() -> int:
    """One that stays free while its server is down: no outgoing connection takes it."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def wait_until(is_so: Callable[[], Any], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, f"It took too long until {what}"
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """Of a process, and theirs."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text().split()):
                found += [child, *children(child)]
    return found


def signal_all(pids: list[int], what: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, what)


@dataclass
class Program:
    """A process with its children."""

    command: list[Any]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen | None = None

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=PROJECT,
                env=os.environ | dict(self.environment),
                stdout=log,
                stderr=log,
            )

    @property
    def pids(self) -> list[int]:
        return [self.process.pid, *children(self.process.pid)] if self.process else []

    def kill(self) -> None:
        """Without a word, and all at once."""
        if self.process:
            signal_all(self.pids, signal.SIGKILL)
            self.process.wait()
            self.process = None

    @contextmanager
    def hung(self) -> Iterator[None]:
        """There, and silent, for the block."""
        pids = self.pids
        signal_all(pids, signal.SIGSTOP)
        try:
            yield
        finally:
            signal_all(pids, signal.SIGCONT)


@dataclass
class Stack:
    folder: Path
    database: Server
    mail: MailServer
    found: dict[str, Any]
    """What :mod:`tests.drills.site` says of what is there."""
    port: int = field(default_factory=lasting_port)
    front: int = 0
    """Where clients ask: nginx, or gunicorn where there is none."""
    may_repeat: set[str] = field(default_factory=set)
    """The ids of e-mails that a worker was at when it was killed."""
    redis: Program = field(init=False)
    gunicorn: Program = field(init=False)
    worker: Program = field(init=False)

    def __post_init__(self) -> None:
        self.mail_up = ExitStack()
        self.mail_up.enter_context(self.mail.up())
        self.editions = count(1)
        self.visitors = count(0)
        cache = lasting_port()
        options = ["--port", str(cache), "--bind", "127.0.0.1", "--save", ""]
        log = self.folder / "redis.log"
        self.redis = Program([program(PROGRAMS[0]), *options], {}, log)
        self.environment = environment(self.database.url, self.folder / "media") | {
            "CACHE_URL": f"redis://127.0.0.1:{cache}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "PRIVATE_MEDIA_ROOT": str(self.folder / "private"),
            "PYTHONWARNINGS": "ignore",
            "WEB_CONCURRENCY": "2",
            "WORKER": "true",
        }
        if nginx.PROGRAM:
            self.environment["NGINX_CACHE_LINK"] = str(self.folder / "pages")
            self.environment["TRUSTED_PROXY_COUNT"] = "1"
        gunicorn = [
            *(sys.executable, "-m", "gunicorn", "ethicaltrade.wsgi", "--threads", "4"),
            *("--bind", f"127.0.0.1:{self.port}", "--worker-tmp-dir", "/dev/shm"),  # noqa: S108
            *("--no-control-socket", "--access-logfile", "-"),
            *("--logger-class", "ethicaltrade.logs.Logger"),
        ]
        log = self.folder / "gunicorn.log"
        self.gunicorn = Program(gunicorn, self.environment, log)
        command = [sys.executable, "manage.py", "worker"]
        self.worker = Program(command, self.environment, self.folder / "worker.log")

    def answers(self) -> bool:
        """Whether it is ready, and so has said to nginx what it keeps."""
        with suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request("GET", "/readyz")
            is_well = connection.getresponse().status == 200
            connection.close()
            return is_well
        return False

    def workers(self) -> list[int]:
        """Gunicorn's, which answer."""
        assert self.gunicorn.process
        return children(self.gunicorn.process.pid)

    @contextmanager
    def mail_away(self, how: str) -> Iterator[None]:
        """Its server is "stopped" or "hung" for the block."""
        self.mail_up.close()
        with away(how, port=self.mail.port):
            yield
        self.mail_up.enter_context(self.mail.up())

    def next_edition(self) -> int:
        return next(self.editions)

    def next_visitor(self) -> int:
        return next(self.visitors)

    def rows(self, query: str, *values: Any) -> list[tuple]:
        with psycopg.connect(conninfo(self.database.url)) as connection:
            return connection.execute(query, values).fetchall()

    def write(self, statement: str, *values: Any) -> None:
        with psycopg.connect(conninfo(self.database.url)) as connection:
            connection.execute(statement, values)

    def emails(self) -> int:
        """How many wait in the outbox."""
        [(waiting,)] = self.rows(
            "SELECT count(*) FROM post_letter WHERE state = 'waiting'"
        )
        return waiting

    def deliver(self) -> None:
        """Let what waits for its next attempt be tried, until nothing waits."""
        self.write(
            "UPDATE post_letter SET next_attempt_at = now() WHERE state = 'waiting'"
        )
        wait_until(lambda: self.emails() == 0, "the outbox was empty")


def build(url: str, folder: Path) -> dict[str, Any]:
    """Make the site that the drills are held on."""
    variables = environment(url, folder / "media") | {
        "DJANGO_SETTINGS_MODULE": "ethicaltrade.settings.development",
        "PRIVATE_MEDIA_ROOT": str(folder / "private"),
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "tests.drills.site"]
    given = {"cwd": PROJECT, "env": os.environ | variables, "check": True}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, **given)
    return json.loads(done.stdout)


@contextmanager
def stack(folder: Path) -> Iterator[Stack]:
    """All of it, answering; what it says is in the folder's logs."""
    with ExitStack() as running:
        database = running.enter_context(
            server(os.environ.get("POSTGRES_BIN", ""), **SURE)
        )
        mail = MailServer()
        mail.port = lasting_port()
        made = Stack(folder, database, mail, build(database.url, folder))
        running.callback(made.mail_up.close)
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
        variables = os.environ | made.environment
        subprocess.run(collect, cwd=PROJECT, env=variables, check=True)
        for each in (made.redis, made.gunicorn, made.worker):
            each.start()
            running.callback(each.kill)
        wait_until(made.answers, "the site answered")
        made.front = made.port
        if nginx.PROGRAM:
            front = nginx.nginx(folder, made.port, master="on")
            made.front = running.enter_context(front).port
        yield made
