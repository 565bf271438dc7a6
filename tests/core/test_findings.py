"""What is found in the pictures of a page before a language is published."""

import pytest
from django.urls import reverse

from tests.bilingual.test_findings import all_found, found
from tests.support.files import picture

pytestmark = pytest.mark.django_db

WIDE = (800, 500)
GOOD = {"credit": "Foto: Kari"}


@pytest.mark.parametrize(
    ("size", "fields", "expected"),
    [
        (WIDE, GOOD, set()),
        (WIDE, GOOD | {"alt_text_nb": ""}, {"alt"}),
        (WIDE, GOOD | {"alt_text_en": ""}, set()),
        (WIDE, GOOD | {"alt_text_nb": "", "is_decorative": True}, set()),
        (WIDE, {"credit": ""}, {"credit"}),
        ((400, 300), GOOD, {"small"}),
    ],
)
def test_pictures_are_looked_at_in_the_language(article, size, fields, expected):
    image = picture(size, **fields)
    body = [{"type": "image", "value": {"image": image.pk}, "id": "b0"}]
    assert found(article, body_nb=body) == {(one, "body.b0") for one in expected}
    lines = all_found(article, body_nb=body)
    form = reverse("wagtailimages:edit", args=[image.pk])
    assert {one.mended_at for one in lines if one.check != "small"} <= {form}
    shown = found(article, body_nb=[], hero_image=image)
    assert shown == {(one, "hero_image") for one in expected}
