"""The part of an address that an editor can read."""

from django.utils.text import slugify as django_slugify

# Django's slugify drops these letters: "Ærlig øl på Ås" became "rlig-l-pa-as".
NORDIC_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "ö": "o", "ä": "a", "ð": "d", "þ": "th"}
)
MAX_LENGTH = 255  # characters, as Wagtail's slug field
ROOM_FOR_A_NUMBER = 5  # characters kept free for "-1234"


def slugify(text: str) -> str:
    """Turn a title into a slug of a-z, 0-9 and hyphens: æ→ae, ø→o, å→a.

    Empty when no letter or digit is left.
    """
    slug = django_slugify(text.lower().translate(NORDIC_LETTERS))
    return slug[: MAX_LENGTH - ROOM_FOR_A_NUMBER].strip("-_")
