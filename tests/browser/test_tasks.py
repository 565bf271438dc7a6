"""The translator's day and the reviewer's, in Norwegian."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.exchange.files import filled

from . import cms
from .conftest import DemoSite
from .examination import AXE, run_axe
from .test_languages import bar, publish, view

pytestmark = pytest.mark.browser

TITLE = "Risikoen finnes også her hjemme"  # in Norwegian alone


@pytest.fixture
def window(new_context, site: DemoSite):
    """Of somebody who is logged in."""

    def open_one(email: str) -> Page:
        context: BrowserContext = new_context()
        cookie = {"name": "sessionid", "value": site.sessions[email]}
        context.add_cookies([cookie | {"url": site.address}])
        context.add_init_script(path=AXE)
        return context.new_page()

    return open_one


def switch_on(desk: Page) -> None:
    """Of the news, from their own form."""
    desk.context.add_init_script(path=AXE)
    cms.edit_page(desk, "Nyheter")
    cms.open_page_menu(desk)
    desk.get_by_role("link", name="Gjennomgang og oversettelse").click()
    desk.get_by_label("Denne siden, og alle sider under den").check()
    desk.get_by_role("button", name="Lagre", exact=True).click()
    expect(desk.get_by_text("Sider her kan sendes til")).to_be_visible()


def send(desk: Page, language: str, offer: str, whom: str, button: str) -> None:
    bar(desk, language).get_by_role("link", name=offer).click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_be_visible()
    search = dialog.get_by_role("combobox", name="Til")
    expect(search).to_be_focused()
    search.fill(whom)
    dialog.get_by_role("option", name=whom).click()
    due = timezone.localdate() + timedelta(days=5)
    dialog.get_by_label("Frist").fill(due.isoformat())
    dialog.get_by_label("Kommentar").fill("Hils i teksten.")
    assert run_axe(desk, "the dialog", within=".task-dialog") == []
    dialog.get_by_role("button", name=button).click()
    expect(bar(desk, language)).to_contain_text("frist")


def waiting(desk: Page) -> Locator:
    desk.goto("/admin/")
    return desk.get_by_role("region", name="Venter på deg")


def translate_in_a_file(theirs: Page) -> None:
    """All but the lead, which stays as it is; then back to the page."""
    cms.open_page_menu(theirs)
    theirs.get_by_role("link", name="Oversettelsesfiler").click()
    expect(theirs.get_by_role("main")).to_contain_text(TITLE)
    assert run_axe(theirs, "the forms", within="main") == []
    with theirs.expect_download() as made:
        theirs.get_by_role("button", name="Lag filen").click()
    file = made.value.path().read_bytes()
    translated = filled(file, str.upper, lambda key: key != "lead")
    translated = filled(translated, str, lambda key: key == "lead")
    theirs.get_by_label("Fil fra oversetteren").set_input_files(
        {"name": "<b>en.xlf", "mimeType": "application/x", "buffer": translated}
    )
    theirs.get_by_role("button", name="Les inn filen").click()
    expect(theirs.get_by_text("Ferdig: 1 side")).to_be_visible()
    lines = theirs.get_by_role("table").get_by_role("row")
    expect(lines.filter(has_text="Tittel")).to_contain_text("Tatt inn")
    lead = lines.filter(has_text="Ingress")
    expect(lead).to_contain_text("Ikke tatt inn")
    expect(lead).to_contain_text("ikke oversatt")
    assert run_axe(theirs, "the report", within="main") == []
    theirs.get_by_role("link", name=re.compile("^Ikke tatt inn")).click()
    expect(lines.filter(has_text="Tittel").filter(has_text="Tatt")).to_have_count(0)
    lead.get_by_role("link", name=TITLE).click()


def test_the_translators_day(desk: Page, window, site: DemoSite):
    switch_on(desk)
    cms.edit_article(desk, TITLE)
    send(desk, "Engelsk", "Send til oversettelse", "Odd Demo", "Send til oversettelse")
    expect(bar(desk, "Engelsk")).to_contain_text("Til oversettelse hos Odd Demo")

    theirs = window("oversetter@example.org")
    region = waiting(theirs)
    expect(region).to_contain_text("Oversettelse til engelsk")
    expect(region).to_contain_text("Hils i teksten.")
    assert run_axe(theirs, "the panel", within="#waiting-for-you") == []
    region.get_by_role("link", name=TITLE).click()
    norwegian = theirs.get_by_label("Tittel – norsk")
    expect(norwegian).to_have_value(TITLE)
    expect(norwegian).not_to_be_editable()
    expect(theirs.get_by_role("button", name="Begge språk")).to_be_hidden()
    expect(theirs.get_by_role("button", name="Publiser engelsk")).to_have_count(0)
    translate_in_a_file(theirs)
    expect(theirs.get_by_label("Tittel – engelsk")).to_have_value(TITLE.upper())
    expect(cms.body(theirs, "en")).to_contain_text("PASS PÅ PRISEN")
    theirs.get_by_label("Ingress – engelsk").fill("At home as well.")
    cms.save_draft(theirs)
    bar(theirs, "Engelsk").get_by_role("link", name="Oversettelsen er klar").click()
    theirs.get_by_role("dialog").get_by_role("button", name="Merk som klar").click()
    expect(theirs.get_by_text("Oversettelsen er ferdig")).to_be_visible()
    region = theirs.get_by_role("region", name="Venter på deg")
    expect(region).to_contain_text("Ingenting venter på deg")

    cms.edit_article(desk, TITLE)
    expect(desk.get_by_label("Tittel – engelsk")).to_have_value(TITLE.upper())
    expect(desk.get_by_label("Ingress – engelsk")).to_have_value("At home as well.")
    expect(bar(desk, "Engelsk")).not_to_contain_text("Til oversettelse hos")


def test_the_reviewers_day(desk: Page, window):
    switch_on(desk)
    cms.edit_article(desk, TITLE)
    send(desk, "Norsk", "Send til gjennomgang", "admin@example.org", "Send til gjennom")

    theirs = window("admin@example.org")
    waiting(theirs).get_by_role("link", name=TITLE).click()
    bar(theirs, "Norsk").get_by_role("link", name="Send tilbake").click()
    dialog = theirs.get_by_role("dialog")
    dialog.get_by_role("button", name="Send tilbake").click()
    expect(dialog.locator(".w-field__errors")).to_contain_text("må fylles ut")
    dialog.get_by_label("Hva må gjøres?").fill("Ingressen er for lang.")
    dialog.get_by_role("button", name="Send tilbake").click()
    expect(bar(theirs, "Norsk")).to_contain_text("sendt tilbake")

    region = waiting(desk)
    expect(region).to_contain_text("Ingressen er for lang.")
    region.get_by_role("link", name=TITLE).click()
    desk.get_by_label("Ingress – norsk").click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("Kortere.")
    send(desk, "Norsk", "Send til gjennomgang", "admin@example.org", "Send til gjennom")
    expect(waiting(desk)).to_have_count(0)

    waiting(theirs).get_by_role("link", name=TITLE).click()
    expect(theirs.get_by_label("Ingress – norsk")).to_have_value("Kortere.")
    view(theirs, "Bare norsk")
    publish(theirs, "norsk")
    expect(bar(theirs, "Norsk")).not_to_contain_text("Til gjennomgang")
    expect(waiting(theirs)).to_have_count(0)
