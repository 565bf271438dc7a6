"""What axe finds on an open page, and what is lost where it is small or large.

A page is loaded once, and its window is turned, darkened and shrunk in place, since
loading a page takes longer than looking at it.
"""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from .conftest import DESKTOP, PHONE
from .reader import open_everything

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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
    faults = run_axe(page, place, RULES)
    page.emulate_media(color_scheme="dark")
    faults += run_axe(page, f"{place} (dark)", RULES_OF_COLOUR)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    faults += run_axe(page, f"{place} (phone)", RULES)
    page.set_viewport_size(NARROWEST)
    faults += too_wide(page, f"{place} at 320 px")
    page.set_viewport_size(PHONE)
    open_everything(page)
    faults += run_axe(page, f"{place} (phone, open)", RULES, OPENED)
    page.emulate_media(color_scheme="dark")
    faults += run_axe(page, f"{place} (phone, open, dark)", RULES_OF_COLOUR)
    page.emulate_media(color_scheme="light")
    return faults + lost_on(page, place)


def lost_on(page: Page, place: str) -> list[str]:
    """What is wider than the window, or cut off, with everything open.

    WCAG 2.2: 1.4.4 Resize Text, 1.4.10 Reflow, 1.4.12 Text Spacing.
    """
    page.set_viewport_size(NARROWEST)
    found = too_wide(page, f"{place} at 320 px, open")
    page.set_viewport_size(ZOOMED)
    found += too_wide(page, f"{place} at 400 %, open")
    page.add_style_tag(content=SPACING)
    found += too_wide(page, f"{place} with text spacing")
    found += cut_off(page, f"{place} with text spacing")
    page.set_viewport_size(HALF)
    page.add_style_tag(content=LARGE_TEXT)
    found += too_wide(page, f"{place} with large text")
    found += cut_off(page, f"{place} with large text")
    page.set_viewport_size(DESKTOP)
    return found


def too_wide(page: Page, state: str) -> list[str]:
    return [f"{state}: {culprit}" for culprit in page.evaluate(TOO_WIDE)]


def cut_off(page: Page, state: str) -> list[str]:
    return [f"{state} cuts off «{words}»" for words in page.evaluate(CLIPPED)]


def run_axe(
    page: Page, place: str, rules: list[str], within: str = "", without: str = ""
) -> list[str]:
    """What axe finds by the rules or their tags, in the page or in parts of it."""
    violations = page.evaluate(
        "async ([rules, within, without]) => {"
        " const parts = within ? [...document.querySelectorAll(within)] : [];"
        " const exclude = without ? [...document.querySelectorAll(without)] : [];"
        " const context = parts.length ? {include: parts, exclude}"
        "  : {include: [document], exclude};"
        " const options = {runOnly: rules, resultTypes: ['violations']};"
        " const {violations} = await axe.run(context, options);"
        " return violations.flatMap((fault) => fault.nodes.map("
        "  (node) => [fault.id, node.html, node.failureSummary])); }",
        [rules, within, without],
    )
    return [
        f"{place}: {rule}: {html[:200]}\n  {summary}"
        for rule, html, summary in violations
    ]
