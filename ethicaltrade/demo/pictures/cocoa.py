"""Cocoa pods on their trunk, and one cut open."""

import math

from .canvas import (
    ALL,
    FJORD,
    HEIGHT,
    MOSS,
    NIGHT,
    OCHRE,
    SAND,
    TERRACOTTA,
    WIDTH,
    Canvas,
    Colour,
    Point,
    mix,
    oval,
    smooth,
    turned,
)

BARK = mix(mix(TERRACOTTA, NIGHT, 0.62), OCHRE, 0.12)


def _leaf(
    canvas: Canvas, x: float, y: float, length: float, degrees: float, colour: Colour
) -> None:
    """Draw a long leaf that grows from (x, y); 0 degrees hangs straight down."""
    shares = [i / 14 for i in range(15)]
    half = [length * 0.17 * math.sin(math.pi * t**0.85) for t in shares]
    rib = [(0.0, t * length) for t in shares]
    for sign, tone in ((-1, mix(colour, NIGHT, 0.22)), (1, colour)):
        edge = [(sign * h, t * length) for h, t in zip(half, shares, strict=True)]
        side = turned([*edge, *reversed(rib)], x, y, degrees)
        canvas.area(side, tone)
        canvas.grain(side, mix(colour, NIGHT, 0.55), 0.05, 0.5)
    vein = mix(colour, SAND, 0.28)
    canvas.line(turned(rib, x, y, degrees), vein, 3.5)
    for t in (0.16, 0.28, 0.4, 0.52, 0.64, 0.76):
        reach = length * 0.15 * math.sin(math.pi * (t + 0.1) ** 0.85)
        for sign in (-1, 1):
            ends = [(0.0, t * length), (sign * reach, (t + 0.11) * length)]
            canvas.line(turned(ends, x, y, degrees), vein, 1.6)


def _half_width(t: float, width: float) -> float:
    """Return how far a pod reaches from its middle at a share t of its length."""
    return width / 2 * math.sin(math.pi * t**0.92) ** 0.72 * (1.06 - 0.3 * t)


def _pod_outline(length: float, width: float) -> list[Point]:
    shares = [i / 24 for i in range(25)]
    right = [(_half_width(t, width), t * length) for t in shares]
    return [*right, *((-x, y) for x, y in reversed(right))]


def _pod(
    canvas: Canvas,
    at: Point,
    length: float,
    width: float,
    degrees: float,
    colour: Colour,
) -> None:
    """Draw a ridged pod hanging from a point."""
    stalk = turned([(0, -34), (0, 12)], *at, degrees)
    canvas.line(stalk, mix(BARK, OCHRE, 0.3), 15)
    shape = turned(_pod_outline(length, width), *at, degrees)
    shadow = [(x + 26, y + 22) for x, y in shape]
    canvas.area(shadow, NIGHT, alpha=0.35)
    canvas.area(shape, mix(colour, SAND, 0.12), mix(colour, NIGHT, 0.28))
    dark, light = mix(colour, NIGHT, 0.4), mix(colour, SAND, 0.42)
    for place in (-0.78, -0.42, 0.0, 0.42, 0.78):
        for tone, shift, thick in ((dark, 0, 5), (light, -8, 3.5)):
            furrow = [
                (place * _half_width(t, width) * 0.94 + shift, t * length)
                for t in (0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.88, 0.96)
            ]
            canvas.line(smooth(turned(furrow, *at, degrees)), tone, thick)
    canvas.grain(shape, mix(colour, NIGHT, 0.6), 0, 0.62, across=True)


def _opened(canvas: Canvas, at: Point, degrees: float) -> None:
    """Draw half a pod that shows its beans."""
    length, width = 560.0, 300.0
    shape = turned(_pod_outline(length, width), *at, degrees)
    canvas.area([(x + 20, y + 34) for x, y in shape], NIGHT, alpha=0.4)
    canvas.area(shape, mix(OCHRE, TERRACOTTA, 0.45), mix(TERRACOTTA, NIGHT, 0.3))
    for share, colour in ((0.9, mix(SAND, OCHRE, 0.4)), (0.8, mix(SAND, OCHRE, 0.14))):
        inner = _pod_outline(length * share, width * share)
        inner = [(x, y + length * (1 - share) / 2) for x, y in inner]
        canvas.area(turned(inner, *at, degrees), colour, mix(colour, OCHRE, 0.2))
    for row in range(7):
        t = 0.2 + row * 0.098
        for sign in (-1, 1):
            spot = (sign * _half_width(t, width) * 0.36, t * length)
            (middle,) = turned([spot], *at, degrees)
            for size, colour in (
                (1.0, mix(OCHRE, NIGHT, 0.22)),
                (0.88, mix(SAND, (255, 255, 255), 0.5)),
            ):
                bean = oval(0, 0, 44 * size, 25 * size)
                canvas.area(turned(bean, *middle, degrees + sign * 14), colour)


def _beans(canvas: Canvas) -> None:
    """Scatter dried beans in the foreground."""
    for x, y, turn in (
        (560, 985, 12), (650, 1020, -30), (470, 1030, 40), (745, 975, 64),
        (1420, 1000, 20), (1500, 1040, -25), (390, 975, -12), (840, 1032, 8),
    ):  # fmt: skip
        bean = turned(oval(0, 0, 46, 27), x, y, turn)
        canvas.area([(px + 8, py + 12) for px, py in bean], NIGHT, alpha=0.45)
        colour = mix(mix(TERRACOTTA, NIGHT, 0.42), OCHRE, canvas.random.random() * 0.25)
        canvas.area(bean, mix(colour, SAND, 0.22), colour)
        crease = turned([(-34, -3), (0, 5), (34, -2)], x, y, turn)
        canvas.line(smooth(crease), mix(colour, NIGHT, 0.5), 3)


def cocoa(canvas: Canvas) -> None:
    """Paint ripe cocoa pods among dark leaves, close by."""
    deep = mix(FJORD, NIGHT, 0.35)
    canvas.area(ALL, mix(FJORD, MOSS, 0.42), FJORD, deep)
    canvas.glow(420, 180, 900, 620, mix(OCHRE, MOSS, 0.3), 0.7)
    for x, y, length, turn, share in (
        (120, -60, 620, -24, 0.25), (1480, -90, 700, 26, 0.2),
        (1250, -80, 520, -8, 0.42), (330, -120, 560, 20, 0.5),
        (-90, 420, 560, -62, 0.35), (1690, 420, 600, 64, 0.3), (840, -190, 520, 4, 0.3),
    ):  # fmt: skip
        _leaf(canvas, x, y, length, turn, mix(FJORD, MOSS, share))
    trunk = [(600, -40), (770, -40), (760, 420), (800, 780), (900, HEIGHT + 20)]
    trunk += [(520, HEIGHT + 20), (590, 760), (620, 380)]
    shape = smooth(trunk, closed=True)
    canvas.area(shape, mix(BARK, OCHRE, 0.25), BARK)
    canvas.grain(shape, mix(BARK, NIGHT, 0.6), 0.05, 0.75, across=True)
    for y in (150, 330, 560, 760, 880):
        ring = [(612, y), (690, y + 16), (772, y - 4)]
        canvas.line(smooth(ring), mix(BARK, NIGHT, 0.45), 4)
    canvas.area(
        [(0, 930), (WIDTH, 900), (WIDTH, HEIGHT), (0, HEIGHT)],
        mix(BARK, NIGHT, 0.35),
        mix(NIGHT, BARK, 0.3),
    )
    _pod(canvas, (790, 120), 470, 235, -24, mix(OCHRE, TERRACOTTA, 0.12))
    _pod(canvas, (600, 240), 520, 255, 22, TERRACOTTA)
    _pod(canvas, (1130, -70), 400, 205, 8, mix(TERRACOTTA, OCHRE, 0.55))
    _leaf(canvas, 770, 40, 430, -74, mix(FJORD, MOSS, 0.62))
    _leaf(canvas, 610, 150, 400, 68, mix(FJORD, MOSS, 0.75))
    _opened(canvas, (1390, 660), 52)
    _beans(canvas)
