"""A site, a browser, and an editor who is logged in.

The site runs in a process of its own over its own database (`server.py`); after
each test the database is put back as it was built. Every browser window here keeps
an account of what should never happen: an answer of 500, an error on the console,
a request to another host. The test it happened in fails.
"""

import http.client
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils.encoding import iri_to_uri
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests.support import migrated
from tests.support.chromium import (
    ChromiumMissingError,
    chromium_arguments,
    chromium_path,
    in_ci,
)
from tests.support.crawl import crawl, telling
from tests.support.demo import Answer

ADMIN, EDITOR = "admin@example.org", "redaktor@example.org"
PROJECT = Path(__file__).resolve().parents[2]
PICTURES = PROJECT / "test-results"  # what the windows of a failed test showed
# The tests use no network: a name other than this machine's leads nowhere.
NO_OTHER_HOSTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
)
SETTLING = 3_000  # milliseconds
PATIENCE = 20_000  # milliseconds; a machine may have more to do than this
PHONE = {"width": 360, "height": 780}
DESKTOP = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class DemoSite:
    """The running site."""

    address: str
    sessions: dict[str, str]  # e-mail address: value of the session cookie
    database: Path
    as_built: Path
    mailbox: Path  # with a file for every connection to a mail server

    def restore(self) -> None:
        """Put every page, person and session back as they were built."""
        with (
            closing(sqlite3.connect(self.as_built)) as source,
            closing(sqlite3.connect(self.database, timeout=20)) as target,
        ):
            source.backup(target)


@dataclass
class Account:
    """What happened in the windows of one test that should not have."""

    address: str
    problems: list[str] = field(default_factory=list)
    other_hosts: list[str] = field(default_factory=list)
    under_way: set[Request] = field(default_factory=set)
    is_closed: bool = False

    def watch(self, context: BrowserContext) -> None:
        context.on("request", self._note_request)
        for event in ("requestfinished", "requestfailed"):
            context.on(event, lambda request: self.under_way.discard(request))
        context.on("response", self._note_response)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.problems.append(str(error.error)))

    def close(self, context: BrowserContext) -> None:
        """Let no more requests out, and wait for the answers that are under way.

        An editor's form saves itself: that must not happen to the next test's site.
        """
        self.is_closed = True
        context.set_offline(True)
        for _wait in range(SETTLING // 50):
            if not self.under_way:
                break
            context.pages[0].wait_for_timeout(50)

    def _note_request(self, request: Request) -> None:
        self.under_way.add(request)
        parts = urlsplit(request.url)
        is_ours = request.url.startswith(f"{self.address}/")
        if parts.scheme in ("http", "https") and not is_ours:
            self.other_hosts.append(parts.netloc)

    def _note_response(self, response: Response) -> None:
        if response.status >= 500:
            request = response.request
            self.problems.append(f"{response.status}: {request.method} {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not (self.is_closed or is_expected(message)):
            place = message.page.url if message.page else "a window"
            self.problems.append(f"console of {place}: {message.text}")


# What the console says in the ordinary course of things.
EXPECTED = (
    re.compile(r"Failed to load resource: the server responded with a status of 4\d\d"),
    # Wagtail's check of content; test_accessibility.py runs the same rules.
    re.compile("axe.run results"),
    # Wagtail asks who else edits, for somebody whose log-in has ended.
    re.compile("Error fetching %s /admin/editing-sessions/ping/.*403"),
    # Wagtail's account page lists a time zone that no browser knows.
    re.compile("[^$]*Invalid time zone specified: localtime"),
)


def is_expected(message: ConsoleMessage) -> bool:
    return any(pattern.match(message.text) for pattern in EXPECTED)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Leave on the item whether the test failed, for the fixtures' tidying up."""
    report = yield
    if report.when == "call":
        item.has_failed = report.failed
    return report


def keep_pictures(context: BrowserContext, name: str) -> None:
    """What each window shows; one that has crashed has nothing to show."""
    PICTURES.mkdir(exist_ok=True)
    for number, page in enumerate(context.pages):
        file = PICTURES / f"{name}-{id(context)}-{number}.png"
        with suppress(Error):
            page.screenshot(path=file, full_page=True, timeout=5_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Without one the tests are skipped, which in CI is a failure."""
    try:
        path = chromium_path()
    except ChromiumMissingError as error:
        if in_ci():
            pytest.fail(str(error))
        pytest.skip(str(error))
    # Playwright's event loop stays in this thread, where Django then refuses to use
    # a database: tests of other folders may share the process.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=[*chromium_arguments(), NO_OTHER_HOSTS]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo_site(browser: Browser, tmp_path_factory) -> Iterator[DemoSite]:
    """The demo site, built once; not at all where there is no browser to see it."""
    folder = tmp_path_factory.mktemp("site")
    database = folder / "live.sqlite3"
    migrated.copy_to(database)  # where there is one; else the server migrates
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "MAILBOX": str(folder / "mailbox"),
    }
    log = folder / "log"
    with (
        log.open("w") as log_file,
        subprocess.Popen(
            [sys.executable, "-m", "tests.browser.server"],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log_file,
            text=True,
        ) as server,
    ):
        ready = server.stdout.readline()
        if not ready:
            pytest.fail(f"The site did not start.\n{log.read_text()}")
        site = DemoSite(
            **json.loads(ready),
            database=database,
            as_built=folder / "built.sqlite3",
            mailbox=folder / "mailbox",
        )
        with (
            closing(sqlite3.connect(database)) as source,
            closing(sqlite3.connect(site.as_built)) as target,
        ):
            source.backup(target)
        yield site
        # Leaving closes the server's input, which ends it.


@pytest.fixture(scope="session")
def crawled(demo_site: DemoSite) -> dict[str, Answer]:
    """Every page a visitor can come to, by address; found once."""
    connection = http.client.HTTPConnection(urlsplit(demo_site.address).netloc)

    def get(address: str) -> Answer:
        connection.request("GET", iri_to_uri(address))
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        return Answer(address, response.status, response.headers, text)

    with closing(connection):
        return crawl(get)


@pytest.fixture(scope="session")
def visited(crawled: dict[str, Answer]) -> dict[str, Answer]:
    """Of those, the ones that have something to tell a browser."""
    return telling(crawled)


@pytest.fixture
def site(demo_site: DemoSite) -> Iterator[DemoSite]:
    """The demo site, as it was built."""
    yield demo_site
    demo_site.restore()


@pytest.fixture
def account(site: DemoSite) -> Iterator[Account]:
    """What should not happen; the test fails where it does."""
    kept = Account(site.address)
    yield kept
    assert not kept.problems, "\n".join(kept.problems)
    assert not kept.other_hosts, f"Other hosts were asked: {kept.other_hosts}"


@pytest.fixture
def new_context(
    request: pytest.FixtureRequest, browser: Browser, account: Account
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser of its own, with its own cookies."""
    opened = []

    def open_one(email: str | None = None, **options) -> BrowserContext:
        options = {"locale": "nb-NO", "viewport": DESKTOP} | options
        context = browser.new_context(base_url=account.address, **options)
        context.set_default_timeout(PATIENCE)
        account.watch(context)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        if getattr(request.node, "has_failed", False):
            keep_pictures(context, request.node.originalname)
        if context.pages:
            account.close(context)
        context.close()


@pytest.fixture
def page(new_context) -> Page:
    """A visitor's window."""
    return new_context().new_page()


@pytest.fixture
def phone(new_context) -> Page:
    """A visitor's window on a small phone."""
    return new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()


@pytest.fixture
def desk(new_context, site: DemoSite) -> Page:
    """The window of an editor who is logged in, in the Norwegian interface."""
    context = new_context()
    context.add_cookies(
        [{"name": "sessionid", "value": site.sessions[EDITOR], "url": site.address}]
    )
    return context.new_page()
