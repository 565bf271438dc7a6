"""The database as a cache: one for all processes, where counts are right."""

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection

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
def test_key_is_added_once_until_its_time_is_over():
    cache = caches["database"]
    assert cache.add("a", 1, 3600)
    assert not cache.add("a", 2, 3600)
    assert cache.get("a") == 1
    cache.set("b", 1, -5)
    assert cache.add("b", 2)
    assert cache.get("b") == 2
    assert cache.add("c", {"for": "ever"}, None)
    assert cache.get("c") == {"for": "ever"}


@pytest.mark.django_db
def test_count_that_cannot_be_written_is_an_outage(client, settings):
    """Nobody is told of too many attempts because the database is busy."""
    settings.CACHES = {**settings.CACHES, "default": settings.SHARED_BY_DATABASE}

    def refuse(execute, sql, params, many, context):
        if "site_cache" in sql and not sql.startswith("SELECT"):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    client.raise_request_exception = False
    typed = {"login": "kari@example.org", "password": "hemmelig"}
    with connection.execute_wrapper(refuse):
        response = client.post("/konto/login/", typed)
    assert response.status_code == 503
    assert response["Retry-After"]


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
