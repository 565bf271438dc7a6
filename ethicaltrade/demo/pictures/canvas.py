"""The drawing table all pictures share: palette, canvas, gradients and grain.

Coordinates and lengths are pixels of a 1600 x 1067 picture with the origin at the
top left. The canvas itself is twice as large, so that edges come out smooth.
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]
Points = Sequence[Point]

WIDTH = 1600
HEIGHT = 1067
SCALE = 2

FJORD: Colour = (0x12, 0x43, 0x3D)
SAND: Colour = (0xEF, 0xE6, 0xD8)
TERRACOTTA: Colour = (0xC4, 0x58, 0x3A)
OCHRE: Colour = (0xD9, 0x9A, 0x2B)
NIGHT: Colour = (0x1D, 0x2B, 0x4A)
SKY: Colour = (0xCF, 0xE0, 0xE3)
MOSS: Colour = (0x6D, 0x8B, 0x5B)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return first blended with the given share (0 to 1) of second."""
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(first, second, strict=True)
    )
    return red, green, blue


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    """Return the corners of an upright rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def oval(
    x: float,
    y: float,
    radius_x: float,
    radius_y: float | None = None,
    start: float = 0,
    end: float = 360,
) -> list[Point]:
    """Return the outline of an ellipse, or of its part between two angles.

    Angles are in degrees, clockwise from three o'clock.
    """
    radius_y = radius_x if radius_y is None else radius_y
    count = max(10, min(96, int(max(radius_x, radius_y))))
    angles = [math.radians(start + (end - start) * i / count) for i in range(count + 1)]
    return [(x + radius_x * math.cos(a), y + radius_y * math.sin(a)) for a in angles]


def rounded(
    left: float, top: float, right: float, bottom: float, radius: float
) -> list[Point]:
    """Return a rectangle with rounded corners."""
    radius = min(radius, (right - left) / 2, (bottom - top) / 2)
    corners = (
        (right - radius, top + radius, -90),
        (right - radius, bottom - radius, 0),
        (left + radius, bottom - radius, 90),
        (left + radius, top + radius, 180),
    )
    return [p for x, y, a in corners for p in oval(x, y, radius, None, a, a + 90)]


def smooth(points: Points, closed: bool = False, steps: int = 8) -> list[Point]:
    """Return a soft curve (Catmull-Rom) through the points."""
    if closed:
        knots = [points[-1], *points, points[0], points[1]]
    else:
        knots = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        for i in range(steps):
            t = i / steps
            curve.append(
                tuple(
                    b[k]
                    + 0.5 * t * (c[k] - a[k])
                    + t * t * (a[k] - 2.5 * b[k] + 2 * c[k] - 0.5 * d[k])
                    + t**3 * (1.5 * (b[k] - c[k]) + 0.5 * (d[k] - a[k]))
                    for k in (0, 1)
                )
            )
    if not closed:
        curve.append(points[-1])
    return curve


def turned(points: Points, x: float, y: float, degrees: float) -> list[Point]:
    """Return points given around (0, 0), turned clockwise and moved to (x, y)."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


@dataclass(frozen=True)
class Lens:
    """A camera that turns metres in a room or landscape into pixels."""

    x: float
    """Vanishing point across, in pixels."""
    y: float
    """Horizon, in pixels."""
    focal: float
    """Pixels that one metre takes up at one metre's distance."""
    eye: float
    """Height of the eye above the ground, in metres."""

    def at(self, x: float, y: float, z: float) -> Point:
        """Return the pixel of a place x right, y above ground and z away (metres)."""
        k = self.focal / z
        return self.x + x * k, self.y - (y - self.eye) * k


@cache
def noise(width: int, height: int, cell: int) -> Image.Image:
    """Return a greyscale field of even, seeded noise with cells of `cell` pixels."""
    side = 509
    values = random.Random(1814).randbytes(side * side)
    tile = Image.frombytes("L", (side, side), values)
    tile = tile.resize((side * cell, side * cell), Image.Resampling.NEAREST)
    field = Image.new("L", (width, height))
    for x in range(0, width, tile.width):
        for y in range(0, height, tile.height):
            field.paste(tile, (x, y))
    return field


def _ramp(
    size: tuple[int, int], colours: Sequence[Colour], across: bool
) -> Image.Image:
    """Return an even gradient through the colours, downwards or to the right."""
    strip = Image.new("RGB", (1, 256))
    for i in range(256):
        place = i / 255 * (len(colours) - 1)
        first = min(int(place), len(colours) - 2)
        colour = mix(colours[first], colours[first + 1], place - first)
        strip.putpixel((0, i), colour)
    return _spread(strip, size, across)


def _alpha_ramp(
    size: tuple[int, int], start: float, end: float, across: bool
) -> Image.Image:
    """Return a mask whose strength (0 to 1) goes evenly from start to end."""
    low, span = start * 255, end - start
    strip = Image.linear_gradient("L").crop((0, 0, 1, 256))
    strip = strip.point([round(low + v * span) for v in range(256)])
    return _spread(strip, size, across)


def _spread(strip: Image.Image, size: tuple[int, int], across: bool) -> Image.Image:
    """Return an upright strip, one pixel wide, over the size, downwards or right."""
    # Smooth along the strip only: along both sides it takes most of the drawing's time.
    length = size[0] if across else size[1]
    strip = strip.resize((1, length), Image.Resampling.BILINEAR)
    if across:
        strip = strip.transpose(Image.Transpose.ROTATE_90)
    return strip.resize(size, Image.Resampling.NEAREST)


class Canvas:
    """A picture being painted, with its own source of chance."""

    def __init__(self, seed: int) -> None:
        """Start an empty picture; the same seed always gives the same picture."""
        self.random = random.Random(seed)
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), SAND)
        self._pen = ImageDraw.Draw(self.image)

    def area(
        self, points: Points, *colours: Colour, across: bool = False, alpha: float = 1
    ) -> None:
        """Fill an outline with one colour, or a gradient downwards (or across)."""
        if len(colours) == 1 and alpha == 1:
            self._pen.polygon([(x * SCALE, y * SCALE) for x, y in points], colours[0])
            return
        self._stamp(points, colours, across, lambda m: m.point(lambda v: v * alpha))

    def fade(
        self,
        points: Points,
        colour: Colour,
        start: float,
        end: float,
        across: bool = False,
    ) -> None:
        """Lay a veil of one colour whose strength (0 to 1) changes over the outline."""
        self._stamp(
            points,
            (colour,),
            across,
            lambda m: ImageChops.multiply(m, _alpha_ramp(m.size, start, end, across)),
        )

    def grain(
        self,
        points: Points,
        colour: Colour,
        start: float,
        end: float,
        across: bool = False,
    ) -> None:
        """Shade an outline with printed dots, from start to end strength (0 to 1)."""

        def dots(mask: Image.Image) -> Image.Image:
            ramp = _alpha_ramp(mask.size, start, end, across)
            field = noise(WIDTH * SCALE, HEIGHT * SCALE, 1)
            field = field.crop((0, 0, *mask.size))
            dotted = ImageChops.add(ramp, field, 1, -255)
            return ImageChops.multiply(mask, dotted.point(lambda v: 255 if v else 0))

        self._stamp(points, (colour,), across, dots)

    def glow(
        self,
        x: float,
        y: float,
        radius_x: float,
        radius_y: float,
        colour: Colour,
        alpha: float,
    ) -> None:
        """Let light bloom around a point, strongest (alpha) in its midst."""
        halo = ImageChops.invert(Image.radial_gradient("L"))
        # The stock gradient runs out in the corners only; end it along the sides.
        edge = 76
        curve = [max(0, v - edge) / (255 - edge) for v in range(256)]
        halo = halo.point([round(255 * alpha * v**1.6) for v in curve])
        size = round(radius_x * 2 * SCALE), round(radius_y * 2 * SCALE)
        corner = round((x - radius_x) * SCALE), round((y - radius_y) * SCALE)
        self.image.paste(colour, corner, halo.resize(size, Image.Resampling.BICUBIC))

    def line(self, points: Points, colour: Colour, width: float = 1) -> None:
        """Draw a line of a width in pixels through the points, with round joints."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        thick = max(1, round(width * SCALE))
        self._pen.line(scaled, colour, thick, "curve" if thick > 3 else None)

    def dab(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Put down a small round spot."""
        left, top = (x - radius) * SCALE, (y - radius) * SCALE
        right, bottom = (x + radius) * SCALE, (y + radius) * SCALE
        self._pen.ellipse((left, top, right, bottom), colour)

    def mirror(
        self, shore: float, bottom: float, strength: float, squash: float = 1
    ) -> None:
        """Reflect what lies above the shore in the water down to `bottom`.

        The reflection fades from `strength` (0 to 1) and ripples more towards us.
        A squash above 1 shortens it.
        """
        width = self.image.width
        top, depth = round(shore * SCALE), round((bottom - shore) * SCALE)
        source = self.image.crop((0, max(0, top - round(depth * squash)), width, top))
        source = source.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        source = source.resize((width, depth), Image.Resampling.BILINEAR)
        rippled = source.copy()
        y = 0
        while y < depth:
            near = y / depth
            height = 4 + round(10 * near)
            sway = math.sin(y * 0.9) + self.random.uniform(-1, 1)
            band = source.crop((0, y, width, min(depth, y + height)))
            rippled.paste(band, (round(sway * (2 + 14 * near)), y))
            y += height
        fading = _alpha_ramp((width, depth), strength, strength * 0.25, False)
        self.image.paste(rippled, (0, top), fading)

    def magnify(self, x: float, y: float, radius: float, zoom: float) -> None:
        """Enlarge what lies around (x, y), within a round lens of a radius."""
        left, top = round((x - radius) * SCALE), round((y - radius) * SCALE)
        side = round(radius * 2 * SCALE)
        inset = round(side * (1 - 1 / zoom) / 2)
        part = (left + inset, top + inset, left + side - inset, top + side - inset)
        glass = self.image.crop(part).resize((side, side), Image.Resampling.BICUBIC)
        mask = Image.new("L", (side, side))
        ImageDraw.Draw(mask).ellipse((0, 0, side - 1, side - 1), 255)
        self.image.paste(glass, (left, top), mask)

    def finish(self, width: int) -> Image.Image:
        """Return the picture at a width in pixels, with the grain of the paper on."""
        size = width, round(width * HEIGHT / WIDTH)
        picture = self.image.resize(size, Image.Resampling.LANCZOS)
        fine = noise(*size, 1).filter(ImageFilter.GaussianBlur(0.7))
        cloudy = noise(size[0] // 24 + 2, size[1] // 24 + 2, 1)
        cloudy = cloudy.resize(size, Image.Resampling.BICUBIC)
        paper = Image.blend(fine, cloudy, 0.18)
        paper = paper.point([round(128 + (v - 128) * 0.26) for v in range(256)])
        return ImageChops.soft_light(picture, Image.merge("RGB", (paper,) * 3))

    def _stamp(
        self,
        points: Iterable[Point],
        colours: Sequence[Colour],
        across: bool,
        tone: Callable[[Image.Image], Image.Image],
    ) -> None:
        """Paint colours through the outline's mask after `tone` has worked on it."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        left = max(0, math.floor(min(x for x, _ in scaled)))
        top = max(0, math.floor(min(y for _, y in scaled)))
        right = min(self.image.width, math.ceil(max(x for x, _ in scaled)) + 1)
        bottom = min(self.image.height, math.ceil(max(y for _, y in scaled)) + 1)
        if left >= right or top >= bottom:
            return
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], 255)
        mask = tone(mask)
        if len(colours) == 1:
            self.image.paste(colours[0], (left, top), mask)
        else:
            self.image.paste(_ramp(mask.size, colours, across), (left, top), mask)


ALL = box(0, 0, WIDTH, HEIGHT)
"""The whole picture as an outline."""
