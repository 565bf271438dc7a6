"""Sizes of pictures: made ahead, and with nothing in the file but the picture."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms
from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter
from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage

from .slots import every_filter

# 0 (thorough) to 10. Against the library's own 6, 9 takes a fifteenth of the time and
# some 10–20 % more bytes: as quick as WebP, and smaller still.
AVIF_SPEED = 9


def make_missing(image: Any) -> int:
    """Make the sizes that the picture's slots need and that are not there yet.

    Returns how many. Raises OSError (Wagtail's SourceImageIOError is one) when the
    picture's own file is gone or cannot be read.
    """
    # Asked of the database, not of the cache, which may remember what is gone.
    there = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    wanted = [MetadataFreeFilter(spec) for spec in every_filter(image)]
    missing = [
        each for each in wanted if (each.spec, each.get_cache_key(image)) not in there
    ]
    if missing:
        with image.get_willow_image() as file:
            opened = _OpenedImage(file)
        for each in missing:
            each.opened = opened
        image.create_renditions(*missing)
    return len(missing)


class MetadataFreeFilter(Filter):
    """Wagtail's filter, which leaves out what a camera tells of place and time."""

    opened: "_OpenedImage | None" = None
    """The picture, when several filters share it."""

    @contextmanager
    def get_willow_image(self, image: Any, source: Any = None) -> Iterator[Any]:
        if self.opened:
            yield self.opened
        else:
            with super().get_willow_image(image, source) as opened:
                yield opened

    @cached_property
    def operations(self) -> list[Any]:
        return [*super().operations, _BareOperation("bare")]


class _BareOperation(FilterOperation):
    def construct(self) -> None:
        """Takes no arguments."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> PillowImage:
        return _ImageWithoutMetadata(without_metadata(willow.get_pillow_image()))


def without_metadata(picture: Image.Image) -> Image.Image:
    """The picture in sRGB, which needs no profile, and without any metadata.

    Its orientation must have been applied: it is told by the metadata.
    """
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if profile := picture.info.get("icc_profile"):
        with suppress(ImageCms.PyCMSError, OSError):  # broken: as if there were none
            picture = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
            )
    picture = picture.convert(mode)
    picture.info = {}
    return picture


class _OpenedImage(PillowImage):
    """A picture that is unpacked once for all its sizes.

    Unpacking and shrinking a photo of 12 megapixels anew for each of some forty sizes
    takes three quarters of the time.
    """

    def __init__(self, file: Any) -> None:
        self.format_name = file.format_name
        super().__init__(without_metadata(file.auto_orient().get_pillow_image()))

    def auto_orient(self) -> "_OpenedImage":
        return self

    def crop(self, rect: Any) -> "_CroppedImage":
        return _CroppedImage(super().crop(rect).image)


class _CroppedImage(PillowImage):
    """Shrinks by whole pixels first, and with care only for the rest."""

    def resize(self, size: tuple[int, int]) -> PillowImage:
        how = Image.Resampling.LANCZOS
        return PillowImage(self.image.resize(size, how, reducing_gap=2))


class _ImageWithoutMetadata(PillowImage):
    """Lets Willow choose AVIF's speed."""

    def save_as_avif(self, f, quality=80, lossless=False, apply_optimizers=True):
        if lossless:
            return super().save_as_avif(f, quality, lossless, apply_optimizers)
        self.image.save(f, "AVIF", quality=quality, speed=AVIF_SPEED)
        return AvifImageFile(f)
