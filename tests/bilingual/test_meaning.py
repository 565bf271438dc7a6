"""What a value says, and how far a language follows the one it was translated from."""

import json
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from articles.models import ArticlePage
from ethicaltrade.bilingual.diff import difference, readable
from ethicaltrade.bilingual.meaning import State, meaning, record, segments, states
from ethicaltrade.core.blocks.body import RICH_TEXT, BodyBlock
from ethicaltrade.home.models import HomePage
from events.models import EventPage

WORD = st.text(st.sampled_from("abå<&>\"' é"), min_size=1, max_size=6).filter(str.strip)


def text_block(html, key="t1"):
    return {"type": "text", "value": html, "id": key}


def article(**fields):
    """What a revision keeps, as far as it is asked for."""
    for name in ("body_nb", "body_en"):
        fields[name] = json.dumps(fields.get(name, []))
    return {"source_language": "nb", "translated_from_en": None} | fields


def states_in(content, model=ArticlePage):
    return {one.id: str(one.state) for one in segments(model, content, "en")}


# What is the same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Åpen dag", "A\u030apen\u00a0 dag\n"),
        ("leverandørkjede", "leverandør\xadkjede\u200b"),
        ('<p data-block-key="a1">Hei</p>', "<p>Hei </p><p></p>"),
        ("<p>A &amp; B</p>", "A & B"),
        ("<p><b><i>x</i></b></p>", "<p><em><strong>x</strong></em></p>"),
        ('<a linktype="page" id="3">x</a>', '<a id="3" linktype="page">x</a>'),
        (
            [1, 2],
            [{"type": "item", "value": 1, "id": "q"}, {"type": "item", "value": 2}],
        ),
        (text_block("<p>x</p>", "t1"), text_block("<p>x</p>", "t2")),
        ({"quote": "x"}, {"quote": "x", "name": "", "role": None}),
        ("", None),
        ("<p></p>", []),
        (text_block("<p> </p>"), None),
    ],
)
def test_what_says_the_same_means_the_same(one, other):
    assert meaning(one) == meaning(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Åpen dag", "Åpen kveld"),
        ("<p>a</p><p>b</p>", "<p>a b</p>"),
        ("<h2>a</h2>", "<h3>a</h3>"),
        ("<p>a</p>", "<p><b>a</b></p>"),
        ('<a linktype="page" id="3">x</a>', '<a linktype="page" id="4">x</a>'),
        ([1, 2], [2, 1]),
        ({"image": 1, "caption": "x"}, {"image": 2, "caption": "x"}),
        ({"values": ["a", ""]}, {"values": ["", "a"]}),
        ({"type": "text", "value": "x"}, {"type": "quotation", "value": "x"}),
    ],
)
def test_what_says_something_else_means_something_else(one, other):
    assert meaning(one) != meaning(other)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "h2", "li"]), WORD), min_size=1), WORD)
def test_rich_text_means_the_same_after_the_editor_and_another_with_a_word_more(
    parts, word
):
    html = "".join(
        f"<ul><li>{escaped(text)}</li></ul>"
        if tag == "li"
        else f"<{tag}>{escaped(text)} <b>x</b></{tag}>"
        for tag, text in parts
    )
    converter = ContentstateConverter(RICH_TEXT)
    opened = converter.from_database_format(html)
    assert meaning(converter.to_database_format(opened)) == meaning(html)
    assert meaning(html + f"<p>{escaped(word)}y</p>") != meaning(html)


@settings(max_examples=40, deadline=None)
@given(WORD, st.lists(st.integers(1, 9), max_size=3))
def test_block_means_the_same_after_a_form(word, documents):
    stored = [
        {"type": "documents", "value": {"heading": word, "documents": documents}},
        {"type": "quotation", "value": {"quote": word}},
        text_block(f"<p>{escaped(word)}</p>"),
    ]
    block = BodyBlock()
    kept = block.get_prep_value(block.to_python([{"id": str(uuid4()), **stored[1]}]))
    assert meaning(kept[0]) == meaning(stored[1])
    wrapped = [{"type": "item", "value": one, "id": str(one)} for one in documents]
    again = {"type": "documents", "value": {"heading": word, "documents": wrapped}}
    assert meaning(again) == meaning(stored[0])


# How far a language follows


def test_each_field_and_block_is_missing_current_outdated_or_alone():
    content = article(
        title_nb="Tittel",
        title_en="Title",
        lead_nb="Ingress",
        seo_title_en="Alone",
        slug_nb="tittel",
        body_nb=[text_block("<p>En</p>", "a"), text_block("<p>To</p>", "b")],
        body_en=[text_block("<p>One</p>", "a"), text_block("<p>Own</p>", "c")],
        translated_from_en={"title": ["0" * 16, None]},
    )
    assert states_in(content) == {
        "title": "outdated",
        "seo_title": "alone",
        "lead": "missing",
        "body.a": "current",
        "body.b": "missing",
        "body.c": "alone",
    }
    assert {one.state for one in segments(ArticlePage, content, "nb")} == {"source"}
    assert states(ArticlePage, content)["nb"] == {}


def test_bodies_that_were_never_paired_are_paired_by_kind_and_order():
    quotation = {"type": "quotation", "value": {"quote": "x"}, "id": "q"}
    content = article(
        title_nb="Tittel",
        body_nb=[text_block("En", "a"), text_block("To", "b"), text_block("Tre", "c")],
        body_en=[text_block("One", "x"), quotation, text_block("Two", "y")],
    )
    found = states_in(content)
    assert found["body.a"] == found["body.b"] == "current"
    assert (found["body.c"], found["body.q"]) == ("missing", "alone")


def test_words_of_rows_and_of_blocks_arranged_once_are_segments():
    row = {"pk": None, "uuid": "r1", "role_nb": "Leder", "role_en": ""}
    content = article(title_nb="Kurs", title_en="Course", speakers=[row])
    [speaker] = [s for s in segments(EventPage, content, "en") if "r1" in s.path]
    assert (speaker.id, speaker.state) == ("speakers.r1.role", "missing")
    assert "1" in speaker.label
    points = [{"title": {"nb": "Spør", "en": "Ask"}, "text": {"nb": "Ofte", "en": ""}}]
    promise = {
        "type": "promise",
        "id": "s1",
        "value": {"heading": {"nb": "Løfte", "en": ""}, "points": points, "page": 3},
    }
    content = article(title_nb="Forside", sections=json.dumps([promise]))
    found = states_in(content, HomePage)
    assert found["sections.s1.heading"] == "missing"
    assert found["sections.s1.points.0.title"] == "current"
    assert found["sections.s1.points.0.text"] == "missing"


def saved(before, **changes):
    return record(ArticlePage, before, before | changes, revision=7)


@pytest.fixture
def followed():
    start = article(title_nb="Tittel", title_en="Title", lead_nb="Ingress")
    return record(ArticlePage, None, start)


def test_new_page_follows_what_was_written_with_it(followed):
    assert followed["translated_from_en"] == {"title": [meaning("Tittel"), None]}


def test_changed_source_is_outdated_until_the_words_are_written_or_approved(followed):
    outdated = saved(followed, title_nb="Ny tittel")
    assert states_in(outdated)["title"] == "outdated"
    shared = saved(outdated, hero_image=4)
    assert shared["translated_from_en"] == followed["translated_from_en"]
    written = saved(outdated, title_en="New title")
    assert written["translated_from_en"]["title"] == [meaning("Ny tittel"), 7]
    approved = record(ArticlePage, outdated, outdated, still_right={"en": ["title"]})
    assert states_in(approved)["title"] == "current"
    again = approved | {"title_nb": "Nyest"}  # saved by the form that approved it
    again = record(ArticlePage, approved, again, still_right={"en": ["title"]})
    assert states_in(again)["title"] == "outdated"
    assert states_in(saved(outdated, title_nb="Tittel\n"))["title"] == "current"


def test_both_changed_at_once_is_current(followed):
    both = saved(followed, title_nb="Ny", title_en="New")
    assert both["translated_from_en"]["title"] == [meaning("Ny"), None]


def test_words_from_before_anybody_kept_count_follow_what_was_there_when_saved():
    old = article(title_nb="Tittel", title_en="Title")
    assert states_in(old)["title"] == "current"
    assert states_in(saved(old, title_nb="Ny"))["title"] == "outdated"
    assert saved(old)["translated_from_en"] == {"title": [meaning("Tittel"), 7]}


def test_small_change_keeps_what_was_current_and_nothing_else(followed):
    live = followed | {
        "lead_en": "Lead",
        "translated_from_en": {
            **followed["translated_from_en"],
            "lead": ["0" * 16, 3],
        },
    }
    draft = saved(live, title_nb="Tittel!", lead_nb="Ingress!")
    published = record(ArticlePage, live, draft, is_small_change=True)
    assert states_in(published)["title"] == "current"
    assert states_in(published)["lead"] == "outdated"


LONG = "Vi spør alle leverandører hvor ølet kommer fra."


def test_words_that_are_still_the_sources_are_not_translated():
    block = text_block(f"<p>{LONG}</p>")
    picture = {"type": "image", "value": {"image": 3, "caption": ""}, "id": "p"}
    content = article(
        title_nb="Øl",
        title_en="Øl",
        lead_nb=LONG,
        lead_en=LONG,
        body_nb=[block, picture],
        body_en=[text_block(f"<p data-block-key='k'>{LONG}</p>"), picture],
    )
    copied = {"en": ["title", "body.p"]}
    kept = record(ArticlePage, None, content, copied=copied)
    assert states_in(kept) == {
        "title": "copied",
        "lead": "copied",
        "body.t1": "copied",
        "body.p": "current",  # nothing to translate
    }
    assert states_in(record(ArticlePage, None, content))["title"] == "current"
    # Of the old source they still are a copy, after a small change too.
    newer = saved(kept, lead_nb="Vi spør ingen.")
    assert states_in(newer)["lead"] == "copied"
    newer = record(ArticlePage, kept, newer, is_small_change=True)
    assert states_in(newer)["lead"] == "copied"
    # A hand that changes them translates them; an editor says which are to be the same.
    assert states_in(saved(kept, title_en="Beer"))["title"] == "current"
    same = record(ArticlePage, kept, kept, still_right={"en": ["lead", "title"]})
    assert states_in(same)["lead"] == states_in(same)["title"] == "current"
    assert states_in(saved(same, hero_image=4))["lead"] == "current"
    assert states_in(saved(same, lead_nb="Vi spør."))["lead"] == "outdated"


def test_segment_is_left_out_and_taken_back(followed):
    left = record(ArticlePage, followed, followed, left_out={"en": ["lead"]})
    assert states_in(left)["lead"] == "left out"
    assert states_in(saved(left, title_nb="Ny"))["lead"] == "left out"
    again = record(ArticlePage, left, left, reinstated={"en": ["lead"]})
    assert states_in(again)["lead"] == "missing"
    written = saved(left, lead_en="Lead")
    assert states_in(written)["lead"] == "current"


def test_source_turned_round_begins_anew(followed):
    turned = saved(followed, source_language="en")
    found = {one.id: one.state for one in segments(ArticlePage, turned, "nb")}
    assert found == {"title": State.CURRENT, "lead": State.ALONE}
    assert turned["translated_from_nb"] == {"title": [meaning("Title"), None]}
    assert turned["translated_from_en"] is None


@settings(max_examples=30, deadline=None)
@given(WORD, WORD, WORD, st.integers(0, 3))
def test_what_no_hand_wrote_is_never_recorded(source, target, other, opened):
    content = article(
        title_nb=source,
        title_en=target,
        body_nb=[text_block(f"<p>{escaped(other)}</p>")],
        body_en=[text_block(f"<p>{escaped(target)}</p>")],
    )
    kept = record(ArticlePage, None, content)
    again = kept
    for time in range(opened):
        keyed = again["body_nb"].replace("<p>", f"<p data-block-key='{time}'>")
        again = record(ArticlePage, again, again | {"body_nb": keyed}, revision=time)
    assert again["translated_from_en"] == kept["translated_from_en"]


# What changed


def test_difference_is_told_word_by_word_and_to_screen_readers():
    block = BodyBlock()
    before = readable(block.child_blocks["text"], text_block("<p>To ord til</p>"))
    after = readable(
        block.child_blocks["text"],
        text_block('<p>To nye <a href="https://a.example">ord</a></p>'),
    )
    html = difference(before, after)
    assert "<ins>" in html
    assert "<del>" in html
    assert "https://a.example" in html
    assert "w-sr-only" in html
    assert difference(["<b>"], ["<b>"]) == "<p>&lt;b&gt;</p>"
