"""Norwegian alphabetical order: æ, ø, å last, and aa as å."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethicaltrade.core.collation import sort_key

pytestmark = pytest.mark.every_database

ALPHABETICAL = [
    "",
    "1881 Demo",
    "2 Demo",
    "Andre",
    "Ask",
    "Ča",
    "Đerdap",
    "Élan",
    "Fjord AS",
    "Fjord og Fjell",
    "Fjord-Øst",
    "Fjorden",
    "Łódź",
    "Olje",
    "þriðji",
    "Tre",
    "Über",
    "Yrke",
    "Z",
    "Æra",
    "Ärlig",
    "Ærø",
    "Öland",
    "Ørn",
    "Åben",
    "Aaberg",
    "Ågot",
    "Яблоко",
]


@pytest.mark.parametrize("seed", range(5))
def test_names_come_in_the_order_of_the_alphabet(seed):
    shuffled = list(ALPHABETICAL)
    random.Random(seed).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ALPHABETICAL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ÆRLIG DEMO", "Ærlig demo"),
        ("Aasen", "Åsen"),
        ("AAsen", "åsen"),
        ("A\u030asen", "Åsen"),  # A and a combining ring
        ("Café", "Cafe"),
        ("Fjord-Øst", "Fjord  Øst"),
        ("«Fjord»", "Fjord"),
        ("Fjord & Fjell", "Fjord Fjell"),
        ("Groß", "gross"),
    ],
)
def test_spellings_that_are_filed_as_one(one, other):
    assert sort_key(one) == sort_key(other)


def test_aa_of_two_words_is_two_letters():
    assert sort_key("Alta A") < sort_key("Alta Al") < sort_key("Altaa")


@given(st.text(), st.text())
def test_every_text_has_a_key_that_a_longer_one_follows(text, more):
    assert isinstance(sort_key(text), bytes)
    assert sort_key(text) <= sort_key(f"{text} {more}")
