"""A main contact who reads Norwegian, and what only such a one can come to."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import Page

EMAIL, PASSWORD = "medlem@example.org", "etisk-handel-demo"
BEGIN = ("/min-side/", "/konto/")
CLOSED = (
    "/medlemskap/ressurser/",
    "/medlemskap/ressurser/levelonn-i-praksis/",  # chapters and a document
    "/medlemskap/ressurser/levelonn-i-praksis/finn-et-estimat/",
    "/medlemskap/ressurser/opptak-skriv-redegjorelsen-sa-noen-vil-lese-den/",
    "/admin/login/",  # 403
)
FORMS = (
    "/min-side/kolleger/",
    "/min-side/organisasjonen/rapport/",
    "/konto/password/change/",
)
"""Pages whose form, sent empty, comes back with errors."""


def log_in(page: Page) -> None:
    """By password, and by the password once more: what is guarded is then open."""
    page.goto("/konto/login/")
    page.locator("[name=login]").fill(EMAIL)
    send_password(page)
    page.goto("/konto/reauthenticate/")
    send_password(page)


def send_password(page: Page) -> None:
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("[name=password]").press("Enter")


def own_pages(page: Page) -> list[str]:
    """My page, the account, and all below them that a link leads to; closed pages."""
    waiting = list(BEGIN)
    pages = []
    for address in waiting:
        answer = page.context.request.get(address, max_redirects=0)
        if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        pages.append(address)
        found = set(leads_from(address, answer.text()))
        waiting += sorted(found - set(waiting))
    assert len(pages) > 15, pages
    return [*pages, *CLOSED]


def leads_from(address: str, html: str) -> Iterator[str]:
    """Where the page leads to among the reader's own."""
    for link in BeautifulSoup(html, "html.parser").select("a[href]"):
        parts = urlsplit(urljoin(address, link["href"]))
        if not parts.netloc and parts.path.startswith(BEGIN):
            yield parts.path
