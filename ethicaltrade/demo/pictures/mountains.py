"""A fjord between mountains, with a freight train on a viaduct."""

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
    Point,
    box,
    mix,
    oval,
    smooth,
)
from .shapes import down_to, height_at, mountain, pine, sky_lines, sun

RAIL = 760
"""Height of the railway line in the fjord picture, in pixels."""


def _viaduct(canvas: Canvas, left: float, right: float, arches: int) -> None:
    """Draw a stone bridge whose track lies on the RAIL line."""
    stone = mix(SAND, NIGHT, 0.28)
    span = (right - left) / arches
    canvas.area(box(left, RAIL, right, 1000), stone, mix(stone, FJORD, 0.5))
    for i in range(arches):
        x0, x1 = left + i * span + 13, left + (i + 1) * span - 13
        half = (x1 - x0) / 2
        middle, spring = (x0 + x1) / 2, RAIL + 34 + half
        arch = [*oval(middle, spring, half, half, 180, 360), (x1, 1000), (x0, 1000)]
        canvas.area(arch, mix(FJORD, SKY, 0.42), mix(FJORD, NIGHT, 0.2))
        inner = [*oval(middle + 9, spring, half, half, 180, 270), (middle + 9, spring)]
        canvas.line(inner[:-1], mix(stone, NIGHT, 0.5), 3)
        canvas.line(
            oval(middle, spring, half + 6, half + 6, 180, 360), mix(stone, SAND, 0.4), 4
        )
    canvas.grain(box(left, RAIL, right, 1000), mix(stone, NIGHT, 0.6), 0, 0.35)
    canvas.area(box(left, RAIL, right, RAIL + 12), mix(stone, SAND, 0.5))


def _train(canvas: Canvas, front: float) -> None:
    """Draw a freight train running to the right, its nose at x = front."""
    loads = (
        TERRACOTTA,
        OCHRE,
        SAND,
        FJORD,
        TERRACOTTA,
        mix(SKY, NIGHT, 0.35),
        OCHRE,
        TERRACOTTA,
        SAND,
        FJORD,
        OCHRE,
        TERRACOTTA,
    )
    dark = mix(NIGHT, FJORD, 0.3)
    x = front - 176
    for i, load in enumerate(loads):
        right, left = x - 8, x - 118
        canvas.area(box(left, RAIL - 20, right, RAIL - 12), dark)
        for wheel in (left + 14, left + 32, right - 32, right - 14):
            canvas.dab(wheel, RAIL - 7, 6.5, dark)
        top = RAIL - 66
        parts = ((left + 2, right - 2),)
        if i % 3 == 1:
            parts = ((left + 2, left + 53), (left + 57, right - 2))
        for a, b in parts:
            canvas.area(box(a, top, b, RAIL - 20), load, mix(load, NIGHT, 0.25))
            ribs = int((b - a) / 8)
            for k in range(1, ribs):
                rib = a + (b - a) * k / ribs
                canvas.line(
                    [(rib, top + 4), (rib, RAIL - 23)], mix(load, NIGHT, 0.3), 0.8
                )
            canvas.line([(a, top + 1), (b, top + 1)], mix(load, SAND, 0.6), 1.6)
        x -= 118
    body = [
        (front - 172, RAIL - 14),
        (front - 172, RAIL - 72),
        (front - 40, RAIL - 74),
        (front - 12, RAIL - 48),
        (front, RAIL - 40),
        (front, RAIL - 14),
    ]
    canvas.area(body, mix(TERRACOTTA, NIGHT, 0.05), mix(TERRACOTTA, NIGHT, 0.35))
    canvas.area(box(front - 172, RAIL - 34, front, RAIL - 26), SAND)
    pane = [(front - 40, RAIL - 68), (front - 16, RAIL - 46), (front - 44, RAIL - 46)]
    canvas.area(pane, NIGHT)
    for left in (front - 150, front - 118, front - 86):
        canvas.area(box(left, RAIL - 62, left + 18, RAIL - 46), NIGHT)
    for wheel in (150, 128, 106, 66, 44, 22):
        canvas.dab(front - wheel, RAIL - 8, 8, dark)
    arm = [(front - 120, RAIL - 73), (front - 96, RAIL - 90), (front - 118, RAIL - 106)]
    canvas.line(arm, dark, 2)


def mountains(canvas: Canvas) -> None:
    """Paint a fjord between layered mountains, a freight train on a viaduct."""
    rose = mix(TERRACOTTA, SAND, 0.55)
    canvas.area(ALL, mix(NIGHT, SKY, 0.45), mix(rose, SKY, 0.35), rose, SAND)
    sun(canvas, 1000, 330, 50, OCHRE)
    sky_lines(canvas, mix(rose, SAND, 0.45), ((420, 150), (1330, 170), (760, 235)))
    white = mix(SAND, SKY, 0.25)
    layers: tuple[tuple[list[Point], float, float, Colour | None], ...] = (
        (
            [
                (-60, 330),
                (140, 190),
                (330, 370),
                (560, 290),
                (800, 450),
                (1040, 440),
                (1260, 280),
                (1340, 330),
                (1480, 200),
                (1680, 380),
            ],
            18,
            0.2,
            white,
        ),
        (
            [
                (-80, 380),
                (70, 250),
                (270, 420),
                (380, 390),
                (700, 590),
                (1090, 565),
                (1330, 370),
                (1390, 400),
                (1560, 300),
                (1700, 460),
            ],
            18,
            0.42,
            white,
        ),
        ([(-60, 470), (120, 400), (330, 540), (560, 600), (720, 652)], 16, 0.66, None),
        (
            [(980, 654), (1180, 570), (1350, 480), (1420, 500), (1660, 330)],
            18,
            0.72,
            None,
        ),
    )
    for knots, rough, share, snow in layers:
        rock = mix(SKY, FJORD, share)
        mountain(canvas, knots, rough, 700, rock, SKY, snow)
        canvas.fade(box(0, 470, WIDTH, 650), mix(SAND, SKY, 0.4), 0, 0.4)
    canvas.area(
        box(0, 648, WIDTH, HEIGHT), mix(SAND, SKY, 0.5), mix(SKY, FJORD, 0.6), FJORD
    )
    canvas.mirror(648, 1000, 0.7, 1.1)
    canvas.glow(980, 700, 260, 70, SAND, 0.6)
    slope = smooth(
        [(-20, 700), (160, 716), (330, 752), (420, 800), (470, 1000), (470, 1080)]
    )
    _viaduct(canvas, 300, 1290, 9)
    bank = smooth([(1200, 1080), (1215, 880), (1260, 770), (1380, 752), (1610, 700)])
    canvas.area([*slope, (-20, 1080)], mix(MOSS, FJORD, 0.35), FJORD)
    canvas.area([*bank, (1610, 1080)], mix(MOSS, FJORD, 0.5), FJORD)
    track = box(-5, RAIL, WIDTH + 5, RAIL + 12)
    canvas.area(track, mix(SAND, NIGHT, 0.14))
    _train(canvas, 1180)
    for i in range(13):
        x = 20 + i * 128
        canvas.line(
            [(x, RAIL), (x, RAIL - 112), (x + 20, RAIL - 112)],
            mix(NIGHT, FJORD, 0.4),
            2,
        )
    canvas.line([(0, RAIL - 108), (WIDTH, RAIL - 108)], mix(NIGHT, FJORD, 0.4), 1)
    near = smooth(
        [(-20, 860), (240, 890), (520, 975), (820, 1010), (1180, 980), (1620, 850)]
    )
    for x in range(-20, WIDTH + 40, 23):
        ground = height_at(near, x)
        middle = abs(x - 800) / 800
        tall = (40 + 250 * middle**1.5) * canvas.random.uniform(0.65, 1.05)
        tone = mix(FJORD, NIGHT, canvas.random.uniform(0.1, 0.4))
        pine(canvas, x, ground + 30, tall, tone)
    canvas.area(down_to(near), mix(FJORD, NIGHT, 0.3), mix(FJORD, NIGHT, 0.6))
