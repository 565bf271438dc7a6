"""Slugs of titles, and the one table of letters they share with search and order."""

import sys
import unicodedata

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from ethicaltrade.bilingual.letters import latin
from ethicaltrade.bilingual.slugs import MAX_LENGTH, ROOM_FOR_A_NUMBER, slugify
from ethicaltrade.core.collation import fold, has_words, sort_key
from ethicaltrade.search.lemmas import lemma

pytestmark = pytest.mark.every_database

SLUGS = {
    "Ærlig øl på Ås": "aerlig-ol-pa-as",
    "Søknad § 4 – 7 700 kr": "soknad-4-7-700-kr",
    "«Hvem tok opp fisken?»": "hvem-tok-opp-fisken",
    "Café Genève": "cafe-geneve",
    "Þór og Íris": "thor-og-iris",
    "Oslo–Bergen: tog": "oslo-bergen-tog",
    "2024–2025": "2024-2025",
    "2024—2025/26": "2024-2025-26",
    "og/eller": "og-eller",
    "Åpenhetsloven 2.0": "apenhetsloven-2-0",
    "12,5 %": "12-5",
    "A&B": "a-b",
    "Ragn-Sells & Co.": "ragn-sells-co",
    "l'été": "l-ete",
    "l’été": "l-ete",
    "Norway’s act: don't": "norways-act-dont",
    "til\xadbud": "tilbud",
    "Groß STRAẞE": "gross-strasse",
    "đłðþŋŧ œ": "dldthnt-oe",
    "Ǿ ǽ ﬁ": "o-ae-fi",
    "½ ² №": "1-2-2-no",
    "Ελλάδα": "ellada",
    "Москва: большой": "moskva-bolshoy",
    "محمد": "mhmd",
    "שלום": "slvm",
    "中文": "zhongwen",
    "한국": "hangug",
    "हिन्दी": "hindi",
    "Č Š Ž á ŋ": "c-s-z-a-n",
    "min_side": "min_side",
    "a\u030a": "a",
    "🎉 fest": "fest",
    "!?": "",
    "🎉": "",
    "": "",
}


@pytest.mark.parametrize(("title", "slug"), SLUGS.items())
def test_slug_has_plain_letters_only(title, slug):
    assert slugify(title) == slug
    assert slugify(slug) == slug, "a slug stays as it is"


def test_long_title_leaves_room_for_a_number():
    slug = slugify("ord " * 200)
    assert len(slug) <= MAX_LENGTH - ROOM_FOR_A_NUMBER
    assert not slug.endswith("-")


# One table for all


LETTERS = [
    sign
    for sign in map(chr, range(sys.maxunicode))
    if unicodedata.category(sign) in {"Ll", "Lo", "Lt", "Lu", "Nd"}
]
ALPHABETS = (  # first letters and the ones after the last
    *((0x41, 0x250), (0x370, 0x530), (0x531, 0x557), (0x5D0, 0x5EB)),
    *((0x620, 0x64B), (0x1E00, 0x2000), (0x4E00, 0x9FA6), (0xAC00, 0xD7A4)),
)


def is_silent(sign: str) -> bool:
    """It has no sound, or changes that of the letter before: ь."""
    reading = anyascii(sign)
    return bool(reading) and not any(map(str.isalnum, reading))


def test_no_letter_of_an_alphabet_is_dropped():
    for sign in LETTERS:
        if any(first <= ord(sign) < end for first, end in ALPHABETS):
            assert slugify(sign) or is_silent(sign), unicodedata.name(sign)


def test_no_letter_is_dropped_by_search_or_order():
    for sign in LETTERS:
        if not is_silent(sign):
            assert latin(sign), unicodedata.name(sign)
            assert sort_key(sign), unicodedata.name(sign)


@pytest.mark.parametrize("title", [*SLUGS])
def test_slug_search_and_order_read_the_same_letters(title):
    slug = "".join(filter(str.isalnum, slugify(title)))
    assert "".join(filter(str.isalnum, latin(title))) == slug
    assert bool(sort_key(title)) == bool(slug)
    if "’s" not in title:
        assert has_words(slugify(title).replace("-", " "), title)
    assert fold(title) == fold(fold(title))


@given(st.text())
def test_folding_is_done_once(text):
    assert latin(latin(text)) == latin(text)
    assert slugify(slugify(text)) == slugify(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("straße", "strasse"), ("Łódź", "lodz"), ("Ελλάδα", "ellada"), ("ﬁsk", "fisk")],
)
def test_word_is_found_in_either_spelling(one, other):
    assert lemma(one, "en") == lemma(other, "en")
