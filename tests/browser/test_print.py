"""Tables on paper: all of them is there, however wide they are."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ARTICLE = "/nyheter/risikoen-finnes-ogsa-her-hjemme/"
PAPER = {"width": 642, "height": 971}  # CSS pixels: A4 within its margins of 2 cm
WORD = "Leverandørkjedekartleggingsverktøyene"

# The last block of the article becomes a table as the block's template writes it.
PUT = """([columns, word]) => {
  const cell = (name, text, kind) => `<${name} class="${kind}">${text}</${name}>`;
  const kind = at => at % 2 ? "number" : "";
  const cells = (name, text) =>
    Array.from({length: columns}, (_, at) => cell(name, text(at), kind(at)));
  const row = (name, text) => `<tr>${cells(name, text).join("")}</tr>`;
  const head = row("th", at => at % 3 ? `År ${2010 + at}` : word);
  const body = row("td", at => at % 2 ? "12\\u00a0345\\u00a0678" : word).repeat(3);
  document.querySelector(".body").insertAdjacentHTML("beforeend",
    `<div class="table" role="region" tabindex="0"><table>
     <thead>${head}</thead><tbody>${body}</tbody></table></div>`);
}"""

CUT = """() => {
  const table = [...document.querySelectorAll(".table")].at(-1);
  const range = document.createRange();
  const edge = document.documentElement.clientWidth;
  const cut = [...table.querySelectorAll("th, td")].filter(cell => {
    range.selectNodeContents(cell);
    const text = range.getBoundingClientRect();
    const own = cell.getBoundingClientRect();
    return text.right > edge || text.right > own.right + 1 || own.right > edge + 1;
  });
  const type = parseFloat(getComputedStyle(table.querySelector("td")).fontSize);
  return {cut: cut.length, wide: document.documentElement.scrollWidth > edge, type};
}"""


@pytest.mark.parametrize("columns", [3, 7, 10, 14])
def test_table_is_whole_on_paper(page: Page, columns):
    page.set_viewport_size(PAPER)
    page.goto(ARTICLE)
    page.evaluate(PUT, [columns, WORD])
    page.emulate_media(media="print")
    found = page.evaluate(CUT)
    assert not found["wide"]
    assert found["cut"] == 0
    assert found["type"] >= 9, "7 points can be read"
