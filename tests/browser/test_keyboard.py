"""The whole site by keyboard alone, on a phone's width and a wide screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import DESKTOP, PHONE
from .keyboard import Keyboard, changed_by_focus, walk
from .reader import main_menu, menu_button, search_field, send_empty

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize(
        "viewport",
        [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")],
    ),
]

ARTICLE = "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/"
IN_ENGLISH = "/en/news/ieh-brings-norwegian-experience-to-the-un-forum/"
WALKED = ("/", ARTICLE, "/en/news/", "/arrangementer/", "/sok/?q=leverandørkjede")


@pytest.fixture
def page(new_context, viewport) -> Page:
    """A reader who asks for no motion, which would only take time."""
    return new_context(viewport=viewport, reduced_motion="reduce").new_page()


@pytest.mark.parametrize("address", WALKED)
def test_focus_reaches_everything_both_ways_and_is_seen(page, address):
    page.goto(address)
    there = walk(page, "Tab")
    back = walk(page, "Shift+Tab")
    assert there.faults + back.faults == []
    assert there.stops[0].startswith("a «Hopp til") or "«Skip to" in there.stops[0]
    assert back.stops == there.stops[::-1]


def test_focus_reaches_everything_in_a_form_in_error(page):
    page.goto("/en/konto/login/")
    send_empty(page)
    walk(page, "Tab")  # from the summary of the errors, which has the focus, to the end
    back = walk(page, "Shift+Tab")
    assert back.faults == []
    assert any(name.startswith("input «login»") for name in back.stops)


def test_focus_is_seen_in_the_picture(page):
    """Not only in the style sheet: nothing cuts it off or paints over it."""
    page.goto("/")
    unseen = []
    for _press in range(25):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.outerHTML.slice(0, 90)")
        if changed_by_focus(page) < 0.5:
            unseen.append(name)
    assert unseen == []


def test_visit_by_keyboard_alone(page, viewport):
    keys = Keyboard(page)
    page.goto("/")
    skip_to_content(keys)
    keys.to(page.get_by_role("main").get_by_role("link").first)
    read_an_article(keys)
    change_language(keys)
    if viewport is PHONE:
        open_and_close_the_menu(keys)
    search(keys)


def skip_to_content(keys: Keyboard) -> None:
    """The skip link is the first stop, is shown, and leads past the header."""
    page = keys.page
    keys.press("Tab")
    skip_link = page.get_by_role("link", name=re.compile("^(Hopp til|Skip to)"))
    expect(skip_link).to_be_focused()
    expect(skip_link).to_be_in_viewport()
    keys.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_role("main").locator(":focus")).to_have_count(1)


def read_an_article(keys: Keyboard) -> None:
    """From the list of news into an article, and through each of its links."""
    page = keys.page
    page.goto("/nyheter/")
    skip_to_content(keys)
    keys.to(page.get_by_role("main").locator(f'a[href="{ARTICLE}"]').first)
    keys.go(ARTICLE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("FN")
    skip_to_content(keys)
    links = page.get_by_role("main").get_by_role("link")
    assert links.count() > 3
    keys.to(links.last)


def change_language(keys: Keyboard) -> None:
    """Back up to the switcher, and to the same article in English and no other page."""
    page = keys.page
    keys.to(page.get_by_role("link", name="English", exact=True).first, "Shift+Tab")
    keys.go(IN_ENGLISH)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_contain_text("UN")


def open_and_close_the_menu(keys: Keyboard) -> None:
    """With Enter and with Space; what is in it can be reached only while it is open."""
    page = keys.page
    menu, button = main_menu(page), menu_button(page)
    expect(menu).to_be_hidden()
    keys.to(button)
    keys.press("Enter")
    expect(menu).to_be_visible()
    keys.press("Tab")
    expect(menu.locator(":focus")).to_have_count(1)
    keys.to(button, "Shift+Tab")
    keys.press("Space")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def search(keys: Keyboard) -> None:
    """A word and Enter in the header's field; then to the first of the results."""
    page = keys.page
    field = search_field(page)
    if not field.is_visible():
        keys.press("Enter")  # the menu's button has the focus; the field is behind it
    keys.to(field)
    page.keyboard.type("supply chain")
    keys.go("/en/search/?q=supply+chain")
    skip_to_content(keys)
    result = page.get_by_role("main").get_by_role("listitem").get_by_role("link").first
    title = result.inner_text()
    keys.to(result)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
