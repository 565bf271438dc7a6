"""What stands in front of Django takes as much as Django does, and says so in words."""

import re
import runpy
import shutil
import subprocess
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from ethicaltrade.settings import limits
from tests.support.mail_server import closed_port, free_port
from tests.support.nginx import nginx, wait_for
from tests.support.nu import check_html

DOCS = Path(settings.BASE_DIR) / "docs"
NGINX, CADDY = (DOCS / "nginx.conf").read_text(), (DOCS / "Caddyfile").read_text()
ERRORS = {path.name: path.read_text() for path in (DOCS / "errors").glob("*.html")}
KB = 1024  # bytes


def said(text: str, pattern: str) -> int:
    """The one number that the pattern finds."""
    (number,) = set(re.findall(pattern, text))
    return int(number)


def test_nginx_takes_what_django_does():
    assert (
        said(NGINX, r"client_max_body_size (\d+)m;") * limits.MB == limits.REQUEST_SIZE
    )
    assert said(NGINX, r"proxy_read_timeout (\d+)s;") == limits.REQUEST_SECONDS
    buffer = said(NGINX, r"large_client_header_buffers 4 (\d+)k;") * KB
    ends = 2  # bytes of a line, which gunicorn does not count
    assert buffer == limits.HEADER_SIZE + ends == limits.REQUEST_LINE_SIZE + ends


def test_caddy_takes_what_django_does():
    assert said(CADDY, r"max_size (\d+)MiB") * limits.MB == limits.REQUEST_SIZE
    assert said(CADDY, r"Content-Length}\) > (\d+)") == limits.REQUEST_SIZE
    assert said(CADDY, r"response_header_timeout (\d+)s") == limits.REQUEST_SECONDS
    # All headers together, as four of nginx's.
    assert said(CADDY, r"max_header_size (\d+)KB") * KB == 4 * 8 * KB


def test_gunicorn_takes_what_the_settings_say():
    said = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))
    assert said["limit_request_line"] == limits.REQUEST_LINE_SIZE
    assert said["limit_request_field_size"] == limits.HEADER_SIZE
    assert said["limit_request_fields"] == limits.HEADERS
    assert said["timeout"] == limits.REQUEST_SECONDS


def test_largest_file_fits_into_a_request_and_a_minute_is_enough_for_django():
    largest = max(
        limits.WAGTAILDOCS_MAX_UPLOAD_SIZE, limits.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    )
    assert largest + limits.DATA_UPLOAD_MAX_MEMORY_SIZE <= limits.REQUEST_SIZE
    door = (settings.BASE_DIR / "ethicaltrade" / "wsgi.py").read_text()
    assert said(door, r'"STATEMENT_TIMEOUT", "(\d+)"') * 2 <= limits.REQUEST_SECONDS


@pytest.mark.parametrize("name", ERRORS)
def test_page_of_the_proxy_is_in_both_languages_and_needs_nothing_else(name):
    page = BeautifulSoup(ERRORS[name], "html.parser")
    assert page.html["lang"] == "nb"
    assert page.select_one("section[lang=en] h2")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert not page.select("script, img, link, [style]")
    style = page.style.string.encode()
    allowed = f"style-src 'sha256-{b64encode(sha256(style).digest()).decode()}'"
    assert allowed in NGINX
    assert allowed in CADDY
    most = limits.REQUEST_SIZE // limits.MB
    assert name != "413.html" or page.get_text().count(f"{most} MB") == 2


@pytest.mark.slow
def test_pages_of_the_proxy_are_valid():
    problems = check_html(ERRORS)
    assert [str(problem) for problem in problems if problem.kind == "error"] == []


def test_nginx_answers_in_words(tmp_path):
    with closed_port() as site, nginx(tmp_path, site) as front:
        away = front.get("/nyheter/")
        large = front.get(
            "/", method="POST", Content_Length=str(limits.REQUEST_SIZE + 1)
        )
        hidden = front.get("/413.html")
    assert (away.status, away.body.decode()) == (502, ERRORS["50x.html"])
    assert (large.status, large.body.decode()) == (413, ERRORS["413.html"])
    assert hidden.status == 404
    assert away.headers["Retry-After"] == "30"


def test_nginx_lets_an_office_in_and_no_flood(tmp_path):
    """This machine's own requests are not counted; another of its addresses is."""
    burst = said(NGINX, r"burst=(\d+) nodelay")
    with closed_port() as site, nginx(tmp_path, site) as front:
        answers = Counter(ask(front.port, "127.0.0.2") for _ in range(burst * 2))
        near = ask(front.port, "127.0.0.1")
    status, words, wait = max(answers, key=lambda answer: answer[0] == 429)
    assert sum(answers[answer] for answer in answers if answer[0] == 502) > burst
    assert (status, words, wait) == (429, ERRORS["429.html"], "30")
    assert near[0] == 502


def ask(port: int, source: str, **headers: str) -> tuple[int, str, str | None]:
    """Status, words and how long to wait, for somebody at the address ``source``."""
    connection = HTTPConnection("127.0.0.1", port, source_address=(source, 0))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST" if named else "GET", "/", headers=named)
    response = connection.getresponse()
    answer = response.status, response.read().decode(), response.headers["Retry-After"]
    connection.close()
    return answer


@contextmanager
def caddy(folder: Path, site: int) -> Iterator[int]:
    """In front of what answers at the port ``site``, as its file has it; its port."""
    if (program := shutil.which("caddy")) is None:
        pytest.skip("Caddy is not installed: apt install caddy")
    port, text = free_port(), CADDY
    for there, here in (
        ("{$SITE:localhost} {", f"http://127.0.0.1:{port} {{"),
        ("web:8000", f"127.0.0.1:{site}"),
        ("/etc/caddy/errors", str(DOCS / "errors")),
        ("servers {", "admin off\n\tservers {"),
    ):
        assert text.count(there) == 1, there
        text = text.replace(there, here)
    file = folder / "Caddyfile"
    file.write_text(text)
    command = [program, "run", "--adapter", "caddyfile", "--config", file]
    home = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, stderr=log, env=home) as process,
    ):
        try:
            wait_for(port, process)
            yield port
        finally:
            process.terminate()


@pytest.mark.slow
def test_caddy_answers_in_words(tmp_path):
    with closed_port() as site, caddy(tmp_path, site) as port:
        away = ask(port, "127.0.0.1")
        large = ask(port, "127.0.0.1", Content_Length=str(limits.REQUEST_SIZE + 1))
        largest = ask(port, "127.0.0.1", Content_Length=str(limits.REQUEST_SIZE))
    assert away[:2] == (502, ERRORS["50x.html"])
    assert large[:2] == (413, ERRORS["413.html"])
    assert largest == away
