"""From an application in English to the day the membership is over, and the log-ins."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from . import cms
from .applicant import CONTACT, EMAIL, NAME, apply
from .conftest import DemoSite
from .mailbox import email_text, link_in

pytestmark = pytest.mark.browser

COLLEAGUE = "jonas.demo@example.org"
PASSWORD = "fjorten-maaker-paa-brygga"
RESOURCES = "/en/membership/resources/"
CLOSED = "Risk map for goods and services"  # no teaser: outsiders do not know of it
SEARCH = "/en/search/?q=risk+map"
MEMBER, MEMBERS_PASSWORD = "medlem@example.org", "etisk-handel-demo"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",  # the phone's or the computer's own
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_from_application_to_the_end_of_the_membership(
    page: Page, desk: Page, new_context: Callable[..., BrowserContext], site: DemoSite
):
    assert list(apply(page))[-1] == "status"
    approve(desk)
    contact = new_context(locale="en-GB").new_page()
    accept(contact, site, EMAIL, CONTACT)
    documents = [download(contact, RESOURCES)]
    invite_colleague(contact)
    colleague = new_context().new_page()
    accept(colleague, site, COLLEAGUE, "Jonas Demo")
    documents.append(download(colleague, RESOURCES))

    end_membership(desk)
    for who, (resource, document) in zip((contact, colleague), documents, strict=True):
        # Each session is met by the end on another address, on its very next request.
        expect_nothing(who, document, resource)
    for address in (RESOURCES, SEARCH):
        contact.goto(address)
        expect(contact.get_by_role("main")).not_to_contain_text(CLOSED)
    contact.goto("/en/my-page/colleagues/")
    expect(contact.get_by_role("main")).not_to_contain_text("Jonas Demo")


def test_passkey_is_added_and_opens_the_account(page: Page):
    give_authenticator(page)
    page.goto("/konto/login/")
    page.get_by_label("E-postadresse").fill(MEMBER)
    page.get_by_label("Passord", exact=True).fill(MEMBERS_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Logg inn", exact=True).click()
    page.goto("/konto/")
    page.get_by_role("main").get_by_role("link", name="Slå på").click()
    page.get_by_role("link", name="Legg til passnøkkel").click()
    # Whoever finds a window open adds no key of their own.
    page.get_by_label("Passord", exact=True).fill(MEMBERS_PASSWORD)
    page.get_by_role("button", name="Gå videre").click()
    page.get_by_role("button", name="Legg til passnøkkelen").click()
    page.wait_for_url(lambda address: "/webauthn/add/" not in address)

    log_out(page)
    page.goto("/konto/login/?next=/min-side/")
    page.get_by_role("button", name="Logg inn med passnøkkel").click()
    page.wait_for_url("/min-side/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hei")


def test_code_from_the_email_logs_in(page: Page, site: DemoSite):
    page.goto("/en/konto/login/?next=/en/my-page/")
    page.get_by_role("link", name="Get a code by e-mail").click()
    page.get_by_label("E-mail address").fill(MEMBER)
    page.get_by_role("button", name="Send me a code").click()
    code = page.get_by_label("Code from the e-mail")
    code.fill("WRONGX")
    log_in = page.get_by_role("main").get_by_role("button", name="Log in", exact=True)
    log_in.click()
    expect(page.get_by_role("main").get_by_role("alert")).to_be_focused()
    code.fill(code_in(email_text(site, MEMBER, "account:login_code")))
    log_in.click()
    page.wait_for_url("/en/my-page/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")


def code_in(text: str) -> str:
    """The line that is nothing but a code."""
    return re.search(r"^[A-Z0-9-]{6,12}$", text, re.MULTILINE)[0]


def give_authenticator(page: Page) -> None:
    """Let the window have a device that keeps passkeys, and a willing finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def log_out(page: Page) -> None:
    """By the button in the header; the closed pages are closed again."""
    page.get_by_role("banner").get_by_role("button", name="Logg ut").click()
    expect(
        page.get_by_role("banner").get_by_role("link", name="Logg inn")
    ).to_have_count(1)
    assert page.context.request.get("/min-side/", max_redirects=0).status == 302


# The staff, in Norwegian


def approve(desk: Page) -> None:
    """From the CMS's menu to the e-mail, and to the state behind it."""
    cms.from_menu(desk, "Medlemmer", re.compile("^Søknader"))
    desk.get_by_role("link", name=NAME).first.click()
    main = desk.get_by_role("main")
    main.get_by_role("link", name="Ta til behandling").click()
    main.get_by_role("button", name="Ta til behandling").click()
    expect(desk.get_by_role("status")).to_contain_text("Nå er det du som behandler")
    main.get_by_role("link", name="Godkjenn", exact=True).click()
    main.get_by_role("button", name="Se meldingen før den sendes").click()
    email_shown = main.frame_locator("iframe").locator("body")
    expect(email_shown).to_contain_text(NAME)
    expect(email_shown).to_have_text(re.compile("member", re.IGNORECASE))
    # By key: Chromium without a window loses clicks beside a sandboxed frame.
    main.get_by_role("button", name="Godkjenn og send e-postene").press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Virksomheten er nå medlem")
    expect(main).to_contain_text("Godkjent")


def end_membership(desk: Page) -> None:
    """Today is the first day they are no longer a member."""
    cms.from_menu(desk, "Medlemmer", "Medlemmer")
    desk.get_by_role("main").get_by_role("link", name=NAME).first.click()
    today = datetime.now(ZoneInfo("Europe/Oslo")).date()
    desk.get_by_label("Avsluttet").fill(today.isoformat())
    desk.get_by_label("Avsluttet").press("Tab")
    desk.get_by_role("button", name="Lagre").first.click()
    expect(desk.get_by_role("status")).to_contain_text("oppdatert")


# The people


def accept(page: Page, site: DemoSite, email: str, name: str) -> None:
    """Follow the link in the invitation, choose a password, and land on My page."""
    text = email_text(site, email, "membership-invitation")
    page.goto(link_in(text, "invitasjon|invitation"))
    expect(page.get_by_role("main")).to_contain_text(email)
    page.locator("[name=name]").fill(name)
    page.locator("[name=how][value=password]").check()
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(re.compile("/(min-side|en/my-page)/$"))
    expect(page.get_by_role("main")).to_contain_text(NAME)


def download(page: Page, resources: str) -> tuple[str, str]:
    """Open a closed resource from the list, and save its first document.

    Returns the addresses of the page and of the document.
    """
    page.goto(resources)
    page.get_by_role("main").get_by_role("link", name=CLOSED).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CLOSED)
    link = page.locator(".document-link a").first
    document = link.get_attribute("href")
    with page.expect_download() as saved:  # a plain click opens it in the window
        link.click(modifiers=["Alt"])
    content = Path(saved.value.path()).read_bytes()
    assert content.startswith(b"%PDF")
    assert content.rstrip().endswith(b"%%EOF")
    return page.url, document


def invite_colleague(page: Page) -> None:
    """The main contact invites somebody who reads Norwegian."""
    page.goto("/en/my-page/")
    page.get_by_role("navigation", name="My page").get_by_role(
        "link", name="Colleagues"
    ).click()
    page.get_by_label("E-mail address").fill(COLLEAGUE)
    page.get_by_role("main").get_by_label("Norwegian").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("main")).to_contain_text(f"on its way to {COLLEAGUE}")


def expect_nothing(page: Page, document: str, resource: str) -> None:
    """Neither the document nor its page; the session itself is still there."""
    answer = page.context.request.get(document, max_redirects=0)
    assert answer.status in (302, 403)
    assert not answer.body().startswith(b"%PDF")
    answer = page.goto(resource)
    assert answer.status == 403
    expect(page.locator("body")).not_to_contain_text(CLOSED)
