"""Whoever types in a form of the CMS as soon as it is there loses nothing."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from . import cms

pytestmark = pytest.mark.browser

LONG = "Hva koster medlemskapet? Slik regner du det ut"  # more than is drawn at once
LATE = "**/js/admin/session.js"  # the first script that waits for the whole form
TEXT = "Te fra fjellet"
SLOWER = 2  # times, than this machine


@pytest.fixture
def slow(desk: Page) -> Page:
    session = desk.context.new_cdp_session(desk)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return desk


def open_at_once(desk: Page, address: str) -> None:
    desk.goto(address, wait_until="commit")


def check_leaving_is_asked(desk: Page) -> None:
    """And stay."""
    with desk.expect_event("dialog") as asked:
        desk.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()


def test_a_title_typed_at_once_is_saved_and_makes_its_address(slow: Page):
    cms.open_news(slow)
    address = slow.get_by_role("link", name="Legg til underside").get_attribute("href")
    open_at_once(slow, address)
    cms.type_at_once(slow, "#id_title_nb", TEXT)
    title = slow.get_by_label("Tittel – norsk")
    expect(title).to_have_value(TEXT)
    check_leaving_is_asked(slow)
    expect(slow).to_have_url(re.compile("/edit/$"))  # it has saved itself
    expect(slow.locator("#id_slug_nb")).to_have_value("te-fra-fjellet")
    expect(title).to_be_focused()
    expect(title).to_have_value(TEXT)


def test_a_long_form_asks_whoever_leaves_it_at_once(slow: Page):
    cms.edit_article(slow, LONG)
    open_at_once(slow, slow.url)
    cms.type_at_once(slow, "#id_title_nb", TEXT)
    check_leaving_is_asked(slow)
    with slow.expect_response(lambda answer: answer.request.method == "POST") as saved:
        expect(slow.get_by_label("Tittel – norsk")).to_have_value(TEXT + LONG)
    assert TEXT + LONG in saved.value.request.post_data_buffer.decode()


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("snippets/core/person/edit/1", "#id_name"),
        ("settings/core/sitesettings/1", "#id_tagline_nb"),
        ("images/1", "#id_title"),
    ],
)
def test_what_is_typed_before_the_scripts_is_known_to_be_unsaved(
    desk: Page, address: str, field: str
):
    waiting: list[Route] = []
    desk.route(LATE, lambda route: waiting.append(route))
    open_at_once(desk, f"/admin/{address}/")
    cms.type_at_once(desk, field, TEXT)
    [late] = waiting
    late.continue_()
    desk.wait_for_load_state("load")
    expect(desk.locator(field)).to_be_focused()
    expect(desk.locator(field)).to_have_value(re.compile(TEXT))
    check_leaving_is_asked(desk)
    # So it is when Wagtail has looked at the form.
    expect(desk.get_by_text("Du har ulagrede endringer")).to_be_visible()
    check_leaving_is_asked(desk)
