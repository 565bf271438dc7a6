"""The tones that stand in a picture's place while it loads."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image

from ethicaltrade.media.placeholder import TONES, nearest, tones_of

STYLES = settings.BASE_DIR / "static" / "css" / "pictures.css"


def file(picture, kind="PNG", **options):
    made = BytesIO()
    picture.save(made, kind, **options)
    return made


def halves(above, below, mode="RGB"):
    picture = Image.new(mode, (40, 40), above)
    picture.paste(below, (0, 20, 40, 40))
    return picture


def test_tones_are_the_upper_halfs_and_the_lower_halfs():
    assert tones_of(file(halves("#c8dbe1", "#12433d"))) == "mf"


@pytest.mark.parametrize("letter", TONES)
def test_tone_is_nearest_to_itself(letter):
    assert nearest(tuple(bytes.fromhex(TONES[letter]))) == letter


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "GIF"])
def test_tones_are_found_in_every_kind_of_file(kind):
    assert tones_of(file(halves("#c8dbe1", "#12433d"), kind)) == "mf"


def test_tones_are_those_of_the_picture_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    made = file(halves("#c8dbe1", "#12433d"), "JPEG", exif=exif)
    assert tones_of(made) == "fm"


def test_transparent_picture_has_none():
    assert tones_of(file(halves((9, 9, 9, 255), (9, 9, 9, 200), "RGBA"))) == ""


def test_picture_that_could_be_transparent_and_is_not_has_them():
    picture = halves((0xC8, 0xDB, 0xE1, 255), (0x12, 0x43, 0x3D, 255), "RGBA")
    assert tones_of(file(picture)) == "mf"


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken"])
def test_unreadable_file_has_none(data):
    assert tones_of(BytesIO(data)) == ""


def test_file_that_breaks_off_has_none():
    whole = file(Image.effect_noise((300, 300), 90)).getvalue()
    assert tones_of(BytesIO(whole[: len(whole) // 2])) == ""


@pytest.mark.parametrize("side", ["above", "below"])
def test_style_sheet_has_the_same_tones(side):
    rule = rf'\[data-{side}="(\w)"\]\s*{{\s*--{side}:\s*#(\w+);\s*}}'
    assert dict(re.findall(rule, STYLES.read_text())) == TONES


def luminance(colour):
    """Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (value / 255 for value in bytes.fromhex(colour))
    ]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_alternative_text_can_be_read_on_every_tone():
    styles = STYLES.read_text()
    white = styles[styles.index(":is(") : styles.index("color: #fff")]
    on_white = set(re.findall(r'data-above="(\w)"', white))
    for letter, colour in TONES.items():
        light = luminance(colour)
        contrast = (
            1.05 / (light + 0.05) if letter in on_white else (light + 0.05) / 0.05
        )
        assert contrast >= 4.5, letter
