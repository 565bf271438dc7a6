"""Pictures of the demo site's pages, to look at one by one.

    python -m tests.browser.screenshots [OUT_DIR [BASE_URL]]

writes to var/screenshots/ unless told otherwise. Without an address it builds the demo
site, pictures and all, and serves it itself. Every page in both languages, at three
widths, light and dark: `article-nb-0360.png`, `article-nb-0360-dark.png`. The article
also as it is printed (`article-nb-print.pdf` and `.png`) and in a palette that the
reader's system forces on every page (`article-nb-0768-forced.png`).
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.chromium import chromium_arguments, chromium_path

from .reader import send_empty

PROJECT = Path(__file__).resolve().parents[2]
WIDTHS = (360, 768, 1440)
HEIGHT = 900
PAPER = {"width": 794, "height": 1123}  # CSS pixels: A4
THEMES = ("light", "dark")
PAGES = {  # name: address in each language
    "front": {"nb": "/", "en": "/en/"},
    "article": {
        "nb": "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/",
        "en": "/en/news/ieh-brings-norwegian-experience-to-the-un-forum/",
    },
    "index": {"nb": "/nyheter/", "en": "/en/news/"},
    "events": {"nb": "/arrangementer/", "en": "/en/events/"},
    "login-error": {"nb": "/konto/login/", "en": "/en/konto/login/"},
    "feedback-error": {"nb": "/tilgjengelighet/", "en": "/en/accessibility/"},
    "not-found": {"nb": "/finnes-ikke/", "en": "/en/does-not-exist/"},
    "explanation": {
        "nb": "/nyheter/dear-supplier-what-a-norwegian-customer-may-ask-you-and-why/",
        "en": "/en/news/risikoen-finnes-ogsa-her-hjemme/",
    },
}


def take_screenshots(folder: Path, base_url: str, theme: str) -> int:
    """Write one theme's pictures to the folder; return how many."""
    count = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=chromium_arguments()
        )
        page = open_window(browser, base_url, theme)
        ending = "" if theme == "light" else f"-{theme}"
        for name, language, address in every_page(page):
            page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
            page.goto(address)
            if name.endswith("-error"):
                send_empty(page)
                page.get_by_role("alert").wait_for()
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                load_pictures(page)
                file = folder / f"{name}-{language}-{width:04}{ending}.png"
                page.screenshot(path=file, full_page=True)
                count += 1
            if name == "article" and theme == "light":
                count += take_print_and_forced(page, folder, f"{name}-{language}")
        browser.close()
    return count


def open_window(browser: Browser, base_url: str, theme: str) -> Page:
    return browser.new_page(
        base_url=base_url, color_scheme=theme, reduced_motion="reduce"
    )


def every_page(page: Page) -> Iterator[tuple[str, str, str]]:
    """Name, language and address; with the first event that the sitemap lists."""
    for name, addresses in PAGES.items():
        for language, address in addresses.items():
            yield name, language, address
    text = page.request.get("/sitemap.xml").text()
    listed = [urlsplit(url).path for url in re.findall("<loc>(.+?)</loc>", text)]
    for language, section in PAGES["events"].items():
        events = [path for path in listed if path.startswith(section)]
        for address in events[1:2]:  # behind the list itself
            yield "event", language, address


def take_print_and_forced(page: Page, folder: Path, name: str) -> int:
    """The open page on paper, and in colours that are not its own."""
    page.set_viewport_size({"width": 768, "height": HEIGHT})
    page.emulate_media(forced_colors="active")
    page.screenshot(path=folder / f"{name}-0768-forced.png", full_page=True)
    page.emulate_media(forced_colors="none", media="print")
    page.set_viewport_size(PAPER)
    page.screenshot(path=folder / f"{name}-print.png", full_page=True)
    page.pdf(path=folder / f"{name}-print.pdf", format="A4", print_background=False)
    page.emulate_media(media="screen")
    return 3


def load_pictures(page: Page) -> None:
    """Wait for the fonts and every picture, those far down the page too."""
    page.evaluate(
        "Promise.all([document.fonts.ready, ...[...document.images].map((image) => {"
        " image.loading = 'eager'; return image.decode().catch(() => {}); })])"
    )


@contextlib.contextmanager
def demo_site(*options: str) -> Iterator[dict[str, Any]]:
    """The demo site in its own process; yields what it tells of itself."""
    with tempfile.TemporaryDirectory(prefix="ethicaltrade-screenshots-") as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        }
        with subprocess.Popen(
            [sys.executable, "-m", "tests.browser.server", *options],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as server:
            ready = server.stdout.readline()
            if not ready:
                raise SystemExit("The demo site did not start.")
            yield json.loads(ready)
            # Leaving closes the server's input, which ends it.


def main() -> int:
    if len(sys.argv) > 3:
        print(__doc__, file=sys.stderr)
        return 2
    arguments = [*sys.argv[1:], None, None]
    folder = Path(arguments[0] or PROJECT / "var" / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        base_url = (
            arguments[1] or stack.enter_context(demo_site("--own-pictures"))["address"]
        )
        with ThreadPoolExecutor(len(THEMES)) as pool:  # a browser for each theme
            counts = pool.map(
                lambda theme: take_screenshots(folder, base_url, theme), THEMES
            )
            print(f"{sum(counts)} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
