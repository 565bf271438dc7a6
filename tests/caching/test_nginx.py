"""nginx in front, as in ``docs/nginx.conf``: what it keeps, and for how long."""

import time

import pytest

from ethicaltrade.caching.front import KEPT, NginxBackend
from tests.support.nginx import behind, nginx
from tests.support.observatory import Seen, score

pytestmark = pytest.mark.slow

OPEN = {"Cache-Control": "public, max-age=0, s-maxage=300, stale-while-revalidate=300"}


class Site:
    """Answers every address alike, as a test wishes; the number of the answer in it."""

    def __init__(self) -> None:
        self.status, self.headers, self.count = "200 OK", dict(OPEN), 0

    def __call__(self, environ, start_response):
        self.count += 1
        packing = environ.get("HTTP_ACCEPT_ENCODING", "")
        host = environ["HTTP_HOST"]
        headers = {**self.headers, "X-Request-ID": environ["HTTP_X_REQUEST_ID"]}
        start_response(self.status, list(headers.items()))
        return [f"{self.count} {host} {packing}".encode()]


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def front(site, tmp_path):
    with behind(site) as server, nginx(tmp_path, server.port) as front:
        change(front)
        yield front


def change(front):
    """As when something public has changed."""
    NginxBackend({"LOCATION": str(front.link)}).purge("http://localhost/*")


def test_open_page_is_asked_for_once(front, site):
    first, second = front.get("/a/?x=1"), front.get("/a/?x=1")
    assert first.body == second.body == b"1 localhost "
    assert second.headers["Cache-Control"] == OPEN["Cache-Control"]
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    assert front.get("/a/", method="HEAD").status == 200
    assert site.count == 2  # another address, and not a third time for HEAD
    front.get("/a/")
    assert site.count == 2


def test_what_nginx_answers_itself_says_the_same(tmp_path, site):
    with behind(site) as server, nginx(tmp_path, server.port) as front:
        site.headers = {"Content-Security-Policy": "default-src 'self'"}
        told = front.get("/a/").headers
        assert told["Content-Security-Policy"] == "default-src 'self'"
        port = server.port
    with nginx(tmp_path, port) as front:
        answer = front.get("/b/")
    assert answer.status == 502
    headers = {name.lower(): value for name, value in answer.headers.items()}
    points, results = score(Seen("localhost", headers, [], answer.body.decode()))
    assert points >= 100, results


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", {}),
        ("200 OK", {"Cache-Control": "no-cache"}),
        ("200 OK", {"Cache-Control": "private, max-age=60"}),
        ("200 OK", {"Cache-Control": "no-store"}),
        ("200 OK", {**OPEN, "Set-Cookie": "csrftoken=a"}),
        ("200 OK", {"Vary": "Cookie"}),
        ("302 Found", {"Location": "/b/"}),
        ("404 Not Found", {}),
        ("500 Internal Server Error", {}),
    ],
)
def test_what_the_site_does_not_call_open_is_not_kept(front, site, status, headers):
    site.status, site.headers = status, headers
    front.get("/a/")
    front.get("/a/")
    assert site.count == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "sessionid=a"},
        {"Cookie": "theme=dark; csrftoken=a"},
        {"Authorization": "Basic YTpi"},
    ],
)
def test_who_says_who_they_are_is_given_nothing_kept_and_leaves_nothing(
    front, site, headers
):
    front.get("/b/", **headers)
    assert front.get("/b/").body.startswith(b"2 ")
    front.get("/b/", **headers)
    assert site.count == 3
    assert front.get("/b/", Cookie="theme=dark").body.startswith(b"2 ")


def test_page_is_kept_for_each_host_and_packing(front, site):
    asked = ("gzip, deflate, br, zstd", "br", "gzip", "deflate, gzip;q=0.5", "deflate")
    bodies = [front.get("/", Accept_Encoding=one).body for one in asked]
    assert bodies == [
        *(b"1 localhost br", b"1 localhost br"),
        *(b"2 localhost gzip", b"2 localhost gzip"),
        b"3 localhost ",
    ]
    assert front.get("/", Accept_Encoding="br;q=0, gzip").body == bodies[2]
    assert front.get("/", Host="en.example.org").body == b"4 en.example.org "


def test_all_is_forgotten_at_once_but_what_is_named_by_its_content(front, site):
    addresses = ("/", "/en/news/", "/sitemap.xml", "/static/css/a.0a1b.css")
    before = [front.get(address).body for address in addresses]
    change(front)
    after = [front.get(address).body for address in addresses]
    assert [one == other for one, other in zip(before, after, strict=True)] == [
        *(False, False, False),
        True,
    ]


def test_nothing_is_kept_while_nobody_would_tell_of_a_change(front, site):
    front.get("/")
    front.link.unlink()
    assert [front.get("/").body[:1] for _time in range(2)] == [b"2", b"3"]
    change(front)
    assert front.get("/").body.startswith(b"4")


def test_folders_do_not_pile_up_and_a_change_that_cannot_be_told_is_logged(
    front, caplog
):
    for _time in range(KEPT + 5):
        change(front)
    assert len(list(front.folder.glob("pages.*"))) == KEPT
    assert front.link.is_dir()
    NginxBackend({"LOCATION": f"{front.folder}/gone/pages"}).purge("/")
    (record,) = caplog.records
    assert "nginx goes on" in record.getMessage()


def test_old_page_stands_in_for_an_error_until_something_changes(front, site):
    site.headers = {"Cache-Control": "public, s-maxage=1"}
    front.get("/")
    time.sleep(1.1)  # until it is old
    site.status, site.headers = "503 Service Unavailable", {}
    answer = front.get("/")
    assert (answer.status, answer.body[:1]) == (200, b"1")
    change(front)  # it may have been closed
    assert front.get("/").status == 503
