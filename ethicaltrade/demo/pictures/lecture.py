"""A full lecture hall, seen from the back rows."""

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
    rounded,
)
from .shapes import HAIR, SKIN, Look, bust, head, standing

CLOTHES: tuple[Colour, ...] = (
    TERRACOTTA, OCHRE, FJORD, mix(SKY, NIGHT, 0.4), mix(MOSS, SAND, 0.2),
    mix(SAND, TERRACOTTA, 0.3), mix(NIGHT, SKY, 0.15),
)  # fmt: skip
STYLES = ("short", "long", "bun", "short", "long", "scarf")


def _hall(canvas: Canvas) -> None:
    """Draw the panelled walls and the stage."""
    wall = mix(TERRACOTTA, NIGHT, 0.55)
    canvas.area(ALL, mix(wall, NIGHT, 0.55), wall, mix(wall, NIGHT, 0.5))
    for i in range(17):
        x = i * 100
        tone = mix(wall, OCHRE, 0.1 + 0.08 * (i % 2))
        canvas.fade(box(x + 6, 60, x + 94, 640), tone, 0.6, 0.25)
    for x in range(100, WIDTH, 200):
        canvas.glow(x, 40, 110, 70, mix(OCHRE, SAND, 0.4), 0.55)
        canvas.area(oval(x, 34, 22, 8), mix(SAND, (255, 255, 255), 0.4))
    stage = box(0, 610, WIDTH, 720)
    canvas.area(stage, mix(OCHRE, TERRACOTTA, 0.35), mix(TERRACOTTA, NIGHT, 0.5))
    canvas.glow(860, 330, 760, 480, mix(OCHRE, SAND, 0.6), 0.5)


def _screen(canvas: Canvas) -> None:
    """Draw the screen: where goods come from, on a map of dots, and how much."""
    canvas.area(box(456, 116, 1344, 570), mix(NIGHT, (0, 0, 0), 0.2))
    ground = mix(SAND, (255, 255, 255), 0.5)
    canvas.area(box(470, 130, 1330, 556), ground, mix(ground, OCHRE, 0.12))
    hubs = ((640, 250, 92), (730, 330, 70), (900, 270, 110), (1010, 330, 86))
    for x in range(520, 1110, 21):
        for y in range(180, 430, 21):
            inside = any(
                (x - a) ** 2 / 1.7 + (y - b) ** 2 < r * r / 1.4 for a, b, r in hubs
            )
            if inside:
                canvas.dab(x, y, 7, mix(FJORD, MOSS, canvas.random.uniform(0.2, 0.6)))
    for a, b in (((650, 240), (985, 330)), ((730, 350), (905, 240))):
        middle = ((a[0] + b[0]) / 2, min(a[1], b[1]) - 60)
        arc = [
            (
                (1 - t) ** 2 * a[0] + 2 * t * (1 - t) * middle[0] + t * t * b[0],
                (1 - t) ** 2 * a[1] + 2 * t * (1 - t) * middle[1] + t * t * b[1],
            )
            for t in (i / 16 for i in range(17))
        ]
        canvas.line(arc, TERRACOTTA, 6)
        for spot in (a, b):
            canvas.dab(*spot, 13, TERRACOTTA)
    for i, tall in enumerate((70, 120, 96, 168, 214, 260)):
        left = 1130 + i * 30
        colour = (FJORD, OCHRE)[i % 2]
        canvas.area(box(left, 500 - tall, left + 20, 500), colour)
    canvas.line([(520, 500), (1300, 500)], mix(NIGHT, SAND, 0.3), 4)


def _speaker(canvas: Canvas) -> None:
    """Draw the one who speaks, at a lectern."""
    look = Look(mix(OCHRE, SAND, 0.25), SKIN[1], HAIR[0], "bun")
    standing(canvas, 300, 668, 330, look)
    desk = [(228, 520), (384, 520), (366, 690), (246, 690)]
    canvas.area(desk, mix(OCHRE, SAND, 0.35), mix(OCHRE, TERRACOTTA, 0.4))
    canvas.grain(desk, mix(TERRACOTTA, NIGHT, 0.4), 0, 0.5, across=True)
    canvas.area(box(218, 506, 394, 524), mix(OCHRE, SAND, 0.6))
    canvas.line([(350, 510), (344, 462)], NIGHT, 3.5)
    canvas.dab(343, 458, 7, NIGHT)


def _row(canvas: Canvas, eye: float, size: float, gap: float, dark: float) -> None:
    """Draw a row of listeners from behind: heads at eye, size pixels high."""
    x = canvas.random.uniform(-gap / 2, 0)
    last = ""
    while x < WIDTH + gap:
        style = canvas.random.choice([s for s in STYLES if s != last])
        last = style
        hair = canvas.random.choice((*HAIR, mix(SAND, NIGHT, 0.35)))
        if style == "scarf":
            hair = canvas.random.choice((OCHRE, mix(SKY, NIGHT, 0.2), TERRACOTTA))
        clothes = canvas.random.choice(CLOTHES)
        look = Look(
            mix(clothes, NIGHT, dark),
            mix(canvas.random.choice(SKIN), NIGHT, dark * 0.7),
            mix(hair, NIGHT, dark * 0.8),
            style,
            turned_away=True,
        )
        y = eye + canvas.random.uniform(-0.14, 0.14) * size
        bust(canvas, x, y + size * 0.48, y + size * 2.6, size, look)
        head(canvas, x, y, size, look)
        x += gap * canvas.random.uniform(0.9, 1.12)
    seats = eye + size * 1.25
    wide = gap * 0.46
    seat = -gap * 0.2
    while seat < WIDTH + gap:
        back = rounded(seat - wide, seats, seat + wide, seats + size * 2, size * 0.22)
        tone = mix(mix(TERRACOTTA, NIGHT, 0.35), NIGHT, dark)
        canvas.area(back, tone, mix(tone, NIGHT, 0.35))
        seat += gap


def lecture(canvas: Canvas) -> None:
    """Paint a conference from behind its listeners, one hand raised."""
    _hall(canvas)
    _screen(canvas)
    _speaker(canvas)
    _row(canvas, 672, 58, 98, 0.12)
    _row(canvas, 752, 84, 142, 0.26)
    sleeve, hand = mix(OCHRE, NIGHT, 0.25), mix(SKIN[1], NIGHT, 0.15)
    canvas.line([(1180, 960), (1216, 800), (1204, 700)], sleeve, 44)
    canvas.line([(1204, 704), (1200, 676)], hand, 30)
    for shift, tall in ((-18, 52), (-6, 66), (6, 64), (17, 50)):
        canvas.line([(1201 + shift, 672), (1200 + shift * 1.25, 672 - tall)], hand, 11)
    canvas.line([(1190, 684), (1166, 652)], hand, 12)
    canvas.area(oval(1201, 668, 23, 27), hand)
    _row(canvas, 868, 132, 232, 0.42)
    canvas.fade(box(0, 820, WIDTH, HEIGHT), NIGHT, 0, 0.5)
