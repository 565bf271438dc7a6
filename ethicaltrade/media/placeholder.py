"""What stands in a picture's place while it loads: two of a few tones.

The tone above and the one below make a gradient. A picture has two letters for them,
and ``pictures.css`` the colours: a strict content security policy allows no colour in
the page itself, and twelve cards weigh some hundred bytes instead of two kilobytes of
blurred miniatures.
"""

from functools import partial
from typing import Any

from PIL import Image, ImageOps

TONES = dict(
    zip(
        "abcdefghijklmnopqrstuvwx",
        (
            *("1f2422", "5b605e", "9b9f9c", "d9dad6", "f3efe8"),
            *("12433d", "3f6b5c", "7f9c86", "b9c9b4"),
            *("1d2b4a", "40597f", "8aa5bb", "c8dbe1"),
            *("7a5a2c", "b98a3f", "ddb76f", "efdcb6"),
            *("5a2a22", "9a4a36", "c97a5c", "e6b9a0"),
            *("3a2620", "6f4f3b", "a58a70"),
        ),
        strict=True,
    )
)
"""The tones' colours in sRGB, by letter; from dark to light, hue by hue."""

Colour = tuple[int, ...]


def tones_of(file: Any) -> str:
    """The letters of the tones nearest to the upper and the lower half.

    Empty when something would show through the picture, or nothing can be read.
    """
    try:
        file.seek(0)
        with Image.open(file) as picture:
            return _read_tones(picture)
    # Pillow raises SyntaxError and ValueError too for some broken files.
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""


def _read_tones(picture: Image.Image) -> str:
    picture.draft("RGB", (64, 64))  # a JPEG is read at an eighth of its size
    picture = ImageOps.exif_transpose(picture)
    if picture.has_transparency_data:
        lowest, _highest = picture.convert("RGBA").getchannel("A").getextrema()
        if lowest < 255:
            return ""
    small = picture.convert("RGB").resize((32, 32), Image.Resampling.BOX)
    halves = small.crop((0, 0, 32, 16)), small.crop((0, 16, 32, 32))
    return "".join(nearest(_prevailing_colour(half)) for half in halves)


def _prevailing_colour(picture: Image.Image) -> Colour:
    """The colour that most of it has; the mean of many colours is always grey."""
    few = picture.quantize(4)
    _count, place = max(few.getcolors())
    return tuple(few.getpalette()[place * 3 : place * 3 + 3])


def nearest(colour: Colour) -> str:
    """The letter of the tone that looks most like the colour (red, green, blue)."""
    return min(TONES, key=partial(_difference, colour))


def _difference(colour: Colour, letter: str) -> int:
    # The eye tells greens apart best, and blues better than reds.
    tone = bytes.fromhex(TONES[letter])
    return sum(
        weight * (one - other) ** 2
        for weight, one, other in zip((2, 4, 3), colour, tone, strict=True)
    )
