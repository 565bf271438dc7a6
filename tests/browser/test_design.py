"""What the design promises: light pages that do not move, and need no script."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.crawl import posting_forms

from .conftest import DESKTOP, PHONE, PROJECT
from .reader import THEME, main_menu, menu_button, search_field

pytestmark = pytest.mark.browser

FIRST_VIEW = 60_000  # bytes on the wire, without pictures
PAGES = (
    "/",
    "/en/",
    "/nyheter/",
    "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/",
    "/arrangementer/",
)
STILL = 0.0005  # a smaller shift is written "0"
SHIFTS = """() => { globalThis.shifts = [];
  new PerformanceObserver((list) => { for (const entry of list.getEntries())
    globalThis.shifts.push([entry.value, entry.hadRecentInput, entry.sources.map(
      (source) => source.node?.outerHTML?.slice(0, 80))]); })
    .observe({type: "layout-shift", buffered: true}); }"""
SCROLL = """async () => {
  for (let top = 0; top < document.body.scrollHeight; top += innerHeight / 2) {
    scrollTo({top, behavior: "instant"});
    await new Promise((done) => setTimeout(done, 60));
  }
}"""


# Weight


@pytest.fixture(scope="module")
def production_site(demo_site, tmp_path_factory) -> Iterator[str]:
    """The demo site as it is served for real: production settings under gunicorn."""
    folder = tmp_path_factory.mktemp("production")
    shutil.copyfile(demo_site.as_built, folder / "db.sqlite3")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.production",
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "SECRET_KEY": "".join(map(chr, range(40, 100))),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": f"http://{address}",
        "CACHE_URL": "dbcache://",
        "EMAIL_URL": "consolemail://",
        "DEFAULT_FROM_EMAIL": "post@example.org",
        "SECURE_SSL_REDIRECT": "false",
    }
    manage = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    subprocess.run(manage, cwd=PROJECT, env=environment, check=True)
    gunicorn = Path(sys.executable).with_name("gunicorn")
    command = [gunicorn, "ethicaltrade.wsgi", "--bind", address, "--no-control-socket"]
    log = folder / "log"
    with (
        log.open("w") as log_file,
        subprocess.Popen(
            command, cwd=PROJECT, env=environment, stderr=log_file
        ) as server,
    ):
        try:
            wait_for(address, server, log)
            yield f"http://{address}"
        finally:
            server.terminate()


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    """Until the server takes connections; fails with its log where it does not."""
    host, port = address.split(":")
    for _try in range(600):
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"The production server did not start.\n{log.read_text()}")


@pytest.mark.parametrize("address", PAGES)
def test_first_view_without_pictures_is_light(
    browser: Browser, production_site, address
):
    """As counted by the browser: what came over the wire, headers included."""
    context = browser.new_context(base_url=production_site, viewport=PHONE)
    page = context.new_page()
    weight = weigh(page, address)
    context.close()
    assert weight["Document"], "the page was counted"
    assert weight["Stylesheet"], "its style was counted"
    total = sum(size for kind, size in weight.items() if kind != "Image")
    assert total <= FIRST_VIEW, dict(weight)


def weigh(page: Page, address: str) -> Counter[str]:
    """Bytes received, headers included, by kind of resource."""
    kinds: dict[str, str] = {}
    weight: Counter[str] = Counter()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def note_kind(event: dict) -> None:
        kinds[event["requestId"]] = event["type"]

    def note_size(event: dict) -> None:
        weight[kinds[event["requestId"]]] += int(event["encodedDataLength"])

    session.on("Network.responseReceived", note_kind)
    session.on("Network.loadingFinished", note_size)
    page.goto(address, wait_until="networkidle")
    return weight


# Movement


@pytest.mark.parametrize(
    ("address", "viewport"),
    [
        ("/", PHONE),
        ("/", DESKTOP),
        ("/en/", DESKTOP),
        *zip(PAGES[2:], (PHONE, DESKTOP, PHONE), strict=True),
        ("/konto/login/", PHONE),
        ("/konto/login/", DESKTOP),
    ],
)
def test_nothing_moves_while_fonts_and_pictures_come(new_context, viewport, address):
    """Cumulative layout shift 0, from the first paint to the end of the page."""
    context = new_context(viewport=viewport)
    context.add_init_script(f"({SHIFTS})()")
    # Late, as on a slow line: the text is painted before fonts and scripts are there.
    context.route(
        re.compile(r"\.woff2|passkeys"),
        lambda route: (time.sleep(0.2), route.continue_()),
    )
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready")
    page.evaluate(SCROLL)
    shifts = page.evaluate("shifts.filter(([value, byInput]) => !byInput)")
    assert sum(value for value, _input, _sources in shifts) < STILL, shifts


# Without scripts


@pytest.fixture
def plain_phone(new_context) -> Page:
    """A phone whose browser runs no scripts."""
    return new_context(viewport=PHONE, java_script_enabled=False).new_page()


def test_menu_opens_without_scripts(plain_phone):
    plain_phone.goto("/")
    expect(main_menu(plain_phone)).to_be_hidden()
    menu_button(plain_phone).click()
    main_menu(plain_phone).get_by_role("link", name="Nyheter").click()
    expect(plain_phone).to_have_url("/nyheter/")


def test_search_works_without_scripts(plain_phone):
    plain_phone.goto("/en/")
    if not search_field(plain_phone).is_visible():
        menu_button(plain_phone).click()
    search_field(plain_phone).fill("supply chain")
    search_field(plain_phone).press("Enter")
    expect(
        plain_phone.get_by_role("main").get_by_role("listitem").first
    ).to_be_visible()


def test_language_changes_without_scripts(plain_phone):
    plain_phone.goto("/nyheter/")
    plain_phone.get_by_role("link", name="English", exact=True).first.click()
    expect(plain_phone).to_have_url("/en/news/")


def test_list_is_narrowed_without_scripts(plain_phone):
    plain_phone.goto("/en/news/")
    filters = plain_phone.get_by_role("main").locator("form[method=get]")
    year = filters.get_by_label("Year")
    year.select_option(index=1)
    chosen = year.input_value()
    filters.get_by_role("button").click()
    expect(plain_phone).to_have_url(re.compile(f"year={chosen}"))


def test_what_only_a_script_obeys_is_not_shown_without_one(plain_phone):
    plain_phone.goto("/en/")
    expect(plain_phone.get_by_role("group", name=THEME)).to_have_count(0)


# Nothing kept


@pytest.mark.long  # it goes through every page, as those of the same mark
def test_nobody_who_only_reads_is_given_a_cookie(crawled):
    given = {
        address: answer.headers["Set-Cookie"]
        for address, answer in crawled.items()
        # A form carries a token against forgery, which is in a cookie too.
        if answer.headers["Set-Cookie"] and not posting_forms(answer.soup)
    }
    assert given == {}


def test_theme_is_kept_in_the_browser_and_sent_to_nobody(new_context):
    context = new_context(color_scheme="light")
    page = context.new_page()
    page.goto("/en/")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("group", name=THEME).get_by_label("Dark", exact=True).check()
    assert page.evaluate("({...localStorage})") == {"theme": "dark"}
    page.goto("/en/news/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert context.cookies() == []
    page.get_by_role("group", name=THEME).get_by_label("Use the system setting").check()
    assert page.evaluate("localStorage.length") == 0
