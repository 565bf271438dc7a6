"""Sizes of pictures: made ahead, and with nothing in the file but the picture."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache as function_cache
from functools import cached_property
from typing import Any, NamedTuple

from django.core.cache import cache
from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend
from wagtail.images import get_image_model
from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter, SourceImageIOError
from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage

from .decoding import UNREADABLE, OpenedPicture, without_metadata
from .slots import CMS, every_filter

logger = logging.getLogger(__name__)

# 0 (thorough) to 10. Against the library's own 6, 9 takes a fifteenth of the time and
# some 10–20 % more bytes: as quick as WebP, and smaller still.
AVIF_SPEED = 9

ORIGINAL = "original"  # Wagtail's name for the picture as it is

# In the cache, while the worker has been asked for a picture's sizes.
SIZES_KEY = "picture-sizes-{}"
BEING_MADE, FAILED = "being made", "failed"
ASKED_FOR = 10 * 60  # seconds


KnownSizes = dict[tuple[str, str], list[Any]]


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


@function_cache
def _filter(spec: str) -> Filter:
    """Kept, since reading what it does takes longer than the rest of a picture."""
    return Filter(spec)


class Size(NamedTuple):
    """What a page needs of a size that is there, without the record it is kept in."""

    url: str
    width: int
    height: int


def look_up_sizes(pictures: Iterable[Any]) -> None:
    """Of all the pictures at once, so that none asks for its own; skips None."""
    shown = [each for each in pictures if each and each.known_sizes is None]
    if not shown:
        return
    rendition = shown[0].get_rendition_model()
    columns = ("image_id", "filter_spec", "focal_point_key", "file", "width", "height")
    numbers = {picture.pk for picture in shown}
    current = rendition.of_any_time.filter(replaced_at=None, image_id__in=numbers)
    rows = current.values_list(*columns)
    sizes: dict[int, KnownSizes] = {number: {} for number in numbers}
    for number, spec, focal_point, *file in rows:
        sizes[number][spec, focal_point] = file
    for picture in shown:
        picture.known_sizes = sizes[picture.pk]


class WithSizes:
    """What a picture knows of its sizes; stands before Wagtail's own class."""

    known_sizes: KnownSizes | None = None
    """By filter and focal point: name of the file, width, height."""

    def make_ready(self) -> int:
        """Make the sizes that are missing; return how many.

        Raises SourceImageIOError as :meth:`create_rendition` does.
        """
        return len(self.create_renditions(*missing(self)))

    def shown(self, *specs: str, first: str) -> dict[str, Any]:
        """Those of the sizes that can be shown; none of a picture nobody can read.

        Missing ones are made, but where there is a worker it is asked for them, and
        only ``first`` is made at once: one that takes little time.
        """
        wanted = [_filter(spec) for spec in specs]
        there = self._find(wanted)
        lacking = [each for each in wanted if each not in there]
        try:
            if lacking and has_worker():
                self.ask_for_sizes()
                lacking = [each for each in lacking if each.spec == first]
            there |= self.create_renditions(*lacking)
        except OSError as error:
            logger.warning("Picture %s cannot be shown whole: %s", self.pk, error)
        # As Wagtail does: what was prefetched is not written to the cache.
        new = [
            made
            for made in there.values()
            if not isinstance(made, Size) and not hasattr(made, "_from_cache")
        ]
        if new:
            self.get_rendition_model().cache_backend.set_many(
                {made.get_cache_key(): made for made in new}
            )
        return {each.spec: there[each] for each in wanted if each in there}

    def _find(self, wanted: list[Filter]) -> dict[Filter, Any]:
        """Those that are there: as they were looked up, else as Wagtail finds them."""
        if self.known_sizes is None:
            return self.find_existing_renditions(*wanted)
        url = self.get_rendition_model()._meta.get_field("file").storage.url
        found = {}
        for each in wanted:
            if known := self.known_sizes.get((each.spec, each.get_cache_key(self))):
                name, width, height = known
                found[each] = Size(url(name), width, height)
        return found

    def ask_for_sizes(self, *, again: bool = False) -> None:
        """Have the worker make what is missing, unless it was asked a moment ago."""
        key = SIZES_KEY.format(self.pk)
        if again:
            cache.delete(key)
        if cache.add(key, BEING_MADE, ASKED_FOR):
            make_renditions.enqueue(self.pk)

    @property
    def is_being_made(self) -> bool:
        """Whether the worker has been asked for sizes that are not there yet."""
        return cache.get(SIZES_KEY.format(self.pk)) == BEING_MADE

    def get_rendition(self, filter: Any) -> Any:
        """For the CMS: an empty one of a picture nobody can read; never the original.

        In whose place stands the largest of the CMS's sizes. Wagtail asks for it to say
        how large the picture is, and to link to it: as large as it is, it takes all the
        memory and time of an upload once more.
        """
        spec = getattr(filter, "spec", filter)
        if spec not in (*CMS, ORIGINAL):
            return super().get_rendition(filter)
        try:
            made = super().get_rendition(CMS[-1] if spec == ORIGINAL else filter)
        except SourceImageIOError as error:
            logger.warning("Picture %s cannot be shown: %s", self.pk, error)
            lost = self.get_rendition_model()(image=self, width=0, height=0)
            lost.file.name = "not-found"  # as Wagtail does it
            return lost
        if spec != ORIGINAL:
            return made
        size = {"width": self.width, "height": self.height}
        return self.get_rendition_model()(
            image=self, filter_spec=spec, file=made.file.name, **size
        )

    def create_rendition(self, filter: Any) -> Any:
        """Raises SourceImageIOError, whatever is wrong with the file or the disk.

        It is what Wagtail's screens expect, and an OSError.
        """
        try:
            return super().create_rendition(filter)
        except UNREADABLE as error:
            raise SourceImageIOError(str(error)) from error

    def create_renditions(self, *filters: Any) -> dict[Any, Any]:
        """One after the other, from a picture that is unpacked once.

        Wagtail makes three at once, and unpacks it for each.
        """
        try:
            bare = opened_once(self, filters) if filters else []
        except UNREADABLE as error:
            raise SourceImageIOError(str(error)) from error
        return {
            filter: self.create_rendition(each)
            for filter, each in zip(filters, bare, strict=True)
        }

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> Any:
        """Every size is made bare, those of Wagtail's own screens too."""
        if not isinstance(filter, BareFilter):
            filter = BareFilter(filter.spec)
        return super().generate_rendition_file(filter, source=source)


@task(backend="worker")
def make_renditions(pk: int) -> int:
    """Make the missing sizes of the picture with the primary key; return how many.

    A picture that is gone, or whose file is, is left: a later visit or
    ``manage.py make_renditions`` makes the sizes.
    """
    image = get_image_model().objects.filter(pk=pk).first()
    made, key = 0, SIZES_KEY.format(pk)
    try:
        made = image.make_ready() if image else 0
    except OSError as error:
        logger.warning("No sizes of picture %s: %s", pk, error)
        cache.set(key, FAILED, ASKED_FOR)  # so long nobody asks again
    else:
        cache.delete(key)
    return made


def has_worker() -> bool:
    """Whether tasks wait for a worker; else they run at once."""
    return not isinstance(task_backends["worker"], ImmediateBackend)


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
        return [*super().operations, BareOperation("bare")]


class BareOperation(FilterOperation):
    def construct(self) -> None:
        """Takes no arguments."""

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> PillowImage:
        return BareImage(without_metadata(willow.get_pillow_image()))


class BareImage(PillowImage):
    """Lets Willow choose AVIF's speed."""

    def save_as_avif(self, f, quality=80, lossless=False, apply_optimizers=True):
        if lossless:
            return super().save_as_avif(f, quality, lossless, apply_optimizers)
        self.image.save(f, "AVIF", quality=quality, speed=AVIF_SPEED)
        return AvifImageFile(f)
