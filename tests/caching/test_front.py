"""Caches in front are told of a change when it is there to read, and of no other."""

import pytest
from django.db import transaction
from wagtail.contrib.frontend_cache.backends import BaseBackend

from ethicaltrade.core.models import Topic

told: list[str] = []


class Heard(BaseBackend):
    def purge(self, url):
        told.append(url)


class Broken(BaseBackend):
    def purge(self, url):
        raise OSError


@pytest.fixture
def in_front(transactional_db, settings):
    settings.WAGTAILFRONTENDCACHE = {"cdn": {"BACKEND": f"{__name__}.Heard"}}
    told.clear()
    return settings.WAGTAILFRONTENDCACHE


def add_topic(name):
    return Topic.objects.create(name_nb=name, name_en=name, slug=name.lower())


def test_change_is_told_once_after_it_is_committed(in_front):
    with transaction.atomic():
        topic = add_topic("Leather")
        Topic.objects.filter(pk=topic.pk).update(name_nb="Lær")
        assert told == []
    assert told == ["http://localhost/*"]
    add_topic("Cotton")
    assert len(told) == 2


def test_what_is_taken_back_or_shown_to_nobody_is_not_told(in_front, client):
    with transaction.atomic():
        add_topic("Leather")
        transaction.set_rollback(True)
    client.session.save()
    assert told == []


def test_cache_that_cannot_be_told_stops_nobody(in_front):
    in_front["cdn"]["BACKEND"] = f"{__name__}.Broken"
    with transaction.atomic():
        add_topic("Leather")
    assert Topic.objects.filter(name_nb="Leather").exists()


def test_nobody_is_told_where_nobody_is(transactional_db, settings):
    settings.WAGTAILFRONTENDCACHE = {}
    told.clear()
    add_topic("Leather")
    assert told == []
