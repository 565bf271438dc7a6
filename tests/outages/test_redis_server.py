"""A real Redis or Valkey, by CACHE_URL alone: doors, TLS, a full memory."""

from pathlib import Path

import pytest
from django.core.cache import caches

from ethicaltrade.settings.stores import caches_at
from tests.support.certificates import certificate  # noqa: F401
from tests.support.mail_server import free_port
from tests.support.redis_server import PROGRAMS, running

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PASSWORD = "sword/fish@1"
IN_URL = "sword%2Ffish%401"


@pytest.fixture(params=PROGRAMS, scope="module")
def server(request, tmp_path_factory, certificate):  # noqa: F811
    """One with every door there is; gives the address of each."""
    port, secure = free_port(), free_port()
    options = [
        *("--port", str(port), "--tls-port", str(secure), "--tls-auth-clients", "no"),
        *("--tls-cert-file", str(certificate.certificate)),
        *("--tls-key-file", str(certificate.key)),
        *("--requirepass", PASSWORD),
    ]
    with running(request.param, tmp_path_factory.mktemp("redis"), *options) as socket:
        scheme = request.param.partition("-")[0]
        trusted = f"ssl_ca_certs={certificate.certificate}"
        yield {
            "plain": f"{scheme}://:{IN_URL}@127.0.0.1:{port}/0",
            "other database": f"{scheme}://:{IN_URL}@127.0.0.1:{port}/7",
            "TLS": f"{scheme}s://:{IN_URL}@localhost:{secure}/2?{trusted}",
            "socket": f"{scheme}://{socket}?db=3&password={IN_URL}",
            "wrong password": f"{scheme}://:marlin@127.0.0.1:{port}/0",
            "unknown certificate": f"{scheme}s://:{IN_URL}@localhost:{secure}/2",
        }


@pytest.fixture
def cache_at(settings):
    """Lets the site use what CACHE_URL would name."""

    def use(url):
        settings.CACHES = caches_at(url)
        return caches["default"]

    return use


@pytest.mark.parametrize("door", ["plain", "other database", "TLS", "socket"])
def test_every_door_leads_in(server, cache_at, door):
    cache = cache_at(server[door])
    cache.set("a", {"ord": "blåbær"})
    assert cache.get("a") == {"ord": "blåbær"}
    assert cache.incr("n", 1) if cache.add("n", 1) else False
    assert not cache.is_away
    assert caches["database"].get("a") is None
    cache.clear()


def test_clearing_one_database_leaves_the_others(server, cache_at):
    cache_at(server["other database"]).set("theirs", 1)
    cache_at(server["plain"]).clear()
    assert cache_at(server["other database"]).get("theirs") == 1


@pytest.mark.parametrize("door", ["wrong password", "unknown certificate"])
def test_door_that_does_not_open_is_told_and_stood_in_for(
    server, cache_at, door, caplog, client
):
    cache = cache_at(server[door])
    cache.set("a", 1)
    assert cache.is_away
    assert cache.get("a") == 1
    assert client.get("/robots.txt").status_code == 200
    assert "is away" in caplog.text
    for word in (PASSWORD, IN_URL, "marlin"):
        assert word not in caplog.text


def test_full_memory_takes_nothing_along(tmp_path: Path, cache_at, home, client):
    """Redis refuses to write, as it does without maxmemory-policy."""
    options = ["--port", "0", "--maxmemory", "2mb", "--maxmemory-policy", "noeviction"]
    with running(PROGRAMS[0], tmp_path, *options) as socket:
        cache = cache_at(f"redis://{socket}?db=0")
        for number in range(4000):
            cache.set(f"large-{number}", "x" * 2000)
            if cache.is_away:
                break
        assert cache.is_away, "it is full"
        cache.set("a", 1)
        assert cache.get("a") == 1
        assert cache.add("attempts", 1)
        assert cache.incr("attempts") == 2
        assert client.get("/").status_code == 200
        assert client.get("/readyz").status_code == 200


def test_what_is_pushed_out_is_computed_again(tmp_path: Path, cache_at, home, client):
    options = ["--port", "0", "--maxmemory", "2mb", "--maxmemory-policy", "allkeys-lru"]
    with running(PROGRAMS[0], tmp_path, *options) as socket:
        cache = cache_at(f"redis://{socket}?db=0")
        for number in range(4000):
            cache.set(f"large-{number}", "x" * 2000)
        assert not cache.is_away
        assert cache.get("large-0") is None
        assert cache.get("large-3999")
        assert client.get("/").status_code == 200
