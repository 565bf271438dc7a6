"""What axe finds on an open page, and what is lost where it is small or large.

A page is loaded once, and its window is turned, darkened and shrunk in place, since
loading a page takes longer than looking at it.
"""

from collections.abc import Sequence
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from .conftest import DESKTOP, PHONE
from .reader import open_everything

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OFF = {"enabled": False}
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
OPENED = "header, details"  # what may look different once it is open

NARROWEST = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 pixels at 400 %
HALF = {"width": 640, "height": 512}  # the same at 200 %
SPACING = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
"""
# As a browser's own settings do: the page's policy forbids a style element.
ADD_STYLE = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}"""
LARGE_TEXT = "html { font-size: 200% !important; }"
# What hides a part of its own text; what is hidden on purpose is a pixel or less.
CLIPPED = """() => {
  const hides = (element) => {
    const style = getComputedStyle(element);
    return [style.overflowX, style.overflowY].some(
      (value) => value === "hidden" || value === "clip");
  };
  const isForEars = (element) => element.closest(".visually-hidden, svg, [hidden]")
    || getComputedStyle(element).clipPath !== "none" || element.clientWidth === 1;
  const cut = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility()
        || isForEars(element)) continue;
    const words = document.createRange();
    words.selectNodeContents(texts.currentNode);
    const lines = [...words.getClientRects()];
    for (let around = element; !isForEars(around); around = around.parentElement) {
      if (around === document.body) break;
      const box = around.getBoundingClientRect();
      if (hides(around) && lines.some(
          (line) => line.right > box.right + 1 || line.bottom > box.bottom + 1)) {
        cut.push(texts.currentNode.data.trim().slice(0, 50));
        break;
      }
    }
  }
  return cut;
}"""
# What decides the colours of each part that is seen, its surroundings' included; the
# parts are kept by it.
LOOKS = """([within, without]) => {
  const known = new Map();
  const lookOf = (element) => {
    if (!element) return "";
    if (!known.has(element)) {
      const {color, backgroundColor, backgroundImage, fontSize, fontWeight, opacity,
             textDecorationLine} = getComputedStyle(element);
      const look = [lookOf(element.parentElement), element.localName, element.className,
        color, backgroundColor, backgroundImage, fontSize, fontWeight, opacity,
        textDecorationLine].join();
      let first = 1, second = 2;
      for (let at = 0; at < look.length; at++) {
        first = Math.imul(first ^ look.charCodeAt(at), 2654435761);
        second = Math.imul(second ^ look.charCodeAt(at), 1597334677);
      }
      known.set(element, `${first} ${second}`);
    }
    return known.get(element);
  };
  globalThis.byLook = {};
  for (const element of document.body.querySelectorAll("*")) {
    if (element.checkVisibility() && (!within || element.closest(within))
        && !(without && element.closest(without))) {
      (byLook[lookOf(element)] ??= []).push(element);
    }
  }
  return Object.keys(byLook);
}"""
# The outermost elements that reach beyond the window's edge, to name the culprit.
TOO_WIDE = """() => {
  const width = innerWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > width + 0.5);
  return wide.slice(0, 3).map((element) =>
    `${element.localName}.${element.className} is`
    + ` ${Math.round(element.getBoundingClientRect().right)} px`);
}"""


def faults_of(page: Page, place: str) -> list[str]:
    """Every fault of the open page, in each of its states, with the place's name.

    The window must be as wide as DESKTOP, and is again; other styles stay on the page.
    """
    faults = run_axe(page, place)
    page.emulate_media(color_scheme="dark")
    faults += faults_of_colour(page, f"{place} (dark)")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROWEST)
    faults += too_wide(page, f"{place} at 320 px")
    page.set_viewport_size(PHONE)
    faults += run_axe(page, f"{place} (phone)")
    open_everything(page)
    if page.locator(f"main :is({OPENED})").count() or new_looks(page):
        faults += run_axe(page, f"{place} (phone, open)", OPENED)
    page.emulate_media(color_scheme="dark")
    faults += faults_of_colour(page, f"{place} (phone, open, dark)")
    page.emulate_media(color_scheme="light")
    return faults + lost_on(page, place)


def faults_of_words(page: Page, place: str) -> list[str]:
    """What other words can bring: names, a language, colours not seen yet, their size.

    For a page whose elements were looked at in another language, in each state.
    """
    faults = run_axe(page, place)
    page.set_viewport_size(PHONE)
    open_everything(page)
    faults += faults_of_colour(page, f"{place} (phone, open)")
    return faults + lost_on(page, place)


def lost_on(page: Page, place: str) -> list[str]:
    """What is wider than the window, or cut off, with everything open.

    WCAG 2.2: 1.4.4 Resize Text, 1.4.10 Reflow, 1.4.12 Text Spacing.
    """
    page.set_viewport_size(NARROWEST)
    found = too_wide(page, f"{place} at 320 px, open")
    page.set_viewport_size(ZOOMED)
    found += too_wide(page, f"{place} at 400 %, open")
    page.evaluate(ADD_STYLE, SPACING)
    found += too_wide(page, f"{place} with text spacing")
    found += cut_off(page, f"{place} with text spacing")
    page.set_viewport_size(HALF)
    page.evaluate(ADD_STYLE, LARGE_TEXT)
    found += too_wide(page, f"{place} with large text")
    found += cut_off(page, f"{place} with large text")
    page.set_viewport_size(DESKTOP)
    return found


def too_wide(page: Page, state: str) -> list[str]:
    return [f"{state}: {culprit}" for culprit in page.evaluate(TOO_WIDE)]


def cut_off(page: Page, state: str) -> list[str]:
    return [f"{state} cuts off «{words}»" for words in page.evaluate(CLIPPED)]


def run_axe(
    page: Page,
    place: str,
    within: str = "",
    without: str = "",
    rules: list[str] = RULES,
) -> list[str]:
    """What axe finds in the page or in parts of it, by the rules or their tags."""
    all_but_colour = {"runOnly": rules, "rules": dict.fromkeys(RULES_OF_COLOUR, OFF)}
    faults = ask_axe(page, place, all_but_colour, within, without)
    if rules is RULES:
        faults += faults_of_colour(page, place, within, without)
    return faults


_seen: set[str] = set()


def faults_of_colour(
    page: Page, place: str, within: str = "", without: str = ""
) -> list[str]:
    """What axe finds of contrast, in what does not look as something seen before.

    Most of a page looks as on other pages, and measuring contrast takes longer than
    all the other rules.
    """
    new = new_looks(page, within, without)
    _seen.update(new)
    of_colour = {"runOnly": RULES_OF_COLOUR}
    return ask_axe(page, place, of_colour, "", without, new) if new else []


def new_looks(page: Page, within: str = "", without: str = "") -> list[str]:
    return sorted(set(page.evaluate(LOOKS, [within, without])) - _seen)


def ask_axe(
    page: Page,
    place: str,
    options: dict,
    within: str,
    without: str,
    looks: Sequence[str] = (),
) -> list[str]:
    """What axe finds with its own options; of some looks only, where they are given."""
    violations = page.evaluate(
        "async ([options, within, without, looks]) => {"
        " const alike = new Set(looks.flatMap((look) => byLook[look]));"
        " const parts = [...alike].filter((part) => !alike.has(part.parentElement));"
        " if (within) parts.push(...document.querySelectorAll(within));"
        " const exclude = without ? [...document.querySelectorAll(without)] : [];"
        " const context = {include: parts.length ? parts : [document], exclude};"
        " const {violations} ="
        "  await axe.run(context, {...options, resultTypes: ['violations']});"
        " return violations.flatMap((fault) => fault.nodes.map("
        "  (node) => [fault.id, node.html, node.failureSummary])); }",
        [options, within, without, looks],
    )
    return [
        f"{place}: {rule}: {html[:200]}\n  {summary}"
        for rule, html, summary in violations
    ]
