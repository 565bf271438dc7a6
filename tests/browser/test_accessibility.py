"""No page has an accessibility fault that axe can find.

Every address of the sitemap, so that new pages join by themselves, and those no
sitemap lists; in both languages, on a phone and a wide screen, light and dark.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from .conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
# Those of wagtail.admin.userbar.AccessibilityItem, one of them off in axe by itself.
RULES_OF_WAGTAIL = [
    "button-name",
    "empty-heading",
    "empty-table-header",
    "frame-title",
    "heading-order",
    "input-button-name",
    "link-name",
    "p-as-heading",
]
ARTICLE = "/nyheter/risikoen-finnes-ogsa-her-hjemme/"  # it has a contact person
LOG_IN = "/konto/login/"
NOT_IN_THE_SITEMAP = (
    LOG_IN,
    "/nyheter/?page=2",
    "/nyheter/?year=2001",  # nothing matches
    "/sok/",
    "/sok/?q=leverandørkjede",
    "/en/search/?q=supply",
    "/sok/?q=qwertyuiop",
    "/en/search/?q=qwertyuiop",
    "/finnes-ikke/",
    "/en/does-not-exist/",
)


@pytest.mark.parametrize(
    "viewport", [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")]
)
def test_axe_finds_nothing(new_context, viewport):
    page = new_context(viewport=viewport, reduced_motion="reduce").new_page()
    faults = []
    for place in every_page(page):
        page.add_script_tag(path=AXE)
        faults += run_axe(page, place, RULES)
        page.emulate_media(color_scheme="dark")
        faults += run_axe(page, f"{place} (dark)", RULES_OF_COLOUR)
        page.emulate_media(color_scheme="light")
    assert not faults, "\n" + "\n".join(faults)


def test_wagtails_check_of_content_blames_no_template(page: Page):
    """What editors are shown as faults, they can mend: none is in the templates."""
    faults = []
    for address in ("/", "/nyheter/", "/en/news/", "/om-oss/", ARTICLE):
        page.goto(address)
        page.add_script_tag(path=AXE)
        faults += run_axe(page, address, RULES_OF_WAGTAIL)
    assert not faults, "\n" + "\n".join(faults)


def every_page(page: Page) -> Iterator[str]:
    """Open each page in turn; yields what to call it.

    The language switcher of each adds its other language: pages that explain why
    they are not in that language are in no list.
    """
    waiting = [*sitemap(page), *NOT_IN_THE_SITEMAP]
    known = set(waiting)
    for address in waiting:
        page.goto(address)
        yield address
        for link in page.locator(".language-switcher a").all():
            other = link.get_attribute("href")
            if other not in known:
                known.add(other)
                waiting.append(other)
    for address in (LOG_IN, f"/en{LOG_IN}"):
        page.goto(address)
        page.get_by_role("main").get_by_role("button").click()
        expect(page.get_by_role("alert")).to_be_visible()
        yield f"{address} with errors"


def sitemap(page: Page) -> list[str]:
    """Every public page's address, relative to the site."""
    text = page.request.get("/sitemap.xml").text()
    paths = [urlsplit(url).path for url in re.findall("<loc>(.+?)</loc>", text)]
    assert len(paths) > 20, "the sitemap lists the demo site"
    return paths


def run_axe(page: Page, place: str, rules: list[str]) -> list[str]:
    """What axe finds on the open page by the rules or their tags, fault by fault."""
    violations = page.evaluate(
        "async (rules) => {"
        " const options = {runOnly: rules, resultTypes: ['violations']};"
        " const {violations} = await axe.run(options);"
        " return violations.flatMap((fault) => fault.nodes.map("
        "  (node) => [fault.id, node.html, node.failureSummary])); }",
        rules,
    )
    return [
        f"{place}: {rule}: {html[:200]}\n  {summary}"
        for rule, html, summary in violations
    ]
