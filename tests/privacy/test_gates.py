"""Where the gate of a page or a document is written, by whom, and how much it costs."""

import logging
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Event
from time import sleep

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.home.models import StandardPage
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.privacy import gates, scheduled
from ethicaltrade.privacy.models import (
    NOBODY,
    Gate,
    door,
    lets_in,
    together,
    without_group,
)
from ethicaltrade.privacy.visibility import readership
from tests.support import factories
from tests.support.files import document
from tests.support.threads import PATIENCE, at_once
from tests.support.workers import transactional_db  # noqa: F401

pytestmark = pytest.mark.every_database

NOBODY_AT_ALL = AnonymousUser()


# Conditions


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ([], ""),
        (["", ""], ""),
        (["login", "", "login"], "login"),
        (["login", "groups 5"], "groups 5"),
        (["groups 5", "groups 5"], "groups 5"),
        (["groups 7", "groups 5"], "groups 5 and groups 7"),
        (["groups 5 7", "groups 5"], "groups 5"),
        (["groups 5 7", "groups 7 9"], "groups 5 7 and groups 7 9"),
        (["groups 5 and groups 7", "groups 5 7 9"], "groups 5 and groups 7"),
        (["groups", "groups 5"], "groups"),
        (["groups 5", "nobody"], "nobody"),
    ],
)
def test_condition_has_one_form(keys, key):
    assert together(keys) == together(reversed(keys)) == key
    assert together([key, *keys]) == key


@pytest.mark.parametrize("kind", ["password", "none", "tomorrow's"])
def test_what_is_not_known_is_closed(kind):
    assert door(kind, [5]) == NOBODY
    assert not lets_in(NOBODY, {5})


def test_groups_are_numbers():
    assert door("groups", [10, 9]) == "groups 9 10"
    assert lets_in("groups 10", {10})
    assert not lets_in("groups 10", {1, 0})
    assert not lets_in("groups", {1})
    assert lets_in("groups 5 7 and groups 9", {7, 9})
    assert not lets_in("groups 5 7 and groups 9", {5, 7})
    assert lets_in("login", set())


def test_group_that_is_gone_leaves_what_is_left():
    assert without_group("groups 5 7 and groups 7 9", 7) == "groups 5 and groups 9"
    assert without_group("groups 5 and groups 7", 7) == "groups"
    assert without_group("login", 7) == "login"


# Who passes


@pytest.fixture
def section(home):
    return put(home, "Seksjon")


def put(parent, title):
    page = factories.standard_page(title_nb=title, title_en=title)
    return factories.put_page(parent, page)


def close(page, *names, kind="groups"):
    made = PageViewRestriction.objects.create(page_id=page.pk, restriction_type=kind)
    made.groups.set(Group.objects.get_or_create(name=name)[0] for name in names)
    return made


def close_shelf(place, kind="login"):
    return CollectionViewRestriction.objects.create(
        collection=place, restriction_type=kind
    )


def key_of(thing):
    number = type(thing).objects.values_list("gate", flat=True).get(pk=thing.pk)
    return Gate.objects.get(pk=number).key if number else ""


def is_open(page):
    return BasePage.objects.visible_to(NOBODY_AT_ALL).filter(pk=page.pk).exists()


@pytest.mark.django_db
def test_readers_who_pass_the_same_have_one_readership(section, member, admin):
    close(section, *member.groups.values_list("name", flat=True))
    close(put(section, "Inne"), kind="password")
    colleague = factories.member_person("to@example.org")
    stranger = factories.user("fremmed@example.org")
    assert readership(NOBODY_AT_ALL) == readership(stranger) == ()
    assert len(readership(member)) == 1
    assert readership(member) == readership(colleague)
    assert set(readership(member)) < set(readership(admin))
    assert Gate.objects.number(NOBODY) not in readership(admin)
    hash(readership(admin))


@pytest.mark.django_db
def test_readership_follows_new_gates_and_groups(section, member):
    group = Group.objects.create(name="Styret")
    assert readership(member) == ()
    close(section, "Styret")
    assert readership(member) == ()
    group.user_set.add(member)
    assert len(readership(member)) == 1


@pytest.mark.django_db
def test_pages_closed_one_by_one_share_a_gate(section):
    for number in range(3):
        close(put(section, f"{number}"), "Styret", "Ansatte")
    closed = BasePage.objects.filter(gate__isnull=False)
    assert closed.values("gate").distinct().count() == 1


# A save never opens


@pytest.mark.django_db
def test_page_read_before_its_section_was_closed_stays_closed(section):
    inner = put(section, "Inne")
    draft = StandardPage.objects.get(pk=inner.pk)
    close(section, kind="login")
    draft.title_nb = "Nytt navn"
    draft.save()
    assert key_of(inner) == "login"


@pytest.mark.django_db
def test_revision_from_before_it_was_closed_opens_nothing(section):
    page = factories.keep_revision(section)
    old = page.save_revision()
    assert "gate" not in old.content
    close(page, kind="login")
    old.publish()
    assert key_of(page) == "login"


@pytest.mark.django_db
def test_document_is_as_closed_as_where_it_is_moved(db):
    root = Collection.get_first_root_node()
    shelf = root.add_child(name="Lukket")
    close_shelf(shelf)
    paper = document("a.pdf", collection=root)
    assert key_of(paper) == ""
    stale = CustomDocument.objects.get(pk=paper.pk)
    CustomDocument.objects.filter(pk=paper.pk).update(collection=shelf)
    assert key_of(paper) == "login"
    stale.save(update_fields=["title"])
    assert key_of(paper) == "login"
    stale.collection = root
    stale.save(update_fields=["collection"])
    assert key_of(paper) == ""
    moved = CustomDocument.objects.get(pk=paper.pk)
    moved.collection = shelf
    CustomDocument.objects.bulk_update([moved], ["collection"])
    assert key_of(paper) == "login"
    made = CustomDocument(title="b", collection=shelf)
    CustomDocument.objects.bulk_create([made])
    assert key_of(made) == "login"


@pytest.mark.django_db
def test_many_documents_are_moved_in_the_cms(client, admin):
    client.force_login(admin)
    root = Collection.get_first_root_node()
    shelf = root.add_child(name="Lukket")
    close_shelf(shelf)
    paper = document("a.pdf", collection=root)
    kind = ("media", "customdocument", "add_to_collection")
    url = reverse("wagtail_bulk_action", args=kind) + f"?id={paper.pk}"
    response = client.post(url, {"collection": shelf.pk})
    assert response.status_code == 302
    assert key_of(paper) == "login"


@pytest.mark.django_db
def test_what_is_loaded_from_a_fixture_is_closed(section):
    inner = put(section, "Inne")
    root = Collection.get_first_root_node()
    paper = document("a.pdf", collection=root)
    close(section, kind="login")
    close_shelf(root)
    stored = [BasePage.objects.get(pk=inner.pk), paper]
    text = serializers.serialize("json", stored)
    assert '"gate"' not in text
    for each in serializers.deserialize("json", text):
        each.save()
    assert key_of(inner) == key_of(paper) == "login"


@pytest.mark.django_db
def test_page_that_a_migration_makes_is_closed_until_it_is_mended(section):
    state = MigrationLoader(connection).project_state()
    old = state.apps.get_model("basepage", "BasePage")
    template = old._base_manager.get(pk=section.pk)
    fields = {
        field.attname: getattr(template, field.attname)
        for field in old._meta.concrete_fields
        if field.name not in ("id", "translation_key") and "url_path" not in field.name
    }
    made = old._base_manager.create(**{**fields, "path": section.path + "0001"})
    assert key_of(BasePage.objects.get(pk=made.pk)) == NOBODY
    made.save()
    assert key_of(BasePage.objects.get(pk=made.pk)) == NOBODY
    gates.mend(gates.PAGES, state.apps)
    assert is_open(made)


# How much it costs


def statements(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    found = [query["sql"] for query in captured]
    return [sql for sql in found if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def cost_of_a_section(home, size):
    """In statements, of closing it, changing its groups and moving it."""
    section, elsewhere = put(home, f"Stor {size}"), put(home, f"Annet {size}")
    for number in range(size):
        inner = put(section, f"{number}")
        put(inner, "Innerst")
        if number % 3 == 0:
            close(inner, "Styret")
    section = BasePage.objects.get(pk=section.pk)
    made = close(section, "Ansatte")
    places = [elsewhere.path, section.path]
    return [
        len(statements(lambda: gates.write_pages([section.path]))),
        len(statements(lambda: made.groups.set([]))),
        len(statements(lambda: gates.write_pages(places))),
    ]


@pytest.mark.django_db
def test_section_is_closed_in_as_many_statements_however_large(home):
    small, large = cost_of_a_section(home, 1), cost_of_a_section(home, 12)
    assert small == large
    assert max(large) < 25


@pytest.mark.django_db
def test_pages_put_in_another_order_are_not_looked_at(section):
    pages = [put(section, f"{number}") for number in range(6)]
    sql = statements(lambda: pages[5].move(pages[0], "left"))
    assert not [each for each in sql if "gate_id" in each and "NULLIF" in each.upper()]


# Two at a time


@pytest.fixture
def open_section(transactional_db):  # noqa: F811
    home = factories.add_front_page(add=factories.put_page)
    return put(home, "Seksjon")


def in_turn(first, second):
    """The second begins while the first has not ended its transaction."""
    is_done = Event()

    def begin():
        with transaction.atomic():
            first()
            is_done.set()
            sleep(0.2)  # the second waits for the database by now

    def follow():
        is_done.wait(PATIENCE)
        second()

    def closing(work):
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(closing, work) for work in (begin, follow)]:
            each.result(PATIENCE)


@pytest.mark.slow
@pytest.mark.parametrize("is_made_first", [True, False])
def test_page_made_while_its_section_is_closed_is_closed(open_section, is_made_first):
    work = [
        lambda: put(BasePage.objects.get(pk=open_section.pk), "Inne"),
        lambda: close(open_section, kind="login"),
    ]
    in_turn(*(work if is_made_first else reversed(work)))
    inner = BasePage.objects.child_of(BasePage.objects.get(pk=open_section.pk)).get()
    assert key_of(inner) == "login"


@pytest.mark.slow
def test_many_at_once_leave_nothing_open(open_section):
    below = put(open_section, "Under")
    names = iter(range(100))

    def work():
        number = next(names)
        page = BasePage.objects.get(pk=below.pk)
        if number % 3 == 0:
            close([below, open_section][number % 2], "Styret")
        elif number % 3 == 1:
            put(page, f"Ny {number}")
        else:
            page.create_alias(parent=page.get_parent(), update_slug=f"speil-{number}")

    at_once(work, 6)
    assert gates.find_faults(gates.PAGES) == []
    assert not is_open(below)


# The whole of it


@pytest.fixture
def past_the_models(section):
    """A page and a document whose gates nobody wrote."""
    close(section, kind="login")
    paper = document("a.pdf", collection=Collection.get_first_root_node())
    close_shelf(paper.collection)
    QuerySet(BasePage).filter(pk=section.pk).update(gate=None)
    QuerySet(CustomDocument).filter(pk=paper.pk).update(gate=None)
    return section, paper


@pytest.mark.django_db
def test_command_finds_and_mends(past_the_models):
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("check_gates", stdout=told)
    page, paper = past_the_models
    assert told.getvalue().splitlines() == [
        f"pages {page.pk}: open, should be login",
        f"documents {paper.pk}: open, should be login",
    ]
    call_command("check_gates", "--mend", stdout=told)
    assert key_of(page) == key_of(paper) == "login"
    call_command("check_gates", stdout=told)
    assert told.getvalue().endswith("behind the right gate.\n")


@pytest.mark.django_db
def test_job_mends_and_tells_no_title(past_the_models, caplog):
    with caplog.at_level(logging.WARNING, "ethicaltrade.privacy"):
        assert scheduled.mend_gates() == "2 mended"
    assert caplog.messages == [
        "Gates of pages that were wrong: 1: open, should be login",
        "Gates of documents that were wrong: 1: open, should be login",
    ]
    assert scheduled.mend_gates() == ""
    assert all(key_of(each) == "login" for each in past_the_models)


@pytest.mark.django_db
def test_whole_tree_is_checked_in_five_queries(section, django_assert_num_queries):
    for number in range(8):
        close(put(section, f"{number}"), "Styret")
    with django_assert_num_queries(5):
        for kind in gates.KINDS:
            assert gates.find_faults(kind) == []


# What is saved is cleaned


@pytest.mark.django_db
def test_title_of_nothing_to_see_is_refused_by_a_plain_save(section):
    page = StandardPage.objects.get(pk=section.pk)
    page.title_nb = page.title_en = "\u200b \u00ad"
    with pytest.raises(ValidationError):
        page.save()
    assert StandardPage.objects.get(pk=page.pk).title_nb == "Seksjon"
