import pytest
from django.conf import settings as site_settings
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ethicaltrade.caching import shelf
from tests.support.demo import demo_rows, demo_site  # noqa: F401
from tests.support.redis_server import redis_server  # noqa: F401
from tests.support.workers import transactional_db  # noqa: F401

STORES = ("memory", "shared memory", "database", "redis")


@pytest.fixture(params=STORES)
def store(request, settings):
    """What keeps pages behind the process's own memory; it forgets with ``forget``."""
    locmem = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    given = {
        "memory": site_settings.NOTHING,
        "shared memory": {**locmem, "LOCATION": "shared pages"},
        "database": site_settings.SHARED_BY_DATABASE,
    }.get(request.param)
    if given is None:
        given = {
            "BACKEND": "ethicaltrade.outages.caches.RedisCache",
            "LOCATION": request.getfixturevalue("redis_server"),
            "OPTIONS": {"stand_in": "nothing"},
        }
    settings.CACHES = {**site_settings.CACHES, shelf.ALIAS: given}
    yield request.param
    caches[shelf.ALIAS].clear()


@pytest.fixture
def queries(db):
    """How many queries a request takes: ``queries(client, address)``."""

    def count(client, address, **headers):
        with CaptureQueriesContext(connection) as captured:
            client.get(address, headers=headers)
        return len(captured)

    return count
