"""Pictures unpacked: one at a time, once for all sizes, no larger than these need.

A photo of 30 megapixels takes 120 MB when it is unpacked as it is, and each step that
copies it as much again.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any, NamedTuple

from django.core.files import locks
from PIL import Image, ImageCms, ImageOps
from willow.image import (
    AvifImageFile,
    GIFImageFile,
    JPEGImageFile,
    PNGImageFile,
    WebPImageFile,
)
from willow.plugins.pillow import PillowImage
from willow.registry import registry

KINDS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")

# What Pillow raises for some broken file or other; a full disk is an OSError too.
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)

ORIENTATION = 0x0112  # Exif's tag; from 5 the picture lies on its side
STRIP = 64  # lines of the smaller picture that are made at once


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """For whoever unpacks a picture on this machine, in whichever process or thread."""
    with open(__file__, "rb") as file:  # any file will do that all of them have
        locks.lock(file, locks.LOCK_EX)
        yield  # closing it lets go


def check_whole(picture: Image.Image) -> None:
    """Raise one of UNREADABLE when a picture, just opened, is cut short or broken.

    A JPEG is unpacked to an eighth, and a PNG, which has checksums, not at all.
    """
    if picture.format == "PNG":
        picture.verify()
        return
    picture.draft(None, (picture.width // 8 or 1, picture.height // 8 or 1))
    with one_at_a_time():
        picture.load()


class Size(NamedTuple):
    width: int
    height: int


class OpenedPicture:
    """What Wagtail's filters cut sizes from: speaks of the whole, holds a smaller copy.

    Upright, in sRGB, and with nothing in it but the picture.
    """

    def __init__(self, file: Any, image: Any, filters: Iterable[Any]) -> None:
        """``file`` is open; ``filters`` are all the sizes that will be asked for."""
        with one_at_a_time():
            picture = Image.open(file, formats=KINDS)
            self.format_name = picture.format.lower()
            width, height = picture.size
            if picture.getexif().get(ORIENTATION, 1) >= 5:
                width, height = height, width
            self.image = Size(width, height)
            factor = min(
                1 / max(each.get_transform(image, self.image).scale) for each in filters
            )
            self._copy = without_metadata(_upright(_unpacked(picture, factor)))

    def auto_orient(self) -> "OpenedPicture":
        return self

    def crop(self, rect: Any) -> "CutPicture":
        width, height = self._copy.size
        across, down = width / self.image.width, height / self.image.height
        box = (rect.left * across, rect.top * down)
        box += (min(rect.right * across, width), min(rect.bottom * down, height))
        return CutPicture(self._copy, box)


class CutPicture(NamedTuple):
    picture: Image.Image
    box: tuple[float, ...]

    def resize(self, size: tuple[int, int]) -> PillowImage:
        """By whole pixels first, and with care only for the rest."""
        how = Image.Resampling.LANCZOS
        return PillowImage(self.picture.resize(size, how, box=self.box, reducing_gap=2))


def _unpacked(picture: Image.Image, factor: float) -> Image.Image:
    """The picture, shrunk by no more than the factor; a JPEG while it is unpacked."""
    width, height = picture.size
    picture.draft(None, (int(width / factor) or 1, int(height / factor) or 1))
    by = int(factor * picture.width / width)
    if by < 2:
        picture.load()
        return picture
    return _shrunk(picture, by)


def _shrunk(picture: Image.Image, by: int) -> Image.Image:
    """Strip by strip: the whole is never copied."""
    mode = picture.mode
    if mode not in ("L", "RGB", "RGBA", "CMYK"):
        mode = "RGBA" if picture.has_transparency_data else "RGB"
    width, height = picture.size
    small = Image.new(mode, (-(-width // by), -(-height // by)))
    for top in range(0, small.height, STRIP):
        bottom = min((top + STRIP) * by, height)
        strip = picture.crop((0, top * by, width, bottom))
        small.paste(strip.convert(mode).reduce(by), (0, top))
    small.info = picture.info
    return small


def _upright(picture: Image.Image) -> Image.Image:
    ImageOps.exif_transpose(picture, in_place=True)
    return picture


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
    if picture.mode != mode:  # else it would be copied
        picture = picture.convert(mode)
    picture.info = {}
    return picture


# Willow, which Wagtail measures pictures with, unpacks them for it: from their head it
# takes no memory, and no time.


def _size(file: Any) -> tuple[int, int]:
    with _only_opened(file) as picture:
        return picture.size


def _frames(file: Any) -> int:
    with _only_opened(file) as picture:
        return getattr(picture, "n_frames", 1)


@contextmanager
def _only_opened(file: Any) -> Iterator[Image.Image]:
    file.f.seek(0)
    yield Image.open(file.f, formats=KINDS)
    file.f.seek(0)


for kind in (AvifImageFile, GIFImageFile, JPEGImageFile, PNGImageFile, WebPImageFile):
    registry.register_operation(kind, "get_size", _size)
    registry.register_operation(kind, "get_frame_count", _frames)
