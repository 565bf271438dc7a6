"""The pictures of the editors' guide, of the CMS with the demo site in it.

    python -m tests.browser.guide_pictures

takes them anew, in each language. ``tests/guide`` asks for the same addresses, and
fails where one is not there any more.
"""

import sys
from io import BytesIO
from typing import NamedTuple

from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.support.chromium import chromium_arguments, chromium_path

from .screenshots import PROJECT, demo_site

STAFF = "redaktor@example.org"
FOLDER = PROJECT / "ethicaltrade" / "guide" / "static" / "guide"
WINDOW = {"width": 1280, "height": 820}
PHONE = {"width": 400, "height": 640}
SETTLING = 1_500  # milliseconds: blocks and side panels are drawn
LANGUAGES = ("nb", "en")

ARTICLE = "Risikoen finnes også her hjemme"
EVENT = "Medlemsforum 2027"


class Shot(NamedTuple):
    """Where, and what is in the middle of the picture."""

    address: str  # ``{page}`` is the number of the page with the title
    title: str = ""
    seen: str = ""  # a selector; the top of the window where there is none
    window: dict[str, int] = WINDOW


SHOTS = {
    "first-article": Shot("/admin/pages/{page}/edit/", ARTICLE),
    "two-languages": Shot(
        "/admin/pages/{page}/edit/", ARTICLE, "[data-contentpath=body_nb]"
    ),
    "one-language-down": Shot("/admin/pages/{page}/unpublish/?language=en", EVENT),
    "scheduling": Shot("/admin/bilingual/{page}/nb/schedule/", EVENT),
    "undo": Shot("/admin/pages/{page}/history/", EVENT),
    "what-is-left": Shot("/admin/reports/languages/"),
    "pictures": Shot("/admin/images/"),
    "event": Shot("/admin/pages/{page}/edit/", EVENT),
    "registrations": Shot("/admin/registrations/"),
    "at-the-door": Shot("/admin/registrations/{page}/door/", EVENT, window=PHONE),
    "member": Shot("/admin/snippets/membership/member/"),
    "application": Shot("/admin/applications/"),
    "proposals": Shot("/admin/proposals/"),
    "front-page": Shot("/admin/pages/{page}/edit/", "Etisk handel Norge"),
    "menus": Shot("/admin/settings/core/sitesettings/"),
}


def take(desk: Page, shot: Shot) -> bytes:
    """A picture of it, as PNG."""
    number = page_number(desk, shot.title) if shot.title else 0
    desk.set_viewport_size(shot.window)
    response = desk.goto(shot.address.format(page=number))
    assert response.ok, (shot, response.status)
    desk.wait_for_timeout(SETTLING)
    if shot.seen:
        desk.locator(shot.seen).first.evaluate("(part) => part.scrollIntoView()")
    return desk.screenshot(animations="disabled", caret="hide")


def page_number(desk: Page, title: str) -> int:
    found = desk.request.get("/admin/pages/search/", params={"q": title})
    links = BeautifulSoup(found.text(), "html.parser").select('a[href$="/edit/"]')
    address = next(a["href"] for a in links if a.get_text(strip=True) == title)
    return int(address.split("/")[-3])


def speak(desk: Page, language: str) -> None:
    """Have the CMS in the language."""
    desk.goto("/admin/account/")
    desk.locator("[name$=preferred_language]").select_option(language)
    desk.locator("form button[type=submit]").first.click()
    desk.wait_for_load_state()


def write(picture: bytes, language: str, slug: str) -> None:
    (FOLDER / language).mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(picture)) as image:
        image.thumbnail((960, 960))
        image.save(FOLDER / language / f"{slug}.webp", quality=70, method=6)


def main() -> int:
    with demo_site("--own-pictures") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=chromium_arguments()
        )
        context = browser.new_context(base_url=site["address"], locale="nb-NO")
        cookie = {"name": "sessionid", "value": site["sessions"][STAFF]}
        context.add_cookies([cookie | {"url": site["address"]}])
        desk = context.new_page()
        for language in LANGUAGES:
            speak(desk, language)
            for slug, shot in SHOTS.items():
                write(take(desk, shot), language, slug)
                print(language, slug)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
