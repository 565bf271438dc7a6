"""The edit form of every page type, and of what has no drafts, in one session."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from . import cms
from .conftest import EDITOR, DemoSite
from .examination import AXE, run_axe

pytestmark = pytest.mark.browser

VIEWS = ("both", "translate")
SMALLEST = {"width": 1280, "height": 900}  # a window that editors have
# A list of Wagtail's own that scrolls; each of its links is in the form as well.
LOOKS_FOR_CHANGES = 2_500  # milliseconds; until Wagtail's form notices what is typed
NOT_OURS = ".w-minimap"
ONE_OF_EACH_TYPE = """
    SELECT type.model, MIN(page.id) FROM basepage_basepage AS page
    JOIN django_content_type AS type ON type.id = page.content_type_id
    WHERE page.depth > 1 GROUP BY type.model"""
WITHOUT_DRAFTS = (
    "snippets/core/topic/edit/1",
    "snippets/core/person/edit/1",
    "snippets/membership/member/edit/1",
    "images/1",
)
SHOW_EVERY_TAB = """() => {
  for (const panel of document.querySelectorAll("[role=tabpanel]")) {
    panel.hidden = false;
  }
}"""
# Words that lack the language of their column.
WITHOUT_LANGUAGE = """() =>
  [...document.querySelectorAll(
    `[data-language] :is(input[type=text], textarea, [contenteditable=true])`)]
  .filter((field) => !field.lang && field.getAttribute("role") !== "combobox")
  .map((field) => `${field.name || field.className} has no language`)"""
# Columns of a row that are not as wide as each other, or wider than their place.
UNEVEN = """() =>
  [...document.querySelectorAll(".language-row .w-field-row")]
  .filter((row) => row.checkVisibility())
  .flatMap((row) => {
    const boxes = [...row.children].filter((part) => part.checkVisibility())
      .map((part) => part.getBoundingClientRect());
    const isEven = boxes.every((box) => Math.abs(box.width - boxes[0].width) < 1
      && Math.abs(box.top - boxes[0].top) < 1);
    return isEven ? [] : [`${row.textContent.trim().slice(0, 40)} is uneven`];
  })"""
TOO_SHORT = """() =>
  [...document.querySelectorAll("textarea")]
  .filter((area) => area.checkVisibility() && area.scrollHeight > area.offsetHeight + 2)
  .map((area) => `${area.name} hides some of its text`)"""


@pytest.fixture
def desk(new_context, site: DemoSite) -> Page:
    context = new_context(viewport=SMALLEST, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    context.add_cookies(
        [{"name": "sessionid", "value": site.sessions[EDITOR], "url": site.address}]
    )
    return context.new_page()


def types_of(site: DemoSite) -> dict[str, int]:
    """A page of each type, by its number."""
    with closing(sqlite3.connect(site.database)) as database:
        return dict(database.execute(ONE_OF_EACH_TYPE).fetchall())


@pytest.mark.long
def test_forms_are_without_fault(desk: Page, site: DemoSite):
    faults = []
    types = types_of(site)
    assert len(types) >= 12
    addresses = [f"pages/{key}/edit" for key in types.values()]
    times = f"bilingual/{types['articlepage']}/nb/schedule"
    for address in [*addresses, *WITHOUT_DRAFTS, times]:
        desk.goto(f"/admin/{address}/")
        desk.wait_for_load_state("networkidle")
        desk.add_style_tag(content="* { transition: none !important; }")
        desk.evaluate(SHOW_EVERY_TAB)
        for view in VIEWS if address in addresses else [""]:
            if view:
                desk.locator(f"[data-view={view}]:not([hidden])").first.click()
            place = f"{address} {view}"
            faults += run_axe(desk, place, "form", NOT_OURS)
            for fault in (WITHOUT_LANGUAGE, UNEVEN, TOO_SHORT):
                faults += [f"{place}: {found}" for found in desk.evaluate(fault)]
    desk.emulate_media(color_scheme="dark")
    desk.goto(f"/admin/pages/{types['eventpage']}/edit/")
    desk.wait_for_load_state("networkidle")
    faults += run_axe(desk, "in the dark", "main", NOT_OURS)
    assert not faults, "\n" + "\n".join(faults)


def test_columns_are_even_beside_the_side_panel(desk: Page, site: DemoSite):
    desk.goto(f"/admin/pages/{types_of(site)['eventpage']}/edit/")
    desk.get_by_role("button", name="Vis/skjul status").click()
    expect(desk.get_by_role("complementary", name="Status")).to_be_visible()
    assert desk.evaluate(UNEVEN) == []
    panel = desk.get_by_role("complementary", name="Status").bounding_box()
    for button in desk.locator("button[name=action-publish]").all():
        box = button.bounding_box()
        assert box["x"] + box["width"] <= panel["x"]
        assert box["y"] + box["height"] <= SMALLEST["height"]
    # Each field of the row of dates has room for what is in it.
    row = desk.locator(".w-field-row:has([name=dates-0-day]) input:visible")
    boxes = [field.bounding_box() for field in row.all()]
    assert len(boxes) == 4
    for one in boxes:
        for other in boxes:
            is_beside = one["x"] < other["x"] and abs(one["y"] - other["y"]) < 10
            assert not is_beside or one["x"] + one["width"] <= other["x"]


def test_topics_and_time_zone_are_chosen_by_keyboard(desk: Page, site: DemoSite):
    key = types_of(site)["eventpage"]
    desk.goto(f"/admin/pages/{key}/edit/")
    zone = desk.get_by_label("Tidssone")
    zone.focus()
    zone.press_sequentially("copenh")
    expect(desk.get_by_role("option", name="København, Danmark")).to_be_visible()
    zone.press("Enter")
    expect(zone).to_have_value("København, Danmark")
    topics = desk.get_by_role("combobox", name="Temaer")
    topics.focus()
    topics.press_sequentially("lonn")
    expect(desk.get_by_role("option", name="Levelønn")).to_be_visible()
    topics.press("Enter")
    chip = desk.get_by_role("button", name="Fjern Levelønn")
    expect(chip).to_be_visible()
    cms.save_draft(desk)
    expect(zone).to_have_value("København, Danmark")
    chip.press("Enter")
    expect(chip).not_to_be_attached()
    expect(topics).to_be_focused()


def test_errors_inside_blocks_are_counted_on_the_tab(desk: Page, site: DemoSite):
    desk.goto(f"/admin/pages/{types_of(site)['standardpage']}/edit/")
    cms.add_block(desk, "nb", "Sitat")
    desk.locator("button[name=action-publish]").first.click()
    tab = desk.get_by_role("tab", name="Innhold")
    expect(tab).to_contain_text("1 feil")


def test_number_of_a_title_that_stands_is_told_while_it_is_written(desk: Page):
    cms.start_article(desk)
    desk.wait_for_timeout(LOOKS_FOR_CHANGES)
    desk.get_by_label("Tittel – engelsk").fill("Risikoen finnes også her hjemme")
    desk.get_by_label("Tittel – norsk").fill("Risikoen finnes også her hjemme")
    cms.tab(desk, "Synliggjøring")
    slug = "risikoen-finnes-ogsa-her-hjemme"
    field = desk.get_by_label("Adressenavn – norsk")
    expect(field).to_have_value(f"{slug}-2")
    note = desk.get_by_role("status").filter(has_text=f"«{slug}-2»")
    expect(note.first).to_be_visible()
    english = desk.get_by_label("Adressenavn – engelsk")
    english.fill("Ærlig om RISIKO")
    expect(english).to_have_value("aerlig-om-risiko")
