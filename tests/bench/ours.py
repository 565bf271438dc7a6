"""Our own site for the measure: its settings, its databases, its process."""

import json
import os
import secrets
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import environ
import psycopg
from psycopg.conninfo import make_conninfo

from .peers import REPOSITORY, Peer, run

HOST = "127.0.0.1"
SECRET = secrets.token_urlsafe(64)
NO_CACHE = {"KEEP_PAGES": False}
"""Settings with which each page is made anew."""


def environment(url: str, media: Path) -> dict[str, str]:
    """Production's settings on this machine alone."""
    return {
        "DJANGO_SETTINGS_MODULE": "ethicaltrade.settings.production",
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(media),
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "BASE_URL": f"http://{HOST}",
        "CACHE_URL": "dbcache://",
        "EMAIL_URL": "dummymail://",
        "DEFAULT_FROM_EMAIL": "post@example.org",
        "SECURE_SSL_REDIRECT": "false",
        "WORKER": "false",
    }


def new_database(url: str, name: str) -> str:
    """An empty database on the server that `url` names; returns its own URL."""
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    return url.rpartition("/")[0] + "/" + name


def conninfo(url: str) -> str:
    """For psycopg, which takes no folder of a socket before the database's name."""
    config = environ.Env.db_url_config(url)
    return make_conninfo(
        dbname=config["NAME"],
        user=config["USER"],
        password=config["PASSWORD"],
        host=config["HOST"],
        port=config["PORT"],
    )


def build(size: int, url: str, media: Path) -> None:
    """A site of so many articles in the empty database."""
    settings = {"DJANGO_SETTINGS_MODULE": "ethicaltrade.settings.development"}
    variables = environment(url, media) | settings
    run([sys.executable, "-m", "tests.bench.site", size], REPOSITORY, variables)
    run([sys.executable, "manage.py", "createcachetable"], REPOSITORY, variables)


@cache
def collect_static(url: str, media: Path) -> None:
    command = [sys.executable, "manage.py", "collectstatic", "--no-input"]
    run(command, REPOSITORY, environment(url, media))


def find(url: str, media: Path) -> dict[str, Any]:
    """The addresses and cookies of the site; see :mod:`.kinds`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.kinds"],
        cwd=REPOSITORY,
        env=os.environ | environment(url, media),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def peer(
    url: str,
    media: Path,
    found: dict[str, Any],
    changed: dict[str, Any] | None = None,
    **how: Any,
) -> Peer:
    """The process that is asked; `changed` are settings."""
    variables = environment(url, media)
    settings = variables["DJANGO_SETTINGS_MODULE"]
    spec = {"settings": settings, "host": HOST, **found, "changed": changed or {}}
    return Peer(spec, variables, **how)
