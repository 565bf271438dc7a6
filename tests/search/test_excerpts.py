"""Excerpts show the first hit, and never anything as HTML that was text."""

from ethicaltrade.search.excerpts import LENGTH, excerpt
from ethicaltrade.search.lemmas import lemma, lemmas

FILLER = "Dette er en setning som fyller opp. " * 20


def shown(text, *words):
    wanted = [lemma(word, "nb") for word in words]
    return str(excerpt(text, " ".join(lemmas(text, "nb")), wanted))


def test_all_forms_are_marked():
    assert shown("Medlemmer og medlem.", "medlemmet") == (
        "<mark>Medlemmer</mark> og <mark>medlem</mark>."
    )


def test_text_is_escaped_inside_and_outside_the_marks():
    assert shown("<b>kurs</b> & mer", "kurs") == (
        "&lt;b&gt;<mark>kurs</mark>&lt;/b&gt; &amp; mer"
    )


def test_window_is_around_the_first_hit_and_between_words():
    text = shown(f"{FILLER}Her er leverandørkjeden. {FILLER}", "leverandørkjede")
    assert "<mark>leverandørkjeden</mark>" in text
    assert text.startswith("… ")
    assert text.endswith(" …")
    inside = text.removeprefix("… ").removesuffix(" …")
    assert f" {inside.replace('<mark>', '').replace('</mark>', '')} " in (
        f"{FILLER}Her er leverandørkjeden. {FILLER}"
    )
    assert len(inside) <= LENGTH + len("<mark></mark>")


def test_without_a_hit_it_is_the_beginning():
    text = shown(FILLER, "leverandørkjede")
    assert text.startswith("Dette er en setning")
    assert "<mark>" not in text


def test_short_text_has_no_ellipsis():
    assert shown("Kort.", "annet") == "Kort."


def test_empty_text_is_empty():
    assert shown("", "kurs") == ""


def test_hit_longer_than_the_window_is_shown_whole():
    word = "a" * (LENGTH + 50)
    assert f"<mark>{word}</mark>" in shown(f"{FILLER}{word} {FILLER}", word)


def test_lemmas_of_an_older_text_do_no_harm():
    assert str(excerpt("To ord", "kurs", ["kurs"])) == "<mark>To</mark> ord"
    assert str(excerpt("", "kurs kurs", ["kurs"])) == ""
