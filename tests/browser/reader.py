"""What a reader does, told by roles and names: whatever the pages look like."""

import re

from playwright.sync_api import Locator, Page

MENU = re.compile("^(Meny|Menu)$")
MAIN_MENU = re.compile("^(Hovedmeny|Main menu)$")
SEARCH_FIELD = re.compile("^(Søk på nettstedet|Search the site)$")
THEME = re.compile("^(Fargetema|Colour theme)$")


def menu_button(page: Page) -> Locator:
    """What opens the menu on a phone: a button, or the summary of a disclosure."""
    header = page.get_by_role("banner")
    return header.get_by_role("button", name=MENU).or_(
        header.locator("summary").filter(has_text=MENU)
    )


def main_menu(page: Page) -> Locator:
    return page.get_by_role("navigation", name=MAIN_MENU)


def search_field(page: Page) -> Locator:
    """The field in the header."""
    return page.get_by_role("search").get_by_label(SEARCH_FIELD)


def open_everything(page: Page) -> None:
    """Open the menu and every other disclosure of the page."""
    page.evaluate(
        "document.querySelectorAll('details').forEach((part) => { part.open = true; })"
    )
    button = menu_button(page)
    if button.is_visible() and not main_menu(page).is_visible():
        button.click()


def choose_theme(page: Page, name: str) -> None:
    """Choose one of the colour themes by its name in the page's language."""
    page.get_by_role("group", name=THEME).get_by_label(name, exact=True).check()


def send_empty(page: Page, number: int = 0) -> None:
    """Send one of the content's forms as it is, past the browser's own checks."""
    form = page.get_by_role("main").locator("form[method=post]").nth(number)
    form.evaluate("(form) => { form.noValidate = true; }")
    with page.expect_navigation():
        form.locator("[type=submit], button:not([type])").first.click()
