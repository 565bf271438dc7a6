"""A page is made once for all, and anew as soon as anything it shows has changed."""

import gzip
from unittest import mock

import brotli
import pytest
from django.core.cache import caches
from django.db import OperationalError, connections, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from ethicaltrade.caching import generation, kept, shelf
from ethicaltrade.caching.middleware import address_for_all
from ethicaltrade.core.models import SiteSettings
from ethicaltrade.home.models import HomePage
from tests.support import caching, factories
from tests.support.demo import page_addresses
from tests.support.servers import AWAY, away
from tests.support.threads import at_once

on_every_database = pytest.mark.every_database
BROTLI = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def visitor():
    return Client()


@pytest.fixture
def article(article):
    """With the row of the site's settings, which is made when it is first asked for."""
    SiteSettings.objects.create(site=Site.objects.get())
    return article


def front_page(title: str = "Forside") -> HomePage:
    """For tests without a transaction."""
    home = factories.add_front_page(add=factories.put_page)
    HomePage.objects.filter(pk=home.pk).update(title_nb=title)
    SiteSettings.objects.create(site=Site.objects.get())
    return home


def title_of(page: bytes) -> str:
    return page.decode().partition("<title>")[2].partition("</title>")[0]


# The same for all


def test_page_is_made_once(article, kept_pages, visitor, queries):
    for address in ("/nyheter/aerlig-ol-pa-as/", "/en/news/honest-beer-at-as/"):
        first = visitor.get(address)
        assert queries(visitor, address) == 1  # the generation
        again = visitor.get(address)
        assert again.content == first.content
        assert again["ETag"] == first["ETag"]
    assert "Ærlig" in visitor.get("/nyheter/aerlig-ol-pa-as/").content.decode()
    assert "Honest" in visitor.get("/en/news/honest-beer-at-as/").content.decode()


def test_address_is_host_path_and_query(article, kept_pages, visitor):
    addresses = ["/nyheter/", "/nyheter/?page=1", "/en/news/"]
    for address in addresses:
        visitor.get(address)
    visitor.get("/nyheter/", headers={"Host": "localhost"})
    visitor.get("/nyheter/", secure=True)
    assert list(shelf._here) == [
        "http://testserver/nyheter/?",
        "http://testserver/nyheter/?page=1",
        "http://testserver/en/news/?",
        "http://localhost/nyheter/?",
        "https://testserver/nyheter/?",
    ]
    assert visitor.get("/nyheter/", headers={"Host": "evil.example"}).status_code == 400


def test_question_mark_of_a_path_is_no_query(rf, settings):
    settings.KEEP_PAGES = True
    assert address_for_all(rf.get("/nyheter/%3Fpage=2")) == ""


def test_each_encoding_has_its_own_etag(article, kept_pages, visitor):
    plain = visitor.get("/nyheter/")
    packed = visitor.get("/nyheter/", headers=BROTLI)
    zipped = visitor.get("/nyheter/", headers={"Accept-Encoding": "gzip"})
    refusing = visitor.get("/nyheter/", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in plain.headers
    assert brotli.decompress(packed.content) == plain.content
    assert gzip.decompress(zipped.content) == plain.content
    assert refusing.content == plain.content
    assert len({plain["ETag"], packed["ETag"], zipped["ETag"]}) == 3
    for answer in (plain, packed, zipped):
        assert int(answer["Content-Length"]) == len(answer.content)
        assert set(answer["Vary"].split(", ")) == {"Cookie", "Accept-Encoding"}


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("GZIP;Q=1.0", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("identity, gzip;q=0.5", ""),
        ("gzip;q=nonsense", ""),
        ("deflate", ""),
    ],
)
def test_encoding_is_negotiated(header, encoding):
    assert kept.best_encoding(header, ("br", "gzip")) == encoding


def test_who_has_it_is_told_so(article, kept_pages, visitor):
    page = visitor.get("/nyheter/", headers=BROTLI)
    for known in (page["ETag"], f'"other", W/{page["ETag"]}', "*"):
        answer = visitor.get("/nyheter/", headers={**BROTLI, "If-None-Match": known})
        assert answer.status_code == 304
        assert answer.content == b""
        assert answer["ETag"] == page["ETag"]
        assert answer["Cache-Control"] == page["Cache-Control"]
    other = visitor.get("/nyheter/", headers={"If-None-Match": page["ETag"]})
    assert other.status_code == 200  # that is the page in another encoding


def test_head_is_answered_from_what_is_kept(article, kept_pages, visitor):
    page = visitor.get("/nyheter/")
    head = visitor.head("/nyheter/")
    assert head.content == b""
    assert head["ETag"] == page["ETag"]
    assert head["Content-Length"] == page["Content-Length"]


def test_other_caches_ask_each_time(article, kept_pages, visitor):
    assert visitor.get("/nyheter/")["Cache-Control"] == "no-cache"


def test_other_caches_keep_as_long_as_the_settings_say(
    article, kept_pages, visitor, settings
):
    settings.SHARED_CACHE_SECONDS = 5
    visitor.get("/nyheter/")
    assert visitor.get("/nyheter/")["Cache-Control"] == (
        "public, max-age=0, s-maxage=5, stale-while-revalidate=5"
    )
    soon = timezone.now().timestamp() + 7.9
    assert "s-maxage=5, stale-while-revalidate=2" in kept.cache_control(soon)
    assert "s-maxage=0, stale-while-revalidate=0" in kept.cache_control(soon - 60)


# Not the same for all


def test_who_brings_a_session_gets_a_page_of_their_own(
    article, kept_pages, visitor, member
):
    visitor.get("/nyheter/")
    known = Client()
    known.force_login(member)
    page = known.get("/nyheter/")
    assert "ETag" not in page.headers
    assert page["Cache-Control"] == "private"
    assert known.get("/nyheter/").content != visitor.get("/nyheter/").content
    for _time in range(2):  # nor is it kept for others
        assert "ETag" in Client().get("/nyheter/").headers


NOT_KEPT = (
    *("/konto/login/", "/en/konto/login/", "/sok/?q=medlem", "/en/search/"),
    *("/tilgjengelighet/", "/healthz", "/metrics", "/readyz"),
    *("/finnes-ikke/", "/NYHETER/"),
    *("/medlemskap/bli-medlem/", "/admin/", "/admin/login/"),
    *("/static/robots.txt", f"/nyheter/?x={'x' * 500}"),
)


@pytest.mark.parametrize("address", NOT_KEPT)
def test_not_kept(demo_site, kept_pages, visitor, address):
    first = visitor.get(address)
    visitor.cookies.clear()
    with mock.patch.object(kept, "answer", side_effect=AssertionError):
        assert visitor.get(address).status_code == first.status_code


def test_form_with_a_token_is_kept_for_nobody(demo_site, kept_pages, visitor):
    tokens = set()
    for _time in range(2):
        page = visitor.get("/tilgjengelighet/").content.decode()
        tokens.add(page.partition('csrfmiddlewaretoken" value="')[2][:64])
        visitor.cookies.clear()
    assert len(tokens) == 2


def test_nothing_kept_has_a_cookie_or_a_token(demo_site, kept_pages):
    for address in page_addresses():
        Client().get(address)
    pages = dict(shelf._here)
    assert len(pages) > 50
    for address, page in pages.items():
        assert "Set-Cookie" not in page.headers
        html = gzip.decompress(page.bodies["gzip"][1]).decode()
        assert "csrfmiddlewaretoken" not in html, address


def test_post_and_authorization_pass(article, kept_pages, visitor):
    visitor.get("/nyheter/")
    assert "ETag" not in visitor.post("/nyheter/").headers
    told = visitor.get("/nyheter/", headers={"Authorization": "Basic eDp5"})
    assert "ETag" not in told.headers


@pytest.mark.parametrize(
    "path", ["/healthz", "/robots.txt", "/static/css/a.css", "/media/images/a"]
)
def test_files_and_health_ask_no_generation(rf, settings, path):
    settings.KEEP_PAGES = True
    assert address_for_all(rf.get(path)) == ""
    assert address_for_all(rf.get("/nyheter/")) != ""


def test_error_is_not_kept(article, kept_pages, visitor):
    visitor.raise_request_exception = False
    with mock.patch.object(HomePage, "get_context", side_effect=OperationalError):
        assert visitor.get("/").status_code == 503
    assert visitor.get("/").status_code == 200
    assert "ETag" in visitor.get("/").headers


def test_database_away_is_told(article, kept_pages, visitor):
    """What is kept might be closed by now: nobody could tell."""
    visitor.get("/")
    visitor.raise_request_exception = False
    cursor = mock.patch.object(
        connections["default"], "cursor", side_effect=OperationalError
    )
    with cursor:
        assert visitor.get("/").status_code == 503
    assert visitor.get("/").status_code == 200


def test_so_many_bytes_are_kept(article, kept_pages, visitor, monkeypatch):
    visitor.get("/nyheter/")
    monkeypatch.setattr(shelf, "MOST", 2 * shelf.size())
    for number in range(5):
        visitor.get(f"/nyheter/?x={number}")
    assert 1 <= len(shelf._here) <= 2
    assert shelf.size() == sum(page.size for page in shelf._here.values())


# In every store


@on_every_database
@pytest.mark.usefixtures("transactional_db")
def test_every_store_tells_the_change(store):
    """In a process that has read the page, and in one that has just started."""
    home, visitor = front_page(), Client()
    with caching.kept_pages():
        for name in ("Først", "Så"):
            HomePage.objects.filter(pk=home.pk).update(title_nb=name)
            for _process in range(2):
                page = visitor.get("/").content
                assert title_of(page) == name
                assert visitor.get("/").content == page
                shelf.forget()
        if store != "memory":  # found by the new process
            with mock.patch.object(kept, "keep", side_effect=AssertionError):
                visitor.get("/")


@on_every_database
@pytest.mark.usefixtures("transactional_db")
def test_change_that_is_taken_back_is_never_seen():
    home = front_page()
    with caching.kept_pages():
        before = Client().get("/").content
        with transaction.atomic():
            HomePage.objects.filter(pk=home.pk).update(title_nb="Aldri")
            assert "Aldri" in Client().get("/").content.decode()
            transaction.set_rollback(True)
        assert Client().get("/").content == before


# At the same time


@pytest.mark.usefixtures("transactional_db")
def test_a_crowd_makes_the_page_once(store):
    front_page()
    made = []
    get_context = HomePage.get_context

    def noted(self, request, *args, **kwargs):
        made.append(request)
        return get_context(self, request, *args, **kwargs)

    with caching.kept_pages(), mock.patch.object(HomePage, "get_context", noted):
        pages = at_once(lambda: Client().get("/").content, 6)
    assert len(made) == 1
    assert len(set(pages)) == 1


def test_one_process_waits_for_the_other(
    article, kept_pages, visitor, store, monkeypatch
):
    if store == "memory":
        pytest.skip("These processes share nothing.")
    visitor.get("/nyheter/")
    address = "http://testserver/nyheter/?"
    shared = caches[shelf.ALIAS]
    shelf.forget()  # as the other process, which has not made it yet
    place = f"making:{shelf._place(address)}"
    shared.add(place, 1, 60)
    monkeypatch.setattr(shelf.time, "sleep", lambda seconds: shared.delete(place))
    with shelf.turn(address) as is_mine:
        assert not is_mine
    assert shelf.get(address, generation.current()) is not None


@pytest.mark.parametrize("how", AWAY)
def test_redis_away_is_no_matter(article, kept_pages, visitor, settings, how):
    with away(how) as port:
        given = {
            "BACKEND": "ethicaltrade.outages.caches.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{port}/0",
            "OPTIONS": {"stand_in": "nothing"},
        }
        settings.CACHES = {**settings.CACHES, shelf.ALIAS: given}
        page = visitor.get("/nyheter/")
        with mock.patch.object(kept, "keep", side_effect=AssertionError):
            assert visitor.get("/nyheter/").content == page.content


def test_who_waited_in_vain_makes_it(article, kept_pages, visitor, monkeypatch):
    monkeypatch.setattr(shelf, "PATIENCE", 0.01)
    with shelf.turn("http://testserver/nyheter/?") as is_mine:
        assert is_mine
        assert visitor.get("/nyheter/").status_code == 200
