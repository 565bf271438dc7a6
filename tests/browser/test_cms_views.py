"""axe finds nothing in the CMS: in no view, and in no role's first page and menus.

A view of each kind is opened once, by the role with the least rights that may. The
forms of each type of page are in ``test_editor_forms``.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress

import pytest
from django.db.models import Model
from playwright.sync_api import Error, Page, expect

from tests.sitewide.roles import LEAST_FIRST, LOG_INS, least_first
from tests.support.cms_views import BULK, FIRST, look_of, met, of_a_row

from .conftest import DemoSite
from .examination import ADD_STYLE, AXE, faults_of_colour, run_axe
from .test_editor_forms import NOT_OURS, SHOW_EVERY_TAB

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
STILL = "* { transition: none !important; animation: none !important; }"
# What is Wagtail's, and harms nobody: a list that scrolls, whose links are in the form
# as well; and what was found, which is read aloud, as it should be, though a heading.
HARMLESS = f"{NOT_OURS}, :is(h2, h3)[role=alert]"
PUT = """(html) => {
  document.querySelector("main .w-panel__content").innerHTML = html;
}"""
OPEN_WINDOW = """(url) => {
  for (const old of document.querySelectorAll(".modal-backdrop")) old.remove();
  ModalWorkflow({url, onload: {}});
}"""


@pytest.fixture
def desk_of(new_context, site: DemoSite) -> Callable[[str], Page]:
    """The window of somebody with a role, by its letter; the same when asked again."""
    open_ones: dict[str, Page] = {}

    def desk(letter: str) -> Page:
        if letter not in open_ones:
            context = new_context(viewport=DESK, reduced_motion="reduce")
            context.add_init_script(path=AXE)
            cookie = {"name": "sessionid", "value": site.sessions[LOG_INS[letter]]}
            context.add_cookies([cookie | {"url": site.address}])
            open_ones[letter] = context.new_page()
        return open_ones[letter]

    return desk


def open_view(desk: Page, address: str) -> tuple[Page, str] | None:
    """Where it is shown, and its HTML; None for what is refused, and for files."""
    with suppress(Error):  # a file
        response = desk.goto(address)
        if response.status != 200 or response.request.redirected_from:
            return None
        kind = response.headers.get("content-type", "")
        if kind.startswith("text/html"):
            text = response.text()
            return (desk, text) if "<title" in text else put_in(desk, text)
        if kind.startswith("application/json"):
            said = response.json()
            text = said.get("html") if isinstance(said, dict) else ""
            if text and "<h1" in text:
                return open_window(desk, address, text)
            if text:  # in a dialog that has its own heading
                return put_in(desk, text)
    return None


def put_in(desk: Page, part: str) -> tuple[Page, str]:
    """A part of a page that scripts ask for: here, into the first one."""
    first_page = beside(desk)
    first_page.evaluate(PUT, part)
    return first_page, part


def open_window(desk: Page, address: str, text: str) -> tuple[Page, str]:
    """What scripts open over a page: here, over the first one."""
    first_page = beside(desk)
    first_page.evaluate(OPEN_WINDOW, address)
    expect(first_page.locator(".modal.in")).to_be_visible()
    return first_page, text


def beside(desk: Page) -> Page:
    """Another window of the person's, which stays at the first page."""
    if len(desk.context.pages) == 1:
        desk.context.new_page().goto(FIRST)
    return desk.context.pages[1]


def faults_in(desk: Page, place: str) -> list[str]:
    desk.evaluate(ADD_STYLE, STILL)
    desk.evaluate(SHOW_EVERY_TAB)
    faults = run_axe(desk, place, without=HARMLESS)
    desk.emulate_media(color_scheme="dark")
    faults += faults_of_colour(desk, f"{place} (dark)", without=HARMLESS)
    desk.emulate_media(color_scheme="light")
    return faults


def faults_in_menus(desk: Page, place: str) -> list[str]:
    """With each group open, one after the other."""
    faults = []
    groups = desk.locator("#wagtail-sidebar nav button[aria-expanded]")
    for number in range(groups.count()):
        groups.nth(number).click()
        faults += run_axe(desk, f"{place}, menu {number}", "#wagtail-sidebar")
    return faults


@pytest.mark.long
def test_views_and_menus_are_without_fault(desk_of, site: DemoSite):
    faults, opened = [], []

    def newest(model: type[Model]) -> object:
        asked = f"SELECT MAX({model._meta.pk.column}) FROM {model._meta.db_table}"  # noqa: S608
        with closing(sqlite3.connect(site.database)) as database:
            return database.execute(asked).fetchone()[0]

    def look(address: str, name: str) -> str:
        texts = ""
        letters = least_first(name)
        # Who may do nothing to the rows would be told so, and no more.
        for letter in letters[-1:] if name == BULK else letters:
            desk = desk_of(letter)
            shown = open_view(desk, of_a_row(address, newest))
            if shown is None:
                continue
            window, text = shown
            place = f"{letter} {address}"
            opened.append(place)
            faults.extend(faults_in(window, place))
            texts += text
            if address != FIRST:
                break
            faults.extend(faults_in_menus(desk, place))
        return texts

    for _view in met(look, look_of):
        pass
    assert not faults, "\n" + "\n".join(faults)
    assert [f"{letter} {FIRST}" for letter in LEAST_FIRST] == opened[:6]
    assert len(opened) > 100
