"""Texts from elsewhere: pasted into the form, and a Word document."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import word
from tests.support.word import docx, paragraph

from . import cms
from .examination import AXE, run_axe

pytestmark = pytest.mark.browser

CLIPBOARDS = Path(__file__).parents[1] / "writing" / "clipboards"
PASTE = """(box, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "uten form");
  box.dispatchEvent(new ClipboardEvent("paste",
    { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def paste(block: Locator, html: str) -> None:
    box = block.locator("[contenteditable=true]")
    if not box.evaluate("box => box === document.activeElement"):
        box.click()
    box.evaluate(PASTE, html)


def blocks(desk: Page) -> Locator:
    return cms.body(desk, "nb").locator("[data-streamfield-child]:not([aria-hidden])")


def test_a_pasted_table_becomes_a_block_and_all_is_saved(desk: Page):
    cms.start_article(desk)
    desk.get_by_label("Tittel – norsk").fill("Limt inn")
    text = cms.add_block(desk, "nb", "Tekst")
    cms.write(text, "Foran og bak")
    for _letter in " bak":
        desk.keyboard.press("ArrowLeft")
    paste(text, (CLIPBOARDS / "word.html").read_text())
    told = desk.get_by_role("status").filter(has_text="Limt inn. Ikke alt")
    expect(told).to_contain_text("Bilder ble utelatt: 1")
    expect(blocks(desk)).to_have_count(3)
    expect(blocks(desk).nth(0)).to_contain_text(re.compile(r"Foran og\s*Første del"))
    heading = blocks(desk).nth(1).locator('input[name$="-column-0-heading"]')
    expect(heading).to_have_value("A")
    expect(blocks(desk).nth(2)).to_contain_text("Kilde: OECD bak")
    desk.evaluate(AXE.read_text())
    assert not run_axe(desk, "the notice", ".pasting-notice")

    told.get_by_role("button", name="Angre").click()
    expect(blocks(desk)).to_have_count(1)
    expect(blocks(desk).first).to_contain_text("Foran og bak")

    paste(text, "<h4>Dypt nede</h4><table><tr><td>A</td><td>B</td></tr>"
                "<tr><td>1</td><td>2</td></tr></table>")  # fmt: skip
    expect(blocks(desk)).to_have_count(2)
    # Wagtail's editor hands it over a quarter of a second later.
    expect(text.locator('input[type=hidden][value*="Dypt nede"]')).to_have_count(1)
    cms.save_draft(desk)
    frame = cms.open_preview(desk)
    expect(frame.get_by_role("columnheader", name="A")).to_be_visible()
    expect(frame.get_by_role("heading", name="Dypt nede", level=3)).to_be_visible()


def test_a_text_is_pasted_where_no_table_can_stand_and_where_the_site_is_silent(
    desk: Page,
):
    cms.start_article(desk)
    box = cms.add_block(desk, "nb", "Faktaboks")
    table = "<table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table>"
    paste(box, table)
    told = desk.locator(".pasting-notice")
    expect(told).to_contain_text("Tabeller ble til linjer")
    expect(box).to_contain_text(re.compile("A – B.*1 – 2"))
    desk.route("**/admin/pasted/", lambda route: route.fulfill(body="<p>Logg inn</p>"))
    paste(box, "<p>Hei</p>")
    expect(told).to_contain_text("Nettstedet svarte ikke")
    expect(box).to_contain_text("uten form")


def test_a_word_document_becomes_a_draft_that_can_be_seen(desk: Page):
    content = docx(
        paragraph("Fra Word", style="Tittel"), paragraph("Ingressen."),
        paragraph("Kravene ", word.deleted("må"), word.inserted("skal"), "."),
        word.table(["Ledd", "Andel"], ["Søm", "60 %"]),
        paragraph(word.picture("rId20", "En fabrikk")),
        pictures={"rId20": "image1.png"},
    )  # fmt: skip
    cms.open_news(desk)
    cms.open_page_menu(desk)
    desk.get_by_role("link", name="Ny artikkel fra Word").click()
    desk.get_by_label("Word-dokument").set_input_files(
        {"name": "sak.docx", "mimeType": "application/x", "buffer": content}
    )
    desk.evaluate(AXE.read_text())
    assert not run_axe(desk, "the form", "main")
    desk.get_by_role("button", name="Lag et utkast").click()
    expect(desk.get_by_label("Tittel – norsk")).to_have_value("Fra Word")
    expect(desk.get_by_text("Sporede endringer er regnet som godtatt")).to_be_visible()
    desk.wait_for_load_state("load")  # its scripts: the button opens the preview
    frame = cms.open_preview(desk)
    expect(frame.get_by_text("Kravene skal.")).to_be_visible()
    expect(frame.get_by_role("columnheader", name="Ledd")).to_be_visible()
    expect(frame.get_by_role("img", name="En fabrikk")).to_be_visible()
