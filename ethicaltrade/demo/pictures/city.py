"""The town hall and its city by the water at dusk."""

import math

from .canvas import (
    ALL,
    FJORD,
    HEIGHT,
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
    rounded,
    smooth,
)
from .shapes import cloud, down_to, ridge

BRICK: Colour = mix(TERRACOTTA, NIGHT, 0.52)


LAMP: Colour = mix(OCHRE, SAND, 0.45)


def _block(
    canvas: Canvas,
    left: float,
    top: float,
    right: float,
    base: float,
    wall: Colour,
    window: Point,
    lit: float,
) -> None:
    """Draw a house with rows of windows (width, height), a share of them lit."""
    canvas.area(box(left, top, right, base), wall, mix(wall, TERRACOTTA, 0.12))
    step_x, step_y = window[0] * 2.1, window[1] * 1.75
    columns = int((right - left - window[0]) / step_x)
    margin = (right - left - columns * step_x + step_x - window[0]) / 2
    y = top + window[1] * 0.9
    while y + window[1] < base - 6:
        for i in range(columns):
            x = left + margin + i * step_x
            if canvas.random.random() < lit:
                tone = mix(LAMP, OCHRE, canvas.random.uniform(0, 0.9))
            else:
                tone = mix(wall, SKY, 0.12)
            canvas.area(box(x, y, x + window[0], y + window[1]), tone)
        y += step_y


def _town_hall(canvas: Canvas, base: float) -> None:
    """Draw the brick town hall: two towers and a lower hall between them."""
    light, dark = mix(BRICK, TERRACOTTA, 0.4), mix(BRICK, NIGHT, 0.4)
    for left, top in ((560, 268), (842, 232)):
        right = left + 178
        _block(canvas, left, top, right, base, light, (9, 17), 0.5)
        canvas.fade(box(left, top, right, base), dark, 0, 0.75, across=True)
        canvas.area(box(left - 7, top - 9, right + 7, top + 5), mix(light, SAND, 0.25))
        canvas.area(box(left + 12, top - 30, right - 12, top - 9), dark)
    _block(canvas, 730, 520, 852, base, mix(light, NIGHT, 0.25), (11, 22), 0.85)
    canvas.area(box(724, 508, 858, 522), mix(light, SAND, 0.2))
    canvas.area(
        box(500, 640, 1082, base), mix(light, NIGHT, 0.12), mix(light, NIGHT, 0.3)
    )
    canvas.area(box(492, 630, 1090, 642), mix(light, SAND, 0.3))
    for i in range(15):
        x = 526 + i * 36.6
        arch = [*oval(x, 690, 10, 10, 180, 360), (x + 10, 744), (x - 10, 744)]
        canvas.area(arch, mix(OCHRE, SAND, 0.6), OCHRE)
    for left, high in ((916, 300),):
        face = oval(left + 15, high + 10, 44)
        canvas.glow(left + 15, high + 10, 120, 120, OCHRE, 0.6)
        canvas.area(face, mix(SAND, OCHRE, 0.12))
        canvas.line(face, dark, 5)
        for i in range(12):
            turn = math.tau * i / 12
            spot = left + 15 + 35 * math.cos(turn), high + 10 + 35 * math.sin(turn)
            canvas.dab(*spot, 2.6, dark)
        canvas.line(
            [(left + 15, high - 18), (left + 15, high + 10), (left + 34, high + 22)],
            dark,
            4.5,
        )
    for x, top in ((648, 268), (930, 232)):
        canvas.line([(x, top - 30), (x, top - 112)], dark, 3)
        flag = smooth([(x, top - 110), (x + 20, top - 114), (x + 44, top - 106)])
        canvas.area(
            [*flag, (x + 44, top - 84), (x + 20, top - 91), (x, top - 87)], TERRACOTTA
        )


def city(canvas: Canvas) -> None:
    """Paint a town hall and its city by the water at dusk, windows lit."""
    rose = mix(TERRACOTTA, SAND, 0.5)
    canvas.area(
        ALL,
        NIGHT,
        mix(NIGHT, SKY, 0.3),
        mix(rose, NIGHT, 0.35),
        mix(rose, OCHRE, 0.4),
        SAND,
    )
    for _ in range(46):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(10, 330)
        canvas.dab(x, y, canvas.random.uniform(0.8, 1.9), mix(SKY, SAND, 0.4))
    canvas.glow(1310, 160, 190, 190, SAND, 0.35)
    canvas.area(oval(1310, 160, 46), SAND, mix(SAND, OCHRE, 0.25))
    for x, y, length in ((330, 250, 380), (1180, 330, 300), (250, 430, 260)):
        cloud(canvas, x, y, length, mix(rose, NIGHT, 0.3 if y < 400 else 0.12))
    canvas.glow(800, 700, 1300, 330, mix(OCHRE, SAND, 0.3), 0.55)
    for knots, share in (
        (
            [(-20, 520), (260, 430), (560, 520), (900, 500), (1240, 400), (1620, 500)],
            0.42,
        ),
        (
            [(-20, 570), (300, 540), (700, 590), (1100, 540), (1400, 500), (1620, 560)],
            0.62,
        ),
    ):
        hill = ridge(canvas, knots, 6)
        canvas.area(down_to(hill, 780), mix(rose, NIGHT, share), mix(rose, OCHRE, 0.2))
    base = 770
    for _ in range(46):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(590, 680)
        canvas.dab(x, y, canvas.random.uniform(1, 2.2), LAMP)
    hazy = mix(NIGHT, rose, 0.42)
    x = -20.0
    while x < WIDTH:
        wide = canvas.random.uniform(58, 120)
        top = canvas.random.uniform(530, 650)
        _block(
            canvas,
            x,
            top,
            x + wide,
            base,
            mix(hazy, NIGHT, canvas.random.uniform(0, 0.2)),
            (6, 8),
            0.3,
        )
        x += wide
    spire = mix(NIGHT, rose, 0.2)
    canvas.area(box(322, 470, 366, base), spire)
    canvas.area([(314, 474), (344, 300), (374, 474)], mix(FJORD, NIGHT, 0.3))
    canvas.line([(344, 304), (344, 278)], OCHRE, 3)
    for left, top, wide, share, window, lit in (
        (-10, 560, 150, 0.1, (13, 15), 0.5),
        (140, 620, 130, 0.2, (9, 15), 0.45),
        (268, 588, 110, 0.05, (11, 14), 0.5),
        (378, 640, 120, 0.16, (8, 14), 0.5),
        (1092, 600, 112, 0.14, (9, 13), 0.5),
        (1204, 500, 84, 0.02, (7, 16), 0.55),
        (1292, 452, 72, 0.12, (12, 9), 0.5),
        (1368, 520, 92, 0.0, (8, 12), 0.55),
        (1464, 476, 66, 0.16, (7, 18), 0.5),
        (1534, 560, 90, 0.06, (11, 12), 0.5),
    ):
        wall = mix(NIGHT, rose, share)
        _block(canvas, left, top, left + wide, base, wall, window, lit)
        if 100 < left < 500:
            roof = [
                (left - 4, top),
                (left + wide / 2, top - 48),
                (left + wide + 4, top),
            ]
            canvas.area(roof, mix(wall, TERRACOTTA, 0.3))
    _town_hall(canvas, base)
    for i in range(44):
        x = 10 + i * 37
        size = canvas.random.uniform(11, 21)
        if not 690 < x < 880:
            canvas.area(oval(x, base - size * 0.6, size, size), mix(FJORD, NIGHT, 0.55))
    canvas.area(
        box(0, base - 4, WIDTH, base + 16),
        mix(NIGHT, SAND, 0.22),
        mix(NIGHT, SAND, 0.1),
    )
    for i in range(17):
        x = 46 + i * 94
        canvas.line([(x, base), (x, base - 46)], NIGHT, 2.5)
        canvas.glow(x, base - 48, 46, 40, OCHRE, 0.8)
        canvas.dab(x, base - 48, 5, mix(SAND, OCHRE, 0.25))
    shore = base + 16
    canvas.area(
        box(0, shore, WIDTH, HEIGHT), mix(rose, NIGHT, 0.45), mix(NIGHT, SKY, 0.08)
    )
    canvas.mirror(shore, HEIGHT, 0.7, 1.5)
    canvas.fade(box(0, shore, WIDTH, HEIGHT), NIGHT, 0.15, 0.7)
    for i in range(17):
        x = 46 + i * 94
        for k in range(9):
            y = shore + 8 + k * k * 2.6
            half = canvas.random.uniform(3, 8) + k * 0.8
            sway = canvas.random.uniform(-6, 6)
            dash = rounded(x + sway - half, y, x + sway + half, y + 2 + k * 0.25, 2)
            canvas.area(dash, LAMP, alpha=0.75 - k * 0.06)
    _ferry(canvas, 330, 908)


def _ferry(canvas: Canvas, x: float, water: float) -> None:
    """Draw the little harbour ferry with its cabin lights on."""
    dark = mix(NIGHT, (0, 0, 0), 0.25)
    hull = smooth(
        [
            (x - 150, water - 34),
            (x - 136, water),
            (x + 120, water),
            (x + 168, water - 42),
        ]
    )
    canvas.glow(x, water - 50, 230, 90, OCHRE, 0.35)
    cabin = rounded(x - 112, water - 92, x + 92, water - 30, 9)
    canvas.area(cabin, mix(SAND, NIGHT, 0.3), mix(SAND, NIGHT, 0.5))
    for i in range(8):
        left = x - 100 + i * 23.5
        canvas.area(
            rounded(left, water - 80, left + 16, water - 56, 3), mix(OCHRE, SAND, 0.4)
        )
    canvas.area(
        rounded(x + 10, water - 124, x + 72, water - 90, 6), mix(SAND, NIGHT, 0.38)
    )
    canvas.area(box(x + 22, water - 116, x + 66, water - 102), mix(OCHRE, SAND, 0.3))
    canvas.line([(x - 40, water - 92), (x - 40, water - 138)], dark, 3)
    canvas.area(hull, TERRACOTTA, mix(TERRACOTTA, NIGHT, 0.7))
    canvas.line(
        [(x - 150, water - 34), (x + 166, water - 41)], mix(SAND, OCHRE, 0.2), 4
    )
    for k in range(7):
        half = 140 - k * 13
        streak = rounded(x - half, water + 6 + k * 11, x + half, water + 10 + k * 11, 2)
        canvas.area(
            streak, dark if k % 2 else mix(OCHRE, NIGHT, 0.35), alpha=0.6 - k * 0.06
        )
