"""A Debian server of its own: an empty root, systemd as its first process, a network
whose loopback is nobody else's. Needs root, Debian's mirror, and ``PROGRAMS``."""

import ctypes
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = {
    "debootstrap": "debootstrap",
    "systemd-nspawn": "systemd-container",
    "slirp4netns": "slirp4netns",
    "ip": "iproute2",
    "git": "git",
    "openssl": "openssl",
    "pebble": "pebble",
}
"""Programs, and Debian's packages that bring them."""

MIRROR = "http://deb.debian.org/debian"
BASES = Path(os.environ.get("DEBIAN_BASES", "/var/tmp/debian"))  # noqa: S108  (root's)
"""Where the empty roots are kept, packed, for the next time."""
WHAT_ALL_HAVE = "systemd-sysv,dbus,ca-certificates,iproute2"
"""What is on every server beside the least that Debian runs with."""
AUTHORITIES = Path("/usr/local/share/ca-certificates")

SILENT = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
}
CLONE_NEWNET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Machine:
    """Where it lies, and the process that is its first."""

    name: str
    root: Path
    first: int = 0
    power: ExitStack = field(default_factory=ExitStack)

    def boot(self) -> None:
        """Anew, if it runs: what is not on its disk is gone."""
        self.power.close()
        # A hierarchy of control groups that every release of systemd takes.
        start = (
            "umount -R /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup;"
            f"exec systemd-nspawn --quiet --directory={self.root} --boot --register=no"
            f" --keep-unit --network-namespace-path=/run/netns/{self.name}"
            f" --resolv-conf=off --machine={self.name} --console=pipe"
        )
        apart = ["unshare", "--mount", "--propagation", "private", "sh", "-c", start]
        around = self.power.enter_context(running(apart))
        self.first = first_process(around.pid)
        booted = "systemctl is-system-running --wait | grep -qE 'running|degraded'"
        self.run(f"until {booted}; do sleep 0.2; done")

    def run(self, script: str, *, check: bool = True) -> subprocess.CompletedProcess:
        """As root, in a shell of its own that stops at the first error."""
        done = subprocess.run(self.shell(script), **SILENT, text=True, check=False)
        assert not check or done.returncode == 0, f"{script}\n{done.stdout}"
        return done

    def lines(self, script: str) -> Iterator[str]:
        """The same, line by line as it is said; raises where it fails."""
        with subprocess.Popen(self.shell(script), **SILENT, text=True) as process:
            yield from process.stdout
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, "sh")

    def shell(self, script: str) -> list[str]:
        return [*self.inside, "sh", "-eu", "-c", script]

    @property
    def inside(self) -> list[str]:
        """What comes before a command that is to run there, as after a log-in."""
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        enter = ["nsenter", "--target", str(self.first), "--all"]
        answers = ["DEBIAN_FRONTEND=noninteractive", "LANG=C.UTF-8", "HOME=/root"]
        return [*enter, "env", "-i", f"PATH={path}", *answers]

    @property
    def beside(self) -> list[str]:
        """Before a command of this machine that is to use that one's network alone."""
        return ["nsenter", f"--net=/run/netns/{self.name}"]

    @contextmanager
    def network(self) -> Iterator[None]:
        """Sockets and threads that this thread makes meanwhile are in its network."""
        with open("/proc/thread-self/ns/net") as own:
            with open(f"/run/netns/{self.name}") as other:
                enter(other.fileno())
            try:
                yield
            finally:
                enter(own.fileno())


def enter(namespace: int) -> None:
    if libc.setns(namespace, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


def missing() -> list[str]:
    """What keeps this machine from having others in it."""
    found = [] if os.geteuid() == 0 else ["you are not root"]
    return found + [
        f"{program} is missing: apt install {package}"
        for program, package in PROGRAMS.items()
        if shutil.which(program) is None
    ]


def base(release: str) -> Path:
    """An empty Debian, packed; made the first time."""
    packed = BASES / f"{release}.tar"
    if not packed.exists():
        BASES.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BASES) as folder:
            # A folder of its own, which others than root may read, as on a disk.
            root = f"{folder}/root"
            make = ["debootstrap", "--variant=minbase", f"--include={WHAT_ALL_HAVE}"]
            quietly([*make, release, root, MIRROR])
            quietly(["tar", "-C", root, "-cf", f"{packed}.part", "."])
        Path(f"{packed}.part").rename(packed)
    return packed


def quietly(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (
        f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    )


@contextmanager
def machine(release: str, names: list[str]) -> Iterator[Machine]:
    """Booted, for the block. Its own loopback is what ``names`` lead to."""
    name = f"drill-{release}-{os.getpid()}"
    packed = base(release)
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(dir=BASES)))
        root = folder / "root"
        root.mkdir()
        quietly(["tar", "-C", str(root), "-xf", str(packed)])
        (root / "etc/hosts").write_text(f"127.0.0.1 localhost {' '.join(names)}\n")
        (root / "etc/resolv.conf").unlink(missing_ok=True)
        (root / "etc/resolv.conf").write_text("nameserver 10.0.2.3\n")  # slirp4netns's
        quietly(["ip", "netns", "add", name])
        ends.callback(quietly, ["ip", "netns", "delete", name])
        beside = ["nsenter", f"--net=/run/netns/{name}"]
        quietly([*beside, "ip", "link", "set", "lo", "up"])
        out = ["slirp4netns", "--configure", "--netns-type=path"]
        ends.enter_context(running([*out, f"/run/netns/{name}", "tap0"]))
        found = Machine(name, root)
        ends.enter_context(found.power)
        found.boot()
        trust(found)
        yield found


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen]:
    """For the length of the block, in silence."""
    silence = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=silence, stdout=silence, stderr=silence
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(60)
            process.kill()


def first_process(nspawn: int) -> int:
    """The machine's own systemd: the only child of what boots it."""
    children = Path(f"/proc/{nspawn}/task/{nspawn}/children")
    for _try in range(200):
        for child in children.read_text().split():
            with suppress(OSError):
                if os.readlink(f"/proc/{child}/exe").endswith("systemd/systemd"):
                    return int(child)
        time.sleep(0.05)
    raise AssertionError("It does not boot")


def trust(found: Machine) -> None:
    """Whom this machine trusts on its way to the registries, that one does, too."""
    authorities = list(AUTHORITIES.glob("*.crt"))
    for authority in authorities:
        shutil.copy(authority, found.root / str(AUTHORITIES).lstrip("/"))
    if authorities:
        everybody = "/etc/ssl/certs/ca-certificates.crt"
        (found.root / "etc/pip.conf").write_text(f"[global]\ncert = {everybody}\n")
        found.run("update-ca-certificates")
