"""No page has a fault that axe can find, or loses anything in a small window.

The addresses a visitor can come to, so that new pages join by themselves, and every
form in error; in both languages, on a phone and a wide screen, light and dark, with the
menu open, zoomed in, and with large or spaced text. See ``examination``.
"""

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.crawl import posting_forms, with_forms, with_longest_words

from .applicant import apply
from .conftest import DESKTOP, PHONE
from .examination import AXE, faults_of, faults_of_words, lost_on, run_axe
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
    """Beyond the first language the words are others, and what is theirs is asked."""
    look_at = faults_of if language == settings.LANGUAGE_CODE else faults_of_words
    faults = []
    for address, answer in visited.items():
        if answer.language == language:
            examiner.goto(address)
            faults += look_at(examiner, address)
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


def test_chosen_theme_looks_as_the_systems(new_context):
    """What axe found in the system's dark holds for the chosen one."""
    addresses = ("/", ARTICLE, "/konto/login/")
    looks = {}
    for scheme in ("light", "dark"):
        page = new_context(color_scheme=scheme, reduced_motion="reduce").new_page()
        for address in addresses:
            page.goto(address)
            looks[scheme, address] = page.evaluate(COLOURS)
    assert looks["light", "/"] != looks["dark", "/"]
    for system, choice, same_as in (
        ("light", "Dark", "dark"),
        ("dark", "Light", "light"),
        ("dark", "Use the system setting", "dark"),
    ):
        page.emulate_media(color_scheme=system)
        page.goto("/en/")
        choose_theme(page, choice)
        for address in addresses:
            page.goto(address)
            assert page.evaluate(COLOURS) == looks[same_as, address], (choice, address)
    # The log-in's.
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]
