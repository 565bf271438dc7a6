"""Every form of a word brought to one, so that each finds the others.

``leverandørkjeden``, ``Leverandørkjeder`` and ``leverandorkjede`` all become
``leverandorkjed``. The result is for comparing, never for reading.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

import simplemma
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

from ethicaltrade.bilingual.letters import latin

# One word, without a genitive 's after an apostrophe.
WORD = re.compile(r"([^\W_]+)(?:['’]s\b)?", re.IGNORECASE)

# Keyboards without the letters: what people type, and what they mean.
TYPED_AS = {"nb": {"ae": "æ", "o": "ø", "a": "å"}}

# The dictionary takes "kurset" for a form of the verb "kurse"; without its last
# letter the verb meets the noun.
LAST_LETTER = {"nb": "e"}
SHORTEST_STEM = 3  # letters

# Bounds on the work that one made-up word can cause.
LONGEST_WORD = 60  # letters; no dictionary knows a longer one
MOST_POSITIONS = 8  # letters of a word that may have been typed otherwise
MOST_REPLACED = 2  # of them at once
MOST_REMEMBERED = 50_000  # words


def plain(text: str) -> str:
    """The text on one line, composed (NFC), without invisible characters.

    A soft hyphen would cut a word in two, and a NUL stops PostgreSQL.
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in composed
        if unicodedata.category(character) != "Cf"
    )
    return " ".join(visible.split())


def lemmas(text: str, language: str) -> list[str]:
    """One lemma for each :data:`WORD` of the text, in the same order."""
    return [lemma(match[1], language) for match in WORD.finditer(text)]


@lru_cache(maxsize=MOST_REMEMBERED)
def lemma(word: str, language: str) -> str:
    """The form all forms of the word share: small letters a–z where there are any.

    In a language without a dictionary, only case and accents are evened out.
    """
    word = word.casefold()
    if language in SUPPORTED_LANGUAGES and len(word) <= LONGEST_WORD:
        word = _with_own_letters(word, language)
        word = simplemma.lemmatize(word, language, low_memory=True).casefold()
        ending = LAST_LETTER.get(language)
        if ending and word.endswith(ending) and len(word) > SHORTEST_STEM:
            word = word.removesuffix(ending)
    folded = latin(word)  # no search backend folds æ and ø
    return "".join(sign for sign in folded if sign.isalnum()) or word


def _with_own_letters(word: str, language: str) -> str:
    """``innkjop`` is ``innkjøp``: the known word it may stand for, or itself."""
    if language not in TYPED_AS or _is_known(word, language):
        return word
    return next(
        (
            spelling
            for spelling in _spellings(word, TYPED_AS[language])
            if _is_known(spelling, language)
        ),
        word,
    )


def _spellings(word: str, letters: dict[str, str]) -> Iterator[str]:
    """The word with one, then more, of the letters put in: at most 36 spellings."""
    positions = list(re.finditer("|".join(letters), word))[:MOST_POSITIONS]
    for count in range(1, MOST_REPLACED + 1):
        for chosen in combinations(positions, count):
            spelling = word
            for position in reversed(chosen):
                start, end = position.span()
                spelling = spelling[:start] + letters[position[0]] + spelling[end:]
            yield spelling


def _is_known(word: str, language: str) -> bool:
    return simplemma.is_known(word, language, low_memory=True)
