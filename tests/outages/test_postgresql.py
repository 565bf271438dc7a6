"""A PostgreSQL that is stopped or hung: 503, soon, and health and robots answer."""

import socket
import struct
import time

import psycopg
import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.backends.signals import connection_created
from django.test import Client
from psycopg.conninfo import timeout_from_conninfo
from wagtail.models import PageViewRestriction

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.outages import breaker
from ethicaltrade.outages.database import value_of, whole_section
from ethicaltrade.outages.postgresql import base
from tests.sitewide.test_errors import check
from tests.support import factories
from tests.support.servers import AWAY, away
from tests.support.workers import transactional_db  # noqa: F401

LONGEST = 30  # seconds, on the slowest of machines: without limits it would be for ever

AUTHENTICATED = b"R" + struct.pack("!ii", 8, 0)
READY = b"Z" + struct.pack("!ic", 5, b"I")


def parameter(name: str, value: str) -> bytes:
    text = f"{name}\0{value}\0".encode()
    return b"S" + struct.pack("!i", 4 + len(text)) + text


def greet(connection: socket.socket) -> None:
    """As PostgreSQL greets who comes, to say nothing afterwards (protocol 3.0)."""
    connection.settimeout(5)
    while True:
        length, code = struct.unpack("!ii", connection.recv(8))
        if code >> 16 == 3:
            connection.recv(length - 8)
            break
        connection.sendall(b"N")  # neither TLS nor GSSAPI
    said = {
        "server_version": "17.0",
        "client_encoding": "UTF8",
        "standard_conforming_strings": "on",
        "TimeZone": "UTC",
    }
    words = b"".join(parameter(name, value) for name, value in said.items())
    connection.sendall(AUTHENTICATED + words + READY)


@pytest.fixture(autouse=True)
def no_question_at_once(monkeypatch):
    """Django's own asks for the types of extensions when it has connected."""
    monkeypatch.setattr(connection_created, "send", lambda **kwargs: None)


class Visits(list):
    """Notes who comes; greets them where the test says so."""

    is_greeting = False

    def __call__(self, connection):
        self.append(connection)
        if self.is_greeting:
            greet(connection)


def a_connection(port: int, patience: float | None = 0.5) -> base.DatabaseWrapper:
    """Django's connection to a server at the port, as the settings make it."""
    given = {
        "ENGINE": "ethicaltrade.outages.postgresql",
        "NAME": "site",
        "USER": "site",
        "HOST": "127.0.0.1",
        "PORT": port,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"connect_timeout": 2, "patience": patience},
    }
    handler = type(connections)({"default": given})
    return handler["default"]


@pytest.fixture
def visits():
    return Visits()


@pytest.fixture
def hung(visits, django_db_blocker, monkeypatch):
    """A connection to a server that takes connections and says nothing more."""
    monkeypatch.setattr(base, "QUICKLY", 0.3)
    with away("hung", visits) as port, django_db_blocker.unblock():
        connection = a_connection(port)
        yield connection
        connection.close()


def fails(work):
    start = time.monotonic()
    with pytest.raises(OperationalError) as caught:
        work()
    assert time.monotonic() - start < LONGEST
    return str(caught.value)


def test_server_that_never_greets_is_left_alone(hung, visits):
    fails(hung.ensure_connection)
    for _time in range(5):
        assert "lately" in fails(hung.ensure_connection)
    assert len(visits) == 1


def test_query_without_an_answer_ends(hung, visits):
    visits.is_greeting = True
    hung.ensure_connection()
    told = fails(lambda: hung.cursor().execute("SELECT 1"))
    assert "does not answer" in told
    assert hung.connection.closed
    hung.close()
    assert "lately" in fails(hung.ensure_connection)
    assert len(visits) == 1


def test_transaction_without_an_answer_ends(hung, visits):
    visits.is_greeting = True
    hung.ensure_connection()
    fails(lambda: hung.set_autocommit(False) or hung.cursor().execute("SELECT 1"))


def test_kept_connection_is_tried_shortly(hung, visits):
    visits.is_greeting = True
    hung.ensure_connection()
    hung.connection.patience = None  # as in a command: its work may take long
    assert not hung.is_usable()
    assert hung.breaker.is_open


def test_first_question_of_a_request_waits_no_longer(hung, visits):
    visits.is_greeting = True
    hung.ensure_connection()
    hung.connection.patience = LONGEST
    hung.health_check_done = False
    assert "lately" in fails(lambda: value_of(hung, "SELECT 1"))
    assert hung.breaker.is_open
    assert len(visits) == 1


def test_command_waits_without_a_limit(visits, django_db_blocker):
    visits.is_greeting = True
    with away("hung", visits) as port, django_db_blocker.unblock():
        connection = a_connection(port, patience=None)
        connection.ensure_connection()
        assert connection.connection.patience is None
        assert "patience" not in connection.get_connection_params()
        connection.close()


def test_server_that_refuses_is_asked_again(django_db_blocker, visits):
    with away("stopped") as port, django_db_blocker.unblock():
        connection = a_connection(port)
        for _time in range(3):
            assert "lately" not in fails(connection.ensure_connection)


def test_it_is_found_again_when_the_pause_is_over(hung, visits, monkeypatch):
    monkeypatch.setattr(breaker, "PAUSE", 0.0)
    fails(hung.ensure_connection)
    visits.is_greeting = True
    hung.ensure_connection()
    assert not hung.breaker.is_open


def test_driver_is_as_django_knows_it():
    database = base.DatabaseWrapper.Database
    assert issubclass(base.Connection, psycopg.Connection)
    for name in ("Error", "OperationalError", "InterfaceError", "DataError"):
        assert getattr(database, name) is getattr(psycopg, name)


# The whole site


@pytest.fixture
def impatience(monkeypatch):
    """Of the two seconds for a greeting, the driver's least, a tenth is waited."""

    def tenth(params):
        given = timeout_from_conninfo(params)
        assert given == 2
        return given / 10

    monkeypatch.setattr("psycopg.connection.timeout_from_conninfo", tenth)


@pytest.fixture(params=AWAY)
def site_without_database(request, visits, django_db_blocker, impatience):
    """Every connection of this thread is to a server that is away."""
    own = connections["default"]
    with away(request.param, visits) as port, django_db_blocker.unblock():
        connections["default"] = a_connection(port)
        try:
            yield visits
        finally:
            connections["default"].close()
            connections["default"] = own


@pytest.fixture
def reader(settings):
    """With a session, as who is logged in."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    return client


PAGES = [
    *(("/", "nb"), ("/en/", "en"), ("/finnes-ikke/", "nb"), ("/en/search/", "en")),
    *(("/min-side/", "nb"), ("/en/konto/login/", "en"), ("/documents/1/x.pdf", "nb")),
    *(("/admin/", "nb"), ("/sitemap.xml", "nb"), ("/en/membership/", "en")),
]


@pytest.mark.parametrize(("address", "language"), PAGES)
def test_pages_say_so_in_their_language(
    site_without_database, reader, address, language, caplog
):
    start = time.monotonic()
    response = reader.get(address)
    check(response, 503, language)
    assert int(response.headers["Retry-After"]) > 0
    assert "Set-Cookie" not in response.headers
    assert len(site_without_database) <= 1
    assert time.monotonic() - start < LONGEST
    told = [record for record in caplog.records if record.name == "django.request"]
    assert len(told) == 1  # nothing on the way out asks once more


@pytest.mark.parametrize("address", ["/konto/login/", "/arrangementer/x/pamelding/"])
def test_forms_say_so_too(site_without_database, reader, address):
    check(reader.post(address, {"login": "kari@example.org"}), 503, "nb")


@pytest.mark.parametrize("address", ["/healthz", "/robots.txt"])
def test_health_and_robots_answer(site_without_database, reader, address):
    assert reader.get(address).status_code == 200
    assert len(site_without_database) == 0


def test_readiness_says_no(site_without_database, reader):
    for _time in range(3):
        response = reader.get("/readyz")
        assert response.status_code == 503
        assert response.json()["checks"]["database"] == "OperationalError"
    assert len(site_without_database) <= 1


# A whole section is written: closed, renamed, moved


class Watched:
    """Notes for each UPDATE of pages how long it might take, here and at the server."""

    def __init__(self):
        self.limits = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "LIKE" in sql and "basepage" in sql:
            driver = context["connection"].connection
            [at_server] = driver.execute("SHOW statement_timeout").fetchone()
            self.limits.append((at_server, driver.patience))
        return execute(sql, params, many, context)


@pytest.fixture
def limited(db):
    """The test's connection, with the limits of a page's request."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no limit on a statement")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10s'")
    connection.connection.patience = 11
    yield connection
    connection.connection.patience = None


def change_section(how, home):
    section = factories.put_page(home, factories.standard_page(title_nb="Seksjon"))
    factories.put_page(section, factories.standard_page(title_nb="Under"))
    section = BasePage.objects.get(pk=section.pk)
    if how == "closed":
        PageViewRestriction.objects.create(page=section, restriction_type="login")
    elif how == "renamed":
        section.slug_nb = "nytt-navn"
        section.save()
    else:
        elsewhere = factories.standard_page(title_nb="Annet")
        section.move(factories.put_page(home, elsewhere), "last-child")


@pytest.mark.parametrize("how", ["closed", "renamed", "moved"])
def test_whole_section_has_time(limited, home, how):
    watched = Watched()
    with limited.execute_wrapper(watched):
        change_section(how, home)
    assert watched.limits
    assert set(watched.limits) == {("1min", base.SLOWLY + 1)}
    assert limited.connection.patience == 11


def test_limit_is_the_usual_one_after_the_transaction(transactional_db):  # noqa: F811
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no limit on a statement")
    limits = []
    usual = connection.connection.patience
    connection.connection.patience = 11
    try:
        with connection.cursor() as cursor:
            with transaction.atomic(), whole_section():
                cursor.execute("SHOW statement_timeout")
                limits += cursor.fetchone()
            cursor.execute("SHOW statement_timeout")
            limits += cursor.fetchone()
    finally:
        connection.connection.patience = usual
    assert limits == ["1min", "0"]


def test_command_without_a_limit_gets_none(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no limit on a statement")
    with whole_section(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
