"""The client's own article stands on the site as the client wrote it, word for word.

``tests/data/fn-forum.nb.txt`` is the client's file: the picture's alternative text,
the title, then the paragraphs; a line break inside a paragraph is a line break.
"""

from pathlib import Path

import pytest

from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parents[1] / "data" / "fn-forum.nb.txt"
NB = "/nyheter/ieh-bidrar-med-norske-erfaringer-under-fn-forum/"
EN = "/en/news/ieh-brings-norwegian-experience-to-the-un-forum/"
EXCERPT = "This session will look at how public procurement at the sub-national level"


def paragraphs_of_the_file():
    """The file's paragraphs, each a list of lines with their white space folded."""
    paragraphs = FILE.read_text(encoding="utf-8").split("\n\n")
    return [[folded(line) for line in lines.splitlines()] for lines in paragraphs]


def lines_of(element):
    """An element's text, one line for each ``<br>``."""
    for line_break in element.find_all("br"):
        line_break.replace_with("\n")
    lines = element.get_text().strip().split("\n")
    return [folded(line) for line in lines if folded(line)]


def paragraphs_of_the_page(page):
    """The article's paragraphs from top to bottom, as the file has them."""
    found = [[page.select_one(".article__hero img")["alt"]]]
    found += [lines_of(page.h1), lines_of(page.select_one(".lead"))]
    for block in page.select_one(".body").find_all(recursive=False):
        if "excerpt" in block["class"]:
            found.append([folded(block)])  # the introduction runs into the excerpt
        else:
            found += [lines_of(child) for child in block.find_all(recursive=False)]
    closing = page.select_one(".closing-block")
    return [*found, lines_of(closing.h2), lines_of(closing.p)]


@pytest.fixture
def norwegian(lasting_demo_site, client):
    return soup(client.get(NB))


@pytest.fixture
def english(lasting_demo_site, client):
    return soup(client.get(EN))


def test_file_is_whole():
    assert len(paragraphs_of_the_file()) == 14


def test_every_paragraph_is_the_clients_own(norwegian):
    assert paragraphs_of_the_page(norwegian) == paragraphs_of_the_file()


def test_headings_are_headings(norwegian):
    headings = [folded(heading) for heading in norwegian.select(".body h2")]
    assert headings == ["Krav til innkjøpere", "Samarbeid om risikovarer"]
    assert folded(norwegian.select_one("h2#closing-block")) == "Medlemskap"


def test_picture_keeps_its_english_words_and_says_so(norwegian):
    image = norwegian.select_one(".article__hero img")
    assert image["alt"] == "Stalls in the opera house of Oslo"
    assert image["lang"] == "en"


def test_excerpt_is_marked_as_english_and_its_introduction_is_not(norwegian):
    excerpt = norwegian.select_one(".excerpt")
    assert folded(excerpt).startswith(f"Utdrag fra programmet: {EXCERPT}")
    (english,) = excerpt.select("[lang]")
    assert english["lang"] == "en"
    assert folded(english).startswith(EXCERPT)


@pytest.mark.parametrize(
    "words",
    [
        "Leading by example? Procurement as lever for human rights due diligence",
        "Danish Institute for Human Rights (DIHR)",
        "International Corporate Accountability Roundtable (ICAR)",
        "Harrison Institute for Public Law of Georgetown University Law Center",
    ],
)
def test_english_names_in_the_running_text_are_marked(norwegian, words):
    marked = [folded(span) for span in norwegian.select(".body span[lang=en]")]
    assert words in marked


def test_closing_block_leads_to_membership(norwegian, english):
    assert norwegian.select_one(".closing-block a")["href"] == "/medlemskap/"
    assert english.select_one(".closing-block a")["href"] == "/en/membership/"


def test_article_is_in_both_languages(norwegian, english):
    for page, language in ((norwegian, "nb"), (english, "en")):
        links = page.find_all("link", rel="alternate", hreflang=True)
        versions = {link["hreflang"]: link["href"] for link in links}
        assert page.html["lang"] == language
        assert versions["nb"].endswith(NB)
        assert versions["en"].endswith(EN)
        assert versions["x-default"] == versions["nb"]


# In English


def test_english_page_has_every_part(norwegian, english):
    parts, originals = (
        paragraphs_of_the_page(english),
        paragraphs_of_the_page(norwegian),
    )
    assert [len(part) for part in parts] == [len(part) for part in originals]
    assert all(line for part in parts for line in part)


def test_english_page_shows_the_same_picture_and_excerpt(english):
    image = english.select_one(".article__hero img")
    assert image["alt"] == "Stalls in the opera house of Oslo"
    assert not image.has_attr("lang"), "the page is in that language already"
    excerpt = english.select_one(".excerpt")
    assert folded(excerpt).startswith(f"Excerpt from the programme: {EXCERPT}")
    assert not excerpt.select("[lang]")


def test_english_page_closes_with_membership(english):
    closing = english.select_one(".closing-block")
    assert folded(closing.h2) == "Membership"
    assert folded(closing.p).startswith("Members of Ethical Trade Norway have access")


def test_nothing_norwegian_is_left_unmarked_in_english(english):
    for element in english.select("[lang]:not(html)"):
        element.decompose()
    text = english.main.get_text()
    assert not set("«»æøåÆØÅ") & set(text)
    assert "IEH bidrar" not in text
