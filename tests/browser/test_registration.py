"""From the form to the letter, from its link to the next in line."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from .conftest import DemoSite

pytestmark = pytest.mark.browser

FULL = "/arrangementer/aktsomhet-i-fire-steg/"
LINK = re.compile(r"https?://\S+?(/(?:min-pamelding|my-registration)/\S+)")


def letter(site: DemoSite, email: str, about: str) -> str:
    """The newest letter to the address whose key tells of this, out of the outbox."""
    with closing(sqlite3.connect(site.database, timeout=20)) as database:
        found = database.execute(
            "SELECT text FROM post_letter WHERE recipient = ? AND key LIKE ?"
            " ORDER BY id DESC LIMIT 1",
            (email, f"%:{about}%"),
        ).fetchone()
    assert found, f"No letter about {about} to {email}"
    return found[0]


def link_in(text: str) -> str:
    return LINK.search(text)[1]


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
    page.locator(".registration-box a.button").click()
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("[name=consent]").check()
    page.wait_for_timeout(2_200)  # quicker is a robot
    page.locator("form.form button[type=submit]").click()
    expect(page.locator("#registration-sent")).to_be_visible()


def test_place_is_cancelled_by_the_link_and_the_next_in_line_takes_it(
    page: Page, site: DemoSite
):
    make_room(site, 1)
    register(page, "Kari Demo", "kari.demo@example.org")
    register(page, "Ola Demo", "ola.demo@example.org")
    first = letter(site, "kari.demo@example.org", "confirmed")
    letter(site, "ola.demo@example.org", "waiting")

    page.goto(link_in(first))
    expect(page.locator("#registration-state.alert--done")).to_be_visible()
    page.locator(".registration__cancel summary").click()
    page.locator(".registration__cancel button").click()
    expect(page.locator("#registration-state.alert--info")).to_be_visible()
    letter(site, "kari.demo@example.org", "cancelled")

    page.goto(link_in(letter(site, "ola.demo@example.org", "offered")))
    expect(page.locator("#registration-state.alert--warning")).to_be_visible()
    page.locator(".registration__accept button").click()
    expect(page.locator("#registration-state.alert--done")).to_be_visible()
    letter(site, "ola.demo@example.org", "confirmed")


def test_mistake_is_told_where_the_focus_is(phone: Page):
    phone.goto(FULL)
    phone.locator(".registration-box a.button").click()
    phone.locator("[name=name]").fill("Kari Demo")
    phone.locator("form.form button[type=submit]").click()
    expect(phone.locator(".error-summary")).to_be_focused()
    expect(phone.locator("[name=name]")).to_have_value("Kari Demo")
    phone.locator(".error-summary a").first.click()
    expect(phone.locator("[name=email]")).to_be_focused()
