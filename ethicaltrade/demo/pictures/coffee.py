"""A terraced coffee hillside with pickers at work."""

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
    turned,
)
from .shapes import (
    SKIN,
    Look,
    crown,
    down_to,
    height_at,
    mountain,
    standing,
    sun,
)

EARTH: Colour = mix(TERRACOTTA, NIGHT, 0.45)


def _terrace(
    canvas: Canvas, crest: list[Point], drop: float, size: float, haze: float
) -> None:
    """Draw one coffee terrace: earth wall `drop` high, bushes of a size on top."""
    mist = mix(SKY, SAND, 0.5)
    earth = mix(mix(TERRACOTTA, OCHRE, 0.25), mist, haze)
    leaf = mix(mix(FJORD, MOSS, 0.25), mist, haze)
    canvas.area(
        down_to(crest), mix(MOSS, mist, haze), mix(mix(MOSS, FJORD, 0.3), mist, haze)
    )
    wall = [*crest, *[(x, y + drop) for x, y in reversed(crest)]]
    canvas.area(wall, earth)
    shade = [(x, y + drop) for x, y in crest]
    canvas.line(shade, mix(earth, NIGHT, 0.3), max(1, size * 0.12))
    x = crest[0][0]
    while x < crest[-1][0]:
        y = height_at(crest, x)
        radius = size * canvas.random.uniform(0.82, 1.15)
        long_shade = oval(x + radius * 0.8, y + drop * 0.55, radius * 1.1, drop * 0.4)
        canvas.area(long_shade, mix(earth, NIGHT, 0.35))
        tone = mix(leaf, MOSS, canvas.random.uniform(0, 0.3) * (1 - haze))
        crown(canvas, x, y - radius * 0.45, radius, tone, mix(tone, OCHRE, 0.3))
        if size > 17:
            for _ in range(4):
                spot = (
                    canvas.random.uniform(-0.6, 0.6),
                    canvas.random.uniform(-0.9, 0.1),
                )
                canvas.dab(x + spot[0] * radius, y + spot[1] * radius, 2.6, TERRACOTTA)
        x += size * 1.75


def _branch(canvas: Canvas) -> None:
    """Draw a coffee branch with ripe cherries reaching in from the upper left."""
    twig = smooth([(-20, 60), (150, 130), (330, 172), (520, 176), (640, 150)])
    canvas.line(twig, mix(EARTH, NIGHT, 0.3), 9)
    for share, angle, length in (
        (0.12, 78, 210),
        (0.26, -52, 170),
        (0.4, 66, 230),
        (0.55, -46, 190),
        (0.7, 58, 200),
        (0.84, -40, 170),
        (0.99, 6, 190),
    ):
        x, y = twig[int(share * (len(twig) - 1))]
        half = [(0, 0), (length * 0.3, -34), (length * 0.68, -28), (length, 0)]
        edge = smooth(half)
        green = mix(FJORD, MOSS, 0.1 + 0.5 * (angle < 0))
        lower = [(px, -py * 0.9) for px, py in edge]
        canvas.area(turned([*edge, *reversed(lower)], x, y, angle), green)
        canvas.area(turned([*edge, (0, 0)], x, y, angle), mix(green, MOSS, 0.45))
        vein = turned([(0, 0), (length * 0.94, 0)], x, y, angle)
        canvas.line(vein, mix(green, SAND, 0.35), 2)
    for share, dx, dy in (
        (0.22, -6, 26),
        (0.24, 26, 34),
        (0.29, 6, 52),
        (0.46, -20, 24),
        (0.49, 12, 30),
        (0.5, -8, 54),
        (0.75, -16, 22),
        (0.78, 14, 30),
        (0.77, -6, 50),
    ):
        x, y = twig[int(share * (len(twig) - 1))]
        cherry = oval(x + dx, y + dy, 21, 23)
        red = mix(TERRACOTTA, (0xB0, 0x22, 0x22), 0.5)
        canvas.area(cherry, mix(red, OCHRE, 0.15), mix(red, NIGHT, 0.35))
        canvas.area(oval(x + dx - 7, y + dy - 8, 5, 6), mix(red, SAND, 0.6))


def _hut(canvas: Canvas, x: float, base: float) -> None:
    """Draw a small whitewashed farmhouse."""
    canvas.area(box(x - 44, base - 44, x + 44, base), SAND, mix(SAND, OCHRE, 0.3))
    canvas.area(box(x + 10, base - 44, x + 44, base), mix(SAND, NIGHT, 0.25))
    leaves = mix(FJORD, MOSS, 0.35)
    crown(canvas, x + 62, base - 22, 27, leaves, mix(MOSS, OCHRE, 0.15))
    roof = [
        (x - 54, base - 40),
        (x - 34, base - 72),
        (x + 36, base - 72),
        (x + 56, base - 40),
    ]
    canvas.area(roof, TERRACOTTA, mix(TERRACOTTA, NIGHT, 0.2))
    canvas.area(box(x - 24, base - 28, x - 8, base), mix(FJORD, NIGHT, 0.2))


def _picker(canvas: Canvas, x: float, foot: float, height: float, look: Look) -> None:
    """Draw a coffee picker with a basket of cherries at the hip."""
    standing(canvas, x, foot, height, look, lean=3)
    top = foot - height * 0.56
    basket = [(x + 4, top), (x + 40, top), (x + 34, top + 34), (x + 10, top + 34)]
    canvas.area(oval(x + 22, top, 18, 8), mix(TERRACOTTA, (0xB0, 0x22, 0x22), 0.4))
    canvas.area(basket, OCHRE, mix(OCHRE, EARTH, 0.5))
    canvas.line([(x + 4, top), (x + 40, top)], mix(OCHRE, SAND, 0.4), 3)


def coffee(canvas: Canvas) -> None:
    """Paint a terraced coffee hillside in the morning, pickers among the bushes."""
    canvas.area(
        ALL, mix(SKY, MOSS, 0.1), SKY, mix(SAND, OCHRE, 0.2), mix(SAND, OCHRE, 0.3)
    )
    sun(canvas, 1180, 230, 66, OCHRE)
    for knots, share in (
        (
            [
                (-60, 420),
                (250, 300),
                (480, 420),
                (760, 290),
                (1010, 420),
                (1300, 330),
                (1680, 440),
            ],
            0.22,
        ),
        (
            [
                (-60, 460),
                (160, 420),
                (420, 500),
                (640, 430),
                (900, 510),
                (1250, 410),
                (1680, 500),
            ],
            0.42,
        ),
    ):
        tone = mix(SKY, mix(FJORD, MOSS, 0.5), share)
        mountain(canvas, knots, 9, 760, tone, mix(SAND, OCHRE, 0.2))
    canvas.fade(box(0, 360, WIDTH, 760), mix(SAND, OCHRE, 0.15), 0, 0.9)
    for i in range(11):
        bend = i / 10
        crest = smooth(
            [
                (560, 700 + i * 30),
                (800, 590 + i * 34),
                (1060, 486 + i * 40),
                (1330, 430 + i * 46),
                (1640, 424 + i * 52),
            ]
        )
        _terrace(canvas, crest, 9 + 9 * bend, 9 + 8 * bend, 0.42 - 0.4 * bend)
        if i == 3:
            _hut(canvas, 1400, height_at(crest, 1400) + 4)
    for i in range(8):
        bend = i / 7
        crest = smooth(
            [
                (-40, 520 + i * 66),
                (220, 548 + i * 66),
                (520, 640 + i * 62),
                (840, 790 + i * 58),
                (1180, 900 + i * 62),
                (1660, 960 + i * 76),
            ]
        )
        _terrace(canvas, crest, 13 + 14 * bend, 15 + 13 * bend, 0.16 - 0.16 * bend)
        if i == 2:
            look = Look(mix(SAND, SKY, 0.4), SKIN[2], mix(SAND, OCHRE, 0.5), "hat")
            _picker(canvas, 690, height_at(crest, 690) + 20, 124, look)
        if i == 1:
            look = Look(TERRACOTTA, SKIN[1], mix(OCHRE, SAND, 0.2), "hat")
            _picker(canvas, 400, height_at(crest, 400) + 16, 108, look)
    canvas.fade(box(0, 860, WIDTH, HEIGHT), mix(FJORD, NIGHT, 0.5), 0, 0.5)
    _branch(canvas)
