"""What is remembered is right: forgotten with a change, and with the clock."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone

from ethicaltrade.caching import clock, memory
from ethicaltrade.caching.memory import remembered
from ethicaltrade.core.models import Topic


@pytest.fixture
def ask():
    """Remembers how many times it was made."""
    made = count(1)
    return lambda: remembered(("test",), lambda: next(made))


def test_remembered_until_something_public_changes(db, working_memory, ask):
    assert [ask(), ask()] == [1, 1]
    Topic.objects.create(name_nb="Lær", slug="laer")
    assert [ask(), ask()] == [2, 2]


def test_each_key_by_itself(db, working_memory):
    assert remembered(("test", "nb"), lambda: "Hei") == "Hei"
    assert remembered(("test", "en"), lambda: "Hello") == "Hello"
    assert remembered(("test", "nb"), lambda: "") == "Hei"
    assert remembered(("test", None), lambda: None) is None


@pytest.mark.every_database
@pytest.mark.usefixtures("transactional_db")
def test_transaction_that_has_written_remembers_nothing(ask):
    Topic.objects.create(name_nb="Lær", slug="laer")
    assert [ask(), ask()] == [1, 1]
    with transaction.atomic():
        Topic.objects.update(name_nb="Skinn")
        assert [ask(), ask()] == [2, 3]
        transaction.set_rollback(True)
    assert ask() == 1


@pytest.mark.every_database
@pytest.mark.usefixtures("transactional_db")
def test_what_is_written_while_it_is_made_is_not_missed(ask):
    topic = Topic.objects.create(name_nb="Lær", slug="laer")

    def slowly():
        name = Topic.objects.get().name_nb
        Topic.objects.filter(pk=topic.pk).update(name_nb="Skinn")
        return name

    assert remembered(("slow",), slowly) == "Lær"
    assert remembered(("slow",), lambda: Topic.objects.get().name_nb) == "Skinn"


def test_only_so_many_are_kept(db, working_memory, monkeypatch):
    monkeypatch.setattr(memory, "MOST", 2)
    for key in "abac":
        remembered((key,), lambda key=key: key)
    assert remembered(("a",), lambda: "new") == "a"
    assert remembered(("b",), lambda: "new") == "new"


def test_only_so_many_letters_are_kept(db, working_memory, monkeypatch):
    monkeypatch.setattr(memory, "MOST_TEXT", 10)
    for key in "abc":
        remembered((key,), lambda key=key: key * 4)
    assert remembered(("a",), lambda: "new") == "new"
    assert remembered(("c",), lambda: "new") == "cccc"
    assert remembered(("long",), lambda: "x" * 11) == "x" * 11
    assert (memory._text, len(memory._values)) == (0, 0)


def test_nothing_is_kept_of_what_is_over(db, working_memory):
    for key in "ab":
        remembered((key,), lambda: "old")
    Topic.objects.create(name_nb="Lær", slug="laer")
    remembered(("c",), lambda: "new")
    assert len(memory._values) == 1


def test_words_hold_until_their_moment(db, working_memory, monkeypatch):
    now = timezone.now()
    made = count(1)

    def make():
        clock.holds_until(now + timedelta(hours=1))
        clock.holds_until(now + timedelta(hours=2))
        clock.holds_until(None)
        clock.holds_until(now - timedelta(hours=1))
        return next(made)

    with clock.listening() as page:
        assert remembered(("test",), make) == 1
    assert page.until == now + timedelta(hours=1)
    with clock.listening() as page:  # what is remembered says so again
        assert remembered(("test",), make) == 1
    assert page.until == now + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=1))
    assert remembered(("test",), make) == 2
