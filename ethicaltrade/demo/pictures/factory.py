"""A sewing workshop: rows of machines between tall windows."""

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
    Lens,
    Point,
    box,
    mix,
    oval,
    rounded,
    smooth,
)
from .shapes import HAIR, SKIN, Look, bust, head

HALL = Lens(x=800, y=392, focal=860, eye=2.15)


CLOTHS: tuple[Colour, ...] = (
    TERRACOTTA,
    OCHRE,
    SAND,
    mix(FJORD, SKY, 0.2),
    mix(SKY, NIGHT, 0.25),
    mix(TERRACOTTA, SAND, 0.4),
)


def _hall(canvas: Canvas) -> None:
    """Draw the workshop's walls, floor, windows and the light they let in."""
    far, left, right, high = 22.0, -5.4, 5.4, 4.6
    at = HALL.at
    wall = mix(SAND, MOSS, 0.35)
    canvas.area(ALL, wall)
    back = [
        at(left, high, far),
        at(right, high, far),
        at(right, 0, far),
        at(left, 0, far),
    ]
    canvas.area(back, mix(SAND, SKY, 0.4))
    near = 1.2
    ceiling = [
        at(left, high, far),
        at(right, high, far),
        at(right, high, near),
        at(left, high, near),
    ]
    canvas.area(ceiling, mix(MOSS, NIGHT, 0.4), mix(MOSS, SAND, 0.15))
    floor = [at(left, 0, far), at(right, 0, far), at(right, 0, near), at(left, 0, near)]
    canvas.area(
        floor,
        mix(SAND, OCHRE, 0.3),
        mix(TERRACOTTA, SAND, 0.45),
        mix(TERRACOTTA, NIGHT, 0.3),
    )
    for side, tone in ((left, 0.34), (right, 0.46)):
        plane = [
            at(side, high, far),
            at(side, high, near),
            at(side, 0, near),
            at(side, 0, far),
        ]
        canvas.area(plane, mix(SAND, MOSS, tone), mix(SAND, MOSS, tone + 0.25))
        base = [
            at(side, 1.0, far),
            at(side, 1.0, near),
            at(side, 0, near),
            at(side, 0, far),
        ]
        canvas.area(base, mix(FJORD, MOSS, 0.35), mix(FJORD, MOSS, 0.1))
    dado = [at(left, 1, far), at(right, 1, far), at(right, 0, far), at(left, 0, far)]
    canvas.area(dado, mix(FJORD, MOSS, 0.5))
    for x in (-4.2, -1.4, 1.4, 4.2):
        pane = [
            at(x - 1, 3.7, far),
            at(x + 1, 3.7, far),
            at(x + 1, 1.4, far),
            at(x - 1, 1.4, far),
        ]
        _window(canvas, pane, 4)
    z = 20.0
    for i in range(18):
        z = 21.5 - i * 1.22
        beam = [
            at(left, high, z),
            at(right, high, z),
            at(right, high - 0.25, z),
            at(left, high - 0.25, z),
        ]
        if z > 1.5 and i % 2 == 0:
            canvas.area(beam, mix(FJORD, MOSS, 0.3))
    z = 3.2
    while z < 21:
        for side in (left, right):
            pane = [
                at(side, 3.8, z + 1.9),
                at(side, 3.8, z),
                at(side, 1.35, z),
                at(side, 1.35, z + 1.9),
            ]
            _window(canvas, pane, 4 if z > 5 else 5)
        patch = [
            at(left + 0.6, 0, z + 2.1),
            at(left + 3.4, 0, z + 0.4),
            at(left + 3.4, 0, z - 1),
            at(left + 0.6, 0, z + 0.5),
        ]
        canvas.fade(patch, mix(SAND, OCHRE, 0.15), 0.75, 0.25, across=True)
        z += 2.8


def _window(canvas: Canvas, corners: list[Point], parts: int) -> None:
    """Draw a barred window; corners run clockwise from the upper left."""
    a, b, c, d = corners
    canvas.area(corners, mix(SKY, SAND, 0.35), mix(SAND, OCHRE, 0.12))
    bar = mix(FJORD, NIGHT, 0.15)
    size = max(1.5, abs(d[1] - a[1]) * 0.014)

    def between(p: Point, q: Point, share: float) -> Point:
        return p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share

    for i in range(1, parts):
        canvas.line([between(a, b, i / parts), between(d, c, i / parts)], bar, size)
    for share in (0.33, 0.66):
        canvas.line([between(a, d, share), between(b, c, share)], bar, size)
    canvas.line([*corners, a], bar, size * 2)


def _machine(canvas: Canvas, x: float, y: float, k: float, colour: Colour) -> None:
    """Draw a sewing machine standing at (x, y), k pixels per metre."""
    outline = [
        (-0.27, 0),
        (-0.27, -0.05),
        (0.12, -0.05),
        (0.12, -0.2),
        (-0.16, -0.2),
        (-0.16, -0.12),
        (-0.23, -0.12),
        (-0.25, -0.27),
        (-0.2, -0.32),
        (0.2, -0.32),
        (0.25, -0.27),
        (0.26, 0),
    ]
    shape = [(x + px * k, y + py * k) for px, py in outline]
    canvas.area(shape, mix(colour, SAND, 0.18), mix(colour, NIGHT, 0.2))
    needle = x - 0.195 * k
    canvas.line(
        [(needle, y - 0.12 * k), (needle, y - 0.04 * k)], SAND, max(1, k * 0.012)
    )
    canvas.area(
        oval(x + 0.275 * k, y - 0.22 * k, 0.03 * k, 0.075 * k), mix(SAND, NIGHT, 0.3)
    )
    spool = box(x + 0.08 * k, y - 0.41 * k, x + 0.15 * k, y - 0.32 * k)
    canvas.area(spool, canvas.random.choice((OCHRE, TERRACOTTA, SAND)))
    canvas.area(oval(x + 0.19 * k, y - 0.12 * k, 0.03 * k), OCHRE)


def _bench(canvas: Canvas, x: float, z: float, look: Look, cloth: Colour) -> None:
    """Draw one worker at a machine; x and z (metres) give the table's front edge."""
    at, k = HALL.at, HALL.focal / z
    haze = min(0.45, z / 42)
    look = Look(mix(look.clothes, SAND, haze), look.skin, look.hair, look.style)
    cloth = mix(cloth, SAND, haze)
    rear = HALL.focal / (z + 0.95)
    px, py = at(x + 0.05, 1.28, z + 0.95)
    chin = py + 0.13 * rear
    bust(canvas, px, chin, at(0, 0.6, z + 0.95)[1], 0.27 * rear, look)
    head(canvas, px, py, 0.27 * rear, look)
    wood = mix(mix(OCHRE, SAND, 0.35), SAND, haze)
    wide, tall, deep = 0.92, 0.8, 0.62
    shade = [
        at(x - wide, 0, z),
        at(x + wide, 0, z),
        at(x + wide + 1, 0, z + 0.3),
        at(x - wide + 1, 0, z + 0.3),
    ]
    canvas.fade(shade, mix(TERRACOTTA, NIGHT, 0.7), 0.45, 0.3)
    steel = mix(FJORD, SAND, haze)
    for side in (-wide + 0.08, wide - 0.14):
        leg = [at(x + side, tall, z), at(x + side + 0.06, tall, z)]
        canvas.area([*leg, at(x + side + 0.06, 0, z), at(x + side, 0, z)], steel)
    bar = [at(x - wide + 0.1, 0.22, z), at(x + wide - 0.1, 0.22, z)]
    canvas.line(bar, steel, max(1, 0.04 * k))
    top = [
        at(x - wide, tall, z + deep),
        at(x + wide, tall, z + deep),
        at(x + wide, tall, z),
        at(x - wide, tall, z),
    ]
    canvas.area(top, mix(wood, SAND, 0.5), wood)
    canvas.area(
        [top[3], top[2], at(x + wide, tall - 0.09, z), at(x - wide, tall - 0.09, z)],
        mix(wood, TERRACOTTA, 0.35),
    )
    for sign in (-1, 1):
        elbow = at(x + 0.05 + sign * 0.3, 0.84, z + 0.6)
        hand = at(x - 0.2 + sign * 0.12, 0.83, z + 0.36)
        canvas.line([elbow, hand], mix(look.clothes, NIGHT, 0.1), 0.09 * k)
        canvas.dab(*hand, 0.045 * k, look.skin)
    spread = smooth(
        [
            at(x - 0.75, tall + 0.01, z + 0.42),
            at(x - 0.1, tall + 0.02, z + 0.4),
            at(x + 0.02, tall + 0.01, z + 0.1),
            at(x - 0.3, tall, z),
        ]
    )
    fall = smooth(
        [
            at(x - 0.34, 0.36, z),
            at(x - 0.52, 0.42, z),
            at(x - 0.72, 0.3, z),
            at(x - 0.8, tall, z),
        ]
    )
    canvas.area([*spread, *fall], mix(cloth, SAND, 0.18), mix(cloth, NIGHT, 0.22))
    mx, my = at(x + 0.22, tall, z + 0.22)
    _machine(canvas, mx, my, k, mix(mix(NIGHT, FJORD, 0.4), SAND, haze))
    for i in range(3):
        fold = at(x + 0.72, tall + 0.05 * i, z + 0.2)
        pile = rounded(
            fold[0] - 0.17 * k,
            fold[1] - 0.06 * k,
            fold[0] + 0.17 * k,
            fold[1],
            0.03 * k,
        )
        canvas.area(pile, mix(canvas.random.choice(CLOTHS), SAND, haze))


def factory(canvas: Canvas) -> None:
    """Paint a bright sewing workshop with rows of machines under tall windows."""
    _hall(canvas)
    styles = ("scarf", "bun", "long", "short", "scarf", "bun")
    z, number = 17.6, 0
    while z > 3:
        for x in (-3.9, -1.5, 1.5, 3.9):
            lamp = HALL.at(x, 3.1, z)
            k = HALL.focal / z
            canvas.line(
                [HALL.at(x, 4.6, z), lamp], mix(FJORD, NIGHT, 0.4), max(1, k * 0.012)
            )
            cone = [
                (lamp[0] - 0.08 * k, lamp[1]),
                (lamp[0] + 0.08 * k, lamp[1]),
                (lamp[0] + 0.34 * k, lamp[1] + 0.24 * k),
                (lamp[0] - 0.34 * k, lamp[1] + 0.24 * k),
            ]
            canvas.glow(
                lamp[0],
                lamp[1] + 0.4 * k,
                1.1 * k,
                0.8 * k,
                mix(OCHRE, SAND, 0.5),
                0.55,
            )
            canvas.area(cone, mix(FJORD, MOSS, 0.15), FJORD)
            bulb = oval(lamp[0], lamp[1] + 0.24 * k, 0.3 * k, 0.05 * k)
            canvas.area(bulb, mix(OCHRE, SAND, 0.75))
        for x in (-3.9, -1.5, 1.5, 3.9):
            style = styles[(number * 5 + number // 3) % 6]
            clothes = CLOTHS[(number * 2 + number // 3) % len(CLOTHS)]
            hair = CLOTHS[(number + 1) % 6] if style == "scarf" else HAIR[number % 2]
            look = Look(clothes, SKIN[(number + 1) % 3], hair, style)
            _bench(canvas, x, z, look, CLOTHS[(number * 5 + 3) % len(CLOTHS)])
            number += 1
        z -= 2.4
    canvas.fade([(0, 150), (0, 520), (900, HEIGHT), (1500, HEIGHT)], SAND, 0.3, 0.02)
    canvas.fade(box(0, 900, WIDTH, HEIGHT), mix(TERRACOTTA, NIGHT, 0.7), 0, 0.35)
