"""The stalls and balconies of an opera house, seen from the stage."""

import math

from .canvas import (
    ALL,
    HEIGHT,
    NIGHT,
    OCHRE,
    SAND,
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

LENS = Lens(x=800, y=588, focal=800, eye=4.7)
DARK: Colour = (0x2A, 0x17, 0x18)
WOOD: Colour = (0xA5, 0x5E, 0x33)
HONEY: Colour = (0xE3, 0xA5, 0x5A)
BALCONIES = (5.7, 8.4, 11.1)
"""Height of each balcony's lower edge above the stage front, in metres."""


def _ring(share: float, height: float, depth: float = 0) -> Point:
    """Return a place on the horseshoe, share -1 to 1 from left to right.

    Height is in metres; depth is how far behind the balcony front, in metres.
    """
    turn = share * math.radians(84)
    x = (13 + depth) * math.sin(turn)
    return LENS.at(x, height, 8.6 + (14 + depth) * math.cos(turn))


def _sweep(height: float, depth: float = 0, count: int = 72) -> list[Point]:
    """Return the whole horseshoe line at a height (metres) from left to right."""
    return [_ring(-1 + 2 * i / count, height, depth) for i in range(count + 1)]


def _balcony(canvas: Canvas, height: float, order: int) -> None:
    """Draw one balcony: the dark behind it, its wooden front and its lamps."""
    top, bottom = _sweep(height + 1.15), _sweep(height)
    back = _sweep(height + 2.6, 2)
    canvas.area([*back, *reversed(top)], DARK, mix(DARK, WOOD, 0.3))
    # People's seats show as a rhythm of soft bumps above the front.
    for i in range(112):
        share = -0.985 + 1.97 * i / 111
        x, y = _ring(share, height + 1.12, 0.7)
        size = 5 + 5 * abs(share)
        canvas.area(oval(x, y, size * 0.72, size), mix(DARK, TERRACOTTA, 0.5))
    soffit = _sweep(height - 0.3, 3.4)
    canvas.area([*bottom, *reversed(soffit)], mix(DARK, WOOD, 0.5), DARK)
    slats = 220
    for i in range(slats):
        a, b = -1 + 2 * i / slats, -1 + 2 * (i + 1) / slats
        wave = 0.5 + 0.5 * math.sin(i * 0.42 + order * 1.3) - 0.22 * (i % 2)
        # The lamp in the middle lights the far curve more than the sides.
        light = 0.3 + 0.6 * (1 - abs(a) ** 1.5) + 0.5 * wave
        shade = mix(mix(DARK, WOOD, 0.8), HONEY, min(1, light * 0.92))
        front = [
            _ring(a, height + 1.15),
            _ring(b, height + 1.15),
            _ring(b, height),
            _ring(a, height),
        ]
        canvas.area(front, shade)
    canvas.fade([*top, *reversed(bottom)], DARK, 0, 0.24)
    canvas.grain([*top, *reversed(bottom)], mix(DARK, WOOD, 0.5), 0, 0.25)
    canvas.line(_sweep(height + 1.17), mix(HONEY, SAND, 0.55), 3.5)
    canvas.line(bottom, mix(DARK, WOOD, 0.2), 2)
    for i in range(27):
        x, y = _ring(-0.96 + 1.92 * i / 26, height - 0.12, 1.5)
        canvas.glow(x, y, 26, 18, OCHRE, 0.5)
        canvas.area(oval(x, y, 3.6, 2.4), mix(OCHRE, SAND, 0.8))


def _ceiling(canvas: Canvas) -> None:
    """Draw the dark ceiling with its coffers and the great oval lamp."""
    canvas.area(
        ALL, mix(DARK, NIGHT, 0.35), mix(DARK, WOOD, 0.42), mix(DARK, WOOD, 0.2)
    )
    x, y = 800, 128
    for i in range(7, 0, -1):
        ring = oval(x, y, 330 + i * 95, 78 + i * 40)
        canvas.area(ring, mix(mix(DARK, WOOD, 0.62 - i * 0.07), OCHRE, 0.06))
    canvas.glow(x, y + 20, 900, 420, mix(OCHRE, SAND, 0.15), 0.72)
    canvas.area(oval(x, y + 5, 330, 80), mix(DARK, WOOD, 0.55))
    canvas.area(oval(x, y, 318, 74), mix(OCHRE, SAND, 0.3), mix(OCHRE, SAND, 0.85))
    for i, size in enumerate((0.9, 0.74, 0.58, 0.42, 0.26, 0.1)):
        pane = mix(OCHRE, SAND, 0.34 + i * 0.11)
        canvas.area(oval(x, y, 318 * size, 74 * size), pane)
        count = round(64 * size)
        for k in range(count):
            # Every ring of glass is turned half a pane against the one outside.
            turn = math.tau * (k + (i % 2) / 2) / count
            near = (x + 318 * size * math.cos(turn), y + 74 * size * math.sin(turn))
            rim = size + 0.1
            far = (x + 318 * rim * math.cos(turn), y + 74 * rim * math.sin(turn))
            canvas.line([near, far], mix(OCHRE, SAND, 0.1), 1.3)
    canvas.glow(x, y, 420, 150, mix(SAND, (255, 255, 255), 0.5), 0.5)


def _seat(canvas: Canvas, x: float, y: float, scale: float, light: float) -> None:
    """Draw one seat; scale is pixels per metre, light (0 to 1) how lit it is."""
    half, height = 0.255 * scale, 0.62 * scale
    cloth = mix(mix(DARK, TERRACOTTA, 0.5), TERRACOTTA, light)
    back = rounded(x - half, y - height, x + half, y + height * 0.5, half * 0.62)
    canvas.area(back, mix(cloth, DARK, 0.45))
    inner = half * 0.84
    panel = rounded(
        x - inner, y - height * 0.92, x + inner, y + height * 0.3, inner * 0.62
    )
    if scale > 60:
        canvas.area(panel, mix(cloth, OCHRE, 0.26), mix(cloth, DARK, 0.22))
        canvas.grain(panel, mix(cloth, DARK, 0.45), 0, 0.4)
    else:
        canvas.area(panel, cloth)
    rim = oval(x, y - height * 0.56, inner * 0.9, height * 0.36, 205, 335)
    canvas.line(rim, mix(cloth, HONEY, 0.5 + 0.35 * light), max(0.7, scale * 0.016))
    fold = rounded(
        x - inner, y + height * 0.02, x + inner, y + height * 0.5, inner * 0.3
    )
    canvas.area(fold, mix(cloth, OCHRE, 0.12 + 0.14 * light))
    lower = rounded(
        x - inner, y + height * 0.16, x + inner, y + height * 0.5, inner * 0.2
    )
    canvas.area(lower, mix(cloth, DARK, 0.3))
    arm = 0.04 * scale
    for side in (-1, 1):
        edge = x + side * (half + arm * 0.4)
        rest = rounded(edge - arm, y - height * 0.12, edge + arm, y + height * 0.6, arm)
        canvas.area(rest, mix(WOOD, DARK, 0.35 - 0.2 * light))


def _stalls(canvas: Canvas) -> None:
    """Draw the raked floor and its curving rows, from the rear to the stage."""
    rear = -3.2
    for row in range(19, -1, -1):
        radius = 8.9 + row * 0.95
        floor = (radius - 8.9) * 0.075
        step = [
            LENS.at(
                radius * math.sin(math.radians(a)),
                floor,
                rear + radius * math.cos(math.radians(a)),
            )
            for a in range(-66, 67, 3)
        ]
        tone = mix(WOOD, DARK, 0.52 + 0.02 * row)
        canvas.area([*step, (WIDTH + 900, HEIGHT + 400), (-900, HEIGHT + 400)], tone)
        canvas.line(step, mix(tone, HONEY, 0.35), 1.5)
        spacing, aisle, gap = 0.6 / radius, 0.27, 0.75 / radius
        # The middle block is centred; the side blocks start straight at the aisle.
        middle = int((aisle - gap) * 2 / spacing)
        angles = [(k - (middle - 1) / 2) * spacing for k in range(middle)]
        for k in range(40):
            outward = aisle + gap + k * spacing
            angles += [outward, -outward]
        # Nearer seats hide farther ones, and the ends of a row are nearer.
        for turn in sorted((a for a in angles if abs(a) < 1.08), key=abs):
            z = rear + radius * math.cos(turn)
            x, y = LENS.at(radius * math.sin(turn), floor + 0.45, z)
            scale = LENS.focal / z
            if -80 < x < WIDTH + 80 and y - scale < HEIGHT:
                near = 1 - abs(x - 800) / 1000
                light = max(0.1, 0.25 + 0.75 * near - 0.018 * row)
                _seat(canvas, x, y, scale, min(1, light))


def _curtain(canvas: Canvas, side: int) -> None:
    """Draw the drawn-back stage curtain at the left (-1) or right (1) edge."""
    edge = 0 if side < 0 else WIDTH
    for i in range(7, -1, -1):
        reach = 14 + i * 13
        sway = 10 * math.sin(i * 1.9)
        inner = smooth(
            [
                (edge - side * (reach + 12), -10),
                (edge - side * (reach + sway * 0.4), 420),
                (edge - side * (reach + 8 + sway), HEIGHT + 10),
            ]
        )
        fold = mix(mix(TERRACOTTA, DARK, 0.72), DARK, 0.5 * (i % 2))
        canvas.area([*inner, (edge, HEIGHT + 10), (edge, -10)], fold)
    veil = box(min(edge, edge - side * 130), 0, max(edge, edge - side * 130), HEIGHT)
    strengths = (0.75, 0) if side < 0 else (0, 0.75)
    canvas.fade(veil, DARK, *strengths, across=True)


def opera(canvas: Canvas) -> None:
    """Paint the house with the lamp lit, before anyone has come."""
    _ceiling(canvas)
    for order, height in enumerate(reversed(BALCONIES)):
        _balcony(canvas, height, order)
    wall = [*_sweep(BALCONIES[0] - 0.3, 3.4), (WIDTH + 400, 760), (-400, 760)]
    canvas.area(wall, mix(DARK, WOOD, 0.3), mix(DARK, WOOD, 0.75))
    for i in range(61):
        share = -1 + i / 30
        panel = [_ring(share, BALCONIES[0] - 0.4, 3.4), _ring(share, 0.5, 3.4)]
        canvas.line(panel, mix(DARK, WOOD, 0.34), 1.5)
    for share in (-0.55, -0.2, 0.2, 0.55):
        x, y = _ring(share, 2.2, 3.2)
        canvas.glow(x, y - 16, 110, 80, OCHRE, 0.6)
        canvas.area(box(x - 15, y - 58, x + 15, y + 10), mix(OCHRE, SAND, 0.5), OCHRE)
        canvas.line([(x, y - 58), (x, y + 10)], WOOD, 1.5)
    _stalls(canvas)
    canvas.glow(800, 640, 1000, 460, mix(OCHRE, SAND, 0.3), 0.3)
    canvas.fade(box(0, 820, WIDTH, HEIGHT), DARK, 0, 0.4)
    _curtain(canvas, -1)
    _curtain(canvas, 1)
