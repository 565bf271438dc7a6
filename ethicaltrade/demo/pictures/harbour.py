"""A container port: cranes, a ship and stacked containers."""

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
from .shapes import down_to, ridge, sky_lines, sun

CARGO: tuple[Colour, ...] = (
    TERRACOTTA,
    OCHRE,
    FJORD,
    NIGHT,
    mix(SKY, NIGHT, 0.3),
    SAND,
    mix(TERRACOTTA, NIGHT, 0.4),
)


def _boxes(
    canvas: Canvas,
    left: float,
    base: float,
    size: Point,
    columns: list[int],
    shade: float = 0,
) -> None:
    """Stack containers, size (width, height) each, to the heights in columns."""
    width, height = size
    last: Colour | None = None
    for i, count in enumerate(columns):
        for level in range(count):
            colour = canvas.random.choice([c for c in CARGO if c != last])
            last = colour
            x, y = left + i * width, base - (level + 1) * height
            tone = mix(colour, NIGHT, shade + 0.34 * (i + 1) / len(columns))
            canvas.area(box(x, y, x + width, y + height), tone)
            edge = mix(tone, NIGHT, 0.35)
            ribs = max(4, int(width / 9))
            for k in range(1, ribs):
                rib = x + width * k / ribs
                canvas.line([(rib, y + 3), (rib, y + height - 3)], edge, 0.8)
            canvas.line([(x, y + 1), (x + width, y + 1)], mix(tone, SAND, 0.3), 1.2)
            canvas.line([*box(x, y, x + width, y + height), (x, y)], edge, 1.2)


def _crane(canvas: Canvas, x: float, y: float, k: float, colour: Colour) -> None:
    """Draw a ship-to-shore crane, sea leg at (x, y), k its scale, reaching left."""

    def at(dx: float, dy: float) -> Point:
        return x + dx * k, y - dy * k

    def beam(a: Point, b: Point, width: float, tone: Colour = colour) -> None:
        canvas.line([at(*a), at(*b)], tone, width * k)

    back = mix(colour, NIGHT, 0.3)
    for leg in (26, 286):
        beam((leg, 22), (leg, 520), 11, back)
    beam((26, 250), (286, 500), 6, back)
    for leg in (0, 260):
        canvas.area(box(*at(leg - 12, 520), *at(leg + 12, 16)), colour)
        for wheel in (-26, -9, 9, 26):
            canvas.dab(*at(leg + wheel, 8), 8 * k, NIGHT)
        canvas.area(box(*at(leg - 38, 32), *at(leg + 38, 14)), colour)
    beam((0, 210), (260, 210), 16)
    beam((0, 500), (260, 220), 7)
    beam((0, 220), (260, 500), 7)
    canvas.area(box(*at(-520, 540), *at(420, 512)), colour)
    # The boom is a truss; without the lattice it would look like a plank.
    for i in range(32):
        left = -520 + i * 29.4
        beam((left, 540), (left + 14.7, 566), 3)
        beam((left + 14.7, 566), (left + 29.4, 540), 3)
    beam((-505, 566), (405, 566), 5)
    beam((0, 540), (56, 800), 12)
    beam((150, 540), (56, 800), 9)
    for end, width in ((-500, 4), (-270, 4), (400, 4), (260, 6)):
        beam((56, 796), (end, 560), width)
    canvas.area(box(*at(190, 624), *at(330, 566)), mix(colour, SAND, 0.22))
    for pane in range(4):
        left = 204 + pane * 32
        canvas.area(box(*at(left, 610), *at(left + 20, 592)), back)
    canvas.dab(*at(56, 800), 9 * k, colour)


def harbour(canvas: Canvas) -> None:
    """Paint a container port in the first light, a ship under the cranes."""
    warm = mix(SAND, OCHRE, 0.45)
    canvas.area(
        ALL, mix(SKY, NIGHT, 0.28), SKY, mix(SKY, SAND, 0.7), warm, mix(warm, SAND, 0.5)
    )
    sky_lines(
        canvas, mix(SKY, SAND, 0.6), ((300, 150), (1180, 110), (760, 260), (1420, 300))
    )
    sun(canvas, 300, 400, 58, OCHRE)
    for knots, share in (
        ([(0, 520), (260, 470), (560, 560), (900, 490), (1260, 540), (1600, 470)], 0.2),
        ([(0, 600), (300, 560), (640, 610), (980, 580), (1600, 590)], 0.42),
    ):
        hills = ridge(canvas, knots, 7)
        canvas.area(down_to(hills, 650), mix(SKY, NIGHT, share), mix(warm, SKY, 0.5))
    water = box(0, 640, WIDTH, HEIGHT)
    canvas.area(
        water, mix(warm, SKY, 0.4), mix(SKY, NIGHT, 0.42), mix(NIGHT, FJORD, 0.3)
    )

    end: Point = (560, 640)

    def quay(share: float, side: float = 0) -> Point:
        """Return a place on the quay: share of nearness, side pixels off its edge."""
        return end[0] + (400 + side) * share, end[1] + 262 * share

    stone = mix(SAND, NIGHT, 0.3)
    bright, dim = mix(stone, SAND, 0.3), mix(stone, NIGHT, 0.3)

    def pave(start: float) -> None:
        """Lay the quay from a share of nearness up to the picture's edge."""
        near, far = quay(1.75), quay(start)
        drop = 104 * start
        wall = [far, near, (near[0] - 60, HEIGHT + 160), (far[0], far[1] + drop)]
        canvas.area(wall, mix(NIGHT, FJORD, 0.2))
        deck = [far, near, (WIDTH, HEIGHT), (WIDTH, far[1])]
        canvas.area(deck, mix(bright, dim, 0.613 * start), dim)

    pave(0.02)
    _crane(canvas, *quay(0.34, 60), 0.34, mix(TERRACOTTA, SKY, 0.55))
    _crane(canvas, *quay(0.54, 60), 0.54, mix(TERRACOTTA, SKY, 0.28))
    left, right, deck, keel = 492, 828, 742, 872
    hull = smooth(
        [(left, deck), (left + 6, 800), (left + 40, 862), (left + 90, keel)]
    ) + smooth([(right - 90, keel), (right - 40, 862), (right - 6, 800), (right, deck)])
    _boxes(canvas, left + 14, deck - 2, (34.2, 30), [4, 6, 6, 5, 7, 7, 6, 6, 5])
    canvas.area(box(left - 4, deck - 8, right + 4, deck + 12), mix(NIGHT, SKY, 0.35))
    canvas.area(hull, mix(NIGHT, SKY, 0.12), NIGHT)
    band = [(left + 34, 852), (right - 34, 852), (right - 84, keel), (left + 84, keel)]
    canvas.area(band, mix(TERRACOTTA, NIGHT, 0.15))
    canvas.grain(hull, mix(NIGHT, (0, 0, 0), 0.4), 0, 0.7, across=True)
    for x in (560, 760):
        canvas.area(oval(x, 772, 8), mix(NIGHT, SKY, 0.5))
    canvas.mirror(872, HEIGHT, 0.55)
    canvas.glow(300, 700, 150, 330, mix(OCHRE, SAND, 0.5), 0.5)
    for _ in range(70):
        y = canvas.random.uniform(650, 1050)
        near = (y - 640) / 420
        x = 300 + canvas.random.gauss(0, 40 + 90 * near)
        length = (10 + 60 * near) * canvas.random.uniform(0.5, 1)
        streak = rounded(x - length, y - 1, x + length, y + 1 + 2.2 * near, 2)
        canvas.area(streak, mix(SAND, OCHRE, 0.25), alpha=0.6)

    pave(0.69)
    for side in (46, 330):
        rail = [quay(0.7, side), quay(1.75, side)]
        canvas.line(rail, mix(stone, NIGHT, 0.45), 3)
    canvas.line([quay(0.69, 6), quay(1.75, 6)], OCHRE, 4)
    for x, base, size, columns, shade in (
        (900, 694, (44, 16), [1, 2, 2, 3, 3, 4, 3, 4, 4, 3, 4, 4, 3, 4, 4, 4], 0.05),
        (1130, 752, (80, 30), [2, 3, 4, 4, 5, 4], 0.03),
        (1345, 880, (140, 54), [4, 6], 0),
    ):
        width = size[0] * len(columns)
        shadow = [(x, base), (x + width, base), (x + width + 150, base + 60)]
        canvas.fade([*shadow, (x + 120, base + 60)], NIGHT, 0.5, 0.1)
        _boxes(canvas, x, base, size, columns, shade)
    canvas.fade(box(1000, 430, WIDTH, 720), mix(warm, SAND, 0.4), 0.25, 0, across=True)
    sea_leg = quay(1, 46)
    for leg in (0, 260):
        foot = sea_leg[0] + leg
        shade_points = [(foot - 30, 898), (foot + 30, 898), (foot + 420, HEIGHT)]
        canvas.fade([*shade_points, (foot + 330, HEIGHT)], NIGHT, 0.45, 0.2)
    _crane(canvas, sea_leg[0], 902, 0.98, TERRACOTTA)
    hoist = 690
    canvas.area(box(hoist - 34, 396, hoist + 34, 416), NIGHT)
    for x in (hoist - 24, hoist + 24):
        canvas.line([(x, 416), (x, 470)], NIGHT, 2)
    canvas.area(box(hoist - 40, 466, hoist + 40, 474), NIGHT)
    _boxes(canvas, hoist - 44, 508, (88, 34), [1])
