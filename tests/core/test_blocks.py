"""The blocks of a body: their rules, and what they become on the page."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import translation

from ethicaltrade.core.blocks import BodyBlock
from ethicaltrade.core.blocks.video import find_player
from tests.support import factories
from tests.support.files import document, picture
from tests.support.pages import folded

BLOCKS = BodyBlock().child_blocks


def shown(block, page_language="nb", /, **parts):
    """The block on a page in the language."""
    with translation.override(page_language):
        value = BLOCKS[block].to_python(parts)
        html = BLOCKS[block].render(value, context={"LANGUAGE_CODE": page_language})
    return BeautifulSoup(html, "html.parser")


def faults(block, /, **parts):
    """The names of the fields that something is wrong with."""
    try:
        BLOCKS[block].clean(BLOCKS[block].to_python(parts))
    except ValidationError as error:
        return set(error.block_errors)
    return set()


# Video

YOUTUBE = ("YouTube", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?")
VIMEO = ("Vimeo", "https://player.vimeo.com/video/76979871?")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
        ("https://youtube.com/watch?v=dQw4w9WgXcQ&t=42s", YOUTUBE),
        ("https://m.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ#t=1", YOUTUBE),
        ("https://youtu.be/dQw4w9WgXcQ", YOUTUBE),
        ("https://youtu.be/dQw4w9WgXcQ?si=abc", YOUTUBE),
        ("https://www.youtube.com/embed/dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube.com/live/dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", YOUTUBE),
        ("https://vimeo.com/76979871", VIMEO),
        ("https://www.vimeo.com/76979871", VIMEO),
        ("https://player.vimeo.com/video/76979871?h=abc", VIMEO),
    ],
)
def test_address_of_a_film_leads_to_a_player_that_sets_no_cookie(address, expected):
    host, player = find_player(address)
    assert host == expected[0]
    assert player.startswith(expected[1])


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/watch?v=",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQtoolong",
        "https://www.youtube.com/watch?v=%22onload%3D%22",
        "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/?https://youtu.be/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ/../../evil",
        "https://vimeo.com/",
        "https://vimeo.com/channels/staffpicks",
        "https://vimeo.com.evil.example/76979871",
        "https://example.org/film.mp4",
        "javascript:alert(1)//https://youtu.be/dQw4w9WgXcQ",
        "https://youtu.be/" + "a" * 10_000,
    ],
)
def test_address_of_something_else_has_no_player(address):
    assert find_player(address) is None


def test_film_on_an_unknown_host_is_refused():
    assert faults("video", title="Film", url="https://example.org/film.mp4") == {"url"}
    assert faults("video", title="Film", url="https://youtu.be/dQw4w9WgXcQ") == set()


def test_film_is_a_link_until_the_reader_plays_it():
    page = shown("video", title="Filmen", url="https://youtu.be/dQw4w9WgXcQ")
    assert not page.find_all(["iframe", "img"])
    assert page.a["href"] == "https://youtu.be/dQw4w9WgXcQ"
    assert page.a["data-player"].startswith(YOUTUBE[1])
    assert "YouTube" in folded(page.figcaption), "says who will be told"


def test_stored_address_of_a_forgotten_host_still_shows_as_a_link():
    page = shown("video", title="Filmen", url="https://old.example/film")
    assert page.a["href"] == "https://old.example/film"
    assert page.a["data-player"] == ""


# Rules between fields


def test_quotation_with_a_title_says_whose_it_is():
    assert faults("quotation", quote="Ja.", role="Rådgiver") == {"name"}
    assert faults("quotation", quote="Ja.", role="Rådgiver", name="Kari") == set()
    assert faults("quotation", quote="Ja.") == set()


def test_excerpt_with_an_address_names_its_source():
    parts = {"language": "en", "text": "<p>Words</p>", "url": "https://example.org"}
    assert faults("excerpt", **parts) == {"source"}
    assert faults("excerpt", **parts, source="The Act") == set()


def test_call_to_action_leads_to_one_place():
    parts = {"heading": "Bli med", "label": "Søk"}
    assert faults("call_to_action", **parts) == {"page"}
    assert faults("call_to_action", **parts, url="https://example.org") == set()


@pytest.mark.django_db
def test_call_to_action_leads_to_no_more_than_one_place(article):
    parts = {"heading": "Bli med", "label": "Søk", "page": article.pk}
    assert faults("call_to_action", **parts) == set()
    assert faults("call_to_action", **parts, url="https://example.org") == {"page"}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("quotation", {"quote": "", "role": "Rådgiver"}),
        ("excerpt", {"language": "", "text": "", "url": "https://example.org"}),
        ("video", {"title": "", "url": "https://example.org/film.mp4"}),
        ("call_to_action", {"heading": "", "label": ""}),
    ],
)
def test_draft_may_break_every_rule(name, parts):
    BLOCKS[name].clean_deferred(BLOCKS[name].to_python(parts))
    assert faults(name, **parts), "it may not be published"


# On the page


def test_excerpt_carries_its_own_language():
    parts = {"introduction": "Utdrag", "language": "en", "text": "<p>Words</p>"}
    assert shown("excerpt", **parts).blockquote["lang"] == "en"
    assert not shown("excerpt", "en", **parts).blockquote.has_attr("lang")


def test_excerpt_in_arabic_runs_from_right_to_left():
    page = shown("excerpt", language="ar", text="<p>كلمات</p>")
    assert (page.blockquote["lang"], page.blockquote["dir"]) == ("ar", "rtl")


def test_words_are_escaped_where_they_are_no_markup():
    page = shown("quotation", quote="<script>alert(1)</script>", name="<b>Kari</b>")
    assert not page.find_all(["script", "b"])
    assert folded(page.figcaption) == "<b>Kari</b>"


@pytest.mark.django_db
def test_picture_that_was_deleted_leaves_nothing():
    image = picture()
    parts = {"image": image.pk, "caption": "Bildet"}
    assert folded(shown("image", **parts).figcaption) == "Bildet"
    image.delete()
    assert folded(shown("image", **parts)) == ""


@pytest.mark.django_db
def test_document_says_what_it_is_and_in_which_language():
    made = document(title="Guide", language="en", content=b"x" * 2048)
    page = shown("documents", documents=[made.pk])
    link = page.select_one(".document-link a")
    assert (folded(link), link["lang"], link["hreflang"]) == ("Guide", "en", "en")
    facts = folded(page.select_one(".document-link__facts"))
    assert facts.split() == ["PDF", "2,0", "KB", "engelsk"]
    made.delete()
    assert not shown("documents", documents=[made.pk]).find_all("a")


@pytest.mark.django_db
def test_call_to_action_leads_where_the_reader_can_read(article):
    parts = {"heading": "Les", "label": "Les saken", "page": article.pk}
    assert shown("call_to_action", **parts).a["href"] == article.get_url_in("nb")
    assert shown("call_to_action", "en", **parts).a["href"] == article.get_url_in("en")
    article.published_en = False
    factories.save_page(article)
    assert not shown("call_to_action", "en", **parts).find_all("a")


def test_table_has_headings_that_name_their_columns():
    page = shown(
        "table",
        caption="Ledd",
        columns=[
            {"type": "text", "heading": "Ledd"},
            {"type": "number", "heading": "Andel"},
        ],
        rows=[{"values": ["Råvare", "40 %"]}],
    )
    assert [th["scope"] for th in page.find_all("th")] == ["col", "col"]
    assert folded(page.caption) == "Ledd"
    assert page.select_one(".table")["tabindex"] == "0", "can be scrolled by keyboard"
    assert [folded(cell) for cell in page.select("tbody td")] == ["Råvare", "40 %"]
