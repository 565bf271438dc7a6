"""Slugs of Norwegian titles."""

import pytest

from ethicaltrade.bilingual.slugs import MAX_LENGTH, ROOM_FOR_A_NUMBER, slugify

pytestmark = pytest.mark.every_database


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Ærlig øl på Ås", "aerlig-ol-pa-as"),
        ("Søknad § 4 – 7 700 kr", "soknad-4-7-700-kr"),
        ("«Hvem tok opp fisken?»", "hvem-tok-opp-fisken"),
        ("Café Genève", "cafe-geneve"),
        ("Þór og Íris", "thor-og-iris"),
        ("!?", ""),
        ("中文", ""),
        ("", ""),
    ],
)
def test_slug_has_plain_letters_only(title, slug):
    assert slugify(title) == slug


def test_long_title_leaves_room_for_a_number():
    slug = slugify("ord " * 200)
    assert len(slug) <= MAX_LENGTH - ROOM_FOR_A_NUMBER
    assert not slug.endswith("-")
