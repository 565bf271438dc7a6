"""Sizes of pictures: made ahead, and with nothing in the file but the picture."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter
from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage

from .decoding import OpenedPicture, without_metadata
from .slots import every_filter

# 0 (thorough) to 10. Against the library's own 6, 9 takes a fifteenth of the time and
# some 10–20 % more bytes: as quick as WebP, and smaller still.
AVIF_SPEED = 9


def missing(image: Any) -> list["BareFilter"]:
    """The sizes that the picture's slots need and that are not there yet."""
    # Asked of the database, not of the cache, which may remember what is gone.
    there = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    wanted = [BareFilter(spec) for spec in every_filter(image)]
    return [
        each for each in wanted if (each.spec, each.get_cache_key(image)) not in there
    ]


def opened_once(image: Any, filters: Iterable[Any]) -> list["BareFilter"]:
    """The same filters, all of which cut from one opened picture."""
    bare = [BareFilter(each.spec) for each in filters]
    with image.open_file() as file:
        opened = OpenedPicture(file, image, bare)
    for each in bare:
        each.opened = opened
    return bare


class BareFilter(Filter):
    """Wagtail's filter, which leaves out what a camera tells of place and time."""

    opened: OpenedPicture | None = None
    """The picture, when several filters share it."""

    @contextmanager
    def get_willow_image(self, image: Any, source: Any = None) -> Iterator[Any]:
        if self.opened:
            yield self.opened
        elif source:
            yield OpenedPicture(source, image, [self])
        else:
            with image.open_file() as file:
                yield OpenedPicture(file, image, [self])

    @cached_property
    def operations(self) -> list[Any]:
        return [*super().operations, _BareOperation("bare")]


class _BareOperation(FilterOperation):
    def construct(self) -> None:
        """Takes no arguments."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> PillowImage:
        return _BareImage(without_metadata(willow.get_pillow_image()))


class _BareImage(PillowImage):
    """Lets Willow choose AVIF's speed."""

    def save_as_avif(self, f, quality=80, lossless=False, apply_optimizers=True):
        if lossless:
            return super().save_as_avif(f, quality, lossless, apply_optimizers)
        self.image.save(f, "AVIF", quality=quality, speed=AVIF_SPEED)
        return AvifImageFile(f)
