"""A new colleague follows the first page of the guide, and is told nothing else."""

import re

import pytest
from playwright.sync_api import Page, expect

from . import cms

pytestmark = pytest.mark.browser

TITLE = "Første dag på jobben"


def test_new_colleague_publishes_a_first_article(desk: Page, page: Page):
    desk.goto("/admin/")
    menu = desk.locator("#wagtail-sidebar")
    menu.get_by_role("button", name="Hjelp").click()
    menu.get_by_role("link", name="Håndbok").click()
    desk.get_by_role("main").get_by_role("link", name="Skrive en nyhet").click()
    expect(desk.get_by_role("heading", name="Skrive en nyhet")).to_be_visible()
    picture = desk.get_by_role("img", name=re.compile("^Skjemaet for en artikkel"))
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)")
    bold = desk.locator(".guide-page strong").all_inner_texts()
    told = [word for words in bold for word in words.split(" → ")]

    desk.get_by_role("link", name="Kontrollpanel", exact=True).click()
    desk.get_by_role("main").get_by_role("link", name=told[0], exact=True).click()
    cms.type_in(desk.get_by_label("Tittel – norsk"), TITLE)
    cms.type_in(desk.get_by_label("Ingress – norsk"), "Slik gikk det.")
    publish = next(word for word in told if word == "Publiser norsk")
    desk.get_by_role("button", name=publish, exact=True).click()
    expect(desk.get_by_role("status").filter(has_text="publisert")).to_be_visible()

    page.goto("/nyheter/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
