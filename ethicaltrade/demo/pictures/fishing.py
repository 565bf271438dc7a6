"""A northern fishing village: boats and red boathouses."""

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
from .shapes import down_to, height_at, mountain, ridge, sky_lines

BARN: Colour = (0xA8, 0x3A, 0x2C)


def _boathouse(canvas: Canvas, x: float, base: float, width: float, door: bool) -> None:
    """Draw a red boathouse on stilts, its gable to us; base is the floor's edge."""
    wall, roof = width * 0.62, width * 0.5
    slant = width * 0.46
    depth = width * 0.55
    top = base - wall
    ridge_at = (x + width / 2, top - roof)
    far_ridge = (ridge_at[0] + depth, ridge_at[1] + roof * 0.1)
    far_eave = (x + width + depth, top + wall * 0.06)
    side = [
        (x + width, top),
        far_eave,
        (x + width + depth, base - 6),
        (x + width, base),
    ]
    canvas.area(side, mix(BARN, NIGHT, 0.5))
    slab = [
        ridge_at,
        far_ridge,
        (far_eave[0] + 8, far_eave[1] + 8),
        (x + width + 8, top + 8),
    ]
    canvas.area(slab, mix(NIGHT, SKY, 0.34), mix(NIGHT, SKY, 0.18))
    gable = [(x, base), (x, top), ridge_at, (x + width, top), (x + width, base)]
    canvas.area(gable, mix(BARN, TERRACOTTA, 0.45), BARN)
    for i in range(1, 15):
        board = x + width * i / 15
        reach = top - roof * (1 - abs(i / 15 - 0.5) * 2)
        canvas.line([(board, reach + 4), (board, base)], mix(BARN, NIGHT, 0.28), 1)
    canvas.grain(gable, mix(BARN, NIGHT, 0.6), 0, 0.5, across=True)
    trim = [(x - 9, top + 9), ridge_at, (x + width + 9, top + 9)]
    canvas.line(trim, SAND, width * 0.03)
    canvas.line([(x, top), (x, base)], SAND, 3)
    canvas.line([(x + width, top), (x + width, base)], SAND, 3)
    middle = x + width / 2
    if door:
        gate = box(middle - width * 0.2, base - wall * 0.72, middle + width * 0.2, base)
        canvas.area(gate, mix(FJORD, NIGHT, 0.3), FJORD)
        canvas.line([gate[0], gate[1], gate[2]], SAND, 2.5)
        canvas.line([gate[0], gate[3]], SAND, 2.5)
        canvas.line([(middle, gate[0][1]), (middle, base)], SAND, 1.5)
    else:
        for shift in (-0.24, 0.24):
            left = middle + shift * width - width * 0.085
            pane = box(
                left, base - wall * 0.66, left + width * 0.17, base - wall * 0.28
            )
            canvas.area(pane, mix(OCHRE, SAND, 0.5), OCHRE)
            canvas.line([*pane, pane[0]], SAND, 3)
            cross = (pane[0][0] + pane[1][0]) / 2
            canvas.line([(cross, pane[0][1]), (cross, pane[2][1])], SAND, 2)
    loft = box(
        middle - slant * 0.13, top - roof * 0.5, middle + slant * 0.13, top - roof * 0.2
    )
    canvas.area(loft, mix(NIGHT, SKY, 0.3))
    canvas.line([*loft, loft[0]], SAND, 2.5)
    for i in range(6):
        post = x + 4 + (width + depth - 8) * i / 5
        canvas.area(
            box(post - 4, base, post + 4, base + width * 0.23),
            mix(NIGHT, TERRACOTTA, 0.2),
        )
    canvas.area(
        box(x - 14, base - 4, x + width + depth, base + 9), mix(SAND, NIGHT, 0.45)
    )


def _boat(
    canvas: Canvas, x: float, water: float, k: float, paint: Colour, flip: int = 1
) -> None:
    """Draw a small fishing boat, k its scale, its bow to the right (or flip -1)."""

    def at(points: list[Point]) -> list[Point]:
        return [(x + flip * px * k, water + py * k) for px, py in points]

    def stroke(points: list[Point], colour: Colour, width: float) -> None:
        canvas.line(at(points), colour, width * k)

    dark = mix(NIGHT, FJORD, 0.3)
    stroke([(-40, -60), (-40, -270)], dark, 5)
    stroke([(-40, -262), (175, -64)], dark, 1.4)
    stroke([(-40, -262), (-160, -52)], dark, 1.4)
    stroke([(-40, -96), (-140, -190)], dark, 4)
    stroke([(-140, -190), (-40, -240)], dark, 1.4)
    house = at([(-12, -48), (-8, -148), (70, -148), (84, -48)])
    canvas.area(house, SAND, mix(SAND, SKY, 0.8))
    canvas.area(at([(-20, -160), (82, -160), (78, -146), (-16, -146)]), paint)
    for left in (0, 26, 52):
        pane = [
            (left + 2, -134),
            (left + 20, -134),
            (left + 21, -104),
            (left + 2, -104),
        ]
        canvas.area(at(pane), mix(NIGHT, SKY, 0.25), mix(NIGHT, SKY, 0.5))
    curve = smooth([(-165, -52), (-60, -38), (60, -44), (140, -64), (192, -92)])
    keel = [*smooth([(192, -92), (170, -40), (140, 6)]), (-150, 6), (-165, -52)]
    hull = at([*curve, *keel])
    canvas.area(hull, paint, mix(paint, NIGHT, 0.35))
    canvas.grain(hull, mix(paint, NIGHT, 0.6), 0, 0.6)
    stroke(curve, SAND, 6)
    stroke([(-152, -10), (148, -10)], mix(TERRACOTTA, SAND, 0.1), 5)
    for px in (-110, -60, 100):
        canvas.area(oval(*at([(px, -26)])[0], 9 * k, 12 * k), OCHRE)
    stroke([(-40, -270), (-40, -284)], TERRACOTTA, 3)
    canvas.area(at([(-40, -284), (-76, -276), (-40, -264)]), TERRACOTTA)


def fishing(canvas: Canvas) -> None:
    """Paint a northern fishing harbour with red boathouses below steep peaks."""
    canvas.area(
        ALL, mix(NIGHT, FJORD, 0.3), mix(NIGHT, SKY, 0.5), SKY, mix(SAND, OCHRE, 0.3)
    )
    sky_lines(canvas, mix(NIGHT, SKY, 0.62), ((260, 120), (980, 90), (1380, 190)))
    white = mix(SAND, SKY, 0.2)
    back = mix(SKY, mix(NIGHT, FJORD, 0.35), 0.26)
    far: list[Point] = [
        (-60, 470),
        (180, 300),
        (330, 400),
        (470, 330),
        (660, 500),
        (900, 420),
        (1180, 330),
        (1300, 410),
        (1430, 350),
        (1700, 520),
    ]
    mountain(canvas, far, 20, 742, back, SAND, white)
    front = mix(SKY, mix(NIGHT, FJORD, 0.35), 0.52)
    peaks: list[Point] = [
        (-80, 600),
        (110, 520),
        (330, 640),
        (560, 470),
        (640, 490),
        (800, 210),
        (930, 380),
        (1090, 270),
        (1330, 560),
        (1440, 520),
        (1700, 640),
    ]
    mountain(canvas, peaks, 22, 742, front, SAND, white)
    canvas.fade(box(0, 560, WIDTH, 742), SAND, 0, 0.7)
    shore = ridge(
        canvas, [(0, 716), (300, 700), (620, 736), (1000, 722), (1600, 690)], 4
    )
    canvas.area(down_to(shore, 744), mix(FJORD, SKY, 0.25))
    for i in range(9):
        x = 60 + i * 62 + canvas.random.uniform(-14, 14)
        y = height_at(shore, x) + 8
        tone = canvas.random.choice((BARN, SAND, OCHRE, BARN))
        canvas.area(
            [(x, y), (x, y - 18), (x + 13, y - 31), (x + 26, y - 18), (x + 26, y)], tone
        )
        canvas.line([(x - 2, y - 17), (x + 13, y - 32), (x + 28, y - 17)], NIGHT, 2.5)
    canvas.area(box(0, 742, WIDTH, HEIGHT), mix(SKY, SAND, 0.4), mix(FJORD, NIGHT, 0.3))
    for x, width, door in ((1370, 140, False), (1140, 182, True), (850, 232, False)):
        _boathouse(canvas, x, 742 - width * 0.224, width, door)
    _boat(canvas, 250, 741, 0.44, mix(TERRACOTTA, NIGHT, 0.2))
    canvas.mirror(742, HEIGHT, 0.72)
    canvas.line([(0, 743), (WIDTH, 743)], mix(SKY, FJORD, 0.45), 1.5)
    for i in range(9):
        half = 168 - 14 * i + canvas.random.uniform(-14, 14)
        y = 872 + i * 9
        ripple = rounded(476 - half, y, 476 + half, y + 5.5, 3)
        canvas.area(ripple, mix(FJORD, NIGHT, 0.55), alpha=0.75 - 0.06 * i)
    _boat(canvas, 480, 866, 1.12, mix(FJORD, SKY, 0.1))
