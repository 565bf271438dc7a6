"""Letters a-z for every other: for slugs, for searching, and for the order of a list.

No letter is dropped. One that is an ASCII letter with accents loses them (é is e); some
have a spelling of their own in the table; all others are read as anyascii has them, the
library by which Wagtail makes file names (Ж is zh, 中 is zhong).
"""

import unicodedata
from functools import lru_cache

from anyascii import anyascii

# As people without the keys type them.
PLAIN_LETTERS = {
    "æ": "ae",
    "ø": "o",
    "å": "a",
    "ä": "a",
    "ö": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "œ": "oe",
    "þ": "th",
    "ŧ": "t",
    "ŋ": "n",
    "\N{ARABIC LETTER ALEF}": "a",  # anyascii reads nothing in these two
    "\N{HEBREW LETTER ALEF}": "a",
}


def latin(text: str) -> str:
    """In small letters, a–z for all that are letters or digits; signs stay.

    What has no shape (a soft hyphen, a joiner) goes: it parts no word. A letter that
    nobody has a reading for stays as it is.
    """
    folded = unicodedata.normalize("NFC", text.casefold())
    return "".join(map(_plain, folded))


@lru_cache(maxsize=10_000)
def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    parts = unicodedata.normalize("NFKD", sign)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    for letter in (sign, bare):  # ø, and ø with an accent
        if letter in PLAIN_LETTERS:
            return PLAIN_LETTERS[letter]
    if bare.isascii():
        return bare.lower()
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    if kind[0] == "N":
        return anyascii(sign) or sign
    if kind[0] in "LM":
        read = anyascii(sign).lower()  # "'" for one without a sound, such as ь
        return "".join(filter(str.isalnum, read)) if read or kind[0] == "M" else sign
    return sign
