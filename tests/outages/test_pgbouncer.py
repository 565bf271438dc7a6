"""PgBouncer in front of PostgreSQL, as ``docs/deploy.md`` has it set.

Each transaction goes over another of its connections to the server, so that whatever a
session would keep beyond its transaction is lost, or found by somebody else: settings,
prepared statements, locks, cursors, temporary tables.
"""

import os
import shutil
import subprocess
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.test import Client

from articles.models import ArticlePage
from ethicaltrade.scheduling.models import JobRun
from ethicaltrade.scheduling.worker import Worker
from ethicaltrade.settings.stores import database_at
from tests.sitewide.test_untouched import form_of
from tests.support import factories
from tests.support.cms_forms import sent_untouched
from tests.support.mail_server import free_port
from tests.support.nginx import wait_for
from tests.support.postgres import STAND_IN_FOR_ROOT
from tests.support.rows import put
from tests.support.threads import at_once

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.indexed,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL's alone"),
    pytest.mark.skipif(
        PROGRAM is None, reason="PgBouncer is not installed: apt install pgbouncer"
    ),
]
CONNECTIONS = 3
CONFIGURATION = """
[databases]
* = host={host} port={port} user=site_pooled
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
min_pool_size = {connections}
server_round_robin = 1
ignore_startup_parameters = options
"""
# As docs/deploy.md gives the limits to the account.
ACCOUNT = """
CREATE ROLE site_pooled LOGIN SUPERUSER;
ALTER ROLE site_pooled SET jit = off;
ALTER ROLE site_pooled SET statement_timeout = '10s';
ALTER ROLE site_pooled SET lock_timeout = '5s';
"""


@contextmanager
def account():
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNT)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP ROLE site_pooled")


@contextmanager
def pgbouncer(folder):
    """Before the tests' own server; its port."""
    given, own = connection.settings_dict, free_port()
    configuration = folder / "pgbouncer.ini"
    host, port = given["HOST"], given["PORT"] or 5432
    text = CONFIGURATION.format(host=host, port=port, own=own, connections=CONNECTIONS)
    configuration.write_text(text)
    command = [PROGRAM, "-q", configuration]
    if os.geteuid() == 0:
        command += ["-u", STAND_IN_FOR_ROOT]
    with subprocess.Popen(command) as process:
        try:
            wait_for(own, process)
            yield own
        finally:
            process.terminate()


@pytest.fixture
def pooled(transactional_db, demo_rows, tmp_path):
    """The demo site, whose every connection goes through PgBouncer."""
    put(demo_rows)
    given = dict(connection.settings_dict)
    with account(), pgbouncer(tmp_path) as port:
        url = f"postgres://site_pooled@127.0.0.1:{port}/{given['NAME']}"
        connection.close()
        connection.settings_dict |= {
            **database_at(f"{url}?disable_server_side_cursors=true"),
            "TEST": given["TEST"],
        }
        at_once(whoami, CONNECTIONS * 2)
        yield
        connection.close()
        connection.settings_dict |= given


def whoami():
    """The number of the server's process that answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), pg_sleep(0.1)")
        number = cursor.fetchone()[0]
    close_old_connections()
    return number


def test_site_needs_nothing_that_a_session_keeps(pooled):
    assert len({whoami() for _time in range(9)}) == CONNECTIONS, "one would prove less"
    visitor = Client()
    for address in (
        "/",
        "/en/news/",
        "/nyheter/feed/",
        "/sitemap.xml",
        "/arrangementer/",
    ):
        assert visitor.get(address).status_code == 200
    editor = factories.user("pooled@example.org", is_superuser=True)
    desk = Client()
    known = {"login": editor.email, "password": factories.PASSWORD}
    assert desk.post("/konto/login/", known).status_code == 302
    page = ArticlePage.objects.live().public().first()
    sent = sent_untouched(form_of(page, editor))
    sent |= {"title_nb": "Kvitrebrikke", "slug_nb": "kvitrebrikke"}
    address = f"/admin/pages/{page.pk}/edit/"
    answer = desk.post(address, sent | {"action-publish": "nb en"})
    assert answer.status_code == 302, answer.context["form"].errors
    # A whole section is renamed, for which its statements have a minute each.
    section = page.get_parent().specific
    sent = sent_untouched(form_of(section, editor)) | {"slug_nb": "kvitreri"}
    address = f"/admin/pages/{section.pk}/edit/"
    assert desk.post(address, sent | {"action-publish": "nb en"}).status_code == 302
    assert b"Kvitrebrikke" in visitor.get("/kvitreri/kvitrebrikke/").content
    assert b"Kvitrebrikke" in visitor.get("/sok/?q=kvitrebrikke").content
    Worker().run_due()
    assert not JobRun.objects.exclude(last_error="").exists()
    for command in ("check_addresses", "check_gates", "rebuild_search"):
        call_command(command, verbosity=0, stdout=StringIO())


def test_limits_are_the_accounts(pooled):
    with connection.cursor() as cursor:
        for name, value in (
            ("statement_timeout", "10s"),
            ("lock_timeout", "5s"),
            ("jit", "off"),
            ("TimeZone", "UTC"),
        ):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone()[0] == value, name
