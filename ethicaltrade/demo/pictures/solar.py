"""Solar panels on a green slope, sheep in front."""

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
    Point,
    mix,
    oval,
    smooth,
)
from .shapes import (
    HAIR,
    cloud,
    down_to,
    height_at,
    mountain,
    pine,
    ridge,
    sun,
)


def _panel(canvas: Canvas, corners: list[Point], k: float, shine: float) -> None:
    """Draw one table of solar cells; corners run clockwise from the upper left."""

    def at(u: float, v: float) -> Point:
        """Return a place on the table, u across and v down (0 to 1)."""
        a, b, c, d = corners
        top = (a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u)
        low = (d[0] + (c[0] - d[0]) * u, d[1] + (c[1] - d[1]) * u)
        return top[0] + (low[0] - top[0]) * v, top[1] + (low[1] - top[1]) * v

    blue = mix(NIGHT, SKY, 0.14 + 0.3 * shine)
    canvas.area(
        corners, mix(blue, SKY, 0.42 + 0.2 * shine), blue, mix(NIGHT, FJORD, 0.2)
    )
    gleam = [at(0.1, 0), at(0.34, 0), at(0.14, 1), at(0, 1), at(0, 0.5)]
    canvas.area(gleam, mix(SKY, SAND, 0.5), alpha=0.26 + 0.2 * shine)
    grid = mix(SKY, NIGHT, 0.45)
    thin = max(0.5, k * 0.012)
    for i in range(1, 12):
        canvas.line(
            [at(i / 12, 0), at(i / 12, 1)], grid, thin * (1.6 if i % 2 == 0 else 1)
        )
    for i in range(1, 4):
        canvas.line([at(0, i / 4), at(1, i / 4)], grid, thin)
    canvas.line([*corners, corners[0]], mix(SAND, SKY, 0.5), max(0.8, k * 0.022))


def _sheep(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Draw a grazing sheep."""
    for dx in (-0.5, -0.28, 0.3, 0.5):
        canvas.line(
            [(x + dx * size, y - size * 0.3), (x + dx * size, y)], NIGHT, size * 0.1
        )
    canvas.area(
        oval(x + size * 0.5, y + size * 0.04, size * 1.1, size * 0.1), FJORD, alpha=0.5
    )
    for i in range(10):
        turn = math.tau * i / 10
        puff = (
            x + size * 0.5 * math.cos(turn),
            y - size * (0.55 + 0.24 * math.sin(turn)),
        )
        canvas.area(
            oval(*puff, size * 0.26), mix(SAND, NIGHT, 0.06 + 0.12 * (turn < 3))
        )
    canvas.area(oval(x, y - size * 0.58, size * 0.6, size * 0.32), SAND)
    canvas.area(
        oval(x - size * 0.78, y - size * 0.4, size * 0.17, size * 0.25), HAIR[0]
    )


def solar(canvas: Canvas) -> None:
    """Paint solar panels on a green slope above a lake, sheep between the rows."""
    canvas.area(ALL, mix(OCHRE, TERRACOTTA, 0.3), mix(OCHRE, SAND, 0.35), SAND, SAND)
    sun(canvas, 360, 210, 70, OCHRE)
    for x, y, length in ((900, 140, 330), (1330, 220, 280), (690, 250, 190)):
        cloud(canvas, x, y, length, mix(OCHRE, SAND, 0.7))
    mountain(
        canvas,
        [
            (-60, 440),
            (200, 390),
            (450, 450),
            (760, 350),
            (1000, 440),
            (1280, 300),
            (1440, 400),
            (1680, 330),
        ],
        14,
        600,
        mix(SKY, FJORD, 0.3),
        SAND,
    )
    wood = ridge(
        canvas, [(-20, 480), (400, 452), (800, 476), (1200, 440), (1620, 420)], 5
    )
    for x in range(-10, WIDTH + 20, 13):
        tall = canvas.random.uniform(26, 52)
        tone = mix(mix(SKY, FJORD, 0.62), MOSS, canvas.random.uniform(0, 0.3))
        pine(canvas, x, height_at(wood, min(1599, max(0, x))) + 8, tall, tone)
    canvas.area(down_to(wood), mix(SKY, FJORD, 0.55), mix(MOSS, SKY, 0.3))
    slope = smooth([(-20, 560), (350, 540), (800, 510), (1220, 476), (1620, 462)])
    canvas.area(down_to(slope), mix(MOSS, SAND, 0.38), MOSS, mix(MOSS, FJORD, 0.6))
    rows = (
        (522, 0.28),
        (554, 0.36),
        (598, 0.48),
        (660, 0.64),
        (744, 0.86),
        (858, 1.14),
    )
    for number, (base, k) in enumerate(rows):
        wide, deep, lean, gap = 250 * k, 92 * k, 44 * k, 20 * k
        tilt = -0.055
        x = -260 * k - (number % 2) * 90 * k
        while x < WIDTH + 60:
            drop = (x - 800) * tilt
            near = base + drop
            low = near + deep * 0.5
            a, b = (
                (x + lean, near - deep * 0.5),
                (x + lean + wide, near - deep * 0.5 + wide * tilt),
            )
            c, d = (x + wide, low + wide * tilt), (x, low)
            ground = low + 30 * k
            shade = [
                (d[0] + 6 * k, ground - 6 * k),
                (c[0], ground - 6 * k + wide * tilt),
                (c[0] + 86 * k, ground + 22 * k + wide * tilt),
                (d[0] + 92 * k, ground + 22 * k),
            ]
            canvas.fade(shade, mix(FJORD, NIGHT, 0.3), 0.75, 0.3)
            for share in (0.15, 0.5, 0.85):
                post = d[0] + wide * share
                top = low + wide * tilt * share
                for shift in (0, lean * 0.7):
                    foot = (post + shift, top + 30 * k - shift * 0.2)
                    canvas.line(
                        [(post + shift, top - 4), foot], mix(NIGHT, SKY, 0.3), 5 * k
                    )
            shine = max(0, 1 - abs(x + wide / 2 - 420) / 900)
            _panel(canvas, [a, b, c, d], k * 60, shine)
            x += wide + gap
    for sx, sy, size in ((250, 1024, 44), (372, 1000, 38), (1230, 968, 40)):
        _sheep(canvas, sx, sy, size)
    for _ in range(170):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(1030, HEIGHT + 12)
        tip = (x + canvas.random.uniform(-6, 6), y - canvas.random.uniform(16, 40))
        canvas.line([(x, y), tip], mix(MOSS, OCHRE, canvas.random.uniform(0, 0.5)), 1.8)
        if canvas.random.random() < 0.3:
            canvas.dab(*tip, 3.2, canvas.random.choice((SAND, SAND, OCHRE)))
    canvas.glow(360, 330, 700, 420, mix(OCHRE, SAND, 0.6), 0.25)
