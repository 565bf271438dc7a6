"""What stands around a server: where the code is, who signs certificates, the mail."""

import http.client
import json
import re
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.mail_server import MailServer

from .machine import Machine, quietly, running

NAME = "www.example.org"
MAIL = "mail.example.org"
NAMES = [NAME, MAIL]
MAIL_PORT = 2525
PROJECT = Path(__file__).resolve().parents[2]
CODE = "git://127.0.0.1/code.git"
FIRST, SECOND, BROKEN = "v1.0.0", "v1.1.0", "v1.2.0"
"""Releases: as it is; with another column; one that does not start."""

TECHNICIAN = "technician@example.org"
ANSWERS = {
    "NAME": NAME,
    "CODE": CODE,
    "RELEASE": FIRST,
    "EMAIL_URL": f"smtp://{MAIL}:{MAIL_PORT}",
    "SENDER": "post@example.org",
    "TECHNICIAN": TECHNICIAN,
}
"""To what the document asks."""

MIGRATION = '''"""A column, with a default of the database's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "{before}")]
    operations = [
        migrations.AddField(
            "topic", "note", models.TextField(default="", db_default="", blank=True)
        )
    ]
'''


def releases(folder: Path) -> Path:
    """The code as it stands here, and two releases after it; the bare repository's."""
    work, bare = folder / "work", folder / "code.git"
    quietly(["git", "clone", "--quiet", str(PROJECT), str(work)])

    def git(*words: str) -> None:
        who = ["-c", "user.name=Drill", "-c", "user.email=drill@example.org"]
        quietly(["git", "-C", str(work), *who, *words])

    git("tag", FIRST)
    migrations = work / "ethicaltrade/core/migrations"
    before = max(file.stem for file in migrations.glob("0*.py"))
    (migrations / "9999_note.py").write_text(MIGRATION.format(before=before))
    model = work / "ethicaltrade/core/models.py"
    fields = re.sub(
        r"^(class Topic\(.*?\n)(?=    \w+ = )",
        r'\1    note = models.TextField(default="", db_default="", blank=True)\n',
        model.read_text(),
        flags=re.MULTILINE | re.DOTALL,
    )
    model.write_text(fields)
    git("add", ".")
    git("commit", "--quiet", "-m", "Add a note to topics")
    git("tag", SECOND)
    wsgi = work / "ethicaltrade/wsgi.py"
    wsgi.write_text(wsgi.read_text() + "\nraise RuntimeError('It does not start')\n")
    git("commit", "--quiet", "--all", "-m", "Break it")
    git("tag", BROKEN)
    quietly(["git", "clone", "--quiet", "--bare", str(work), str(bare)])
    return bare


@contextmanager
def code(server: Machine, bare: Path) -> Iterator[None]:
    """The repository, at ``CODE`` of the server."""
    serve = ["git", "daemon", "--export-all", "--listen=127.0.0.1", "--reuseaddr"]
    with running([*server.beside, *serve, f"--base-path={bare.parent}", "--"]):
        yield


@contextmanager
def mail(server: Machine) -> Iterator[MailServer]:
    """A mail server at ``MAIL_PORT`` of the server."""
    post = MailServer()
    post.port = MAIL_PORT
    with server.network():
        entered = post.up()
        entered.__enter__()
    try:
        yield post
    finally:
        with server.network():
            entered.__exit__(None, None, None)


@contextmanager
def authority(server: Machine, folder: Path) -> Iterator[None]:
    """Pebble: signs certificates as Let's Encrypt does, for whom it reaches by http.

    The server's certbot is led to it, and the server trusts what it signs.
    """
    certificate(folder, "localhost")
    pebble = {
        "listenAddress": "127.0.0.1:14000",
        "managementListenAddress": "127.0.0.1:15000",
        "certificate": str(folder / "localhost.pem"),
        "privateKey": str(folder / "localhost.key"),
        "httpPort": 80,
        "tlsPort": 443,
        "ocspResponderURL": "",
        "externalAccountBindingRequired": False,
    }
    config = folder / "pebble.json"
    config.write_text(json.dumps({"pebble": pebble}))
    hosts = server.root / "etc/hosts"
    start = f"mount --bind {hosts} /etc/hosts; exec pebble -config {config}"
    apart = [*server.beside, "unshare", "--mount", "sh", "-c", start]
    settings = server.root / "root/.config/letsencrypt/cli.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "server = https://localhost:14000/dir\nno-verify-ssl = true\nquiet = true\n"
    )
    with running(apart):
        believe(server, root_of(server, folder))
        yield


def root_of(server: Machine, folder: Path) -> bytes:
    """The certificate that Pebble signs others with, made anew when it starts."""
    trusted = ssl.create_default_context(cafile=str(folder / "localhost.pem"))
    for _try in range(50):
        try:
            with server.network():
                pebble = http.client.HTTPSConnection(
                    "localhost", 15000, context=trusted
                )
                pebble.request("GET", "/roots/0")
            return pebble.getresponse().read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("Pebble does not answer")


def own_certificate(server: Machine, folder: Path) -> None:
    """As somebody would have brought it along; the server trusts it."""
    certificate(folder, NAME)
    place = server.root / "etc/ssl"
    (place / f"certs/{NAME}.pem").write_bytes((folder / f"{NAME}.pem").read_bytes())
    (place / "private").mkdir(exist_ok=True)
    (place / f"private/{NAME}.key").write_bytes((folder / f"{NAME}.key").read_bytes())
    believe(server, (folder / f"{NAME}.pem").read_bytes())


def certificate(folder: Path, name: str) -> None:
    """One that signs itself, for a week."""
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "7"]
    files = [
        "-keyout",
        str(folder / f"{name}.key"),
        "-out",
        str(folder / f"{name}.pem"),
    ]
    about = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    quietly([*make, *files, *about])


def believe(server: Machine, authority: bytes) -> None:
    """The server's programs, and :meth:`visitor.Visitor`, trust whom this one signs."""
    place = server.root / "usr/local/share/ca-certificates/drill.crt"
    place.write_bytes(authority)
    server.run("update-ca-certificates")


def clean_worktree() -> bool:
    """Only what is committed goes to the server."""
    said = ["git", "-C", str(PROJECT), "status", "--porcelain", "--untracked-files=no"]
    return not subprocess.run(said, capture_output=True, check=True).stdout.strip()
