"""A meeting on the screen, from a kitchen table in the evening."""

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
    box,
    mix,
    oval,
    rounded,
    smooth,
)
from .shapes import HAIR, SKIN, Look, bust, down_to, head, pine, ridge

WOOD = mix(OCHRE, TERRACOTTA, 0.35)


def _room(canvas: Canvas) -> None:
    """Draw the wall, and the winter night outside the window."""
    wall = mix(NIGHT, FJORD, 0.55)
    canvas.area(ALL, mix(wall, NIGHT, 0.3), wall, mix(wall, TERRACOTTA, 0.25))
    view = box(110, 90, 690, 640)
    canvas.area(view, mix(NIGHT, (0, 0, 0), 0.25), NIGHT, mix(NIGHT, SKY, 0.35))
    for _ in range(46):
        x, y = canvas.random.uniform(120, 680), canvas.random.uniform(100, 380)
        canvas.dab(x, y, canvas.random.uniform(0.8, 2.4), mix(SKY, SAND, 0.5))
    canvas.glow(560, 210, 150, 150, SAND, 0.4)
    canvas.area(oval(560, 210, 40), mix(SAND, (255, 255, 255), 0.4))
    snow = mix(SKY, NIGHT, 0.25)
    for knots, share in (
        ([(110, 500), (300, 380), (460, 470), (690, 400)], 0.45),
        ([(110, 560), (280, 530), (480, 580), (690, 540)], 0.12),
    ):
        hill = [(x, y) for x, y in ridge(canvas, knots, 8, 4)]
        canvas.area(down_to(hill, 640), mix(snow, NIGHT, share), mix(snow, NIGHT, 0.4))
    for x, base, height in ((160, 600, 150), (230, 622, 190), (640, 610, 170)):
        pine(canvas, x, base, height, mix(FJORD, NIGHT, 0.6))
    house = box(400, 545, 500, 610)
    canvas.area(house, mix(TERRACOTTA, NIGHT, 0.45))
    canvas.area([(385, 548), (450, 498), (515, 548)], mix(SKY, SAND, 0.4))
    for x in (418, 462):
        canvas.area(box(x, 562, x + 22, 590), mix(OCHRE, SAND, 0.3))
    frame = mix(SAND, OCHRE, 0.2)
    for bar in (
        box(92, 72, 708, 100), box(92, 632, 708, 664), box(92, 72, 118, 660),
        box(682, 72, 708, 660), box(392, 90, 408, 640), box(110, 330, 690, 344),
    ):  # fmt: skip
        canvas.area(bar, frame, mix(frame, TERRACOTTA, 0.25))


def _shelf(canvas: Canvas) -> None:
    """Draw a shelf with cups and jars on the wall."""
    canvas.area(box(1130, 318, 1560, 340), WOOD, mix(WOOD, NIGHT, 0.3))
    for x, wide, tall, colour in (
        (1160, 60, 92, TERRACOTTA), (1240, 52, 120, mix(SAND, OCHRE, 0.3)),
        (1312, 52, 78, mix(MOSS, SAND, 0.2)), (1384, 74, 60, OCHRE),
        (1478, 56, 104, mix(SKY, NIGHT, 0.3)),
    ):  # fmt: skip
        pot = rounded(x, 318 - tall, x + wide, 318, 12)
        canvas.area(pot, colour, mix(colour, NIGHT, 0.35))
        canvas.grain(pot, mix(colour, NIGHT, 0.6), 0, 0.6, across=True)


def _lamp(canvas: Canvas) -> None:
    """Hang a lamp over the table, and let it shine."""
    canvas.glow(850, 400, 900, 760, mix(OCHRE, SAND, 0.45), 0.62)
    cone = [(760, 236), (940, 236), (1330, 860), (370, 860)]
    canvas.fade(cone, mix(OCHRE, SAND, 0.6), 0.34, 0.02)
    canvas.line([(850, 0), (850, 120)], mix(NIGHT, (0, 0, 0), 0.4), 5)
    shade = [(812, 118), (888, 118), (968, 238), (732, 238)]
    canvas.area(shade, mix(TERRACOTTA, OCHRE, 0.2), TERRACOTTA)
    canvas.grain(shade, mix(TERRACOTTA, NIGHT, 0.6), 0, 0.6, across=True)
    canvas.area(oval(850, 238, 118, 18), mix(SAND, (255, 255, 255), 0.6))


def _screen(canvas: Canvas) -> None:
    """Draw the computer with six people on its screen."""
    canvas.area(rounded(478, 388, 1142, 822, 22), mix(NIGHT, (0, 0, 0), 0.35))
    canvas.area(box(500, 410, 1120, 800), mix(NIGHT, FJORD, 0.3))
    looks = (
        Look(TERRACOTTA, SKIN[1], HAIR[0], "bun"),
        Look(mix(NIGHT, SKY, 0.4), SKIN[0], mix(SAND, NIGHT, 0.3), "short"),
        Look(mix(OCHRE, SAND, 0.2), SKIN[2], HAIR[0], "short"),
        Look(FJORD, SKIN[0], HAIR[2], "long"),
        Look(mix(SAND, SKY, 0.3), SKIN[1], mix(TERRACOTTA, SAND, 0.2), "scarf"),
        Look(MOSS, SKIN[0], HAIR[1], "short"),
    )
    grounds = (
        mix(SKY, SAND, 0.3), mix(OCHRE, SAND, 0.5), mix(MOSS, SAND, 0.45),
        mix(TERRACOTTA, SAND, 0.5), mix(FJORD, SKY, 0.45), mix(SAND, SKY, 0.5),
    )  # fmt: skip
    for i, (look, ground) in enumerate(zip(looks, grounds, strict=True)):
        left, top = 512 + i % 3 * 202, 422 + i // 3 * 190
        canvas.area(
            box(left, top, left + 192, top + 178), ground, mix(ground, SAND, 0.4)
        )
        middle = left + 96
        bust(canvas, middle, top + 108, top + 178, 78, look)
        head(canvas, middle, top + 76, 78, look)
    canvas.glow(810, 600, 460, 320, mix(SKY, SAND, 0.4), 0.22)
    base = [(452, 838), (1168, 838), (1142, 812), (478, 812)]
    canvas.area(base, mix(SKY, NIGHT, 0.35), mix(SKY, NIGHT, 0.55))


def _table(canvas: Canvas) -> None:
    """Draw the table and what stands on it."""
    canvas.area(
        box(0, 826, WIDTH, HEIGHT), mix(WOOD, SAND, 0.35), mix(WOOD, NIGHT, 0.22)
    )
    canvas.glow(850, 850, 760, 170, mix(SAND, OCHRE, 0.3), 0.6)
    for y in (872, 930, 1000):
        canvas.line([(0, y), (WIDTH, y + 6)], mix(WOOD, NIGHT, 0.25), 2)
    for x, y, r in ((190, 868, 46), (262, 872, 44), (226, 812, 44)):
        canvas.area(
            oval(x, y, r), mix(OCHRE, TERRACOTTA, 0.3), mix(TERRACOTTA, NIGHT, 0.2)
        )
    bowl = [*oval(228, 872, 150, 96, 0, 180)]
    canvas.area(bowl, mix(SKY, SAND, 0.4), mix(SKY, NIGHT, 0.4))
    mug = rounded(1216, 798, 1302, 906, 16)
    canvas.line(smooth([(1298, 824), (1340, 836), (1336, 872), (1298, 882)]), SAND, 13)
    canvas.area(mug, SAND, mix(SAND, TERRACOTTA, 0.35))
    canvas.area(oval(1259, 800, 43, 11), mix(TERRACOTTA, NIGHT, 0.6))
    for shift in (-16, 12):
        steam = [(1259 + shift, 786), (1272 + shift, 740), (1250 + shift, 700)]
        steam += [(1268 + shift, 650)]
        canvas.line(smooth(steam), mix(NIGHT, SAND, 0.55), 5)


def webinar(canvas: Canvas) -> None:
    """Paint somebody at home, taking part in a meeting on the screen."""
    _room(canvas)
    _shelf(canvas)
    _lamp(canvas)
    _table(canvas)
    _screen(canvas)
    jumper = mix(TERRACOTTA, OCHRE, 0.3)
    look = Look(jumper, SKIN[0], HAIR[1], "long", turned_away=True)
    bust(canvas, 1010, 860, HEIGHT + 20, 300, look)
    head(canvas, 1010, 742, 240, look)
    canvas.glow(870, 700, 190, 240, mix(SKY, SAND, 0.5), 0.16)
