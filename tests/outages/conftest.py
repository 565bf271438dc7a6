import pytest
from django.conf import settings as site_settings

from ethicaltrade.outages import breaker
from tests.support.demo import demo_rows, demo_site  # noqa: F401
from tests.support.s3_server import short_waits  # noqa: F401
from tests.support.servers import attempts  # noqa: F401
from tests.support.workers import transactional_db  # noqa: F401


@pytest.fixture(autouse=True)
def long_pauses(monkeypatch):
    """However slow the machine is, nobody asks a server again within a test."""
    monkeypatch.setattr(breaker, "PAUSE", 3600.0)


def redis_caches(port: int) -> dict:
    """The caches as in production, at a Redis of that port."""
    given = {
        "BACKEND": "ethicaltrade.outages.caches.RedisCache",
        "LOCATION": f"redis://127.0.0.1:{port}/0",
    }
    return {
        **site_settings.CACHES,
        "default": {**given, "OPTIONS": {"stand_in": "database"}},
        "renditions": {
            **given,
            "OPTIONS": {"stand_in": "memory"},
            "KEY_PREFIX": "renditions",
        },
    }


@pytest.fixture
def redis_at(settings):
    """Lets the site use a Redis at the port, as in production."""

    def use(port: int) -> None:
        settings.CACHES = redis_caches(port)

    return use
