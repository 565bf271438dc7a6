"""Two empty servers follow ``docs/deploy.md``; the second takes over from the first.

Debian 12 with a certificate from an authority, then Debian 13 with one of its own.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from . import around, document, machine
from .around import ANSWERS, BROKEN, SECOND, TECHNICIAN
from .machine import Machine
from .visitor import Visitor, code_of, mailed, readers

MEMBER, PASSWORD = "medlem@example.org", "etisk-handel-demo"
SHOWN = ["/", "/en/", "/nyheter/", "/en/news/", "/medlemskap/medlemmer/"]
FRESH = ["/nyheter/feed/", "/en/"]
"""What readers ask for during an upgrade: both are made by the site itself."""
DOCUMENT = """
from ethicaltrade.media.models import CustomDocument
found = CustomDocument.objects.exclude(gate=None).first()
CustomDocument.objects.filter(pk=found.pk).update(opens_by_itself=True)
print("DOCUMENT", found.url)
"""
COLUMN = (
    "select count(*) from information_schema.columns"
    " where table_name = 'core_topic' and column_name = 'note'"
)


def main() -> int:
    if wrong := machine.missing():
        print("The drill needs root and Debian's packages:", *wrong, sep="\n  ")
        return 2
    if not around.clean_worktree():
        print("Commit first: what is committed is what the servers get.")
        return 2
    with tempfile.TemporaryDirectory() as name:
        moved(Path(name))
    print("All of it was done, and is as it should be.")
    return 0


def moved(folder: Path) -> None:
    """A server, and another that takes over from it."""
    bare = around.releases(folder)
    with server("bookworm", bare, folder) as (first, post):
        with around.authority(first, folder):
            installed(first, document.OWN_CERTIFICATE)
            closed = filled(first)
            renewed(first)
        visited(first, post, closed)
        upgraded(first)
        refused(first)
        rebooted(first)
        kept = backed_up(first, folder)
        pages = {address: Visitor(first).get(address).text for address in SHOWN}
        secrets = keys(first)
        before = opened(first, closed)
    with server("trixie", bare, folder) as (second, _post):
        around.own_certificate(second, folder)
        installed(second, document.AUTHORITY, RELEASE=SECOND, **secrets)
        restored(second, kept)
        same(second, pages, closed, before)


def step(what: str) -> Callable:
    """Says what is being done, and how long it took."""

    def wrap(function: Callable) -> Callable:
        def told(*words, **more):
            print(f"== {what}", flush=True)
            began = time.monotonic()
            result = function(*words, **more)
            print(f"   {time.monotonic() - began:.0f} s", flush=True)
            return result

        return told

    return wrap


@contextmanager
def server(release: str, bare: Path, folder: Path) -> Iterator[tuple[Machine, object]]:
    print(f"== An empty {release}", flush=True)
    with ExitStack() as ends:
        found = ends.enter_context(machine.machine(release, around.NAMES))
        ends.enter_context(around.code(found, bare))
        yield found, ends.enter_context(around.mail(found))


def installed(server: Machine, without: str, **answers: str) -> None:
    """One shell is given block after block, as a technician types them."""
    blocks = document.installation(ANSWERS | answers, without=without)
    script = "".join(
        f"echo '== {block.heading.replace(chr(39), '’')}'\n{block.text}"
        for block in blocks
    )
    say(server, script)


def say(server: Machine, script: str) -> None:
    """Run it, and show its headings; where it fails, its end and the server's log."""
    said = []
    try:
        for line in server.lines(script):
            said.append(line)
            if line.startswith("=="):
                print("  ", line, end="", flush=True)
    except subprocess.CalledProcessError as error:
        log = server.run("journalctl --lines 40 --no-pager", check=False).stdout
        print(*said[-60:], log, sep="")
        raise SystemExit(f"It stopped with {error.returncode}.") from error
    print(*(f"   | {line}" for line in said[-14:]), sep="", end="", flush=True)


@step("The certificate is renewed while nginx answers")
def renewed(server: Machine) -> None:
    with readers(server, ["/en/"], count=1) as answers:
        server.run("certbot renew --force-renewal --no-random-sleep-on-renew")
    none_refused(answers)


@step("The demo, and a member's document")
def filled(server: Machine) -> str:
    """Its address. The demo is not for production, so its settings are not either."""
    say(
        server,
        "sed s/production/development/ /etc/ethicaltrade/environment > /root/demo\n"
        "set -a; . /root/demo; set +a; cd /srv/ethicaltrade/current\n"
        "runuser -u ethicaltrade -- env HOME=/srv/ethicaltrade"
        " .venv/bin/python manage.py demo\nrm /root/demo\n",
    )
    said = server.run(f"ethicaltrade shell --no-imports <<'END'\n{DOCUMENT}\nEND")
    return said.stdout.partition("DOCUMENT ")[2].strip()


@step("Pages, a document, a log-in, the CMS")
def visited(server: Machine, post, closed: str) -> None:
    for address in SHOWN:
        answer = Visitor(server).get(address)
        assert answer.status == 200, (address, answer.status)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Strict-Transport-Security"]
        language = "en" if address.startswith("/en/") else "nb"
        assert answer.page.html["lang"] == language
    assert opened(server, closed).startswith(b"%PDF")
    assert Visitor(server).ask(closed).status == 302
    person = Visitor(server)
    post.emails.clear()
    door = person.get("/konto/login/code/")
    asked = person.send(door, {"email": TECHNICIAN})
    inside = person.send(asked, {"code": mailed(post.emails, TECHNICIAN)})
    assert inside.status == 200
    person.get("/admin/")
    app = person.get("/konto/2fa/totp/activate/")
    secret = app.page.select_one("code.secret").get_text()
    person.send(app, {"code": code_of(secret)})
    cms = person.ask("/admin/")
    assert cms.status == 200
    assert "Wagtail" in cms.text


@step("An upgrade with another column, while readers ask; back, and forth again")
def upgraded(server: Machine) -> None:
    with readers(server, FRESH) as answers:
        say(server, f"ethicaltrade-upgrade {SECOND}")
    none_refused(answers)
    column = f'runuser -u ethicaltrade -- psql -At -c "{COLUMN}" ethicaltrade'
    assert server.run(column).stdout.strip() == "1"
    for place in ("a", "b"):
        with readers(server, FRESH) as answers:
            server.run("ethicaltrade-upgrade --back")
        none_refused(answers)
        assert current(server) == place


@step("An upgrade that fails, while readers ask")
def refused(server: Machine) -> None:
    before = current(server)
    with readers(server, FRESH) as answers:
        failed = server.run(f"ethicaltrade-upgrade {BROKEN}", check=False)
    assert failed.returncode == 1, failed.stdout
    assert "It does not start" in failed.stdout, failed.stdout
    none_refused(answers)
    assert current(server) == before
    server.run("systemctl is-active ethicaltrade-worker")
    server.run("! systemctl is-active ethicaltrade@a")


def current(server: Machine) -> str:
    return server.run("readlink /srv/ethicaltrade/current").stdout.strip()


def none_refused(answers: list) -> None:
    assert answers
    wrong = [said for said, _seconds in answers if said != 200]
    longest = max(seconds for _said, seconds in answers)
    print(f"   {len(answers)} answers, {len(wrong)} wrong, the longest {longest:.2f} s")
    assert not wrong, wrong[:10]


def opened(server: Machine, closed: str) -> bytes:
    """A member's document, as a member gets it."""
    member = Visitor(server)
    door = member.get("/konto/login/")
    member.send(door, {"login": MEMBER, "password": PASSWORD})
    answer = member.get(closed)
    assert answer.status == 200, (answer.address, answer.status)
    return answer.body


@step("Switched off and on")
def rebooted(server: Machine) -> None:
    server.boot()
    assert Visitor(server).get("/en/").status == 200
    server.run("systemctl is-active ethicaltrade-worker ethicaltrade@b")


@step("A backup by hand")
def backed_up(server: Machine, folder: Path) -> Path:
    """Its file, where the server is not."""
    server.run("ethicaltrade backup && ethicaltrade backup --check")
    newest = max((server.root / "var/lib/ethicaltrade/backups").glob("backup-*"))
    return Path(shutil.copy(newest, folder))


def keys(server: Machine) -> dict[str, str]:
    """What the technician wrote down."""
    said = server.run(". /etc/ethicaltrade/environment; echo $SECRET_KEY $BACKUP_KEY")
    return dict(zip(("SECRET_KEY", "BACKUP_KEY"), said.stdout.split(), strict=True))


@step("Restored on another machine")
def restored(server: Machine, kept: Path) -> None:
    shutil.copy(kept, server.root / "root")
    blocks = document.blocks(document.RESTORE)
    say(server, f"BACKUP=/root/{kept.name}\n" + "".join(block.text for block in blocks))


@step("The same pages, and the document, still closed")
def same(server: Machine, pages: dict, closed: str, before: bytes) -> None:
    for address, text in pages.items():
        assert Visitor(server).get(address).text == text, address
    assert opened(server, closed) == before
    assert Visitor(server).ask(closed).status == 302


if __name__ == "__main__":
    sys.exit(main())
