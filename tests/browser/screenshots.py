"""Pictures of the demo site's pages, to look at.

    python -m tests.browser.screenshots OUT_DIR BASE_URL

takes front page, article, index, log-in in error, 404 and the page that explains a
missing language, whole, at three widths and in both languages: 36 files such as
`article-nb-0360.png`. DARK=1 takes them in the dark.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.support.chromium import chromium_arguments, chromium_path

WIDTHS = (360, 768, 1440)
HEIGHT = 900
PAGES = {  # name: address in each language
    "front": {"nb": "/", "en": "/en/"},
    "article": {
        "nb": "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/",
        "en": "/en/news/ieh-brings-norwegian-experience-to-the-un-forum/",
    },
    "index": {"nb": "/nyheter/", "en": "/en/news/"},
    "form-error": {"nb": "/konto/login/", "en": "/en/konto/login/"},
    "not-found": {"nb": "/finnes-ikke/", "en": "/en/does-not-exist/"},
    "explanation": {
        "nb": "/nyheter/dear-supplier-what-a-norwegian-customer-may-ask-you-and-why/",
        "en": "/en/news/risikoen-finnes-ogsa-her-hjemme/",
    },
}


def take_screenshots(folder: Path, base_url: str, *, dark: bool = False) -> int:
    """Write the pictures to the folder, which is made; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=chromium_arguments()
        )
        page = browser.new_page(
            base_url=base_url,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        for name, addresses in PAGES.items():
            for language, address in addresses.items():
                page.goto(address)
                if name == "form-error":
                    page.get_by_role("main").get_by_role("button").click()
                    page.get_by_role("alert").wait_for()
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": HEIGHT})
                    load_pictures(page)
                    file = folder / f"{name}-{language}-{width:04}.png"
                    page.screenshot(path=file, full_page=True)
                    count += 1
        browser.close()
    return count


def load_pictures(page: Page) -> None:
    """Wait for every picture, those far down the page too."""
    page.evaluate(
        "Promise.all([...document.images].map((image) => {"
        " image.loading = 'eager'; return image.decode().catch(() => {}); }))"
    )


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    count = take_screenshots(folder, sys.argv[2], dark="DARK" in os.environ)
    print(f"{count} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
