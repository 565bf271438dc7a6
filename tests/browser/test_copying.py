"""A page is copied in both languages; what is then saved is folded in its history."""

import re

import pytest
from playwright.sync_api import Page, expect

from . import cms

pytestmark = pytest.mark.browser

TITLE = "Slik blir redegjørelsen til å stole på"
COPY = "Slik blir redegjørelsen lest"


def test_copy_is_named_and_written_on_and_its_saves_are_one_line(desk: Page):
    copy_article(desk)
    for letter in "abc":
        cms.edit_page(desk, COPY)
        cms.type_in(desk.get_by_label("Tittel – engelsk"), letter)
        cms.save_draft(desk)
    unfold_its_saves(desk)


def copy_article(desk: Page) -> None:
    cms.edit_page(desk, TITLE)
    cms.open_page_menu(desk)
    desk.get_by_role("link", name="Kopier", exact=True).click()
    english = desk.get_by_label("Adressenavn – engelsk")
    free = english.input_value()
    assert free.endswith("-2")
    english.fill(free.removesuffix("-2"))
    title = desk.get_by_label("Tittel – norsk")
    expect(desk.locator(".characters-left")).to_have_count(2)
    title.fill(COPY)
    send = desk.get_by_role("button", name="Kopier denne siden")
    send.click()
    field = desk.locator("li").filter(has=english)
    expect(field).to_contain_text("Denne adressen er allerede i bruk her.")
    expect(title).to_have_value(COPY)
    english.fill("")
    desk.get_by_role("checkbox", name="norsk", exact=True).check()
    send.click()
    told = desk.get_by_role("status").filter(has_text="er kopiert")
    expect(told).to_contain_text("Kopien er publisert (norsk).")


def unfold_its_saves(desk: Page) -> None:
    desk.get_by_role("link", name="Historikk", exact=True).last.click()
    run = desk.locator("tbody.history-run")
    saves = run.get_by_text("Utkast lagret")
    line = run.locator("summary")
    expect(line).to_have_text(re.compile(r"^\d+ lagringer$"))
    expect(saves.first).to_be_hidden()
    line.press("Enter")
    expect(saves).to_have_count(int((line.text_content() or "").split()[0]))
    expect(saves.last).to_be_visible()
    line.press("Enter")
    expect(saves.last).to_be_hidden()
