"""The keyboard, and what a reader who has nothing else must be able to count on."""

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

# Watches every key: where the focus is afterwards, and whether it can be seen there.
WATCH = """() => {
  const TABBABLE = `a[href], summary, iframe, video[controls],
    :is(button, input:not([type=hidden]), select, textarea):enabled,
    [tabindex]:not([tabindex^="-"])`;
  const look = (element, part) => {
    const {outlineStyle, outlineWidth, boxShadow, backgroundColor, borderColor} =
      getComputedStyle(element, part);
    return [outlineStyle === "none" ? "" : outlineWidth, boxShadow, backgroundColor,
            borderColor].join();
  };
  // A card may be marked around the link that fills it.
  const looks = (element) => [
    look(element), look(element, "::before"), look(element, "::after"),
    look(element.closest("label, li, article") ?? element)].join();
  document.activeElement.blur();  // the next key goes on from there all the same
  const plain = new Map([...document.querySelectorAll("*")].map(
    (element) => [element, looks(element)]));
  const label = (element) => element === document.body ? "" :
    `${element.localName} «${(element.getAttribute("aria-label") || element.innerText
      || element.name || element.id || "").trim().replace(/\\s+/g, " ").slice(0, 60)}»`;
  const isOnTop = (element) => [...element.getClientRects()].some((box) =>
    [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5]].some(([across, down]) => {
      const top = document.elementFromPoint(
        box.left + box.width * across, box.top + box.height * down);
      return top && (element.contains(top)
        || [...(element.labels ?? [])].some((words) => words.contains(top)));
    }));
  const record = (event) => {
    if (!["Tab", "Enter", " ", "Escape"].includes(event.key)) return;
    const element = document.activeElement;
    // Beyond the last stop is the browser's own frame; one without goes round.
    watched.first ??= element;
    watched.isOver = element === document.body
      || (watched.stops.length > 0 && element === watched.first);
    if (watched.isOver) return;
    watched.stops.push({
      name: label(element),
      isMarked: looks(element) !== plain.get(element), isOnTop: isOnTop(element),
    });
    watched.reached.add(element);
  };
  const oneOfRadios = (element) => element.type !== "radio" || element.checked ||
    !document.querySelector(`input[name="${element.name}"]:checked`);
  globalThis.watched?.end.abort();
  const end = new AbortController();
  globalThis.watched = {end, isOver: false, stops: [], reached: new Set(), missed: () =>
    [...document.querySelectorAll(TABBABLE)].filter((element) =>
      element.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})
      && oneOfRadios(element) && !watched.reached.has(element)).map(label)};
  const whole = {capture: true, signal: end.signal};
  document.addEventListener("keyup", (event) => watched.isOver || record(event), whole);
  // Presses beyond the page's end do not start again at its beginning.
  document.addEventListener(
    "keydown", (event) => watched.isOver && event.preventDefault(), whole);
}"""
AT_A_TIME = 10  # key presses between two looks at the account
AT_MOST = 400  # key presses; a page with more stops has a trap


@dataclass
class Walk:
    """What was met on the way through a page, from one end to the other."""

    stops: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def walk(page: Page, key: str) -> Walk:
    """Press Tab, or Shift+Tab, until the focus leaves the page at its other end."""
    page.evaluate(WATCH)
    for _round in range(AT_MOST // AT_A_TIME):
        for _press in range(AT_A_TIME):
            page.keyboard.press(key)
        if page.evaluate("watched.isOver"):
            break
    walked = page.evaluate("watched.stops")
    if not page.evaluate("watched.isOver"):
        return Walk(faults=[f"{key}: no end after {walked[-1]['name']}: a trap"])
    faults = [
        f"{key}: {stop['name']} is not marked"
        for stop in walked
        if not stop["isMarked"]
    ]
    faults += [
        f"{key}: {stop['name']} is covered" for stop in walked if not stop["isOnTop"]
    ]
    faults += [
        f"{key}: {name} is not reached" for name in page.evaluate("watched.missed()")
    ]
    return Walk([stop["name"] for stop in walked], faults)


class Keyboard:
    """A reader's keyboard; after each key the focus must be somewhere."""

    def __init__(self, page: Page):
        self.page = page

    def press(self, key: str) -> None:
        """Press a key that leaves the page where it is."""
        self.page.keyboard.press(key)
        is_lost = self.page.evaluate("document.activeElement === document.body")
        assert not is_lost, f"{key} on {self.page.url} lost the focus"

    def go(self, address: str) -> None:
        """Press Enter, which leads to another page."""
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(address)

    def to(self, wanted: Locator, key: str = "Tab", at_most: int = 60) -> None:
        """Press Tab, or another key, until the focus is there."""
        for _press in range(at_most):
            if wanted.evaluate("(element) => element === document.activeElement"):
                return
            self.press(key)
        raise AssertionError(f"{wanted} is not within {at_most} presses of {key}")


NOTICEABLE = 40  # of 255, in lightness


def changed_by_focus(page: Page) -> float:
    """How many pixels the focus changes, by the length of the element's outline.

    An outline of one pixel around the element gives 1.0 or more.
    """
    element = page.evaluate_handle("document.activeElement")
    box = element.bounding_box()
    focused = picture(page)
    element.evaluate("(element) => element.blur()")
    plain = picture(page)
    element.evaluate("(element) => element.focus({preventScroll: true})")
    difference = ImageChops.difference(focused, plain).convert("L")
    changed = sum(difference.histogram()[NOTICEABLE:])
    return changed / (2 * (box["width"] + box["height"]))


def picture(page: Page) -> Image.Image:
    """What the window shows."""
    return Image.open(BytesIO(page.screenshot())).convert("RGB")
