"""The database as a cache: one for all processes, where counts are right."""

import pytest
from django.core.cache import caches
from django.db import connection

from ethicaltrade.users import limits
from tests.support.threads import at_once

pytestmark = pytest.mark.every_database


@pytest.mark.django_db
def test_count_keeps_its_time():
    """Django's own starts the time anew, with the cache's own length."""
    cache = caches["database"]
    cache.set("a", 1, 3600)

    def expires():
        with connection.cursor() as cursor:
            cursor.execute("SELECT expires FROM site_cache")
            return cursor.fetchone()

    before = expires()
    assert cache.incr("a") == 2
    assert cache.decr("a", 5) == -3
    assert cache.get("a") == -3
    assert expires() == before
    cache.set("b", 1, -1)
    with pytest.raises(ValueError, match="b"):
        cache.incr("b")


@pytest.mark.django_db
def test_expired_rows_go():
    cache = caches["database"]
    cache.set("a", 1, -5)
    cache.set("b", 1, 3600)
    assert cache.forget_expired() == 1
    assert cache.get("b") == 1


def test_of_attempts_at_once_each_is_counted(transactional_db, settings):
    settings.CACHES = {**settings.CACHES, "default": settings.SHARED_BY_DATABASE}
    limit = limits.Limit("at-once", most=5, window=60)
    limit.count("kari")
    answers = at_once(lambda: limit.count("kari"), 8)
    assert sorted(answers) == [False] * 4 + [True] * 4
    caches["default"].clear()
