"""Sizes of pictures: when they are made, and what must not be in them."""

from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from PIL import Image, ImageCms

from ethicaltrade.media import models, renditions
from ethicaltrade.media.models import CustomImage
from ethicaltrade.media.slots import FALLBACK, FORMATS, SLOTS, every_filter
from tests.support.files import picture

pytestmark = pytest.mark.django_db

ORIENTATION, MAKER, GPS, LATITUDE = 0x0112, 0x010F, 0x8825, 2


def photo(size=(90, 60), kind="JPEG", **options):
    """A photo that tells where it was taken: blue, with a red left edge."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 6, size[1]))
    exif = Image.Exif()
    exif[MAKER] = "Hemmelig kamera"
    exif[ORIENTATION] = options.pop("orientation", 1)
    exif.get_ifd(GPS).update({1: "N", LATITUDE: (59.0, 54.0, 0.0)})
    file = BytesIO()
    picture.save(file, kind, exif=exif, **options)
    return ContentFile(file.getvalue(), name=f"foto.{kind.lower()}")


def opened(rendition):
    with rendition.file.open("rb") as file:
        data = file.read()
    return data, Image.open(BytesIO(data))


def specs(image):
    return set(image.renditions.values_list("filter_spec", flat=True))


# What a camera tells


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_size_tells_where_and_with_what_it_was_taken(kind):
    options = {"comment": b"Hemmelig"} if kind == "JPEG" else {}
    options |= {} if kind == "PNG" else {"xmp": b"<x>Hemmelig</x>"}
    image = picture(file=photo(kind=kind, **options))
    with image.file.open("rb") as file, Image.open(file) as original:
        assert original.getexif().get_ifd(GPS)[LATITUDE], "it was there to begin with"
    image.make_ready()
    image.get_rendition("max-165x165")  # the CMS's own
    assert image.renditions.count() > len(FORMATS)
    for rendition in image.renditions.all():
        data, made = opened(rendition)
        assert not dict(made.getexif()), rendition.filter_spec
        assert set(made.info) <= {
            *("jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"),
            *("progressive", "progression", "loop", "background", "timestamp"),
            *("duration",),
        }, rendition.filter_spec
        assert b"Hemmelig" not in data


@pytest.mark.parametrize("is_ahead", [True, False])
def test_picture_taken_with_the_camera_on_its_side_stands_upright(is_ahead):
    image = picture(file=photo(orientation=6))  # 6: turn it a quarter clockwise
    if is_ahead:
        image.make_ready()
    for name in (*FORMATS, FALLBACK):
        _data, made = opened(image.get_rendition(f"width-480|format-{name}"))
        assert made.size == (60, 90)
        red, _green, blue = made.convert("RGB").getpixel((30, 4))
        assert red > 180 > 80 > blue, "what was left is now on top"


def test_colours_outlive_the_profile_they_were_written_with():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = picture(file=photo(icc_profile=profile))
    _data, made = opened(image.get_rendition("width-480|format-webp"))
    assert "icc_profile" not in made.info
    assert made.convert("RGB").getpixel((60, 30))[2] > 240


def test_broken_profile_is_as_none():
    image = picture(file=photo(icc_profile=b"not a profile"))
    _data, made = opened(image.get_rendition("width-480|format-jpeg"))
    assert made.getpixel((60, 30))[2] > 240


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "CMYK"])
def test_picture_of_any_kind_of_colour_gets_its_sizes(mode):
    file = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new("RGB", (60, 40), "white").convert(mode).save(file, kind)
    image = picture(file=ContentFile(file.getvalue(), name=f"x.{kind.lower()}"))
    assert image.make_ready() == len(every_filter(image))
    for rendition in image.renditions.all():
        _data, made = opened(rendition)
        assert made.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


# When they are made


def test_saved_picture_has_all_its_sizes_at_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = picture((900, 600))
    assert specs(image) == set(every_filter(image))
    assert {f"width-800|format-{name}" for name in FORMATS} <= specs(image)
    for slot in SLOTS.values():
        wanted = {name for names in slot.filters(image).values() for name in names}
        assert wanted <= specs(image)


def test_sizes_made_ahead_are_those_of_a_first_visit():
    """Cut and shrunk from one opened picture, or each by itself."""
    ahead, visited = picture(file=photo((700, 500))), picture(file=photo((700, 500)))
    ahead.make_ready()
    for name in every_filter(visited):
        one, other = ahead.get_rendition(name), visited.get_rendition(name)
        assert (one.width, one.height) == (other.width, other.height)
        pixels = [
            opened(each)[1].convert("RGB").getpixel((each.width // 2, each.height // 2))
            for each in (one, other)
        ]
        for here, there in zip(*pixels, strict=True):
            assert abs(here - there) < 6, name


def test_words_change_no_size(django_capture_on_commit_callbacks):
    image = picture()
    image.make_ready()
    made = set(image.renditions.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        image.alt_text_nb = "Noe annet"
        image.save()
    assert set(image.renditions.values_list("pk", flat=True)) == made
    with django_capture_on_commit_callbacks() as waiting:
        image.save(update_fields=["title"])
    assert not waiting


def test_other_focal_point_gives_other_cuts(django_capture_on_commit_callbacks):
    image = picture((300, 900))
    image.make_ready()
    before = image.renditions.count()
    cuts = sum(name.startswith("fill-") for name in every_filter(image))
    image.focal_point_x = image.focal_point_y = 50
    image.focal_point_width = image.focal_point_height = 40
    with django_capture_on_commit_callbacks(execute=True):
        image.save()
    assert image.renditions.count() == before + cuts


def test_new_file_in_the_cms_replaces_the_sizes(
    client, admin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        image = picture((300, 200))
    old = set(image.renditions.values_list("pk", flat=True))
    client.force_login(admin)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("wagtailimages:edit", args=[image.pk]),
            {"title": "Foto", "file": photo(), "collection": image.collection_id},
        )
    assert response.status_code == 302
    again = CustomImage.objects.get(pk=image.pk)
    assert (again.width, again.height) == (90, 60)
    assert specs(again) == set(every_filter(again))
    assert not old & set(again.renditions.values_list("pk", flat=True))
    for rendition in again.renditions.all():
        _data, made = opened(rendition)
        assert made.size == (rendition.width, rendition.height)


def test_new_file_by_code_forgets_the_sizes_of_the_old():
    image = picture((300, 200))
    image.make_ready()
    image.file = photo()
    image.save(update_fields=["file"])
    assert not image.renditions.exists()
    assert image.get_rendition("width-480|format-webp").width == 90


def test_task_leaves_a_picture_that_is_gone_or_has_no_file(caplog):
    image = picture()
    image.file.storage.delete(image.file.name)
    assert models.make_renditions.func(image.pk) == 0
    assert f"picture {image.pk}" in caplog.text
    image.delete()
    assert models.make_renditions.func(image.pk) == 0


# The command


def make():
    out, err = StringIO(), StringIO()
    call_command("make_renditions", stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue()


def test_command_makes_what_is_missing_and_nothing_twice():
    image, other = picture((300, 200)), picture()
    other.make_ready()
    image.get_rendition("width-480|format-webp")
    missing = len(every_filter(image)) - 1
    assert make() == (f"Made {missing} sizes of 1 pictures.", "")
    assert make() == ("Made 0 sizes of 0 pictures.", "")


def test_command_names_the_picture_without_a_file_and_goes_on():
    gone, there = picture(title="Borte"), picture()
    gone.file.storage.delete(gone.file.name)
    out, err = make()
    assert f"picture {gone.pk} (Borte)" in err
    assert out.endswith("of 1 pictures.")
    assert specs(there)


# Bytes


def test_better_formats_weigh_less():
    drawn = Image.effect_mandelbrot((900, 600), (-2, -1.2, 1, 1.2), 60).convert("RGB")
    file = BytesIO()
    drawn.save(file, "PNG")
    image = picture(file=ContentFile(file.getvalue(), name="m.png"))
    sizes = [
        image.get_rendition(f"width-800|format-{name}").file.size for name in FORMATS
    ]
    assert sizes == sorted(sizes)


def test_lossless_avif_is_still_to_be_had():
    image = picture()
    _data, made = opened(image.get_rendition("width-60|format-avif-lossless"))
    for value, drawn in zip(made.getpixel((5, 5)), (0x20, 0x50, 0x40), strict=True):
        assert abs(value - drawn) <= 1  # AVIF's own colours round


def test_avif_is_made_in_the_quick_way(monkeypatch):
    asked = []
    save = Image.Image.save

    def watched(self, file, kind=None, **options):
        asked.append((kind, options.get("speed")))
        return save(self, file, kind, **options)

    monkeypatch.setattr(Image.Image, "save", watched)
    with override_settings(WAGTAILIMAGES_AVIF_QUALITY=50):
        picture().get_rendition("width-480|format-avif")
    assert ("AVIF", renditions.AVIF_SPEED) in asked
