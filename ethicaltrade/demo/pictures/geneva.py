"""A lake with a fountain, and a row of flags before a palace."""

import math

from .canvas import (
    ALL,
    FJORD,
    HEIGHT,
    MOSS,
    NIGHT,
    OCHRE,
    SAND,
    SKY,
    TERRACOTTA,
    WIDTH,
    Canvas,
    Colour,
    box,
    mix,
    oval,
    smooth,
)
from .shapes import crown, down_to, mountain, ridge

LAKE = 640
BLUE: Colour = mix(mix(SKY, FJORD, 0.42), (0x3F, 0x8F, 0xA8), 0.55)
FLAGS: tuple[tuple[Colour, ...], ...] = (
    (TERRACOTTA, SAND, TERRACOTTA),
    (FJORD, OCHRE),
    (NIGHT, SAND, NIGHT),
    (OCHRE, TERRACOTTA),
    (SAND, mix(SKY, NIGHT, 0.5), SAND),
    (MOSS, SAND, TERRACOTTA),
    (TERRACOTTA, NIGHT),
    (mix(SKY, NIGHT, 0.45), OCHRE, mix(SKY, NIGHT, 0.45)),
    (FJORD, SAND, FJORD),
    (OCHRE, SAND, MOSS),
)


def _distance(canvas: Canvas) -> None:
    """Draw the sky, the white mountains and the town's shore."""
    canvas.area(ALL, mix(BLUE, NIGHT, 0.12), BLUE, mix(SKY, SAND, 0.35), SAND)
    white = mix(SAND, (255, 255, 255), 0.6)
    far = [(-60, 470), (210, 400), (430, 455), (700, 330), (850, 250), (1000, 360)]
    far += [(1240, 420), (1660, 470)]
    mountain(canvas, far, 10, 640, mix(SKY, BLUE, 0.55), mix(SKY, SAND, 0.6), white)
    hills = ridge(
        canvas, [(0, 560), (360, 520), (760, 575), (1200, 520), (WIDTH, 560)], 6
    )
    canvas.area(down_to(hills, LAKE), mix(BLUE, FJORD, 0.35), mix(BLUE, MOSS, 0.45))
    x = -10.0
    while x < WIDTH:
        wide, tall = canvas.random.uniform(18, 46), canvas.random.uniform(16, 46)
        tone = mix(SAND, canvas.random.choice((OCHRE, TERRACOTTA, SKY)), 0.25)
        canvas.area(box(x, LAKE - tall, x + wide, LAKE), tone)
        canvas.area(
            box(x, LAKE - tall - 7, x + wide, LAKE - tall), mix(tone, NIGHT, 0.4)
        )
        x += wide + canvas.random.uniform(0, 14)
    water = box(0, LAKE, WIDTH, 860)
    canvas.area(water, mix(BLUE, SAND, 0.3), mix(BLUE, FJORD, 0.35))
    canvas.mirror(LAKE, 860, 0.4)


def _fountain(canvas: Canvas) -> None:
    """Let the water stand high above the lake, and drift."""
    white = mix(SAND, (255, 255, 255), 0.85)
    for share, alpha in ((1.0, 0.35), (0.68, 0.55), (0.34, 0.85)):
        right = [(352, LAKE), (366, 420), (362, 250), (340, 130), (296, 96)]
        left = [(346, LAKE), (338 - 60 * share, 470), (300 - 110 * share, 330)]
        left += [(262 - 90 * share, 210), (262 - 60 * share, 130)]
        plume = smooth([*right, *reversed(left)])
        canvas.area(plume, white, alpha=alpha * 0.6)
    jet = [(346, LAKE), (355, LAKE), (362, 300), (348, 160), (300, 96), (330, 300)]
    canvas.area(smooth(jet), white)
    canvas.glow(348, LAKE, 90, 26, white, 0.8)
    for _ in range(150):
        t = canvas.random.random()
        x = 330 - canvas.random.uniform(-20, 170) * math.sin(math.pi * (0.25 + t * 0.6))
        canvas.dab(x, 120 + t * 430, canvas.random.uniform(1, 3.4), white)


def _palace(canvas: Canvas) -> None:
    """Draw the long palace with its columns, behind a lawn."""
    lawn = [(0, 830), (500, 792), (WIDTH, 770), (WIDTH, HEIGHT), (0, HEIGHT)]
    stone, shade = mix(SAND, OCHRE, 0.12), mix(SAND, NIGHT, 0.45)
    canvas.area(box(620, 620, WIDTH, 800), stone, mix(stone, OCHRE, 0.2))
    canvas.area(box(860, 560, 1320, 800), mix(stone, (255, 255, 255), 0.3), stone)
    for left, right, top in ((620, 1600, 612), (850, 1330, 548)):
        canvas.area(box(left - 8, top, right + 8, top + 16), mix(stone, NIGHT, 0.18))
    for i in range(11):
        x = 884 + i * 41
        canvas.area(box(x, 592, x + 24, 792), shade, mix(shade, NIGHT, 0.3))
    for i in range(24):
        x = 636 + i * 41
        if not 840 < x < 1325:
            for y in (644, 708):
                canvas.area(box(x, y, x + 18, y + 40), shade)
    for x in (590, 660, 1440, 1530, 1600):
        crown(canvas, x, 772, 52, FJORD, mix(FJORD, MOSS, 0.6))
    canvas.area(lawn, mix(MOSS, OCHRE, 0.2), mix(MOSS, FJORD, 0.55))
    canvas.grain(lawn, mix(FJORD, MOSS, 0.2), 0, 0.6)
    road = [(1060, 794), (1120, 794), (1180, HEIGHT), (560, HEIGHT)]
    canvas.area(road, mix(SAND, OCHRE, 0.2), mix(SAND, TERRACOTTA, 0.3))


def _flag(
    canvas: Canvas, x: float, foot: float, tall: float, bands: tuple[Colour, ...]
) -> None:
    """Draw a flag on its pole; tall is the pole's height in pixels."""
    canvas.line([(x, foot), (x, foot - tall)], mix(NIGHT, SKY, 0.25), tall * 0.014)
    canvas.dab(x, foot - tall, tall * 0.014, OCHRE)
    wide, high = tall * 0.42, tall * 0.27
    top, phase = foot - tall * 0.985, canvas.random.uniform(0, 0.8)

    def edge(y: float) -> list[tuple[float, float]]:
        return [
            (x + wide * t, y + high * 0.1 * math.sin(phase + t * 6.2) + high * 0.1 * t)
            for t in (i / 14 for i in range(15))
        ]

    step = high / len(bands)
    for i, colour in enumerate(bands):
        stripe = [*edge(top + i * step), *reversed(edge(top + (i + 1) * step))]
        canvas.area(stripe, colour)
    whole = [*edge(top), *reversed(edge(top + high))]
    for start in (0.2, 0.68):
        fold = [p for p in whole if start <= (p[0] - x) / wide <= start + 0.22]
        canvas.fade(fold, NIGHT, 0.26, 0.1, across=True)
    canvas.grain(whole, mix(NIGHT, bands[0], 0.3), 0, 0.28, across=True)


def geneva(canvas: Canvas) -> None:
    """Paint flags in the wind before a palace by the lake."""
    _distance(canvas)
    _fountain(canvas)
    _palace(canvas)
    for i, bands in reversed(list(enumerate(FLAGS))):
        near = 0.72**i
        left = 1010 - 560 * near
        right = 1128 + 130 * near
        foot = 800 + 250 * near
        for x in (left, right):
            canvas.area(
                oval(x + 10 * near, foot, 36 * near, 6 * near), NIGHT, alpha=0.3
            )
        _flag(canvas, left, foot, 800 * near, bands)
        _flag(canvas, right, foot, 800 * near, FLAGS[(i + 5) % len(FLAGS)])
