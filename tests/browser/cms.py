"""What an editor does in the CMS, in the words of its Norwegian interface."""

import re
from contextlib import suppress
from pathlib import Path

from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import FrameLocator, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

FOCUS = """(selector) => new Promise((focused) => {
  const look = () => {
    const field = document.querySelector(selector);
    field?.focus();
    if (field && field === document.activeElement) {
      focused();
    } else {
      requestAnimationFrame(look);
    }
  };
  look();
})"""


def start_article(desk: Page) -> None:
    """From the list of news to the form of a new article."""
    open_news(desk)
    desk.get_by_role("link", name="Legg til underside").click()
    expect(desk.get_by_role("heading", name="Ny: Artikkel")).to_be_visible()


def from_menu(desk: Page, group: str, name: str | re.Pattern[str]) -> None:
    """From the front of the CMS, by a group of its menu."""
    desk.goto("/admin/")
    menu = desk.locator("#wagtail-sidebar")
    menu.get_by_role("button", name=group, exact=True).click()
    menu.get_by_role("link", name=name, exact=True).click()


def open_news(desk: Page) -> None:
    """The list of articles, found from the front of the CMS."""
    desk.goto("/admin/")
    desk.get_by_role("button", name="Sider", exact=True).click()
    explorer = desk.get_by_role("dialog", name="Sideutforsker")
    explorer.get_by_role("link", name="Nyheter", exact=True).click()
    expect(desk.get_by_role("heading", name="Utforsker: Nyheter")).to_be_attached()


def edit_page(desk: Page, title: str) -> None:
    """Straight to its form, found by the search without the windows on the way."""
    found = desk.request.get("/admin/pages/search/", params={"q": title})
    links = BeautifulSoup(found.text(), "html.parser").select('a[href$="/edit/"]')
    address = next((a["href"] for a in links if a.get_text(strip=True) == title), None)
    assert address, f"The search does not find «{title}»"
    desk.goto(address)
    expect(desk.get_by_label("Tittel – norsk").first).to_be_visible()


edit_article = edit_page


def tab(desk: Page, name: str) -> None:
    desk.get_by_role("tab", name=name).click()


def body(desk: Page, language: str) -> Locator:
    """The body's blocks in one language."""
    return desk.locator(f"[data-contentpath=body_{language}]")


def add_block(desk: Page, language: str, name: str) -> Locator:
    """Add a block at the end of a body."""
    blocks = body(desk, language)
    blocks.get_by_role("button", name="Sett inn en blokk").last.click()
    desk.get_by_role("option", name=name, exact=True).click()
    return blocks.get_by_role("region", name=name).last


def type_in(field: Locator, text: str) -> None:
    """Key by key, from when the field can be clicked.

    Playwright's own typing does not: the keys for a field that is not shown yet go to
    no field.
    """
    field.click()
    field.press_sequentially(text)


def type_at_once(desk: Page, field: str, text: str) -> None:
    """Key by key, from the first moment the field (a CSS selector) takes the focus."""
    desk.evaluate(FOCUS, field)
    desk.keyboard.type(text)


def open_chooser(button: Locator) -> Locator:
    """Its window: a press that comes before the block's script does nothing."""
    dialog = button.page.get_by_role("dialog")
    for _attempt in range(3):
        button.click()
        with suppress(PlaywrightTimeoutError):
            dialog.wait_for(timeout=7_000)
            break
    return dialog


def write(block: Locator, text: str) -> None:
    """Type in a rich text field, and wait until the form has the text.

    Wagtail's editor hands it over a quarter of a second after the last key.
    """
    editor = block.get_by_role("textbox").and_(block.locator("[contenteditable=true]"))
    editor.click()
    editor.press_sequentially(text)
    expect(block.locator(f'input[type=hidden][value*="{text}"]')).to_have_count(1)


def upload_picture(desk: Page, folder: Path, alt_nb: str, alt_en: str) -> None:
    """Choose a new picture for the article."""
    file = folder / "flasker.png"
    Image.new("RGB", (900, 600), "#884422").save(file)
    desk.get_by_role("button", name="Velg et bilde").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_role("tab", name="Last opp").click()
    dialog.get_by_label("Fil*").set_input_files(file)
    dialog.get_by_label("Tittel").fill("Flasker")
    dialog.get_by_label("Alternativ tekst – norsk").fill(alt_nb)
    dialog.get_by_label("Alternativ tekst – engelsk").fill(alt_en)
    dialog.get_by_label("Kreditering").fill("Foto: Kari")
    dialog.get_by_role("button", name="Last opp").click()
    expect(dialog).not_to_be_visible()


def save_draft(desk: Page) -> None:
    """Save; the form may have saved itself already."""
    desk.get_by_role("button", name="Lagre utkast").click()
    saved = desk.get_by_role("status").filter(
        has_text=re.compile("opprettet|oppdatert")
    )
    expect(saved).to_be_visible()


def open_preview(desk: Page) -> FrameLocator:
    """The panel that shows the page as it is being written."""
    desk.get_by_role("button", name="Vis/skjul forhåndsvisning").click()
    return desk.frame_locator("#w-preview-iframe")


def publish(desk: Page, language: str = "norsk") -> None:
    """Publish, and expect it to succeed."""
    try_to_publish(desk, language)
    expect(desk.get_by_role("status").filter(has_text="publisert")).to_be_visible()


def try_to_publish(desk: Page, language: str = "norsk") -> None:
    button = desk.get_by_role("button", name=f"Publiser {language}", exact=True)
    button.focus()  # the toolbar of a text that is being written may lie over it
    button.click()


def field_of(desk: Page, label: str) -> Locator:
    """A field with its label, help and errors."""
    return desk.locator(".w-panel__wrapper").filter(has=desk.get_by_label(label))


def open_page_menu(desk: Page) -> None:
    """The menu behind the page's title."""
    desk.locator("header").get_by_role("button", name="Handlinger").click()
