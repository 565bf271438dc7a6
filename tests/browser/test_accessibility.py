"""No page has a fault that axe can find, or loses anything in a small window.

The addresses a visitor can come to, so that new pages join by themselves, and every
form in error; in both languages, on a phone and a wide screen, light and dark, with the
menu open, zoomed in, and with large or spaced text. See ``examination``.
"""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.crawl import posting_forms, with_forms, with_longest_words

from .applicant import apply
from .conftest import DESKTOP, PHONE
from .examination import AXE, faults_of, lost_on, run_axe
from .member import FORMS, log_in, own_pages
from .reader import choose_theme, open_everything, send_empty

pytestmark = pytest.mark.browser

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
COLOURS = """() => [...document.body.querySelectorAll("*")].map((element) => {
  const style = getComputedStyle(element);
  return [element.localName, style.color, style.backgroundColor, style.fill,
          style.borderBlockEndColor, style.stroke, style.textDecorationColor].join(" ");
})"""


@pytest.fixture
def examiner(new_context) -> Page:
    """A window that has axe on every page."""
    context: BrowserContext = new_context(viewport=DESKTOP, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    return context.new_page()


@pytest.mark.long
@pytest.mark.parametrize("language", ["nb", "en"])
def test_pages_are_without_fault(examiner, visited, language):
    faults = []
    for address, answer in visited.items():
        if answer.language == language:
            examiner.goto(address)
            faults += faults_of(examiner, address)
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.long
def test_longest_words_are_not_lost(examiner, crawled, visited):
    lost = []
    for address in with_longest_words(crawled, beside=visited):
        examiner.goto(address)
        examiner.set_viewport_size(PHONE)
        open_everything(examiner)
        lost += lost_on(examiner, address)
    assert not lost, "\n" + "\n".join(lost)


@pytest.mark.long
def test_forms_in_error_are_without_fault(examiner, visited):
    faults, count = [], 0
    for address, answer in with_forms(visited).items():
        for number, _form in enumerate(posting_forms(answer.soup)):
            examiner.goto(address)
            send_empty(examiner, number)
            expect(examiner.get_by_role("main").get_by_role("alert")).to_be_visible()
            faults += faults_of(examiner, f"{address} in error")
            count += 1
    assert count >= 2
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.long
def test_members_own_pages_are_without_fault(examiner):
    log_in(examiner)
    faults = []
    for address in own_pages(examiner):
        examiner.goto(address)
        faults += faults_of(examiner, address)
    for address in FORMS:
        examiner.goto(address)
        send_empty(examiner)
        expect(examiner.get_by_role("main").get_by_role("alert")).to_be_visible()
        faults += faults_of(examiner, f"{address} in error")
    assert not faults, "\n" + "\n".join(faults)


def test_steps_of_an_application_are_without_fault(examiner):
    faults = []
    for step in apply(examiner):
        faults += faults_of(examiner, f"application: {step}")
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
        faults += run_axe(examiner, address, rules=RULES_OF_WAGTAIL)
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize(
    ("system", "choice", "same_as"),
    [
        ("light", "Dark", "dark"),
        ("dark", "Light", "light"),
        ("dark", "Use the system setting", "dark"),
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
