"""Nothing is lost where the window is small or the text large.

WCAG 2.2: 1.4.4 Resize Text, 1.4.10 Reflow, 1.4.12 Text Spacing. Every address a
visitor can come to, with the menu and all disclosures closed and open.
"""

import pytest
from playwright.sync_api import Page

from .applicant import apply
from .member import log_in, own_pages
from .reader import open_everything

pytestmark = pytest.mark.browser

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


@pytest.mark.parametrize("language", ["nb", "en"])
def test_nothing_is_lost_in_a_small_window_or_large_text(
    new_context, visited, language
):
    page = new_context(viewport=NARROWEST, reduced_motion="reduce").new_page()
    faults = []
    for address, answer in visited.items():
        if answer.language == language:
            page.set_viewport_size(NARROWEST)
            page.goto(address)
            faults += [f"{address} {fault}" for fault in lost_on(page)]
    assert not faults, "\n" + "\n".join(faults)


def test_nothing_is_lost_on_a_members_own_pages(new_context):
    page = new_context(viewport=NARROWEST, reduced_motion="reduce").new_page()
    log_in(page)
    faults = []
    for address in own_pages(page):
        page.set_viewport_size(NARROWEST)
        page.goto(address)
        faults += [f"{address} {fault}" for fault in lost_on(page)]
    assert not faults, "\n" + "\n".join(faults)


def test_nothing_is_lost_in_the_steps_of_an_application(new_context):
    page = new_context(viewport=NARROWEST, reduced_motion="reduce").new_page()
    faults = []
    for step in apply(page):
        faults += [f"application: {step} {fault}" for fault in lost_on(page)]
        page.set_viewport_size(NARROWEST)
    assert not faults, "\n" + "\n".join(faults)


def lost_on(page: Page) -> list[str]:
    """What is wider than the window, or cut off, on the open page in its states."""
    found = too_wide(page, "at 320 px")
    open_everything(page)
    found += too_wide(page, "at 320 px, open")
    page.set_viewport_size(ZOOMED)
    found += too_wide(page, "at 400 %, open")
    page.add_style_tag(content=SPACING)
    found += too_wide(page, "with text spacing")
    found += [
        f"cuts off «{words}» with text spacing" for words in page.evaluate(CLIPPED)
    ]
    page.set_viewport_size(HALF)
    page.add_style_tag(content=LARGE_TEXT)
    found += too_wide(page, "with large text")
    found += [f"cuts off «{words}» in large text" for words in page.evaluate(CLIPPED)]
    return found


def too_wide(page: Page, state: str) -> list[str]:
    return [f"{state}: {culprit}" for culprit in page.evaluate(TOO_WIDE)]
