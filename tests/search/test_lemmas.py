"""Every form of a word comes out as one."""

import time

import pytest

from ethicaltrade.search.lemmas import lemma, lemmas, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("leverandørkjede", "leverandørkjeden"),
        ("leverandørkjede", "Leverandørkjedene"),
        ("medlem", "medlemmer"),
        ("kurs", "kursene"),
        ("kurs", "kurset"),
        ("bok", "bøker"),
        ("levelønn", "levelønna"),
        ("råvare", "råvarer"),
        ("menneskerettighet", "menneskerettighetene"),
    ],
)
def test_norwegian_forms_of_a_word_are_one(one, other):
    assert lemma(one, "nb") == lemma(other, "nb")


@pytest.mark.parametrize(
    ("proper", "typed"),
    [
        ("leverandørkjeden", "leverandorkjeden"),
        ("åpenhetsloven", "apenhetsloven"),
        ("bærekraftig", "baerekraftig"),
        ("årsrapporter", "arsrapport"),
        ("søk", "sok"),
        ("ØRE", "ore"),
    ],
)
def test_letters_missing_on_a_keyboard_are_understood(proper, typed):
    assert lemma(proper, "nb") == lemma(typed, "nb")


@pytest.mark.parametrize(
    ("one", "other"),
    [("company", "companies"), ("child", "children"), ("supplier", "Suppliers")],
)
def test_english_forms_of_a_word_are_one(one, other):
    assert lemma(one, "en") == lemma(other, "en")


def test_genitive_after_an_apostrophe_is_no_word():
    assert lemmas("the company's NATO’s", "en") == ["the", "company", "nato"]


def test_language_without_a_dictionary_evens_out_case_and_accents():
    assert lemmas("Čorru ØST", "xx") == ["corru", "ost"]


def test_every_word_has_one_lemma_without_spaces():
    text = "FN-forum, 40 % av 2,5 mill. – «levelønn» ½ ﷺ 中文 हिन्दी"
    assert all(
        word and word == "".join(word.split()) for word in lemmas(plain(text), "nb")
    )


def test_lemmas_outside_foreign_scripts_have_no_letters_a_backend_could_change():
    assert lemma("Ærligølpååsß", "nb") == "aerligolpaasss"


def test_soft_hyphens_and_control_characters_disappear():
    assert plain("leveran\u00addør\x00 \n\u200b kjede") == "leverandør kjede"


def test_decomposed_letters_are_composed():
    assert plain("A\u030apen") == "Åpen"


@pytest.mark.parametrize("word", ["a" * 200, "aeo" * 66, "leverandor" * 6, "ao" * 30])
def test_word_made_up_to_waste_time_is_soon_done(word):
    lemma("hei", "nb")  # reads the dictionary
    began = time.process_time()
    lemma(word, "nb")
    assert time.process_time() - began < 0.5
