"""The image slots: where the layout has room for pictures, and the sizes that fit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# Best first, as a browser takes the first that it knows.
FORMATS = ("avif", "webp")
# The <img>'s own, in one size, for browsers from before 2020; where a picture is
# transparent, it gets a white ground.
FALLBACK = "jpeg"

# As social media show a page; the shape is Open Graph's own.
SHARE = "fill-1200x630|format-jpeg"


# As the CMS shows pictures: in its lists, in a picture's own form, and by themselves.
CMS = ("max-165x165", "max-800x600", "max-1600x1600")

MOST_PIXELS = 3_500_000  # of one size: AVIF takes some 25 bytes of each


@dataclass(frozen=True)
class Slot:
    """How a picture is cut where it stands, and what the browser is told.

    ``cuts`` are Wagtail's filters, narrow first: the widths that the browser chooses
    from. ``sizes`` is how wide the slot is, in CSS's words. ``fallback`` says which
    cut, from 1, is enough for a browser that knows no better format; ``is_first`` that
    the picture stands at the top and is fetched before anything else.
    """

    cuts: tuple[str, ...]
    sizes: str
    fallback: int = 2
    is_first: bool = False

    def filters(self, image: Any) -> dict[str, list[str]]:
        """The filters that this picture needs, by format; narrow first."""
        cuts = list(_without_upscaling(image, self.cuts))
        filters = {name: [f"{cut}|format-{name}" for cut in cuts] for name in FORMATS}
        return filters | {FALLBACK: [f"{cuts[: self.fallback][-1]}|format-{FALLBACK}"]}


# Two or three times the width is no longer seen: the widest cut is some 1.5 times the
# widest slot, and most cuts serve several.
WHOLE = ("width-480", "width-800", "width-1200", "width-1600")
CUT = ("fill-480x320", "fill-768x512", "fill-1200x800")
CARD = "(min-width: 64em) 24rem, (min-width: 40em) 50vw, 100vw"

SLOTS = {
    "hero": Slot(WHOLE, "(min-width: 76em) 76rem, 100vw", is_first=True),
    "lead": Slot(CUT, "(min-width: 60em) 44rem, 100vw", is_first=True),
    "card": Slot(CUT[:2], CARD),
    "first_card": Slot(CUT[:2], CARD, is_first=True),  # of a page's only list
    "body": Slot(WHOLE[:3], "(min-width: 48em) 46rem, 100vw"),
    "portrait": Slot(("fill-96x96", "fill-192x192"), "6rem"),
}


def every_filter(image: Any) -> list[str]:
    """Everything that some slot may ask of the picture, each once."""
    filters = [SHARE, *CMS]
    for slot in SLOTS.values():
        for names in slot.filters(image).values():
            filters += names
    return list(dict.fromkeys(filters))


def _without_upscaling(image: Any, cuts: Iterable[str]) -> Iterator[str]:
    """The cuts, up to the first that takes all the width there is.

    Of a picture that is very tall, the first, and the others that are not too large.
    """
    for number, cut in enumerate(cuts):
        operation, _, size = cut.partition("-")
        width, _, height = size.partition("x")
        available = image.width
        if operation == "fill":
            available = min(available, image.height * int(width) / int(height))
        elif number and int(width) ** 2 * image.height / image.width > MOST_PIXELS:
            return
        yield cut
        if int(width) >= available:
            return
