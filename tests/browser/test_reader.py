"""A visitor reads without being followed."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WITH_VIDEO = "/nyheter/fristen-du-setter-her-merkes-pa-nattskiftet-der/"


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


def test_nothing_is_stored_in_a_visitors_browser(new_context):
    """No cookie and no storage for somebody who only reads: no banner is needed."""
    context = new_context()
    page = context.new_page()
    for address in ("/", "/en/", "/nyheter/", WITH_VIDEO, "/sok/?q=lønn"):
        page.goto(address)
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
