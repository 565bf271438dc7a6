"""An editor's log-in ends while they write: they are told, log in again, and save."""

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Response, expect

from ethicaltrade.demo.factories import PASSWORD

from . import cms
from .conftest import EDITOR

pytestmark = pytest.mark.browser
SETTLED = 2_500  # milliseconds until a form that was opened looks for changes


def open_article(desk: Page) -> tuple[str, str]:
    cms.edit_article(desk, "Risikoen finnes også her hjemme")
    return "Ingress – norsk", "Lagre utkast"


def open_snippet(group: str, name: str, row: str, label: str):
    def open_one(desk: Page) -> tuple[str, str]:
        cms.from_menu(desk, group, name)
        desk.get_by_role("main").get_by_role("link", name=row, exact=True).click()
        expect(desk.get_by_label(label).first).to_be_visible()
        return label, "Lagre"

    return open_one


def open_settings(desk: Page) -> tuple[str, str]:
    desk.goto("/admin/settings/core/sitesettings/")
    return "Postadresse", "Lagre"


FORMS = {
    "page": open_article,
    "person": open_snippet("Innhold", "Personer", "Stine Foss", "Tittel – norsk"),
    "member": open_snippet("Medlemmer", "Medlemmer", "Nordlys Demotekstil AS", "Sted"),
    "settings": open_settings,
}


@pytest.mark.parametrize("form", FORMS)
def test_nothing_typed_is_lost(desk: Page, form):
    label, save = FORMS[form](desk)
    end_log_in(desk.context)
    field = desk.get_by_label(label).first
    field.fill("Skrevet mens jeg var logget ut")
    desk.get_by_role("button", name=save, exact=True).click()
    notice = desk.get_by_role("alert").filter(has_text="Du er logget ut.")
    expect(notice).to_be_visible()
    expect(desk.locator("header").filter(has=notice)).to_have_count(0)
    link = notice.get_by_role("link", name="Logg inn (åpnes i en ny fane)")
    expect(link).to_be_focused()
    expect(field).to_have_value("Skrevet mens jeg var logget ut")

    with desk.context.expect_page() as opened:
        link.click()
    log_in(opened.value)
    opened.value.close()
    desk.bring_to_front()
    desk.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(
        desk.get_by_role("alert").filter(has_text="logget inn igjen")
    ).to_be_visible()
    desk.get_by_role("button", name=save, exact=True).click()
    expect(desk.get_by_role("status").filter(has_text="oppdatert")).to_be_visible()
    FORMS[form](desk)
    value = desk.get_by_label(label).first
    expect(value).to_have_value("Skrevet mens jeg var logget ut")


def end_log_in(context: BrowserContext) -> None:
    context.clear_cookies()


def log_in(window: Page, email: str = EDITOR) -> None:
    window.get_by_label("E-postadresse", exact=True).fill(email)
    window.get_by_label("Passord", exact=True).fill(PASSWORD)
    main = window.get_by_role("main")
    main.get_by_role("button", name="Logg inn", exact=True).click()
    expect(window).to_have_url("/admin/")


def test_another_log_in_meanwhile_is_no_obstacle(desk: Page):
    """A new token does not make the form fail."""
    label, save = open_settings(desk)
    field = desk.get_by_label(label)
    field.fill("Storgata 1")
    end_log_in(desk.context)
    other = desk.context.new_page()
    other.goto("/konto/login/?next=/admin/")
    log_in(other)
    other.close()
    desk.get_by_role("button", name=save, exact=True).click()
    expect(desk.get_by_role("status").filter(has_text="oppdatert")).to_be_visible()
    expect(field).to_have_value("Storgata 1")


def test_somebody_else_is_told_in_whose_name_they_save(desk: Page):
    label, save = open_settings(desk)
    field = desk.get_by_label(label)
    field.fill("Storgata 2")
    end_log_in(desk.context)
    other = desk.context.new_page()
    other.goto("/konto/login/?next=/admin/")
    log_in(other, "admin@example.org")
    other.close()
    button = desk.get_by_role("button", name=save, exact=True)
    button.click()
    notice = desk.get_by_role("alert").filter(has_text="Du er nå logget inn som")
    expect(notice).to_be_visible()
    expect(field).to_have_value("Storgata 2")
    button.click()
    expect(desk.get_by_role("status").filter(has_text="oppdatert")).to_be_visible()


def test_a_note_to_an_application_is_not_lost(desk: Page):
    """A form of the site's own, which saves nothing by itself."""
    desk.goto("/admin/applications/")
    desk.locator("table.listing td.title a").first.click()
    note = desk.get_by_label("Notat")
    note.fill("Ring dem på mandag.")
    end_log_in(desk.context)
    desk.get_by_role("button", name="Lagre notatet").click()
    notice = desk.get_by_role("alert").filter(has_text="Du er logget ut.")
    expect(notice).to_be_visible()
    expect(note).to_have_value("Ring dem på mandag.")
    with desk.context.expect_page() as opened:
        notice.get_by_role("link").click()
    log_in(opened.value)
    desk.get_by_role("button", name="Lagre notatet").click()
    expect(desk.get_by_text("Notatet er lagret")).to_be_visible()


def test_saved_by_itself_and_then_by_hand(desk: Page):
    """One editor alone is not told of newer versions."""
    label, _save = open_article(desk)
    field = desk.get_by_label(label)
    desk.wait_for_timeout(SETTLED)
    for text in ("Først", "Så"):
        with desk.expect_response(is_autosave) as answer:
            field.fill(text)
        assert answer.value.json()["success"]
    with desk.expect_request(is_autosave):
        field.fill("Til slutt")
    # It is under way when the form is sent.
    cms.publish(desk)
    open_article(desk)
    expect(field).to_have_value("Til slutt")


def is_autosave(exchange: Request | Response) -> bool:
    request = getattr(exchange, "request", exchange)
    accepts = request.headers.get("accept", "")
    return request.method == "POST" and accepts == "application/json"


def test_a_refused_form_saves_nothing_by_itself(desk: Page):
    """Somebody else saved meanwhile; what is kept is the editor's choice."""
    label, save = open_article(desk)
    other = desk.context.new_page()
    open_article(other)
    other.get_by_label(label).fill("Deres ingress")
    cms.save_draft(other)
    field = desk.get_by_label(label)
    desk.bring_to_front()
    sent: list[Request] = []
    field.fill("Min ingress")
    desk.get_by_role("button", name=save, exact=True).click()
    expect(desk.locator(".messages")).to_contain_text("Ikke lagret ennå")
    desk.on("request", lambda request: is_autosave(request) and sent.append(request))
    desk.wait_for_timeout(SETTLED)
    assert not sent
    expect(field).to_have_value("Min ingress")
    cms.save_draft(desk)
    expect(field).to_have_value("Min ingress")
