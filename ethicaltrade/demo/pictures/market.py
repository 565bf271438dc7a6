"""Market stalls on a town square."""

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
)
from .shapes import HAIR, SKIN, Look, bust, cloud, head, standing

FLOOR = 770
"""Where the market's house fronts meet the square, in pixels."""


def _house(
    canvas: Canvas, left: float, width: float, eaves: float, colour: Colour, gable: bool
) -> None:
    """Draw a town house front standing on the square."""
    right = left + width
    roof = mix(TERRACOTTA, NIGHT, 0.4)
    if gable:
        peak = (left + width / 2, eaves - width * 0.42)
        canvas.area([(left, eaves), peak, (right, eaves)], colour)
        canvas.line([(left - 6, eaves + 4), peak, (right + 6, eaves + 4)], roof, 9)
        attic = oval(peak[0], eaves - width * 0.13, width * 0.07, width * 0.09)
        canvas.area(attic, mix(NIGHT, SKY, 0.45))
    else:
        slope = [
            (left - 5, eaves),
            (left + 16, eaves - 62),
            (right - 16, eaves - 62),
            (right + 5, eaves),
        ]
        canvas.area(slope, roof, mix(roof, NIGHT, 0.25))
        chimney = left + width * 0.7
        canvas.area(box(chimney, eaves - 104, chimney + 24, eaves - 52), roof)
    wall = box(left, eaves, right, FLOOR + 4)
    canvas.area(wall, colour, mix(colour, SAND, 0.25))
    canvas.grain(wall, mix(colour, NIGHT, 0.4), 0, 0.3, across=True)
    columns = max(2, int(width / 62))
    step = width / columns
    floors = int((FLOOR - eaves - 150) / 88) + 1
    for level in range(floors):
        for i in range(columns):
            x, y = left + step * (i + 0.5), eaves + 30 + level * 88
            pane = box(x - 14, y, x + 14, y + 50)
            canvas.area(box(x - 18, y - 4, x + 18, y + 56), mix(SAND, colour, 0.12))
            canvas.area(pane, mix(NIGHT, SKY, 0.4), mix(NIGHT, SKY, 0.62))
            canvas.line([(x, y), (x, y + 50)], SAND, 2)
            canvas.line([(x - 14, y + 20), (x + 14, y + 20)], SAND, 2)


def _produce(canvas: Canvas, x: float, y: float, width: float, colour: Colour) -> None:
    """Heap a crate at (x, y), its front's upper left corner, with goods."""
    for row, count in ((2, 4), (1, 5), (0, 6)):
        for i in range(count):
            step = width / 6
            px = x + step * (i + 0.5 + (6 - count) / 2)
            tone = mix(colour, canvas.random.choice((OCHRE, SAND, NIGHT)), 0.14)
            size = step * 0.58
            py = y - row * step * 0.62
            canvas.area(oval(px, py, size), tone)
            canvas.dab(
                px - size * 0.28, py - size * 0.32, size * 0.26, mix(tone, SAND, 0.5)
            )
    wood = mix(OCHRE, TERRACOTTA, 0.3)
    front = box(x - 3, y, x + width + 3, y + 44)
    canvas.area(front, mix(wood, SAND, 0.25), mix(wood, NIGHT, 0.15))
    for shift in (15, 30):
        canvas.line(
            [(x - 3, y + shift), (x + width + 3, y + shift)], mix(wood, NIGHT, 0.4), 2
        )


def _stall(
    canvas: Canvas,
    left: float,
    width: float,
    stripes: tuple[Colour, Colour],
    goods: tuple[Colour, ...],
    look: Look,
) -> None:
    """Draw a market stall with its awning, keeper and crates of goods."""
    right, base, top = left + width, 896.0, 712.0
    high, low = 428.0, 540.0
    ground = [
        (left, base - 6),
        (right, base - 6),
        (right + 210, base + 96),
        (left + 210, base + 96),
    ]
    canvas.fade(ground, mix(TERRACOTTA, NIGHT, 0.75), 0.6, 0.15)
    inside = box(left + 22, low, right - 22, top)
    canvas.fade(inside, mix(NIGHT, FJORD, 0.4), 0.88, 0.6)
    for x in (left + 22, right - 22):
        canvas.area(box(x - 6, low - 40, x + 6, base), mix(SAND, NIGHT, 0.45))
    for i in range(3):
        x = left + width * (0.25 + 0.25 * i)
        canvas.line([(x, low), (x, low + 26)], NIGHT, 2)
        canvas.glow(x, low + 36, 60, 50, OCHRE, 0.5)
        canvas.dab(x, low + 34, 8, mix(OCHRE, SAND, 0.7))
    keeper = left + width * 0.52
    bust(canvas, keeper, 638, top + 6, 62, look)
    apron = [
        (keeper - 24, 664),
        (keeper + 24, 664),
        (keeper + 36, top + 4),
        (keeper - 36, top + 4),
    ]
    canvas.area(apron, mix(SAND, stripes[0], 0.12))
    head(canvas, keeper, 612, 62, look)
    counter = box(left + 8, top + 40, right - 8, base)
    canvas.area(counter, stripes[0], mix(stripes[0], NIGHT, 0.32))
    canvas.grain(counter, mix(stripes[0], NIGHT, 0.6), 0, 0.45)
    sway = [
        (left + 8 + i * (width - 16) / 12, top + 40 + 16 * (i % 2)) for i in range(13)
    ]
    canvas.area(
        [(left + 8, top + 36), *sway, (right - 8, top + 36)], mix(stripes[1], SAND, 0.3)
    )
    size = (width - 60) / len(goods)
    for i, colour in enumerate(goods):
        _produce(canvas, left + 24 + i * (size + 6), top, size - 8, colour)
    count = 9
    for i in range(count):
        a, b = i / count, (i + 1) / count
        upper = (left + 26 + (width - 52) * a, left + 26 + (width - 52) * b)
        lower = (left - 24 + (width + 48) * a, left - 24 + (width + 48) * b)
        colour = stripes[i % 2]
        cloth = [(upper[0], high), (upper[1], high), (lower[1], low), (lower[0], low)]
        canvas.area(cloth, mix(colour, SAND, 0.12), colour)
        canvas.grain(cloth, mix(colour, NIGHT, 0.42 if i % 2 == 0 else 0.2), 0, 0.3)
        middle, half = (lower[0] + lower[1]) / 2, (lower[1] - lower[0]) / 2
        drop = [
            (lower[0], low - 1),
            *reversed(oval(middle, low + 14, half, 20, 0, 180)),
        ]
        canvas.area(
            [(lower[1], low - 1), *oval(middle, low + 14, half, 20, 0, 180), drop[0]],
            mix(colour, NIGHT, 0.2),
        )
    canvas.area(box(left + 20, high - 8, right - 20, high + 4), mix(SAND, NIGHT, 0.4))


def _shopper(
    canvas: Canvas, x: float, foot: float, height: float, look: Look, bag: Colour
) -> None:
    """Draw somebody out shopping, bag in hand and shadow to the right."""
    shade = [
        (x - 24, foot - 3),
        (x + 26, foot - 3),
        (x + height * 0.72, foot + height * 0.2),
        (x + height * 0.5, foot + height * 0.24),
    ]
    canvas.fade(shade, mix(TERRACOTTA, NIGHT, 0.75), 0.5, 0.3)
    standing(canvas, x, foot, height, look)
    hand = (x + height * 0.134, foot - height * 0.45)
    tote = [
        (hand[0] - 20, hand[1] + 26),
        (hand[0] + 22, hand[1] + 26),
        (hand[0] + 25, hand[1] + 74),
        (hand[0] - 23, hand[1] + 74),
    ]
    canvas.line([(hand[0] - 14, tote[0][1]), hand, (hand[0] + 16, tote[0][1])], bag, 3)
    canvas.area(oval(hand[0] + 6, tote[0][1], 15, 11), mix(MOSS, SAND, 0.1))
    canvas.area(tote, bag, mix(bag, NIGHT, 0.2))


def market(canvas: Canvas) -> None:
    """Paint market stalls with striped awnings on a sunny town square."""
    canvas.area(ALL, mix(SKY, NIGHT, 0.06), SKY, mix(SAND, SKY, 0.4), SAND)
    canvas.glow(250, 130, 620, 420, mix(OCHRE, SAND, 0.5), 0.7)
    for x, y, length in ((480, 90, 300), (1120, 130, 340)):
        cloud(canvas, x, y, length, mix(SKY, SAND, 0.75))
    tower = box(660, 120, 730, FLOOR)
    canvas.area(tower, mix(SAND, OCHRE, 0.25), mix(SAND, OCHRE, 0.4))
    canvas.area([(650, 124), (695, -6), (740, 124)], mix(FJORD, SKY, 0.25))
    canvas.area(oval(695, 186, 22), mix(NIGHT, SKY, 0.2))
    canvas.line([(695, 172), (695, 186), (706, 191)], SAND, 3)
    for left, width, eaves, colour, gable in (
        (-40, 210, 330, mix(OCHRE, SAND, 0.25), True),
        (170, 250, 290, mix(SKY, FJORD, 0.25), False),
        (420, 200, 340, mix(TERRACOTTA, SAND, 0.35), True),
        (620, 190, 300, mix(SAND, OCHRE, 0.12), False),
        (810, 210, 320, mix(MOSS, SAND, 0.3), True),
        (1020, 240, 272, mix(OCHRE, TERRACOTTA, 0.3), False),
        (1260, 190, 336, mix(SKY, NIGHT, 0.22), True),
        (1450, 210, 300, mix(TERRACOTTA, SAND, 0.15), False),
    ):
        _house(canvas, left, width, eaves, mix(colour, SAND, 0.22), gable)
    canvas.fade(box(0, 420, WIDTH, FLOOR + 4), SAND, 0, 0.4)
    canvas.area(
        box(0, FLOOR, WIDTH, HEIGHT), mix(SAND, OCHRE, 0.2), mix(SAND, TERRACOTTA, 0.32)
    )
    for i in range(10):
        y = FLOOR + 6 + i * i * 3.4
        canvas.line([(0, y), (WIDTH, y)], mix(SAND, TERRACOTTA, 0.36), 1.4)
        for k in range(-16, 17):
            gap = 46 * (1 + i * 0.34)
            x = 800 + (k + 0.5 * (i % 2)) * gap
            canvas.line(
                [(x, y), (x + (x - 800) * 0.02, y + 4 + i * 6.4)],
                mix(SAND, TERRACOTTA, 0.34),
                1.2,
            )
    for x in (520, 1080):
        canvas.area(box(x - 4, 282, x + 4, FLOOR + 40), mix(SAND, NIGHT, 0.5))
        canvas.dab(x, 280, 8, OCHRE)
    for start, end, sag in (
        ((-10, 310), (520, 290), 90),
        ((520, 290), (1080, 290), 90),
        ((1080, 290), (1610, 310), 90),
    ):
        rope = [
            (
                start[0] + (end[0] - start[0]) * t / 20,
                start[1]
                + (end[1] - start[1]) * t / 20
                + sag * math.sin(math.pi * t / 20),
            )
            for t in range(21)
        ]
        canvas.line(rope, NIGHT, 1.6)
        for i in range(1, 20):
            x, y = rope[i]
            flag = (TERRACOTTA, OCHRE, FJORD, SAND)[i % 4]
            canvas.area([(x - 11, y), (x + 11, y), (x, y + 27)], flag)
    red = mix(TERRACOTTA, (0xB0, 0x22, 0x22), 0.4)
    keeper = Look(mix(SKY, NIGHT, 0.3), SKIN[1], HAIR[0], "short")
    _stall(canvas, 70, 400, (FJORD, SAND), (mix(MOSS, OCHRE, 0.2), red, OCHRE), keeper)
    keeper = Look(mix(MOSS, FJORD, 0.3), SKIN[0], HAIR[1], "bun")
    _stall(
        canvas,
        570,
        460,
        (TERRACOTTA, SAND),
        (OCHRE, mix(MOSS, SAND, 0.2), red, mix(NIGHT, TERRACOTTA, 0.4)),
        keeper,
    )
    keeper = Look(TERRACOTTA, SKIN[2], mix(SAND, OCHRE, 0.5), "hat")
    _stall(
        canvas,
        1130,
        400,
        (OCHRE, SAND),
        (red, mix(SAND, OCHRE, 0.4), mix(MOSS, FJORD, 0.2)),
        keeper,
    )
    people = (
        (
            646,
            972,
            330,
            Look(mix(OCHRE, SAND, 0.1), SKIN[0], HAIR[1], "long", True),
            FJORD,
        ),
        (
            985,
            990,
            342,
            Look(mix(NIGHT, SKY, 0.15), SKIN[1], HAIR[0], "short", True),
            SAND,
        ),
        (
            330,
            1030,
            350,
            Look(mix(TERRACOTTA, SAND, 0.2), SKIN[2], mix(FJORD, SKY, 0.3), "scarf"),
            OCHRE,
        ),
        (
            1425,
            1024,
            346,
            Look(mix(FJORD, MOSS, 0.35), SKIN[0], mix(SAND, SKY, 0.4), "bun"),
            TERRACOTTA,
        ),
    )
    for x, foot, height, look, bag in people:
        _shopper(canvas, x, foot, height, look, bag)
