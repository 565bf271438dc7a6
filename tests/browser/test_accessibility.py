"""No page has an accessibility fault that axe can find.

Every address a visitor can come to, so that new pages join by themselves, and every
form in error; in both languages, on a phone and a wide screen, light and dark, with
the menu open. A page is loaded once, and its window is turned and darkened in place.
"""

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.crawl import posting_forms, with_forms

from .applicant import apply
from .conftest import DESKTOP, PHONE
from .member import FORMS, log_in, own_pages
from .reader import choose_theme, open_everything, send_empty

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
OPENED = "header, details"  # what may look different once it is open
COLOURS = """() => [...document.body.querySelectorAll("*")].map((element) => {
  const style = getComputedStyle(element);
  return [element.localName, style.color, style.backgroundColor, style.fill,
          style.borderBlockEndColor, style.stroke, style.textDecorationColor].join(" ");
})"""


@pytest.fixture
def examiner(new_context) -> Page:
    """A window that has axe on every page."""
    context: BrowserContext = new_context(reduced_motion="reduce")
    context.add_init_script(path=AXE)
    return context.new_page()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_axe_finds_nothing(examiner, visited, language):
    faults = []
    for address, answer in visited.items():
        if answer.language == language:
            examiner.set_viewport_size(DESKTOP)
            examiner.goto(address)
            faults += faults_of(examiner, address)
    assert not faults, "\n" + "\n".join(faults)


def test_axe_finds_nothing_in_forms_in_error(examiner, visited):
    faults, count = [], 0
    for address, answer in with_forms(visited).items():
        for number, _form in enumerate(posting_forms(answer.soup)):
            examiner.set_viewport_size(DESKTOP)
            examiner.goto(address)
            send_empty(examiner, number)
            expect(examiner.get_by_role("main").get_by_role("alert")).to_be_visible()
            faults += faults_of(examiner, f"{address} in error")
            count += 1
    assert count >= 2
    assert not faults, "\n" + "\n".join(faults)


def test_axe_finds_nothing_on_a_members_own_pages(examiner):
    log_in(examiner)
    faults = []
    for address in own_pages(examiner):
        examiner.set_viewport_size(DESKTOP)
        examiner.goto(address)
        faults += faults_of(examiner, address)
    for address in FORMS:
        examiner.set_viewport_size(DESKTOP)
        examiner.goto(address)
        send_empty(examiner)
        expect(examiner.get_by_role("main").get_by_role("alert")).to_be_visible()
        faults += faults_of(examiner, f"{address} in error")
    assert not faults, "\n" + "\n".join(faults)


def test_axe_finds_nothing_in_the_steps_of_an_application(examiner):
    faults = []
    for step in apply(examiner):
        faults += faults_of(examiner, f"application: {step}")
        examiner.set_viewport_size(DESKTOP)
    assert not faults, "\n" + "\n".join(faults)


def test_axe_knows_the_rules_of_wcag_22(examiner):
    """An older axe would pass in silence."""
    examiner.goto("/")
    rules = examiner.evaluate("axe.getRules(['wcag22aa']).map((rule) => rule.ruleId)")
    assert "target-size" in rules


def test_wagtails_check_of_content_blames_no_template(examiner):
    """What editors are shown as faults, they can mend: none is in the templates."""
    faults = []
    for address in ("/", "/nyheter/", "/en/news/", "/om-oss/", ARTICLE):
        examiner.goto(address)
        faults += run_axe(examiner, address, RULES_OF_WAGTAIL)
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize(
    ("system", "choice", "same_as"),
    [
        ("light", "Dark", "dark"),
        ("dark", "Light", "light"),
        ("dark", "Follow the system", "dark"),
    ],
)
def test_chosen_theme_looks_as_the_systems(new_context, system, choice, same_as):
    """What axe found in the system's dark holds for the chosen one."""
    by_system = new_context(color_scheme=same_as, reduced_motion="reduce").new_page()
    chosen = new_context(color_scheme=system, reduced_motion="reduce").new_page()
    chosen.goto("/en/")
    choose_theme(chosen, choice)
    for address in ("/", "/nyheter/", ARTICLE, "/konto/login/"):
        by_system.goto(address)
        chosen.goto(address)
        assert chosen.evaluate(COLOURS) == by_system.evaluate(COLOURS), address
    assert [c["name"] for c in chosen.context.cookies()] == ["csrftoken"]  # log-in's


def faults_of(page: Page, place: str) -> Iterator[str]:
    """What axe finds on the open page in each of its states, fault by fault."""
    yield from run_axe(page, place, RULES)
    page.emulate_media(color_scheme="dark")
    yield from run_axe(page, f"{place} (dark)", RULES_OF_COLOUR)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    yield from run_axe(page, f"{place} (phone)", RULES)
    open_everything(page)
    yield from run_axe(page, f"{place} (phone, open)", RULES, OPENED)
    page.emulate_media(color_scheme="dark")
    yield from run_axe(page, f"{place} (phone, open, dark)", RULES_OF_COLOUR)
    page.emulate_media(color_scheme="light")


def run_axe(page: Page, place: str, rules: list[str], within: str = "") -> list[str]:
    """What axe finds by the rules or their tags, in the page or in parts of it."""
    violations = page.evaluate(
        "async ([rules, within]) => {"
        " const parts = within ? [...document.querySelectorAll(within)] : [];"
        " const context = parts.length ? {include: parts} : document;"
        " const options = {runOnly: rules, resultTypes: ['violations']};"
        " const {violations} = await axe.run(context, options);"
        " return violations.flatMap((fault) => fault.nodes.map("
        "  (node) => [fault.id, node.html, node.failureSummary])); }",
        [rules, within],
    )
    return [
        f"{place}: {rule}: {html[:200]}\n  {summary}"
        for rule, html, summary in violations
    ]
