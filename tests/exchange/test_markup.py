"""Rich text in paragraphs and numbered tags, and back, whatever it is."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ethicaltrade.exchange import markup, po
from ethicaltrade.exchange.markup import Tag

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8
)
LINK = '<a href="https://x.no/?a=1&amp;b=2">'
INLINE = "<b> </b> <i> </i> </a> <br/> &amp; &lt; &nbsp; <!--x--> </span> <"
AROUND = "<p> </p> <li> </li> <ul> </ul> <hr/> <h2>"
SIGNS = [*INLINE.split(), *AROUND.split(), LINK, '<span lang="en">']
TAGS = st.sampled_from(SIGNS)
HTML = st.lists(TAGS | WORDS.map(lambda text: text.replace("<", "&lt;"))).map("".join)


@given(HTML)
def test_parts_are_the_whole(html):
    assert "".join(part.html for part in markup.parts(html)) == html


@given(HTML)
def test_words_with_their_tags_are_whole_and_say_the_same(html):
    for part in markup.parts(html):
        found, codes = markup.pieces(part.html)
        assert markup.is_whole(found, codes)
        again = markup.html_of(found, codes)
        assert markup.plain(again) == markup.plain(part.html)
        assert markup.pieces(again)[1] == codes
        assert markup.alike(codes, codes) == {number: number for number in codes}


PIECES = st.lists(
    WORDS
    | st.sampled_from(["<1>", "&lt;1>", "&amp;lt;", "</2>", "<3/>"])
    | st.builds(Tag, st.sampled_from(["open", "close", "alone"]), st.integers(1, 99))
)


@given(PIECES)
def test_po_has_no_word_that_is_taken_for_a_tag(found):
    found = markup.joined(found)
    assert markup.joined(po.pieces_of(po.written(found))) == found


def test_tags_of_a_translation_are_found_by_what_they_are():
    ours = markup.pieces('<a id="1">a</a> <a id="2">b</a> <b>c</b>')[1]
    theirs = markup.pieces('<b>c</b> <a id="2">b</a> <a id="9">a</a>')[1]
    assert markup.alike(ours, theirs) == {1: 3, 2: 2, 3: 1}
    assert markup.alike(ours, markup.pieces("<i>c</i>")[1]) is None
    nb, en = (markup.pieces(f'<span lang="{c}">x</span>')[1] for c in ("nb", "en"))
    assert markup.alike(nb, en) is None


def test_tag_that_is_missing_doubled_or_crossed_is_seen():
    found, codes = markup.pieces("<b>a <i>b</i></b> c<br/>")
    assert markup.is_whole(found, codes)
    for wrong in (
        found[:-1],
        [*found, Tag("alone", 3)],
        [Tag("close", 1), *found[1:]],
        [one for one in found if one != Tag("close", 2)],
        [*found, Tag("alone", 9)],
        json.loads(json.dumps(["a"])),
    ):
        assert not markup.is_whole(wrong, codes)
