"""A visitor reads: by keyboard alone, on a small phone, without being followed."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WITH_VIDEO = "/nyheter/fristen-du-setter-her-merkes-pa-nattskiftet-der/"
NARROWEST = {"width": 320, "height": 640}  # WCAG 2.2, 1.4.10: 1280 px at 400 %
AT_NARROWEST = (
    "/",
    "/en/",
    "/nyheter/",
    "/en/news/",
    "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/",
    WITH_VIDEO,
    "/konto/login/",
    "/en/konto/login/",
    "/sok/?q=leverandørkjede",
    "/finnes-ikke/",
)


def tab_to(page: Page, name: str, at_most: int = 30) -> None:
    """Press Tab until what has the name has the focus."""
    wanted = page.get_by_text(name, exact=True).or_(page.get_by_label(name, exact=True))
    for _press in range(at_most):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():
            return
    pytest.fail(f"{name!r} is not within {at_most} presses of Tab.")


def test_skip_link_is_first_and_leads_past_the_header(page: Page):
    page.goto("/nyheter/")
    page.keyboard.press("Tab")
    skip_link = page.get_by_role("link", name="Hopp til innholdet")
    expect(skip_link).to_be_focused()
    expect(skip_link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").locator(":focus")).to_have_count(1)


def test_menu_by_keyboard(page: Page):
    page.goto("/")
    tab_to(page, "Nyheter")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/nyheter/")
    expect(
        page.get_by_role("navigation", name="Hovedmeny").get_by_text("Nyheter")
    ).to_have_attribute("aria-current", "page")


def test_phone_menu_opens_and_closes_by_keyboard(phone: Page):
    phone.goto("/")
    menu = phone.get_by_role("navigation", name="Hovedmeny")
    expect(menu).to_be_hidden()
    tab_to(phone, "Meny")
    phone.keyboard.press("Enter")
    expect(menu).to_be_visible()
    phone.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    phone.keyboard.press("Space")
    tab_to(phone, "Nyheter")
    phone.keyboard.press("Enter")
    expect(phone).to_have_url("/nyheter/")


def test_language_is_changed_by_keyboard(page: Page):
    page.goto("/nyheter/")
    tab_to(page, "English")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/en/news/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    tab_to(page, "Norsk")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/nyheter/")


@pytest.mark.parametrize(
    ("start", "field", "word", "button"),
    [
        ("/", "Søk på nettstedet", "leverandørkjeden", "Søk"),
        ("/en/", "Search the site", "supply chain", "Search"),
    ],
)
def test_search_from_the_header_by_keyboard(page: Page, start, field, word, button):
    page.goto(start)
    tab_to(page, field)
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(button)
    results = page.get_by_role("main").get_by_role("listitem")
    title = results.first.get_by_role("heading").inner_text()
    tab_to(page, title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_video_calls_nobody_before_it_is_played(page: Page, account):
    page.goto(WITH_VIDEO)
    page.wait_for_load_state("networkidle")
    assert account.other_hosts == []
    video = page.get_by_role("figure").filter(
        has=page.get_by_role("link", name="Spill av")
    )
    expect(video.get_by_text("Når du spiller den av")).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)

    page.get_by_role("link", name="Spill av").click()
    expect(page.locator("iframe[title]")).to_be_visible()
    expect(page.locator("iframe")).to_be_focused()
    assert set(account.other_hosts) == {"www.youtube-nocookie.com"}
    account.other_hosts.clear()


def test_video_without_scripts_is_a_link(new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(WITH_VIDEO)
    link = page.get_by_role("link", name="Spill av")
    assert link.get_attribute("href").startswith("https://www.youtube.com/watch")


def test_nothing_is_wider_than_the_narrowest_screen(new_context):
    """WCAG 2.2, 1.4.10 Reflow."""
    page = new_context(viewport=NARROWEST).new_page()
    too_wide = {}
    for address in AT_NARROWEST:
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROWEST["width"]:
            too_wide[address] = width
    assert not too_wide


def test_nothing_is_stored_in_a_visitors_browser(new_context):
    """No cookie and no storage for somebody who only reads: no banner is needed."""
    context = new_context()
    page = context.new_page()
    for address in ("/", "/en/", "/nyheter/", WITH_VIDEO, "/sok/?q=lønn"):
        page.goto(address)
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
