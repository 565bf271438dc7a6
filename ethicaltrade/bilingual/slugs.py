from collections.abc import Callable

from django.utils.text import slugify as django_slugify

# Letters that are no a–z with an accent, written as people without the keys type them.
# Django's slugify drops them: "Ærlig øl på Ås" became "rlig-l-pa-as".
PLAIN_LETTERS = {
    "æ": "ae",
    "ø": "o",
    "å": "a",
    "ä": "a",
    "ö": "o",
    "đ": "d",
    "ð": "d",
} | {"ł": "l", "œ": "oe", "þ": "th", "ŧ": "t", "ŋ": "n"}
MAX_LENGTH = 255  # characters, as Wagtail's slug field
ROOM_FOR_A_NUMBER = 5  # characters kept free for "-1234"

_plain_letters = str.maketrans(PLAIN_LETTERS)


def free_slug(slug: str, is_taken: Callable[[str], bool]) -> str:
    """With the first number from 2 that is free, if it is taken."""
    candidate, number = slug, 1
    while is_taken(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def slugify(text: str) -> str:
    """a-z, 0-9 and hyphens: æ→ae, ø→o, å→a; may be empty."""
    slug = django_slugify(text.lower().translate(_plain_letters))
    return slug[: MAX_LENGTH - ROOM_FOR_A_NUMBER].strip("-_")
