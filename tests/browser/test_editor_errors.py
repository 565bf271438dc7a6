"""What the editor's form says when something is missing, and what it keeps."""

import pytest
from playwright.sync_api import Locator, Page, expect

from . import cms

pytestmark = pytest.mark.browser

LIVING_WAGE = "Levelønn: fra slagord til lønnsslipp"  # published in both languages
RISK_AT_HOME = "Risikoen finnes også her hjemme"  # in Norwegian only


def test_publishing_without_a_lead_says_so_beside_the_field(desk: Page):
    cms.start_article(desk)
    desk.get_by_label("Tittel – norsk").fill("Uten ingress")
    cms.write(cms.add_block(desk, "nb", "Tekst"), "Brødteksten er ferdig.")
    cms.try_to_publish(desk)

    expect(desk.locator(".messages")).to_contain_text("skjemaet har feil")
    expect(desk.get_by_label("Ingress – norsk")).to_have_attribute(
        "aria-invalid", "true"
    )
    expect(cms.field_of(desk, "Ingress – norsk")).to_contain_text(
        "Dette må fylles ut før norsk kan publiseres."
    )
    expect(desk.get_by_label("Ingress – engelsk")).not_to_have_attribute(
        "aria-invalid", "true"
    )
    expect(desk.get_by_label("Tittel – norsk")).to_have_value("Uten ingress")
    expect(cms.body(desk, "nb")).to_contain_text("Brødteksten er ferdig.")


def test_half_written_english_does_not_block_a_norwegian_correction(
    desk: Page, page: Page
):
    cms.edit_article(desk, RISK_AT_HOME)
    desk.get_by_label("Ingress – norsk").fill("Rettet ingress.")
    desk.get_by_label("Tittel – engelsk").fill("The risk is he")
    quotation = cms.add_block(desk, "en", "Sitat")
    quotation.get_by_role("textbox", name="Tittel eller org").fill("Nobody yet")
    cms.publish(desk)

    page.goto("/nyheter/risikoen-finnes-ogsa-her-hjemme/")
    expect(page.get_by_text("Rettet ingress.")).to_be_visible()
    cms.edit_article(desk, RISK_AT_HOME)
    kept = cms.body(desk, "en").get_by_role("textbox", name="Tittel eller org")
    expect(kept).to_have_value("Nobody yet")

    cms.try_to_publish(desk, "engelsk")
    expect(desk.locator(".messages")).to_contain_text("skjemaet har feil")
    expect(cms.field_of(desk, "Ingress – engelsk")).to_contain_text(
        "Dette må fylles ut før engelsk kan publiseres."
    )


def test_date_is_read_as_people_write_it_or_asked_for_again(desk: Page):
    """The calendar beside the field made today of it, without a word."""
    cms.edit_page(desk, "Offentlige anskaffelser på FN-forumet i Genève")
    day = desk.get_by_label("Dag*").first
    type_a_day(desk, day, "12.05.2027")
    expect(desk.locator(".messages")).to_contain_text("oppdatert")
    expect(day).to_have_value("12.05.2027")
    type_a_day(desk, day, "tolvte mai")
    expect(desk.locator(".messages")).to_contain_text("skjemaet har feil")
    expect(day).to_have_value("tolvte mai")
    expect(cms.field_of(desk, "Dag*").last).to_contain_text("Oppgi en gyldig dato.")


def type_a_day(desk: Page, field: Locator, text: str) -> None:
    """In place of what is there, and save the draft."""
    field.fill("")
    cms.type_in(field, text)
    field.press("Tab")
    expect(field).to_have_value(text)
    desk.get_by_role("button", name="Lagre utkast").click()


@pytest.mark.parametrize(
    ("title", "languages"),
    [
        (LIVING_WAGE, {"norsk": "nb", "engelsk": "en"}),
        (RISK_AT_HOME, {"norsk": "nb"}),
    ],
)
def test_published_page_can_be_seen_in_each_of_its_languages(
    desk: Page, title, languages
):
    cms.edit_article(desk, title)
    links = desk.get_by_role("link", name="Se publisert")
    expect(links).to_have_text([f"Se publisert {name}" for name in languages])
    for language, code in languages.items():
        with desk.expect_popup() as opened:
            links.filter(has_text=language).click()
        expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
        expect(opened.value.locator("html")).to_have_attribute("lang", code)


def test_interface_in_english(desk: Page, page: Page):
    cms.edit_article(desk, LIVING_WAGE)
    address = desk.url
    choose_english(desk)
    desk.goto(address)
    desk.get_by_label("Lead – Norwegian").fill("Rettet fra engelsk.")
    desk.get_by_role("button", name="Publish Norwegian").click()
    expect(desk.get_by_role("status").filter(has_text="published")).to_be_visible()

    page.goto("/nyheter/levelonn-fra-slagord-til-lonnsslipp/")
    expect(page.get_by_role("heading", level=1)).to_have_text(LIVING_WAGE)
    expect(page.get_by_text("Rettet fra engelsk.")).to_be_visible()
    page.get_by_role("navigation", name="Språk").get_by_text("English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Living wage")


def choose_english(desk: Page) -> None:
    desk.goto("/admin/account/")
    desk.get_by_label("Etternavn").fill("Redaktør")
    desk.get_by_label("Foretrukket språk").select_option(label="engelsk")
    desk.get_by_role("button", name="Lagre").click()
    expect(desk.get_by_role("status")).to_contain_text("er lagret")
