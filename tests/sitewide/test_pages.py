"""What holds for every address a visitor can read, in both languages."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.staticfiles import finders

from ethicaltrade.demo import content
from tests.support.demo import LISTS, MISSING, VIEWS, explanation_addresses
from tests.support.nu import check_html
from tests.support.pages import folded

# Without a test that says so, pytest-django makes no test database.
pytestmark = pytest.mark.django_db

SHOWN = ("title", "alt", "aria-label", "placeholder", "content", "value")
CATALOGUE = Path(settings.BASE_DIR) / "locale" / "nb" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def pages(demo_answers):
    """Every answer."""
    return demo_answers.values()


@pytest.fixture
def own(demo_answers):
    """The answers of pages in a language they are published in."""
    return [
        answer
        for address, answer in demo_answers.items()
        if address not in (*VIEWS, *LISTS, *MISSING)
        and "X-Robots-Tag" not in answer.headers
    ]


def visible_texts(soup):
    """Every text, and every attribute that is shown or read aloud."""
    for text in soup.stripped_strings:
        yield folded(text)
    for element in soup.find_all(True):
        for name in SHOWN:
            if value := element.get(name):
                yield folded(value)


def without_other_languages(answer):
    """The page without what says it is in another language."""
    soup = type(answer.soup)(answer.html, "html.parser")
    for element in soup.find_all(lang=True):
        if element.name != "html" and element["lang"] != answer.language:
            element.decompose()
    for element in soup.find_all(hreflang=True):
        element.decompose()
    return soup


def test_there_are_pages_of_both_languages_and_every_kind(demo_answers, own):
    languages = Counter(answer.language for answer in own)
    assert min(languages["nb"], languages["en"]) > 12
    explanations = [a for a in demo_answers.values() if "X-Robots-Tag" in a.headers]
    assert len(explanations) >= 3


def test_every_address_answers(pages):
    answered = {answer.address: answer.status for answer in pages}
    wrong = {
        address: status
        for address, status in answered.items()
        if status != (404 if address in MISSING else 200)
    }
    assert wrong == {}


def test_every_address_has_one_h1_with_words(pages):
    for answer in pages:
        (heading,) = answer.soup.find_all("h1")
        assert folded(heading), answer.address


def test_headings_never_skip_a_level(pages):
    for answer in pages:
        levels = [
            int(heading.name[1])
            for heading in answer.soup.main.find_all(["h1", "h2", "h3", "h4", "h5"])
        ]
        assert levels[0] == 1, answer.address
        for above, below in pairwise(levels):
            assert below <= above + 1, f"{answer.address}: h{above} then h{below}"


def test_document_is_in_the_language_of_its_address(pages):
    for answer in pages:
        assert answer.soup.html["lang"] == answer.language, answer.address
        assert answer.headers["Content-Language"] == answer.language


def test_every_language_named_is_a_language(pages):
    for answer in pages:
        for element in answer.soup.find_all(lang=True):
            assert element["lang"] in {"nb", "nn", "en"}, f"{answer.address}: {element}"


def test_every_address_has_a_title_of_its_own_language(demo_answers, own):
    titles = Counter(folded(answer.soup.title) for answer in own)
    for title, times in titles.items():
        # Names that are the same in both languages may be there twice.
        assert times == 1, title
    for answer in demo_answers.values():
        site = {"nb": "Etisk handel Norge", "en": "Ethical Trade Norway"}
        assert site[answer.language] in folded(answer.soup.title), answer.address


def test_every_picture_has_alternative_text_and_size(pages):
    for answer in pages:
        for image in answer.soup.find_all("img"):
            assert image.has_attr("alt"), f"{answer.address}: {image}"
            assert int(image["width"]) > 0
            assert int(image["height"]) > 0


def test_only_decoration_has_an_empty_alternative_text(own):
    pictures = content.load("pictures")
    silent = {key for key, text in pictures.items() if text.get("decorative")}
    for answer in own:
        for image in answer.soup.select("figure img"):
            key = re.match(r"[a-z]+", image["src"].rpartition("/")[2])[0]
            assert bool(image["alt"]) == (key not in silent), answer.address


def test_every_id_is_used_once_and_labels_have_their_field(pages):
    for answer in pages:
        ids = Counter(element["id"] for element in answer.soup.find_all(id=True))
        assert {name for name, times in ids.items() if times > 1} == set()
        for label in answer.soup.find_all("label"):
            assert label["for"] in ids, f"{answer.address}: {label}"
        for element in answer.soup.find_all(attrs={"aria-labelledby": True}):
            assert element["aria-labelledby"] in ids, answer.address


def test_list_that_is_no_list_and_link_that_says_nothing_are_not_there(pages):
    for answer in pages:
        for link in answer.soup.find_all("a"):
            named = folded(link) or link.get("aria-label") or link.select("img[alt]")
            assert named, f"{answer.address}: {link}"
            assert link.get("href"), f"{answer.address}: {link}"
        for items in answer.soup.select("ul, ol"):
            assert items.find("li"), f"{answer.address}: {items}"


# Search engines


def test_canonical_address_is_the_pages_own(own):
    for answer in own:
        (link,) = answer.soup.find_all("link", rel="canonical")
        assert urlsplit(link["href"]).path == answer.address
        assert urlsplit(link["href"]).scheme in {"http", "https"}
        (url,) = answer.soup.find_all("meta", property="og:url")
        assert url["content"] == link["href"]


def test_languages_of_a_page_name_each_other_and_a_default(demo_answers, own):
    addresses = {answer.address for answer in own}
    for answer in own:
        links = {
            link["hreflang"]: urlsplit(link["href"]).path
            for link in answer.soup.find_all("link", rel="alternate", hreflang=True)
        }
        default = links.pop("x-default")
        assert links[answer.language] == answer.address
        assert default == links.get("nb", links.get("en"))
        for language, address in links.items():
            assert address in addresses
            other = demo_answers[address]
            assert other.language == language
            back = other.soup.find("link", rel="alternate", hreflang=answer.language)
            assert urlsplit(back["href"]).path == answer.address


def test_explanation_points_to_the_original_and_is_not_indexed(demo_answers):
    explanations = [a for a in demo_answers.values() if "X-Robots-Tag" in a.headers]
    for answer in explanations:
        if answer.address in VIEWS:
            continue
        canonical = answer.soup.find("link", rel="canonical")
        original = demo_answers[urlsplit(canonical["href"]).path]
        assert original.language != answer.language
        assert (
            answer.soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
        )
        assert not answer.soup.find_all("link", rel="alternate", hreflang=True)
        assert answer.soup.main.find("a", href=original.address)


def test_what_is_no_page_is_not_indexed(demo_answers):
    for address in (*VIEWS, *MISSING):
        robots = demo_answers[address].soup.find("meta", attrs={"name": "robots"})
        assert robots["content"] == "noindex", address


def test_every_page_describes_itself(own):
    for answer in own:
        description = answer.soup.find("meta", attrs={"name": "description"})
        assert description, answer.address
        assert description["content"], answer.address


def test_switcher_leads_to_the_same_page_in_the_other_language(demo_answers):
    for answer in demo_answers.values():
        links = answer.soup.select(".language-switcher a")
        assert [link["lang"] for link in links] == ["nb", "en"]
        (current,) = [link for link in links if link.has_attr("aria-current")]
        assert current["lang"] == answer.language
        for link in links:
            if link is current or answer.address in MISSING:
                continue
            there = demo_answers.get(link["href"])
            if there is None:  # a query that only one language was asked
                continue
            assert there.language == link["lang"], answer.address


# Words


def test_nothing_says_none(pages):
    for answer in pages:
        texts = {text.strip(" .,:–") for text in visible_texts(answer.soup)}
        assert not texts & {"None", "none", "null", "undefined", "[]", "()"}
        assert "None" not in answer.soup.get_text().split(), answer.address


def foreign_strings():
    """The templates' strings that a page in each language should not show."""
    with CATALOGUE.open("rb") as file:
        messages = [one for one in read_po(file, locale="nb") if one.id]
    english = {one.id for one in messages}
    of_templates = [
        one
        for one in messages
        if isinstance(one.id, str)
        and any(str(path).startswith("templates/") for path, _ in one.locations)
        and one.id != one.string
    ]
    norwegian = {one.string for one in of_templates}
    return {
        "nb": {one.id for one in of_templates} - norwegian,
        "en": norwegian - english,
    }


def test_no_string_of_the_templates_is_left_untranslated(pages):
    foreign = foreign_strings()
    assert min(map(len, foreign.values())) > 40
    for answer in pages:
        texts = set(visible_texts(without_other_languages(answer)))
        assert texts & foreign[answer.language] == set(), answer.address


def test_english_pages_have_no_norwegian_letters_unmarked(pages):
    names = {"Geneva", "Møbler", "Fjordvik", "Trøndelag", "Åse", "Sjømat"}
    for member in content.load("members")["member"]:  # their letters and initials, too
        names |= set(f"{member['name']} {member['place']}".split())
    for answer in pages:
        if answer.language != "en":
            continue
        main = without_other_languages(answer).main
        for mark in main.select(".member-mark, .letters, .directory__letter"):
            mark.decompose()
        words = {word.strip(".,:;()“”’") for word in main.get_text(" ").split()}
        odd = {word for word in words if set(word.lower()) & set("æøå«»")}
        assert odd <= names, answer.address


# Links


def local_links(answer):
    for link in answer.soup.find_all("a", href=True):
        target = link["href"]
        if not urlsplit(target).scheme and not urlsplit(target).netloc:
            yield target


def test_links_within_a_page_lead_somewhere(pages):
    for answer in pages:
        ids = {element["id"] for element in answer.soup.find_all(id=True)}
        for target in local_links(answer):
            address, fragment = urldefrag(target)
            if fragment and not address:
                assert fragment in ids, f"{answer.address}: #{fragment}"


@pytest.mark.usefixtures("demo_site")
def test_every_link_of_the_site_answers(client, demo_answers):
    found = {}
    for answer in demo_answers.values():
        if answer.address in MISSING:
            continue  # its switcher leads to the other language's 404
        for target in local_links(answer):
            address = urldefrag(target)[0]
            if address.startswith("?"):
                address = answer.address.partition("?")[0] + address
            if address and address not in demo_answers:
                found.setdefault(address, answer.address)
    broken = {}
    for address, page in found.items():
        response = client.get(address)
        b"".join(response)  # a document's file is closed when it is read
        asks_who = response.status_code == 302 and "/konto/login/" in response.url
        if response.status_code not in {200, 301} and not asks_who:
            broken[f"{address} on {page}"] = response.status_code
    assert broken == {}


def test_every_style_sheet_script_and_drawing_is_there(pages):
    files = set()
    for answer in pages:
        for tag, name in (("link", "href"), ("script", "src"), ("img", "src")):
            for element in answer.soup.find_all(tag):
                if (element.get(name) or "").startswith(settings.STATIC_URL):
                    files.add(element[name].removeprefix(settings.STATIC_URL))
    assert files
    assert {name for name in files if not finders.find(unquote(name))} == set()


def test_nothing_is_fetched_from_anybody_else(pages):
    for answer in pages:
        for name in ("src", "srcset"):
            for element in answer.soup.find_all(attrs={name: True}):
                assert element[name].startswith("/"), f"{answer.address}: {element}"
        for link in answer.soup.find_all("link", rel=["stylesheet", "icon", "preload"]):
            assert link["href"].startswith("/"), f"{answer.address}: {link}"


@pytest.mark.usefixtures("demo_site")
def test_every_explanation_is_among_the_pages(demo_answers):
    assert set(explanation_addresses()) <= set(demo_answers)


# HTML


@pytest.mark.slow
def test_html_checker_finds_no_error(pages):
    problems = check_html({answer.address: answer.html for answer in pages})
    assert [str(problem) for problem in problems if problem.kind == "error"] == []
