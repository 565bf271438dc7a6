"""Two languages beside each other in the CMS: views, pairs of blocks, copying."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from . import cms
from .examination import AXE, run_axe

pytestmark = pytest.mark.browser

BOTH = "Klagekanalen ingen bruker"
LONG = "Hva koster medlemskapet? Slik regner du det ut"  # more than is drawn at once
NORWEGIAN = "Risikoen finnes også her hjemme"
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
# From then on Wagtail notices what is typed, and the form saves itself.
WATCHED = """document.addEventListener(
  "w-unsaved:watch-edits", () => { document.documentElement.dataset.watched = "" })"""

# What a form holds as soon as it is there, and how many blocks were drawn until then.
NAMES = """globalThis.names = (form) => [...new FormData(form)]
  .map(([name]) => name).filter((name) => name.startsWith("body_")).sort();"""
AT_ONCE = """document.addEventListener("DOMContentLoaded", () => setTimeout(() => {
  const body = document.querySelector("[data-contentpath=body_nb]");
  globalThis.early = body && {
    drawn: body.querySelectorAll("[data-streamfield-child]").length,
    sent: names(body.closest("form")),
  };
}))"""


def choose_view(desk: Page, name: str) -> None:
    desk.get_by_role("button", name=name, exact=True).click()


def empty_cells(desk: Page) -> Locator:
    return cms.body(desk, "en").locator(".language-empty")


def blocks(desk: Page, language: str) -> Locator:
    """Without what was deleted."""
    return cms.body(desk, language).locator(
        "[data-streamfield-child]:not([aria-hidden])"
    )


def ids(desk: Page, language: str) -> list[str]:
    return [
        each.get_attribute("data-contentpath") for each in blocks(desk, language).all()
    ]


def boxes(found: Locator) -> list[tuple[int, int]]:
    """Top and height."""
    places = [each.bounding_box() for each in found.all()]
    return [(round(place["y"]), round(place["height"])) for place in places]


def test_blocks_are_copied_with_their_ids_left_out_and_put_back(desk: Page):
    cms.edit_article(desk, NORWEGIAN)
    norwegian = ids(desk, "nb")
    cells = empty_cells(desk)
    expect(cells).to_have_count(len(norwegian))
    assert boxes(cells) == boxes(blocks(desk, "nb"))

    cells.first.get_by_role("button", name="Kopier fra norsk").click()
    expect(cells).to_have_count(len(norwegian) - 1)
    assert ids(desk, "en") == norwegian[:1]
    copy = blocks(desk, "en").first
    expect(copy).to_contain_text("Kopiert, ikke oversatt")
    copy.get_by_role("button", name="Skal være likt").click()
    expect(copy).to_contain_text("Oppdatert")
    desk.get_by_role("status").get_by_role("button", name="Angre").click()
    expect(copy).to_contain_text("Kopiert, ikke oversatt")
    copy.get_by_role("button", name="Slett").click()
    expect(cells).to_have_count(len(norwegian))
    cells.first.get_by_role("button", name="Kopier fra norsk").click()
    told = desk.get_by_role("status").filter(has_text="Kopiert fra norsk")
    told.get_by_role("button", name="Angre").click()
    expect(cells).to_have_count(len(norwegian))
    assert ids(desk, "en") == []

    cells.first.get_by_role("button", name="Kopier alt som mangler").click()
    expect(cells).to_have_count(0)
    assert ids(desk, "en") == norwegian
    assert boxes(blocks(desk, "en")) == boxes(blocks(desk, "nb"))
    desk.get_by_role("status").get_by_role("button", name="Angre").click()

    cells.first.get_by_role("button", name="Utelat").click()
    expect(cells.first).to_contain_text("Utelatt")
    assert (
        desk.locator("input[name=left_out]").input_value() == f"en:body.{norwegian[0]}"
    )
    desk.evaluate(AXE.read_text())
    assert not run_axe(
        desk, "the form", ".language-tools, .language-row, .language-toast"
    )


def test_source_is_only_read_and_the_other_language_is_not_sent(desk: Page):
    cms.edit_article(desk, BOTH)
    choose_view(desk, "Oversett til engelsk")
    lead = desk.get_by_label("Ingress – norsk")
    lead.press("x")
    expect(lead).to_have_value(re.compile("^Null klager"))
    source = cms.body(desk, "nb")
    text = source.get_by_role("textbox").first
    expect(text).to_have_attribute("aria-readonly", "true")
    expect(source.get_by_role("button", name="Slett")).to_have_count(0)

    choose_view(desk, "Bare engelsk")
    expect(lead).to_be_hidden()
    desk.reload()
    expect(desk.get_by_role("button", name="Bare engelsk")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(lead).to_be_hidden()
    with desk.expect_request(lambda request: request.method == "POST") as sent:
        desk.get_by_label("Ingress – engelsk").fill("Hand-written")
        cms.save_draft(desk)
    names = set(re.findall(r'name="([^"]+)"', sent.value.post_data or ""))
    names |= set(parse_qs(sent.value.post_data or ""))
    assert "lead_en" in names
    assert not [name for name in names if "_nb" in name]
    choose_view(desk, "Begge språk")
    expect(lead).to_have_value(re.compile("^Null klager"))


def test_pairs_are_equally_high_and_can_be_parted(desk: Page):
    cms.edit_article(desk, BOTH)
    norwegian = ids(desk, "nb")
    assert ids(desk, "en") == norwegian
    assert boxes(blocks(desk, "en")) == boxes(blocks(desk, "nb"))

    # Opened and closed together, each with what is its own.
    blocks(desk, "en").first.get_by_role("button", name="Vis/skjul del").first.click()
    for language in ("nb", "en"):
        toggle = blocks(desk, language).first.get_by_role(
            "button", name="Vis/skjul del"
        )
        expect(toggle.first).to_have_attribute("aria-expanded", "false")
    belong(desk, 0, "Ingen blokk")
    pair = cms.body(desk, "en").get_by_role("button", name="Koble til blokken")
    expect(pair).to_have_count(1)
    assert ids(desk, "en")[0] != norwegian[0]
    pair.click()
    expect(pair).to_have_count(0)
    assert ids(desk, "en") == norwegian


def belong(desk: Page, number: int, to: str) -> None:
    """By the keyboard alone."""
    opener = blocks(desk, "en").nth(number).get_by_role("button", name="Hører til …")
    opener.press("Enter")
    choice = desk.get_by_role("combobox", name="Hører til", exact=True)
    expect(choice).to_be_focused()
    options = choice.get_by_role("option").all_inner_texts()
    [label] = [each for each in options if each.startswith(to)]
    choice.select_option(label=label)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(choice).to_have_count(0)
    expect(opener).to_be_focused()


def test_an_editor_says_which_block_a_block_belongs_to(desk: Page):
    cms.edit_article(desk, BOTH)
    norwegian = ids(desk, "nb")
    belong(desk, 0, "Ingen blokk")
    belong(desk, 1, "1. ")  # which has no pair any longer
    assert ids(desk, "en")[1] == norwegian[0]
    belong(desk, 0, "2. ")
    assert ids(desk, "en")[:2] == [norwegian[1], norwegian[0]]
    expect(
        desk.locator(".language-chip", has_text="I en annen rekkefølge")
    ).to_be_visible()
    desk.get_by_role("status").get_by_role("button", name="Angre").click()
    assert ids(desk, "en")[0] not in norwegian


def test_keys_lead_to_what_needs_work(desk: Page):
    cms.edit_article(desk, NORWEGIAN)
    expect(desk.get_by_text(re.compile("^Gjenstår: "))).to_be_visible()
    cells = desk.locator("[data-needs-work]")
    expect(cells.filter(has_text="Kopier alt som mangler").first).to_be_visible()
    desk.get_by_role("button", name="Begge språk").focus()
    for step in range(3):
        desk.keyboard.press("n")
        expect(cells.nth(step)).to_be_focused()
    desk.keyboard.press("p")
    expect(cells.nth(1)).to_be_focused()
    title = desk.get_by_label("Tittel – engelsk")
    title.press_sequentially("n")
    expect(title).to_have_value("n")
    expect(title).to_be_focused()
    expect(cells.first).to_contain_text("Ingress")  # the title is no longer missing


def test_new_page_says_what_is_missing_once_it_has_saved_itself(desk: Page):
    desk.add_init_script(WATCHED)
    cms.start_article(desk)
    expect(desk.locator("html[data-watched]")).to_have_count(1)
    chips = desk.locator(".language-chip", has_text="Mangler")
    expect(chips).to_have_count(0)
    desk.get_by_label("Tittel – norsk").fill("Ny sak")
    english = cms.field_of(desk, "Tittel – engelsk")
    expect(english.locator(chips)).to_be_visible()
    english.get_by_role("button", name="Kopier fra norsk").click()
    title = desk.get_by_label("Tittel – engelsk")
    expect(title).to_have_value("Ny sak")
    expect(english).to_contain_text("Kopiert, ikke oversatt")
    expect(desk.locator("input[name=copied]")).to_have_value("en:title")
    title.press("End")
    title.press_sequentially("!")
    expect(english).not_to_contain_text("Kopiert")
    expect(desk.locator("input[name=copied]")).to_have_count(0)


def test_long_form_is_whole_however_early_it_is_read(desk: Page):
    desk.add_init_script(NAMES + AT_ONCE)
    cms.edit_article(desk, LONG)
    norwegian, english = (blocks(desk, code) for code in ("nb", "en"))
    early = desk.evaluate("early")
    assert early["drawn"] < norwegian.count() == english.count()
    form = "names(document.querySelector('[data-language-tools]').closest('form'))"
    assert desk.evaluate(form) == early["sent"]
    expect(empty_cells(desk)).to_have_count(0)
    assert boxes(norwegian) == boxes(english)


def test_comment_on_a_block_that_is_drawn_late_is_found_by_its_link(desk: Page):
    cms.edit_article(desk, LONG)
    field = cms.body(desk, "nb").get_by_label("Lenketekst").last
    commented = field.locator("xpath=ancestor::*[@data-field][1]")
    commented.get_by_role("button", name="Legg til kommentar").click()
    desk.get_by_placeholder("Skriv kommentaren din").fill("Stemmer det?")
    desk.get_by_role("button", name="Kommentar", exact=True).click()
    cms.save_draft(desk)
    key = desk.locator("input[name=comments-0-id]").input_value()
    desk.goto(f"{desk.url}?comment={key}")
    expect(field).to_be_in_viewport()
    expect(desk.get_by_text("Stemmer det?")).to_be_in_viewport()


def test_what_is_typed_as_soon_as_the_form_is_there_is_saved(desk: Page):
    with desk.expect_request(
        lambda request: request.method == "POST" and request.url.endswith("/edit/")
    ) as sent:
        cms.edit_article(desk, LONG)
        desk.get_by_label("Ingress – norsk").fill("Skrevet med en gang")
    assert "Skrevet med en gang" in sent.value.post_data_buffer.decode()


def test_each_row_that_is_added_is_known_by_an_id_of_its_own(desk: Page):
    cms.start_article(desk)
    known = desk.locator("input[name^=related_links-][name$=-uuid]")
    for number in (1, 2):
        desk.get_by_role("button", name="Legg til relatert artikkel").click()
        expect(known).to_have_count(number)
        expect(known.last).to_have_value(UUID)
    assert known.first.input_value() != known.last.input_value()


def test_rich_text_outside_a_body_is_copied_and_put_back(desk: Page):
    cms.edit_page(desk, "Søk om medlemskap")
    english = cms.field_of(desk, "Prinsipper – engelsk")
    text = english.get_by_role("textbox")
    text.click()
    desk.keyboard.press("Control+a")
    desk.keyboard.press("Delete")
    copy = english.get_by_role("button", name="Kopier fra norsk")
    copy.click()
    expect(text).to_contain_text("Ledelsen tar ansvar.")
    expect(english).to_contain_text("Kopiert, ikke oversatt")
    value = english.locator("input[type=hidden]")
    expect(value).to_have_value(re.compile("Ledelsen tar ansvar"))
    desk.get_by_role("status").get_by_role("button", name="Angre").click()
    expect(text).to_have_text("")
    expect(copy).to_be_visible()


def test_words_in_blocks_that_are_arranged_once_have_marks_too(desk: Page):
    cms.edit_page(desk, "Medlemskap")
    heading = desk.locator("#sections-0-value-heading-en")
    expect(heading).to_be_attached()
    heading.evaluate("""(field) => { field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true })) }""")
    expect(heading).not_to_be_visible()  # its block is closed
    desk.get_by_role("button", name="Neste", exact=True).click()
    cell = desk.locator("[data-segment]", has=heading)
    expect(cell).to_be_focused()
    expect(cell).to_contain_text("Mangler")
    cell.get_by_role("button", name="Kopier fra norsk").click()
    expect(heading).to_have_value("Hva dere får igjen")
    expect(cell).to_contain_text("Kopiert, ikke oversatt")
