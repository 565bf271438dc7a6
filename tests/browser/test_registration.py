"""From the form to the e-mail, from its link to the next in line."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from .conftest import DemoSite
from .mailbox import email_text, link_in

pytestmark = pytest.mark.browser

FULL = "/arrangementer/aktsomhet-i-fire-steg/"
LINK = "min-pamelding|my-registration"


def make_room(site: DemoSite, places: int) -> None:
    """Give the full event so many places more than are taken, and nobody in line."""
    with closing(sqlite3.connect(site.database, timeout=20)) as database:
        (event,) = database.execute(
            "SELECT id FROM basepage_basepage WHERE slug_nb = 'aktsomhet-i-fire-steg'"
        ).fetchone()
        database.execute(
            "DELETE FROM events_registration WHERE event_id = ? AND state = 'waiting'",
            (event,),
        )
        (taken,) = database.execute(
            "SELECT count(*) FROM events_registration WHERE event_id = ?", (event,)
        ).fetchone()
        database.execute(
            "UPDATE events_eventpage SET capacity = ? WHERE basepage_ptr_id = ?",
            (taken + places, event),
        )
        database.commit()


def register(page: Page, name: str, email: str) -> None:
    """Go from the event to its form, and send it when a person would have."""
    page.goto(FULL)
    page.locator(".registration-status a.button").click()
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("[name=consent]").check()
    page.wait_for_timeout(2_200)  # quicker is a robot
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page.locator("#registration-sent")).to_be_visible()


def test_place_is_cancelled_by_the_link_and_the_next_in_line_takes_it(
    page: Page, site: DemoSite
):
    make_room(site, 1)
    register(page, "Kari Demo", "kari.demo@example.org")
    register(page, "Ola Demo", "ola.demo@example.org")
    first = email_text(site, "kari.demo@example.org", "confirmed")
    email_text(site, "ola.demo@example.org", "waiting")

    page.goto(link_in(first, LINK))
    expect(page.locator("#registration-state.alert--done")).to_be_visible()
    page.locator(".registration__cancel summary").click()
    page.locator(".registration__cancel button").click()
    expect(page.locator("#registration-state.alert--info")).to_be_visible()
    email_text(site, "kari.demo@example.org", "cancelled")

    offer = email_text(site, "ola.demo@example.org", "offered")
    page.goto(link_in(offer, LINK))
    expect(page.locator("#registration-state.alert--warning")).to_be_visible()
    page.locator(".registration__accept button").click()
    expect(page.locator("#registration-state.alert--done")).to_be_visible()
    email_text(site, "ola.demo@example.org", "confirmed")


def test_mistake_is_told_where_the_focus_is(phone: Page):
    phone.goto(FULL)
    phone.locator(".registration-status a.button").click()
    phone.locator("[name=name]").fill("Kari Demo")
    phone.locator("main form[method=post] button[type=submit]").click()
    expect(phone.get_by_role("alert")).to_be_focused()
    expect(phone.locator("[name=name]")).to_have_value("Kari Demo")
    phone.get_by_role("alert").get_by_role("link").first.click()
    expect(phone.locator("[name=email]")).to_be_focused()
