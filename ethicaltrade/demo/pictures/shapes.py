"""Things that turn up in several pictures: hills, clouds, pines and people."""

import math
from dataclasses import dataclass
from itertools import pairwise

from .canvas import (
    HEIGHT,
    NIGHT,
    SAND,
    WIDTH,
    Canvas,
    Colour,
    Point,
    Points,
    box,
    mix,
    oval,
    rounded,
    smooth,
)

SKIN: tuple[Colour, ...] = ((0xE9, 0xB8, 0x92), (0xB9, 0x7A, 0x53), (0x7A, 0x4B, 0x34))
HAIR: tuple[Colour, ...] = ((0x2B, 0x21, 0x24), (0x5A, 0x35, 0x25), (0xC9, 0x97, 0x55))


def ridge(
    canvas: Canvas, knots: Points, roughness: float, levels: int = 6
) -> list[Point]:
    """Return a mountain outline through the knots, broken up like rock.

    Roughness is the largest shift, in pixels, relative to a 100 pixel stretch.
    """
    points = list(knots)
    for _ in range(levels):
        finer = [points[0]]
        for (x0, y0), (x1, y1) in pairwise(points):
            reach = (x1 - x0) * roughness / 100
            middle = (y0 + y1) / 2 + canvas.random.uniform(-reach, reach)
            finer += [((x0 + x1) / 2, middle), (x1, y1)]
        points = finer
    return points


def down_to(outline: Points, y: float = HEIGHT) -> list[Point]:
    """Return the outline closed along a level line below it."""
    return [*outline, (outline[-1][0], y), (outline[0][0], y)]


def height_at(outline: Points, x: float) -> float:
    """Return how far down (pixels) an outline from left to right lies at x."""
    for (x0, y0), (x1, y1) in pairwise(outline):
        if x0 <= x <= x1 and x1 > x0:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return outline[-1][1]


def mountain(
    canvas: Canvas,
    knots: Points,
    roughness: float,
    foot: float,
    colour: Colour,
    mist: Colour,
    snow: Colour | None = None,
) -> None:
    """Draw a range through the knots, lit from the left, misty towards its foot.

    With a snow colour every summit is capped.
    """
    crest = ridge(canvas, knots, roughness)
    whole = down_to(crest, foot)
    canvas.area(whole, colour, mix(colour, mist, 0.6))
    for before, top, after in zip(knots, knots[1:], knots[2:], strict=False):
        if top[1] >= min(before[1], after[1]):
            continue
        fall, run = max(60, after[1] - top[1]), after[0] - top[0]
        spine = [
            (top[0] + run * share + canvas.random.uniform(-9, 9), top[1] + fall * drop)
            for share, drop in ((0.5, 1.25), (0.22, 0.95), (0.3, 0.62), (0.08, 0.3))
        ]
        flank = [p for p in crest if top[0] <= p[0] <= after[0]]
        if snow:
            reach = top[0] - before[0]
            cap = [
                p for p in crest if top[0] - reach * 0.62 < p[0] < top[0] + run * 0.62
            ]
            hem: list[Point] = []
            teeth = 9
            for i in range(1, teeth):
                x = cap[-1][0] + (cap[0][0] - cap[-1][0]) * i / teeth
                deep = (0.62 if i % 2 else 0.24) * canvas.random.uniform(0.75, 1.15)
                ground = height_at(crest, x)
                hem.append((x, ground + (cap[-1][1] - top[1]) * deep * 0.8 + 5))
            canvas.area([*cap, *hem], snow)
        shadow = mix(colour, NIGHT, 0.35)
        canvas.fade([*flank, *spine], shadow, 0.6, 0.05)
        canvas.grain([*flank, *spine], shadow, 0.5, 0)


def cloud(canvas: Canvas, x: float, y: float, length: float, colour: Colour) -> None:
    """Draw a long flat cloud around (x, y)."""
    for shift, drop, share in ((-0.12, -9, 0.5), (0.16, -4, 0.62), (0, 4, 1)):
        middle, half = x + shift * length, share * length / 2
        shape = rounded(middle - half, y + drop - 6, middle + half, y + drop + 6, 6)
        canvas.area(shape, colour)


def sun(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    """Draw a low sun with a soft halo."""
    canvas.glow(x, y, radius * 6, radius * 5, colour, 0.55)
    canvas.area(oval(x, y, radius), mix(colour, SAND, 0.75), mix(colour, SAND, 0.3))


def pine(canvas: Canvas, x: float, base: float, height: float, colour: Colour) -> None:
    """Draw a spruce with ragged branches whose foot is at (x, base)."""
    half = height * canvas.random.uniform(0.17, 0.22)
    tiers = max(5, int(height / 22))
    left: list[Point] = []
    right: list[Point] = []
    for i in range(1, tiers + 1):
        y = base - height * (1 - i / (tiers + 0.4))
        spread = half * (i / tiers) ** 0.85
        for side, sign in ((left, -1), (right, 1)):
            tip = spread * canvas.random.uniform(0.78, 1.12)
            side.append((x + sign * tip, y + height * 0.015))
            notch = 0.55 if height < 300 else 0.72
            side.append((x + sign * tip * notch, y - height * 0.022))
    trunk = height * 0.018 + 0.5
    foot = base - height * 0.05
    canvas.area(box(x - trunk, foot, x + trunk, base), mix(colour, NIGHT, 0.4))
    outline = [(x, base - height), *right, *reversed(left)]
    canvas.area(outline, colour)


def crown(
    canvas: Canvas, x: float, y: float, radius: float, colour: Colour, light: Colour
) -> None:
    """Draw a rounded bush lit from the upper left."""
    shape = [
        (
            x + radius * wobble * math.cos(i * math.tau / 9),
            y + radius * 0.86 * wobble * math.sin(i * math.tau / 9),
        )
        for i in range(9)
        for wobble in [canvas.random.uniform(0.86, 1.1)]
    ]
    canvas.area(smooth(shape, closed=True, steps=4), colour)
    lit = oval(x - radius * 0.24, y - radius * 0.28, radius * 0.6, radius * 0.46)
    canvas.area(lit, light)


@dataclass(frozen=True)
class Look:
    """What a figure looks like."""

    clothes: Colour
    skin: Colour = SKIN[0]
    hair: Colour = HAIR[0]
    style: str = "short"
    """short, long, bun, scarf or hat."""
    turned_away: bool = False
    """Whether we see the back of the head."""


def head(canvas: Canvas, x: float, y: float, size: float, look: Look) -> None:
    """Draw a faceless head seen from the front; size is its height in pixels."""
    half = size * 0.37
    if look.style == "long":
        back = rounded(
            x - half * 1.3, y - size * 0.56, x + half * 1.3, y + size * 0.66, half * 1.3
        )
        canvas.area(back, look.hair)
    canvas.area(
        box(x - half * 0.42, y, x + half * 0.42, y + size * 0.72),
        mix(look.skin, NIGHT, 0.16),
    )
    canvas.area(oval(x, y, half, size * 0.5), look.skin)
    top = y - size * 0.1
    if look.style == "bun":
        canvas.area(oval(x, y - size * 0.62, half * 0.5), look.hair)
    if look.style == "scarf":
        wrap = smooth(
            [
                (x - half * 1.15, y + size * 0.3),
                (x - half * 1.15, top - size * 0.12),
                (x, y - size * 0.62),
                (x + half * 1.15, top - size * 0.12),
                (x + half * 1.15, y + size * 0.3),
                (x + half * 0.62, y - size * 0.14),
                (x, y - size * 0.28),
                (x - half * 0.62, y - size * 0.14),
            ],
            closed=True,
        )
        canvas.area(wrap, look.hair)
    elif look.style == "hat":
        canvas.area(oval(x, top, half * 2, size * 0.15), look.hair)
        canvas.area(oval(x, top, half * 1.05, size * 0.48, 180, 360), look.hair)
    else:
        fringe = [
            *oval(x, top + size * 0.05, half * 1.1, size * 0.5, 180, 360),
            (x + half * 1.02, y + size * 0.12),
            (x + half * 0.78, y - size * 0.14),
            (x - half * 0.15, y - size * 0.24),
            (x - half * 0.86, y - size * 0.06),
            (x - half * 1.04, y + size * 0.14),
        ]
        canvas.area(fringe, look.hair)
    if look.turned_away:
        nape = y + size * (0.6 if look.style == "long" else 0.26)
        hair = rounded(
            x - half * 1.1, y - size * 0.56, x + half * 1.1, nape, half * 1.1
        )
        canvas.area(hair, look.hair, mix(look.hair, NIGHT, 0.25))


def bust(
    canvas: Canvas, x: float, chin: float, foot: float, size: float, look: Look
) -> None:
    """Draw the upper body under a head of the given size, down to y = foot."""
    wide = size * 0.98
    slope = chin + size * 0.2
    left = smooth(
        [
            (x - size * 0.2, slope - size * 0.02),
            (x - wide * 0.68, slope + size * 0.15),
            (x - wide * 0.97, slope + size * 0.6),
            (x - wide * 1.04, foot),
        ]
    )
    shape = [*left, *[(2 * x - px, py) for px, py in reversed(left)]]
    canvas.area(shape, look.clothes, mix(look.clothes, NIGHT, 0.2))
    canvas.grain(shape, mix(look.clothes, NIGHT, 0.45), 0, 0.55, across=True)


def standing(
    canvas: Canvas, x: float, foot: float, height: float, look: Look, lean: float = 0
) -> None:
    """Draw a whole figure from the front; lean moves the head sideways (pixels)."""
    size = height * 0.132
    top, hip, shoulder = foot - height, foot - height * 0.46, foot - height * 0.825
    wide = height * 0.118
    trousers = mix(look.clothes, NIGHT, 0.75)
    for sign in (-1, 1):
        leg = [
            (x + sign * wide * 0.06, hip),
            (x + sign * wide * 0.9, hip),
            (x + sign * wide * 0.72, foot - height * 0.02),
            (x + sign * wide * 0.24, foot - height * 0.02),
        ]
        canvas.area(leg, trousers)
        middle = x + sign * wide * 0.54
        shoe = rounded(
            middle - wide * 0.34, foot - height * 0.028, middle + wide * 0.34, foot, 5
        )
        canvas.area(shoe, mix(NIGHT, trousers, 0.3))
        arm = smooth(
            [
                (x + lean + sign * wide * 0.92, shoulder + height * 0.045),
                (x + sign * wide * 1.2, shoulder + height * 0.2),
                (x + sign * wide * 1.14, hip + height * 0.01),
            ]
        )
        canvas.dab(*arm[-1], height * 0.024, look.skin)
        sleeve = mix(look.clothes, NIGHT, 0.3)
        canvas.dab(*arm[0], height * 0.029, sleeve)
        canvas.line(arm[:-3], sleeve, height * 0.058)
    coat = smooth(
        [
            (x + lean - wide * 0.3, shoulder),
            (x + lean - wide * 0.85, shoulder + height * 0.022),
            (x + lean - wide * 1.02, shoulder + height * 0.09),
            (x - wide * 0.86, hip - height * 0.1),
            (x - wide * 1.0, hip + height * 0.1),
            (x + wide * 1.0, hip + height * 0.1),
            (x + wide * 0.86, hip - height * 0.1),
            (x + lean + wide * 1.02, shoulder + height * 0.09),
            (x + lean + wide * 0.85, shoulder + height * 0.022),
            (x + lean + wide * 0.3, shoulder),
        ],
        closed=True,
        steps=5,
    )
    head(canvas, x + lean, top + size / 2, size, look)
    canvas.area(coat, look.clothes, mix(look.clothes, NIGHT, 0.18))
    canvas.grain(coat, mix(look.clothes, NIGHT, 0.5), 0, 0.6, across=True)
    if look.turned_away and look.style == "long":
        head(canvas, x + lean, top + size / 2, size, look)


def sky_lines(canvas: Canvas, colour: Colour, rows: tuple[Point, ...]) -> None:
    """Scatter flat clouds, each (middle, height) in pixels, a fifth of the width."""
    for x, y in rows:
        cloud(canvas, x, y, WIDTH * canvas.random.uniform(0.14, 0.24), colour)
