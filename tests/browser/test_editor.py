"""An editor writes an article in two languages, one published before the other."""

import pytest
from playwright.sync_api import Page, expect

from ethicaltrade.demo.factories import PASSWORD

from . import cms
from .conftest import EDITOR

pytestmark = pytest.mark.browser

NORWEGIAN = "/nyheter/aerlig-ol-pa-as/"
ENGLISH = "/en/news/honest-beer-at-as/"
BORROWED = "/en/news/aerlig-ol-pa-as/"  # until there is an English title
RENAMED = "/en/news/beer-with-nothing-to-hide/"


def test_article_in_two_languages(new_context, page: Page, site, tmp_path):
    desk = new_context().new_page()
    log_in(desk)
    write_article(desk, tmp_path)
    check_previews(desk)
    cms.publish(desk)

    check_norwegian(page)
    check_explanation(page)

    cms.edit_article(desk, "Ærlig øl på Ås")
    cms.publish(desk, "engelsk")
    check_switcher(page)

    cms.edit_article(desk, "Ærlig øl på Ås")
    cms.tab(desk, "Synliggjøring")
    desk.get_by_label("Adressenavn – engelsk").fill(RENAMED.split("/")[-2])
    cms.publish(desk, "engelsk")
    check_old_address(page)


def test_link_in_the_text(desk: Page, page: Page):
    cms.edit_article(desk, "Risikoen finnes også her hjemme")
    block = cms.add_block(desk, "nb", "Tekst")
    cms.write(block, "Les om medlemskapet")
    desk.keyboard.press("Control+a")
    desk.keyboard.press("Control+k")
    dialog = desk.get_by_role("dialog")
    dialog.get_by_role("link", name="Utforsk").click(timeout=5_000)
    dialog.get_by_role("link", name="Medlemskap", exact=True).click()
    expect(block.get_by_role("button", name="Les om medlemskapet")).to_be_visible()
    # The form has the link a quarter of a second later.
    expect(block.locator('input[type=hidden][value*="LINK"]')).to_have_count(1)
    cms.publish(desk)
    page.goto("/nyheter/risikoen-finnes-ogsa-her-hjemme/")
    page.get_by_role("link", name="Les om medlemskapet").click()
    expect(page).to_have_url("/medlemskap/")


def test_both_languages_are_seen_beside_the_preview(desk: Page):
    cms.edit_article(desk, "Risikoen finnes også her hjemme")
    cms.open_preview(desk)
    panel = desk.get_by_role("complementary", name="Forhåndsvisning")
    expect(panel).to_be_visible()
    for language in ("norsk", "engelsk"):
        title = desk.get_by_label(f"Tittel – {language}").bounding_box()
        assert title["x"] + title["width"] <= panel.bounding_box()["x"]


def log_in(desk: Page) -> None:
    desk.goto("/admin/")
    expect(desk).to_have_url("/konto/login/?next=/admin/")
    desk.get_by_label("E-postadresse", exact=True).fill(EDITOR)
    desk.get_by_label("Passord", exact=True).fill(PASSWORD)
    desk.get_by_role("main").get_by_role("button", name="Logg inn", exact=True).click()
    expect(desk).to_have_url("/admin/")


def write_article(desk: Page, folder) -> None:
    cms.start_article(desk)
    cms.type_in(desk.get_by_label("Tittel – norsk"), "Ærlig øl på Ås")
    cms.type_in(desk.get_by_label("Tittel – engelsk"), "Honest beer at Ås")
    cms.upload_picture(desk, folder, "Flasker på et lager", "Bottles in a store")
    desk.get_by_label("Ingress – norsk").fill("Bryggeriet ber om åpenhet.")
    desk.get_by_label("Ingress – engelsk").fill("The brewery asks for openness.")

    cms.write(cms.add_block(desk, "nb", "Tekst"), "Ølet kommer fra Ås.")
    quotation = cms.add_block(desk, "nb", "Sitat")
    quotation.get_by_role("textbox", name="Sitat").fill("Vi spør alle.")
    quotation.get_by_label("Navn").fill("Kari Demo")
    excerpt = cms.add_block(desk, "nb", "Utdrag på et annet språk")
    excerpt.get_by_role("combobox", name="Språket i utdraget").select_option(
        label="engelsk"
    )
    cms.write(excerpt, "We ask every supplier.")
    cms.write(cms.add_block(desk, "en", "Tekst"), "The beer comes from Ås.")
    cms.save_draft(desk)
    cms.tab(desk, "Synliggjøring")
    expect(desk.get_by_label("Adressenavn – norsk")).to_have_value("aerlig-ol-pa-as")
    expect(desk.get_by_label("Adressenavn – engelsk")).to_have_value(
        "honest-beer-at-as"
    )
    cms.tab(desk, "Innhold")


def check_previews(desk: Page) -> None:
    """In the panel beside the form, and in a window of its own."""
    shown = cms.open_preview(desk)
    expect(shown.get_by_role("heading", name="Ærlig øl på Ås")).to_be_visible()
    expect(shown.get_by_text("Ølet kommer fra Ås.")).to_be_visible()
    desk.get_by_label("Visningsmodus").select_option(label="engelsk")
    expect(shown.get_by_role("heading", name="Honest beer at Ås")).to_be_visible()
    expect(shown.get_by_text("The beer comes from Ås.")).to_be_visible()
    expect(shown.locator("html")).to_have_attribute("lang", "en")
    with desk.expect_popup() as opened:
        desk.get_by_role("link", name="Forhåndsvis i ny fane").click()
    expect(
        opened.value.get_by_role("heading", name="Honest beer at Ås")
    ).to_be_visible()
    opened.value.close()


def check_norwegian(page: Page) -> None:
    assert page.goto(NORWEGIAN).status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("Ærlig øl på Ås")
    expect(page.get_by_role("img", name="Flasker på et lager")).to_be_visible()
    expect(page.get_by_text("Vi spør alle.")).to_be_visible()
    excerpt = page.get_by_role("blockquote").filter(has_text="We ask every supplier.")
    expect(excerpt).to_have_attribute("lang", "en")


def check_explanation(page: Page) -> None:
    page.get_by_role("navigation", name="Språk").get_by_text("English").click()
    expect(page).to_have_url(BORROWED)
    assert page.goto(BORROWED).status == 200
    expect(page.get_by_text("This page is not available in English.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", "nb")
    page.get_by_role("link", name="Les siden på norsk").click()
    expect(page).to_have_url(NORWEGIAN)


def check_switcher(page: Page) -> None:
    assert page.goto(NORWEGIAN).status == 200
    page.get_by_role("navigation", name="Språk").get_by_text("English").click()
    expect(page).to_have_url(ENGLISH)
    expect(page.get_by_role("heading", level=1)).to_have_text("Honest beer at Ås")
    expect(page.get_by_role("img", name="Bottles in a store")).to_be_visible()
    page.get_by_role("navigation", name="Language").get_by_text("Norsk").click()
    expect(page).to_have_url(NORWEGIAN)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ærlig øl på Ås")


def check_old_address(page: Page) -> None:
    answer = page.request.get(ENGLISH, max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (301, RENAMED)
    assert page.goto(RENAMED).status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("Honest beer at Ås")
