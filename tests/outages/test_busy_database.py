"""The database busy with others' writing: who only reads is not held up."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ethicaltrade.home.models import HomePage
from ethicaltrade.media.downloads import DownloadCount
from ethicaltrade.outages import database
from membership.resources.records import ResourceVisit
from membership.resources.services import new_since
from tests.sitewide.test_errors import check
from tests.support.demo import VIEWS, page_addresses
from tests.support.files import document

WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.fixture
def no_writing():
    """Every write waits in vain; gives the tables that were asked for."""
    asked = []

    def refuse(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITING):
            asked.append(sql)
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield asked


def logged_in(email):
    client = Client()
    client.force_login(get_user_model().objects.get(email=email))
    return client


def whole(client, address):
    answer = client.get(address, follow=True)
    if answer.streaming:
        assert b"".join(answer)
    return answer.status_code


@pytest.mark.django_db
def test_all_that_is_read_needs_no_writing(demo_site, client, no_writing):
    for address in (*page_addresses(), *VIEWS, "/sitemap.xml"):
        assert whole(client, address) == 200, address
    assert no_writing == []


@pytest.mark.django_db
def test_document_is_handed_out_though_nobody_can_count(demo_site, request, caplog):
    member = logged_in("medlem@example.org")
    paper = document()
    no_writing = request.getfixturevalue("no_writing")
    address = paper.url
    assert whole(member, address) == 200
    assert len(no_writing) == 1
    assert "A download was not written" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/min-side/", "/medlemskap/ressurser/", "/en/membership/resources/", "/konto/"],
)
def test_member_reads_on(demo_site, address, request):
    member = logged_in("medlem@example.org")
    assert whole(member, address) == 200
    request.getfixturevalue("no_writing")
    assert whole(member, address) == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["wagtailadmin_home", "wagtailadmin_explore_root"])
def test_editor_looks_on(demo_site, name, request):
    editor = logged_in("redaktor@example.org")
    assert whole(editor, reverse(name)) == 200
    request.getfixturevalue("no_writing")
    assert whole(editor, reverse(name)) == 200


@pytest.fixture
def other_connection(transactional_db):
    """Somebody else's, with a transaction that does not end."""
    other = connections["default"].copy()
    other.set_autocommit(False)
    yield other
    other.rollback()
    other.close()


def lock(other, table):
    """Change every row of the table, and keep it to oneself."""
    with other.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608


@pytest.mark.every_database
def test_count_gives_way_to_a_lock(other_connection, client, monkeypatch, caplog):
    paper = document("råd.pdf", b"%PDF-1.7 " + b"x" * 500)
    DownloadCount.objects.count_one(paper)
    lock(other_connection, DownloadCount._meta.db_table)
    assert whole(client, paper.url) == 200
    database.in_passing("A count", lambda: DownloadCount.objects.count_one(paper))
    assert "A count was not written" in caplog.text
    other_connection.rollback()
    assert DownloadCount.objects.get().number == 1
    database.in_passing("A count", lambda: DownloadCount.objects.count_one(paper))
    assert DownloadCount.objects.get().number == 2


@pytest.mark.every_database
def test_usual_patience_comes_back(transactional_db):
    def patience():
        with connection.cursor() as cursor:
            sqlite = connection.vendor == "sqlite"
            cursor.execute("PRAGMA busy_timeout" if sqlite else "SHOW lock_timeout")
            return cursor.fetchone()[0]

    before = patience()
    waits = {database.LOCK_WAIT, f"{database.LOCK_WAIT}ms"}
    assert database.in_passing("A count", patience) in waits
    assert patience() == before


@pytest.mark.every_database
def test_visit_gives_way_to_a_lock(other_connection):
    person = get_user_model().objects.create(email="kari@example.org")
    new_since(person)
    lock(other_connection, ResourceVisit._meta.db_table)
    assert new_since(person, timezone.now() + timedelta(minutes=2)) is not None


@pytest.mark.django_db
def test_session_that_cannot_be_saved_is_an_outage(home, member, monkeypatch):
    """Django says that the session was deleted, and that the request was at fault."""

    def remember(page, request):
        request.session["seen"] = True
        return HttpResponse("")

    def refuse(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "django_session" in sql:
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    monkeypatch.setattr(HomePage, "serve", remember)
    client = Client(raise_request_exception=False)
    client.force_login(member)
    with connection.execute_wrapper(refuse):
        response = client.get("/en/")
    check(response, 503, "en")
