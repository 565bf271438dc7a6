"""Redis stopped or hung: the site is slower, not down, and forgets nobody."""

import time

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from articles.models import ArticlePage
from ethicaltrade.outages import breaker
from ethicaltrade.outages.breaker import Breaker
from ethicaltrade.outages.caches import RedisCache
from ethicaltrade.users import limits
from events.models import Registration
from tests.events.registration.support import form_url, put, stamp
from tests.support.servers import AWAY, away
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db

PASSWORD = "etisk-handel-demo"


@pytest.fixture(params=AWAY)
def redis_away(request, redis_at, attempts):
    """The site with a Redis that is away; gives how often it was asked."""
    with away(request.param) as port:
        redis_at(port)
        yield lambda: attempts.to(port)


def front_page(client):
    return client.get("/")


def article(client):
    return client.get(ArticlePage.objects.live().first().url)


def news(client):
    return client.get("/en/news/")


def search(client):
    return client.get("/sok/", {"q": "handel"})


def robots(client):
    return client.get("/robots.txt")


def health(client):
    return client.get("/healthz")


def readiness(client):
    return client.get("/readyz")


def log_in(client):
    answer = client.post(
        "/konto/login/", {"login": "medlem@example.org", "password": PASSWORD}
    )
    assert answer.status_code == 302
    return client.get(answer.headers["Location"])


def as_somebody(client, email):
    client.force_login(get_user_model().objects.get(email=email))
    return client


def my_page(client):
    return as_somebody(client, "medlem@example.org").get("/min-side/")


def resources(client):
    member = as_somebody(client, "medlem@example.org")
    return member.get("/medlemskap/ressurser/")


def editing(client):
    page = ArticlePage.objects.live().first()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return as_somebody(client, "redaktor@example.org").get(address)


def pictures(client):
    editor = as_somebody(client, "redaktor@example.org")
    return editor.get(reverse("wagtailimages:index"))


def new_code(client):
    return client.post(
        "/konto/login/code/", {"email": "medlem@example.org"}, follow=True
    )


def application(client):
    return client.get("/medlemskap/sok-medlemskap/")


DOORS = [
    *(front_page, article, news, search, robots, health, readiness, log_in, my_page),
    *(resources, editing, pictures, new_code, application),
]


@pytest.mark.parametrize("door", DOORS)
def test_every_door_is_open(demo_site, redis_away, client, door):
    start = time.monotonic()
    answer = door(client)
    assert answer.status_code == 200
    assert redis_away() <= 1
    # No measure of speed: eight waits in a row would be a fault.
    assert time.monotonic() - start < 30


def test_readiness_tells_of_it(redis_away, client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"]["cache"] == "Redis is away"


def test_registration_is_taken(programme, redis_away, client):
    event = put(programme)
    filled_in = {"name": "Kari", "email": "kari@example.org", "consent": "on"}
    filled_in |= {"stamp": stamp(), "website": "", "organisation": ""}
    answer = client.post(form_url(event), filled_in)
    assert answer.status_code == 302
    assert Registration.objects.get().email == "kari@example.org"
    assert redis_away() <= 1


def test_who_is_logged_in_stays_so(demo_site, redis_at, client):
    member = as_somebody(client, "medlem@example.org")
    with away("hung") as port:
        redis_at(port)
        assert member.get("/min-side/").status_code == 200
        other = Client()
        other.cookies = member.cookies
        assert other.get("/min-side/").status_code == 200


def test_limits_count_in_the_database(redis_away):
    limit = limits.Limit("of-a-test", most=2, window=60)
    assert [limit.count("kari") for _time in range(4)] == [True, True, False, False]
    assert limit.is_reached("kari")
    assert not limit.is_reached("ola")
    limit.give_back("kari")
    assert caches["database"].get(limit._key("kari")) == 3
    assert redis_away() <= 1


def test_many_threads_do_not_wait_each(redis_at, attempts):
    with away("hung") as port:
        redis_at(port)

        def ask():
            return [caches["renditions"].get("x") for _time in range(20)]

        at_once(ask, 8)
        assert attempts.to(port) <= 8  # those that asked before the first gave up


@pytest.mark.parametrize("how", AWAY)
def test_every_method_of_a_cache_is_answered(redis_at, how):
    with away(how) as port:
        redis_at(port)
        cache = caches["default"]
        assert cache.get("a", "none") == "none"
        cache.set("a", 1)
        assert cache.add("b", 5)
        assert not cache.add("b", 6)
        assert (cache.incr("a"), cache.decr("b", 2)) == (2, 3)
        assert cache.get_many(["a", "b", "c"]) == {"a": 2, "b": 3}
        assert cache.set_many({"c": "x"}) in ([], None)
        assert "c" in cache
        assert cache.touch("c", 5)
        assert cache.get_or_set("d", lambda: "made") == "made"
        assert cache.delete("a")
        assert not cache.delete("a")
        cache.delete_many(["b"])
        assert cache.get("b") is None
        with pytest.raises(ValueError, match="nowhere"):
            cache.incr("nowhere")
        cache.clear()
        assert cache.get("c") is None


class Fake:
    """Redis that is away when it is told so, and keeps what it is given."""

    def __init__(self):
        self.kept, self.is_away, self.asked = {}, False, 0

    def __getattr__(self, name):
        def method(*args):
            self.asked += 1
            if self.is_away:
                raise ConnectionError("away")
            return getattr(self, f"do_{name}")(*args)

        return method

    def do_get(self, key, default):
        return self.kept.get(key, default)

    def do_set(self, key, value, timeout):
        self.kept[key] = value

    def do_delete(self, key):
        return self.kept.pop(key, None) is not None

    def do_clear(self):
        self.kept.clear()
        return True


@pytest.fixture
def fake(monkeypatch):
    server = Fake()
    monkeypatch.setattr(RedisCache, "_cache", server)
    own = Breaker("Redis")
    monkeypatch.setattr(Breaker, "of", lambda name: own)
    return server


@pytest.fixture
def cache(fake, redis_at):
    redis_at(1)
    return caches["default"]


def test_what_was_deleted_meanwhile_does_not_come_back(cache, fake, monkeypatch):
    monkeypatch.setattr(breaker, "PAUSE", 0.0)
    cache.set("a", "old")
    cache.set("b", "kept")
    fake.is_away = True
    cache.delete("a")
    fake.is_away = False
    assert cache.get("a") is None
    assert cache.get("b") is None  # all is forgotten: nobody knows what else is stale
    cache.set("b", "again")
    assert cache.get("b") == "again"


def test_reading_through_an_outage_forgets_nothing(cache, fake, monkeypatch):
    monkeypatch.setattr(breaker, "PAUSE", 0.0)
    cache.set("a", "kept")
    fake.is_away = True
    assert cache.get("a") is None
    fake.is_away = False
    assert cache.get("a") == "kept"


def test_next_outage_finds_nothing_of_the_last(cache, fake, monkeypatch):
    monkeypatch.setattr(breaker, "PAUSE", 0.0)
    fake.is_away = True
    cache.set("a", "of the first outage")
    fake.is_away = False
    cache.delete("a")
    fake.is_away = True
    assert cache.get("a") is None


def test_nobody_asks_until_the_pause_is_over(cache, fake):
    fake.is_away = True
    for _time in range(5):
        cache.get("a")
    fake.is_away = False
    cache.get("a")
    assert fake.asked == 1


def test_outage_is_told_once_and_its_end(cache, fake, monkeypatch, caplog):
    monkeypatch.setattr(breaker, "PAUSE", 0.0)
    caplog.set_level("INFO", logger="ethicaltrade.outages")
    fake.is_away = True
    for _time in range(5):
        cache.get("a")
    fake.is_away = False
    for _time in range(5):
        cache.get("a")
    lines = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert [level for level, _line in lines] == ["ERROR", "INFO"]
    assert "is away" in lines[0][1]
    assert "is back" in lines[1][1]


def test_password_of_the_server_is_in_no_log(settings, caplog):
    with away("stopped") as port:
        settings.CACHES = {
            **settings.CACHES,
            "default": {
                "BACKEND": "ethicaltrade.outages.caches.RedisCache",
                "LOCATION": f"redis://user:swordfish@127.0.0.1:{port}/0",
                "OPTIONS": {"stand_in": "memory"},
            },
        }
        caches["default"].get("a")
    assert caplog.records
    assert "swordfish" not in caplog.text
