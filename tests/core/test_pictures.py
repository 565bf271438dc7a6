"""Pictures: their words in the reader's language, and their sizes."""

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.utils import translation

from ethicaltrade.core.pictures import PLACES, picture_context
from tests.support.files import picture
from tests.support.pages import folded

pytestmark = pytest.mark.django_db

LARGE = (1700, 1100)  # pixels: more than any place has room for


def rendered(source, **context):
    template = Template("{% load site %}" + source)
    context = {"LANGUAGE_CODE": translation.get_language(), **context}
    return BeautifulSoup(template.render(Context(context)), "html.parser")


def image_element(image, place="body"):
    return rendered("{% picture image place %}", image=image, place=place).img


# Words


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "En grønn flate"), ("en", "A green surface")]
)
def test_alternative_text_is_in_the_readers_language(language, words):
    image = picture()
    with translation.override(language):
        element = image_element(image)
    assert element["alt"] == words
    assert not element.has_attr("lang")


@pytest.mark.parametrize(
    ("language", "missing", "other"),
    [("nb", "alt_text_nb", "en"), ("en", "alt_text_en", "nb")],
)
def test_missing_alternative_text_is_borrowed_with_its_language(
    language, missing, other
):
    image = picture(**{missing: ""})
    with translation.override(language):
        element = image_element(image)
    assert element["alt"] == getattr(image, f"alt_text_{other}")
    assert element["lang"] == other


def test_picture_that_only_decorates_is_silent():
    element = image_element(picture(is_decorative=True))
    assert element["alt"] == ""
    assert not element.has_attr("lang")


def test_decorative_picture_with_a_borrowed_text_has_no_language():
    element = image_element(picture(is_decorative=True, alt_text_nb=""))
    assert (element["alt"], element.get("lang")) == ("", None)


def test_picture_without_words_is_silent_rather_than_named_by_its_file():
    image = picture(title="IMG_0042.jpg", alt_text_nb="", alt_text_en="")
    element = image_element(image)
    assert (element["alt"], element.get("lang")) == ("", None)
    assert image.default_alt_text == ""


def test_words_with_quotation_marks_stay_inside_the_attribute():
    words = '"><script>alert(1)</script>'
    assert image_element(picture(alt_text_nb=words))["alt"] == words


def test_caption_is_borrowed_with_its_language_and_the_credit_is_not_translated():
    image = picture(caption_nb="En flate", credit="Foto: Kari Demo")
    source = '{% include "components/figure.html" with place="body" %}'
    with translation.override("en"):
        caption = rendered(source, image=image).figcaption
    borrowed, credit = caption.find_all("span")
    assert (folded(borrowed), borrowed["lang"]) == ("En flate", "nb")
    assert (folded(credit), credit.get("lang")) == ("Foto: Kari Demo", None)


# Sizes


@pytest.mark.parametrize("place", PLACES)
def test_every_size_is_offered_with_its_width(place):
    element = image_element(picture(LARGE), place)
    offered = [size.split() for size in element["srcset"].split(", ")]
    widths = [int(width.removesuffix("w")) for _address, width in offered]
    assert len(offered) == len(PLACES[place].filters)
    assert widths == sorted(widths)
    assert int(element["width"]) == widths[-1]
    assert element["src"] == offered[-1][0]
    assert element["sizes"] == PLACES[place].sizes


def test_small_picture_is_not_blown_up_and_offered_once():
    element = image_element(picture((60, 40)), "hero")
    assert element["srcset"].split() == [element["src"], "60w"]
    assert (element["width"], element["height"]) == ("60", "40")


def test_size_is_written_without_a_thousands_separator():
    element = image_element(picture(LARGE), "hero")
    assert (element["width"], element["height"]) == ("1600", "1035")


def test_picture_at_the_top_is_fetched_first_and_the_others_when_they_are_near():
    image = picture()
    assert image_element(image, "hero")["fetchpriority"] == "high"
    assert not image_element(image, "hero").has_attr("loading")
    assert image_element(image, "card")["loading"] == "lazy"


def test_pictures_in_a_list_take_no_query_when_their_sizes_are_at_hand(
    django_assert_num_queries,
):
    image = picture()
    picture_context(image, "card")
    again = type(image).objects.prefetch_related("renditions").get(pk=image.pk)
    with django_assert_num_queries(0):
        picture_context(again, "card")
