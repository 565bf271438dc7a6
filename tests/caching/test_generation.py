"""The number changes with everything public, once, and is taken back with it."""

import threading
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.caching import generation, never_shown, writes
from ethicaltrade.caching.models import Generation
from ethicaltrade.core.models import Topic
from ethicaltrade.search.models import SearchEntry
from tests.bilingual.test_form import form_data
from tests.bilingual.test_newer_versions import hidden
from tests.support import factories
from tests.support.demo import page_addresses

on_every_database = pytest.mark.every_database


def add_topic(name="Leather") -> Topic:
    return Topic.objects.create(name_nb=name, name_en=name, slug=name.lower())


@pytest.fixture
def number(db):
    """The number now."""
    return generation.current


@on_every_database
@pytest.mark.usefixtures("transactional_db")
def test_a_write_of_its_own_changes_it_at_once():
    before = generation.current()
    topic = add_topic()
    added = generation.current()
    Topic.objects.filter(pk=topic.pk).update(name_nb="Lær")
    updated = generation.current()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_topic SET name_nb = 'Skinn'")
    by_hand = generation.current()
    topic.delete()
    assert len({before, added, updated, by_hand, generation.current()}) == 5
    assert Topic.objects.count() == 0


@on_every_database
@pytest.mark.usefixtures("transactional_db")
def test_a_transaction_changes_it_once_and_takes_it_back():
    before = generation.current()
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        transaction.atomic(),
    ):
        add_topic("One")
        add_topic("Two")
        transaction.set_rollback(True)
    assert sum("caching_generation" in each["sql"] for each in queries) <= 2
    assert generation.current() == before


@on_every_database
@pytest.mark.usefixtures("transactional_db")
def test_next_transaction_changes_it_again():
    numbers = [generation.current()]
    for name in ("One", "Two", "Three"):
        with transaction.atomic():
            add_topic(name)
            transaction.set_rollback(name == "Two")
        numbers.append(generation.current())
    assert numbers[1] == numbers[2]
    assert len(set(numbers)) == 3


@on_every_database
@pytest.mark.usefixtures("transactional_db")
def test_savepoint_that_is_rolled_back_takes_its_change_along():
    before = generation.current()
    with transaction.atomic():
        with transaction.atomic():
            add_topic("One")
            transaction.set_rollback(True)
        assert generation.current() == before
        add_topic("Two")
    assert generation.current() != before


@on_every_database
@pytest.mark.usefixtures("transactional_db")
def test_savepoint_rolled_back_by_hand():
    before = generation.current()
    with transaction.atomic():
        savepoint = transaction.savepoint()
        add_topic("One")
        transaction.savepoint_rollback(savepoint)
        add_topic("Two")
    assert generation.current() != before


@pytest.mark.usefixtures("transactional_db")
def test_those_who_write_at_once_do_not_wait():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time.")
    before, rows = generation.current(), Generation.objects.count()
    inside, written = threading.Barrier(3), []

    def write(name):
        with transaction.atomic():
            add_topic(name)
            inside.wait(10)  # all three are in their transactions
            written.append(name)
        connections.close_all()

    threads = [threading.Thread(target=write, args=[f"T{i}"]) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written) == 3
    assert generation.current() != before
    assert Generation.objects.count() == max(3, rows)


def test_what_changes_no_row_changes_no_number(number):
    with transaction.atomic():
        before = number()
        Topic.objects.filter(name_nb="None such").update(name_nb="X")
        Topic.objects.filter(name_nb="None such").delete()
        assert number() == before


def test_request_reads_it_once_until_it_writes(db, monkeypatch):
    monkeypatch.setattr(generation, "is_written", lambda connection: False)
    with generation.kept():
        before = generation.current()
        with CaptureQueriesContext(connection) as queries:
            assert generation.current() == before
        assert not queries.captured_queries
        add_topic()
        assert generation.current() != before


def test_no_number_before_the_table_is_there(db, monkeypatch):
    generation.pause(using="default")
    add_topic()
    assert generation.current() == generation.UNKNOWN
    generation.begin(using="default")
    assert generation.current() != generation.UNKNOWN


# What is public


@pytest.mark.parametrize("label", [*sum(never_shown.MODELS.values(), ())])
def test_hidden_models_are_there(label):
    assert apps.get_model(label)._meta.db_table in never_shown.tables()


def test_every_other_table_is_public():
    hidden = never_shown.tables()
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        sql = f'INSERT INTO "{table}" ("id") VALUES (%s)'  # noqa: S608
        assert writes.is_public(sql) == (table not in hidden), table


@pytest.mark.parametrize(
    "sql",
    [
        'UPDATE "core_topic" SET "name" = %s WHERE "core_topic"."id" = %s',
        'DELETE FROM "core_topic" WHERE "core_topic"."id" IN (%s)',
        'INSERT OR IGNORE INTO "core_topic" ("id") VALUES (%s)',
        "  update core_topic set name = 'x'",
        'TRUNCATE "core_topic", "sessions_session"',
        "/* by hand */ UPDATE core_topic SET name = 'x'",
        "WITH old AS (SELECT 1) UPDATE core_topic SET name = 'x'",
        'UPDATE "public"."django_session" SET "session_data" = %s',
        'UPDATE "basepage_basepage" SET "title" = %s WHERE "id" = %s',
        'UPDATE "basepage_basepage" SET "draft_title" = %s, "live" = %s WHERE "id" = 1',
        'UPDATE "basepage_basepage" SET "draft_title" = (SELECT 1), "live" = %s',
        'DELETE FROM "basepage_basepage" WHERE "draft_title" = %s',
        'REPLACE INTO "core_topic" ("id") VALUES (1)',
        "COPY core_topic FROM STDIN",
    ],
)
def test_public(sql):
    assert writes.is_public(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "core_topic"."id" FROM "core_topic" FOR UPDATE',
        '(SELECT "id" FROM "core_topic") UNION (SELECT 1)',
        "WITH RECURSIVE above AS (SELECT 1) SELECT * FROM above",
        'UPDATE "django_session" SET "session_data" = %s',
        "INSERT INTO site_cache (cache_key, value, expires) VALUES (%s, %s, %s)",
        'UPDATE "users_user" SET "last_login" = %s WHERE "users_user"."id" = %s',
        'UPDATE "basepage_basepage" SET "draft_title" = %s, "latest_revision_id" = %s '
        'WHERE "basepage_basepage"."id" = %s',
        "RELEASE SAVEPOINT s1",
        "PRAGMA foreign_keys = ON",
        'CREATE INDEX "x" ON "core_topic" ("id")',
    ],
)
def test_not_public(sql):
    assert not writes.is_public(sql)


@on_every_database
def test_draft_changes_no_number_and_publishing_does(news):
    page = factories.add_page(news, factories.article())
    before = generation.current()
    # One transaction each, as on the site.
    connection.generation_mark = None
    page.title_nb = "Et nytt utkast"
    page.save_revision()
    assert generation.current() == before
    page.get_latest_revision().publish()
    assert generation.current() != before


@pytest.mark.slow
def test_work_in_the_cms_changes_no_number_until_it_is_published(
    client, editor, article
):
    """Logging in, opening the form, saving by itself over and over, previewing."""
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    client.get(address)
    before = generation.current()
    connection.generation_mark = None
    client.force_login(editor)
    opened = hidden(client.get(address))
    sent = form_data(slug_nb=article.slug_nb)
    for lead in ("En", "En ny", "En ny ingress"):
        data = {**sent, **opened, "lead_nb": lead}
        headers = {"Accept": "application/json"}
        answer = client.post(address, data, headers=headers).json()
        opened |= answer["field_updates"] | {"overwrite_revision_id": ""}
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk])
    assert client.post(preview, {**sent, **opened}).json()["is_valid"]
    assert generation.current() == before
    del opened["overwrite_revision_id"]
    client.post(address, {**sent, **opened, "action-publish": "nb"})
    assert generation.current() != before


@pytest.mark.slow
def test_reading_the_site_changes_no_number(demo_site, client):
    client.get("/")  # makes the row of the settings
    connection.generation_mark = None
    before = generation.current()
    for address in page_addresses():
        client.get(address)
    assert generation.current() == before


@pytest.mark.usefixtures("transactional_db")
def test_lost_connection_is_found_out_by_the_question_itself(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection to lose.")
    number, own = generation.current(), connections["default"]
    monkeypatch.setattr(own, "health_check_enabled", True)
    monkeypatch.setattr(own, "is_usable", mock.Mock(side_effect=AssertionError))
    for is_lost in (False, True):
        if is_lost:
            other = own.copy()
            backend = own.connection.info.backend_pid
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
            other.close()
        own.health_check_done = False
        assert generation.current() == number
        assert own.health_check_done


def test_time_of_the_schedule_is_public(news):
    page = factories.add_page(news, factories.article())
    connection.generation_mark = None
    before = generation.current()
    BasePage.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    assert generation.current() != before


def test_rows_that_are_searched_change_the_number():
    """They are written after the page; what was found before is remembered."""
    table = SearchEntry._meta.db_table
    assert writes.is_public(f'INSERT INTO "{table}" ("id") VALUES (1)')  # noqa: S608
    assert writes.is_public(f'DELETE FROM "{table}" WHERE "id" = 1')  # noqa: S608


def test_only_what_is_understood_of_an_update_is_hidden():
    table = BasePage._meta.db_table
    column, *_others = sorted(writes.columns()[table])
    assert not writes.is_public(f'UPDATE "{table}" SET "{column}" = %s WHERE "id" = %s')  # noqa: S608
    for also in ("live = true", '"live" = %s'):
        assert writes.is_public(f'UPDATE "{table}" SET "{column}" = %s, {also}')  # noqa: S608
