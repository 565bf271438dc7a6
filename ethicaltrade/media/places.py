"""Where the layout has room for pictures, and the sizes that fit there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

# Best first, as a browser takes the first that it knows.
FORMATS = ("avif", "webp")
# The <img>'s own, in one size, for browsers from before 2020; where a picture is
# transparent, it gets a white ground.
FALLBACK = "jpeg"

SHARE = "fill-1200x630|format-jpeg"
"""As social media show a page; the shape is Open Graph's own."""


@dataclass(frozen=True)
class Place:
    """How a picture is cut where it stands, and what the browser is told."""

    cuts: tuple[str, ...]
    """Wagtail's filters, narrow first: the widths that the browser may choose from."""
    sizes: str
    """How wide the place is: the layout's own facts, in CSS's words."""
    fallback: int = 2
    """Which cut, from 1, is enough for a browser that knows no better format."""
    is_first: bool = False
    """Whether it stands at the top and is fetched before anything else."""

    def filters(self, image: Any) -> dict[str, list[str]]:
        """The filters that this picture needs, by format; narrow first."""
        cuts = list(_without_blowing_up(image, self.cuts))
        filters = {name: [f"{cut}|format-{name}" for cut in cuts] for name in FORMATS}
        return filters | {FALLBACK: [f"{cuts[: self.fallback][-1]}|format-{FALLBACK}"]}


# Two or three times the width is no longer seen: the widest cut is some 1.5 times the
# widest place, and most cuts serve several places.
_WHOLE = ("width-480", "width-800", "width-1200", "width-1600")
_CUT = ("fill-480x320", "fill-768x512", "fill-1200x800")

PLACES = {
    "hero": Place(_WHOLE, "(min-width: 76em) 76rem, 100vw", is_first=True),
    "lead": Place(_CUT, "(min-width: 60em) 44rem, 100vw", is_first=True),
    "card": Place(_CUT[:2], "(min-width: 64em) 24rem, (min-width: 40em) 50vw, 100vw"),
    "body": Place(_WHOLE[:3], "(min-width: 48em) 46rem, 100vw"),
    "portrait": Place(("fill-96x96", "fill-192x192"), "6rem"),
}


def every_filter(image: Any) -> list[str]:
    """Everything that some place may ask of the picture, each once."""
    filters = [SHARE]
    for place in PLACES.values():
        for names in place.filters(image).values():
            filters += names
    return list(dict.fromkeys(filters))


def _without_blowing_up(image: Any, cuts: Iterable[str]) -> Iterator[str]:
    """The cuts, up to the first that takes all the width there is."""
    for cut in cuts:
        yield cut
        operation, _, size = cut.partition("-")
        width, _, height = size.partition("x")
        available = image.width
        if operation == "fill":
            available = min(available, image.height * int(width) / int(height))
        if int(width) >= available:
            return
