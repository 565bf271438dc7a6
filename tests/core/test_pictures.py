"""Pictures: their words in the reader's language, and their sizes."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.template import Context, Template
from django.utils import translation
from PIL import Image

from ethicaltrade.core.templatetags import site
from ethicaltrade.media.models import CustomImage
from ethicaltrade.media.slots import FALLBACK, FORMATS, SLOTS
from tests.support.files import picture
from tests.support.pages import folded

pytestmark = pytest.mark.django_db

LARGE = (1700, 1100)  # pixels: more than any slot has room for


def rendered(source, **context):
    template = Template("{% load site %}" + source)
    context = {"LANGUAGE_CODE": translation.get_language(), **context}
    return BeautifulSoup(template.render(Context(context)), "html.parser")


def image_element(image, slot="body"):
    return rendered("{% picture image slot %}", image=image, slot=slot).img


def drawing(mode, colour, kind):
    """A file of that kind, 60 by 40 pixels in one colour."""
    file = BytesIO()
    Image.new(mode, (60, 40), colour).save(file, kind)
    return ContentFile(file.getvalue(), name=f"flate.{kind.lower()}")


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
    source = '{% include "components/figure.html" with slot="body" %}'
    with translation.override("en"):
        caption = rendered(source, image=image).figcaption
    borrowed, credit = caption.find_all("span")
    assert (folded(borrowed), borrowed["lang"]) == ("En flate", "nb")
    assert (folded(credit), credit.get("lang")) == ("Foto: Kari Demo", None)


# Sizes


def offered(element):
    """Width by address, of every size that the element offers."""
    sizes = [size.split() for size in element["srcset"].split(", ")]
    return {address: int(width.removesuffix("w")) for address, width in sizes}


@pytest.mark.parametrize("slot", SLOTS)
def test_every_format_is_offered_in_every_width_that_fits(slot):
    element = image_element(picture(LARGE), slot)
    sources = element.parent.find_all("source")
    assert element.parent.name == "picture"
    assert [source["type"] for source in sources] == ["image/avif", "image/webp"]
    for source, ending in zip(sources, FORMATS, strict=True):
        sizes = offered(source)
        assert len(sizes) == len(SLOTS[slot].cuts)
        assert list(sizes.values()) == sorted(set(sizes.values()))
        assert all(address.endswith(f".{ending}") for address in sizes)
        assert source["sizes"] == SLOTS[slot].sizes
    assert element["src"].endswith(".jpg")
    cut = SLOTS[slot].cuts[-1].partition("-")[2]
    assert f"{element['width']}x{element['height']}".startswith(cut)


def widths(element):
    """What the best format is offered in."""
    return list(offered(element.parent.find("source")).values())


def test_small_picture_is_not_blown_up_and_made_once_a_format():
    image = picture((60, 40))
    element = image_element(image, "hero")
    assert widths(element) == [60]
    assert (element["width"], element["height"]) == ("60", "40")
    assert image.renditions.count() == len((*FORMATS, FALLBACK))


def test_picture_of_middling_size_is_offered_as_wide_as_it_is():
    assert widths(image_element(picture((900, 600)), "hero")) == [480, 800, 900]


def test_upright_picture_is_cut_as_wide_as_it_is():
    element = image_element(picture((600, 1200)), "lead")
    assert widths(element) == [480, 600]
    assert (element["width"], element["height"]) == ("600", "400")


def test_size_is_written_without_a_thousands_separator():
    element = image_element(picture((1100, 1050)), "body")
    assert (element["width"], element["height"]) == ("1100", "1050")


@pytest.mark.parametrize("slot", SLOTS)
def test_picture_at_the_top_is_fetched_first_and_the_others_when_they_are_near(slot):
    element = image_element(picture(), slot)
    how = [element.get(name) for name in ("fetchpriority", "loading", "decoding")]
    if slot in {"hero", "lead", "first_card"}:
        assert how == ["high", None, None]
    else:
        assert how == [None, "lazy", "async"]


def test_crop_keeps_what_matters():
    file = BytesIO()
    drawn = Image.new("RGB", (1200, 400), "white")
    drawn.paste("red", (1000, 0, 1200, 400))
    drawn.save(file, "PNG")
    point = {"focal_point_x": 1100, "focal_point_y": 200}
    point |= {"focal_point_width": 100, "focal_point_height": 100}
    image = picture(file=ContentFile(file.getvalue(), name="bred.png"), **point)
    site.picture(image, "card")
    for rendition in image.renditions.all():
        with rendition.file.open("rb") as file, Image.open(file) as made:
            red, green, _blue = made.convert("RGB").getpixel((made.width - 5, 50))
        assert red > 200 > 60 > green, rendition.filter_spec


def test_transparent_picture_stays_so_and_gets_a_white_ground_as_jpeg():
    image = picture(file=drawing("RGBA", (0, 0, 0, 0), "PNG"))
    site.picture(image, "body")
    for rendition in image.renditions.all():
        with rendition.file.open("rb") as file, Image.open(file) as made:
            if made.format == "JPEG":
                assert made.getpixel((5, 5)) == (255, 255, 255)
            else:
                assert made.convert("RGBA").getpixel((5, 5))[3] == 0


def test_picture_whose_file_is_gone_is_left_out_and_the_page_stands():
    image = picture()
    image.file.storage.delete(image.file.name)
    html = rendered("før{% picture image 'card' %}etter", image=image)
    assert folded(html) == "før etter"
    assert not html.find_all(True)


# Queries


def test_pictures_in_a_list_take_no_query_when_their_sizes_are_at_hand(
    django_assert_num_queries,
):
    image = picture()
    site.picture(image, "card")
    again = CustomImage.objects.prefetch_related("renditions").get(pk=image.pk)
    with django_assert_num_queries(0):
        site.picture(again, "card")


@pytest.mark.parametrize("slot", SLOTS)
def test_picture_by_itself_takes_one_query_for_all_formats(
    slot, django_assert_num_queries
):
    image = picture((600, 400))
    site.picture(image, slot)
    caches["renditions"].clear()
    again = CustomImage.objects.get(pk=image.pk)
    with django_assert_num_queries(1):
        site.picture(again, slot)
