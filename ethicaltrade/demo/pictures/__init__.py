"""Illustrations for the demonstration site, drawn by script.

Every picture is made from scratch from a fixed seed, so the site can be filled
with pictures that nobody needs a licence for and that always come out the same.
"""

from collections.abc import Callable

from PIL import Image

from . import (
    city,
    cocoa,
    coffee,
    cotton,
    documents,
    factory,
    fishing,
    forest,
    geneva,
    harbour,
    lecture,
    market,
    mountains,
    office,
    opera,
    portraits,
    solar,
    warehouse,
    webinar,
)
from .canvas import Canvas

Focus = tuple[float, float, float, float]

_HEAD: Focus = (800, 500, 760, 900)  # of every portrait

# What draws each picture, its seed, and what a crop should keep: the middle of the
# subject (x, y) and its width and height, in pixels of the 1600 pixel picture.
_PICTURES: dict[str, tuple[Callable[[Canvas], None], int, Focus]] = {
    "opera": (opera.opera, 1, (800, 480, 900, 760)),
    "harbour": (harbour.harbour, 2, (800, 560, 900, 680)),
    "cotton": (cotton.cotton, 3, (760, 680, 1100, 640)),
    "factory": (factory.factory, 4, (800, 640, 1000, 600)),
    "coffee": (coffee.coffee, 5, (820, 560, 800, 620)),
    "office": (office.office, 6, (800, 780, 1240, 520)),
    "mountains": (mountains.mountains, 7, (780, 640, 1000, 620)),
    "market": (market.market, 8, (800, 600, 900, 600)),
    "forest": (forest.forest, 9, (1060, 800, 900, 520)),
    "solar": (solar.solar, 10, (800, 760, 1100, 560)),
    "documents": (documents.documents, 11, (820, 540, 860, 700)),
    "city": (city.city, 12, (800, 520, 820, 600)),
    "fishing": (fishing.fishing, 13, (860, 620, 1100, 600)),
    "cocoa": (cocoa.cocoa, 14, (840, 480, 900, 760)),
    "warehouse": (warehouse.warehouse, 15, (760, 620, 1000, 640)),
    "webinar": (webinar.webinar, 16, (850, 580, 900, 760)),
    "lecture": (lecture.lecture, 17, (820, 460, 1100, 700)),
    "geneva": (geneva.geneva, 18, (800, 520, 1100, 800)),
    "portrait-kari": (portraits.kari, 19, _HEAD),
    "portrait-ingrid": (portraits.ingrid, 20, _HEAD),
    "portrait-amir": (portraits.amir, 21, _HEAD),
    "portrait-lena": (portraits.lena, 22, _HEAD),
    "portrait-jonas": (portraits.jonas, 23, _HEAD),
}

KEYS: tuple[str, ...] = tuple(_PICTURES)
"""The names of all pictures."""


def draw(key: str, width: int = 1600) -> Image.Image:
    """Return the picture of that name in RGB, 3:2, at a width in pixels."""
    paint, seed, _ = _PICTURES[key]
    canvas = Canvas(seed)
    paint(canvas)
    return canvas.finish(width)


def focal_point(key: str) -> Focus:
    """Return the subject's middle (x, y), width and height in a 1600 px picture."""
    return _PICTURES[key][2]


__all__ = ["KEYS", "draw", "focal_point"]
