"""What is found in a page leads to where it is mended, whatever is folded or hidden.

And Wagtail's own check of content runs on the page as each language has it.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bilingual.test_looks import NORWEGIAN

from . import cms
from .conftest import DemoSite
from .examination import AXE, run_axe

pytestmark = pytest.mark.browser

EVENT = "Medlemsforum 2027"
NEWEST = """
    SELECT page.id, revision.id, revision.content FROM basepage_basepage AS page
    JOIN wagtailcore_revision AS revision ON revision.id = page.latest_revision_id
    WHERE page.title_nb = ?"""
BUTTONS_OF_A_FIELD = 20  # of its toolbar, at most
EMPTY_HEADING = "<h2 data-block-key='a1'></h2><p data-block-key='a2'>Tekst.</p>"


def text(value: str) -> str:
    return json.dumps([{"type": "text", "value": value, "id": "b-text"}])


def with_draft(
    site: DemoSite, title: str, change: Callable[[dict[str, Any]], None]
) -> int:
    """The number of the page, whose newest version is changed."""
    with closing(sqlite3.connect(site.database, timeout=20)) as database, database:
        page, revision, stored = database.execute(NEWEST, [title]).fetchone()
        content = json.loads(stored)
        change(content)
        database.execute(
            "UPDATE wagtailcore_revision SET content = ? WHERE id = ?",
            [json.dumps(content), revision],
        )
        database.execute(
            "UPDATE basepage_basepage SET has_unpublished_changes = 1 WHERE id = ?",
            [page],
        )
    return page


# Go there


def with_norwegian_in_english(content: dict[str, Any]) -> None:
    content["search_description_en"] = NORWEGIAN
    content["body_en"] = text(f"<p>{NORWEGIAN}</p>")
    content["programme"][2]["title_en"] = NORWEGIAN


@pytest.fixture
def page(site: DemoSite) -> int:
    return with_draft(site, EVENT, with_norwegian_in_english)


def look_over(desk: Page, page: int) -> None:
    """With the form's parts folded, and English hidden."""
    desk.goto(f"/admin/pages/{page}/edit/?look-at=en#findings")
    expect(desk.get_by_role("region", name="Før du publiserer")).to_be_focused()
    fold = desk.get_by_role("button", name=re.compile("^(Skjul|Vis) alle$"))
    if "Skjul" in fold.inner_text():  # Wagtail remembers it
        fold.click()
    desk.get_by_role("button", name="Bare norsk").first.click()
    expect(desk.locator("#id_title_en")).to_be_hidden()


def press(desk: Page, field: str) -> None:
    """As who uses a keyboard does; the link says where it leads, and why."""
    link = desk.locator(f'#findings [data-goes-to="{field}"]')
    expect(link).to_have_accessible_name(re.compile("^Gå dit.*ser ut til å være på"))
    link.focus()
    desk.keyboard.press("Enter")


def has_focus(desk: Page, place: Locator) -> None:
    focused = place.locator("*:focus")
    expect(focused).to_be_visible()
    expect(focused).to_be_in_viewport()
    expect(focused).to_be_editable()


def test_findings_lead_to_the_field_the_block_and_the_row(desk: Page, page: int):
    look_over(desk, page)
    press(desk, "search_description")  # on another tab
    chosen = desk.get_by_role("tab", name="Synliggjøring")
    expect(chosen).to_have_attribute("aria-selected", "true")
    has_focus(desk, desk.locator("[data-words=search_description][data-language=en]"))
    look_over(desk, page)
    press(desk, "body")
    english = desk.locator("[data-words=body][data-language=en]")
    has_focus(desk, english.locator("[data-contentpath=b-text]"))
    look_over(desk, page)
    press(desk, "programme")
    has_focus(desk, desk.locator("#inline_child_programme-2"))


def go_back(desk: Page, field: str) -> None:
    """As who uses a keyboard does: the way back is right before the field."""
    back = desk.get_by_role("button", name="Tilbake til listen")
    expect(back).to_have_count(1)
    expect(back).to_be_in_viewport()
    for _button in range(BUTTONS_OF_A_FIELD):
        desk.keyboard.press("Shift+Tab")
        if back.evaluate("(button) => button === document.activeElement"):
            break
    desk.keyboard.press("Enter")
    expect(desk.locator(f'#findings [data-goes-to="{field}"]')).to_be_focused()
    expect(desk.locator("#findings :focus")).to_be_in_viewport()
    expect(back).to_have_count(0)


def test_way_back_leads_to_the_line_that_was_followed(desk: Page, page: int):
    look_over(desk, page)
    for field in ("search_description", "body", "programme", "search_description"):
        press(desk, field)
        expect(desk.locator("#page-edit-form *:focus")).to_be_visible()
        go_back(desk, field)
    press(desk, "body")
    press(desk, "programme")  # without a look back: there is one way, from here
    go_back(desk, "programme")


def test_list_of_many_pages_leads_to_the_field_in_the_form(desk: Page, page: int):
    desk.goto(f"/admin/bulk/basepage/basepage/publish/?id={page}")
    found = desk.get_by_role("region", name="Før du publiserer")
    expect(found.get_by_role("heading", name=EVENT)).to_be_visible()
    link = found.locator("[data-goes-to=body]")
    with desk.expect_popup() as opened:
        link.click()
    form = opened.value
    has_focus(form, form.locator("[data-contentpath=b-text]"))


def test_findings_are_without_fault_wherever_they_are_shown(
    desk: Page, site: DemoSite, page: int
):
    desk.context.add_init_script(path=AXE)
    desk.emulate_media(reduced_motion="reduce")
    faults = []
    shown = desk.get_by_role("region", name="Før du publiserer")
    for address in (
        f"pages/{page}/edit/?look-at=nb&look-at=en",
        f"bulk/basepage/basepage/publish/?id={page}",
        f"bilingual/{page}/en/schedule/",
    ):
        desk.goto(f"/admin/{address}")
        if "schedule" in address:
            desk.locator("[name=publish_day]").fill("2099-12-03")
            desk.locator("[name=publish_time]").fill("08:00")
            desk.get_by_role("button", name="Lagre tidspunktene").click()
        expect(shown).to_be_visible()
        for scheme in ("light", "dark"):
            desk.emulate_media(color_scheme=scheme)
            faults += run_axe(desk, f"{address} {scheme}", "#findings")
    assert not faults, "\n" + "\n".join(faults)


# Wagtail's check of content


def with_empty_headings(content: dict[str, Any]) -> None:
    content["body_nb"] = content["body_en"] = text(EMPTY_HEADING)


def test_check_of_content_speaks_norwegian_of_each_language(desk: Page, site: DemoSite):
    page = with_draft(site, EVENT, with_empty_headings)
    desk.goto(f"/admin/pages/{page}/edit/")
    desk.get_by_role("button", name="Vis/skjul innholdssjekk").click()
    panel = desk.locator("[data-side-panel=checks]")
    expect(panel.get_by_text("Fant en tom overskrift")).to_have_count(1)
    expect(panel.get_by_text("Bruk en tekst som gir mening")).to_have_count(1)
    preview = cms.open_preview(desk)
    desk.get_by_label("Visningsmodus").select_option("en")
    expect(preview.locator("html")).to_have_attribute("lang", "en")
    desk.get_by_role("button", name="Vis/skjul innholdssjekk").click()
    expect(panel.get_by_text("Fant en tom overskrift")).to_have_count(1)
    # And in a window of its own.
    desk.goto(f"/admin/pages/{page}/edit/preview/?mode=en")
    expect(desk.locator("html")).to_have_attribute("lang", "en")
    desk.locator("wagtail-userbar").get_by_role("button").first.click()
    check = desk.locator("wagtail-userbar").get_by_role(
        "menuitem", name="Innholdssjekk"
    )
    expect(check).to_contain_text("1")


ONE_OF_EACH_TYPE = """
    SELECT MIN(page.id) FROM basepage_basepage AS page
    WHERE page.depth > 1 GROUP BY page.content_type_id"""


@pytest.mark.long
@pytest.mark.parametrize("language", ["nb", "en"])
def test_check_of_content_finds_nothing_in_the_demo_pages(
    desk: Page, site: DemoSite, language: str
):
    with closing(sqlite3.connect(site.database)) as database:
        pages = [key for (key,) in database.execute(ONE_OF_EACH_TYPE)]
    assert len(pages) >= 12
    for page in pages:
        desk.goto(f"/admin/pages/{page}/view_draft/?mode={language}")
        count = desk.locator("wagtail-userbar [data-content-checker-count]").first
        expect(count, f"page {page}").to_have_text("0")
