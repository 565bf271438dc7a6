"""A meeting room with a view of the fjord."""

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
    Lens,
    box,
    mix,
    oval,
    rounded,
)
from .shapes import HAIR, SKIN, Look, bust, head, mountain

ROOM = Lens(x=800, y=440, focal=1150, eye=2.25)


def _view(canvas: Canvas) -> None:
    """Draw the meeting room's wall and the fjord outside its windows."""
    canvas.area(ALL, mix(SKY, SAND, 0.2), mix(SAND, OCHRE, 0.2), SAND)
    canvas.glow(880, 330, 520, 330, mix(OCHRE, SAND, 0.5), 0.7)
    for knots, share in (
        (
            [
                (-60, 330),
                (230, 180),
                (430, 320),
                (640, 250),
                (860, 400),
                (1080, 330),
                (1300, 190),
                (1690, 380),
            ],
            0.24,
        ),
        (
            [
                (-60, 300),
                (120, 260),
                (420, 450),
                (620, 470),
                (900, 500),
                (1230, 440),
                (1420, 300),
                (1690, 420),
            ],
            0.48,
        ),
    ):
        mountain(canvas, knots, 12, 560, mix(SKY, mix(FJORD, MOSS, 0.2), share), SAND)
    canvas.area(box(0, 500, WIDTH, 640), mix(SKY, SAND, 0.5), mix(SKY, FJORD, 0.45))
    canvas.mirror(500, 640, 0.5)
    frame = mix(SAND, OCHRE, 0.35)
    dark = mix(frame, TERRACOTTA, 0.4)
    for x in (60, 425, 800, 1175, 1540):
        canvas.area(box(x - 11, 0, x + 11, 620), frame, mix(frame, OCHRE, 0.25))
        canvas.area(box(x + 6, 0, x + 11, 620), dark)
    canvas.area(box(0, 0, WIDTH, 46), mix(SAND, OCHRE, 0.25), dark)
    canvas.area(box(0, 596, WIDTH, 622), frame, dark)
    canvas.area(
        box(0, 622, WIDTH, HEIGHT), mix(SAND, OCHRE, 0.22), mix(OCHRE, TERRACOTTA, 0.3)
    )
    for x in (245, 612, 988, 1357):
        light = [(x - 160, 680), (x + 160, 680), (x - 90, HEIGHT), (x - 520, HEIGHT)]
        canvas.fade(light, mix(SAND, (255, 255, 255), 0.3), 0.6, 0.1)


def _sitter(canvas: Canvas, x: float, z: float, look: Look) -> None:
    """Draw somebody seated and facing us; x and z are metres in the ROOM."""
    k = ROOM.focal / z
    px, py = ROOM.at(x, 1.36, z)
    size = 0.34 * k
    seat = rounded(px - size, py + size * 0.55, px + size, py + size * 3.2, size * 0.3)
    canvas.area(seat, mix(FJORD, NIGHT, 0.2))
    bust(canvas, px, py + size * 0.48, py + size * 2.9, size, look)
    head(canvas, px, py, size, look)


def _arms(canvas: Canvas, x: float, z: float, look: Look) -> None:
    """Lay the forearms of somebody seated at (x, z) on the table before them."""
    k = ROOM.focal / z
    size = 0.34 * k
    px, rest = ROOM.at(x, 1, z)[0], ROOM.at(x, 0.77, 5.5)[1]
    sleeve = mix(look.clothes, NIGHT, 0.2)
    for sign in (-1, 1):
        elbow = (px + sign * size * 0.92, rest - size * 0.12)
        hand = (px + sign * size * 0.2, rest + size * 0.14)
        canvas.dab(*elbow, size * 0.16, sleeve)
        canvas.line([elbow, hand], sleeve, size * 0.32)
        canvas.dab(*hand, size * 0.16, look.skin)


def _behind(canvas: Canvas, x: float, z: float, look: Look) -> None:
    """Draw somebody seen from behind on a chair."""
    k = ROOM.focal / z
    px, py = ROOM.at(x, 1.3, z)
    size = 0.31 * k
    bust(canvas, px, py + size * 0.48, py + size * 3.2, size, look)
    neck = box(px - size * 0.16, py, px + size * 0.16, py + size * 0.75)
    canvas.area(neck, mix(look.skin, NIGHT, 0.15))
    for sign in (-1, 1):
        canvas.area(
            oval(px + sign * size * 0.39, py + size * 0.04, size * 0.07, size * 0.12),
            look.skin,
        )
    if look.style == "long":
        fall = rounded(
            px - size * 0.45,
            py - size * 0.3,
            px + size * 0.45,
            py + size * 0.95,
            size * 0.3,
        )
        canvas.area(fall, look.hair, mix(look.hair, NIGHT, 0.4))
    canvas.area(oval(px, py - size * 0.06, size * 0.42, size * 0.5), look.hair)
    if look.style == "bun":
        canvas.area(
            oval(px, py - size * 0.58, size * 0.22), mix(look.hair, TERRACOTTA, 0.18)
        )
    back = rounded(
        px - size * 1.15, py + size * 1.7, px + size * 1.15, py + size * 5, size * 0.4
    )
    canvas.area(back, mix(FJORD, MOSS, 0.25), mix(FJORD, NIGHT, 0.4))
    canvas.grain(back, mix(FJORD, NIGHT, 0.7), 0, 0.6, across=True)


def _table_things(canvas: Canvas) -> None:
    """Draw papers, cups and a computer lying on the meeting table."""
    at = ROOM.at
    for x, z, turn, colour in (
        (-1.1, 4.98, 0.12, SAND),
        (0.05, 5.05, -0.08, SAND),
        (1.15, 4.95, 0.1, SAND),
        (-0.32, 4.38, 0.14, mix(SKY, SAND, 0.3)),
        (-0.24, 4.3, 0.06, SAND),
        (0.95, 4.05, 0.05, SAND),
        (-1.1, 4.0, -0.12, mix(TERRACOTTA, SAND, 0.25)),
    ):
        sheet = [
            at(x - 0.2 + turn, 0.78, z + 0.17),
            at(x + 0.2 + turn, 0.78, z + 0.15),
            at(x + 0.2, 0.78, z - 0.16),
            at(x - 0.2, 0.78, z - 0.14),
        ]
        canvas.fade(
            [(px + 9, py + 6) for px, py in sheet],
            mix(TERRACOTTA, NIGHT, 0.6),
            0.4,
            0.3,
        )
        canvas.area(sheet, mix(colour, (255, 255, 255), 0.35), colour)
        for i in range(3):
            left, right = (
                at(x - 0.13 + turn * 0.6, 0.78, z + 0.08 - i * 0.07),
                at(x + 0.1 + turn * 0.6, 0.78, z + 0.08 - i * 0.07),
            )
            canvas.line([left, right], mix(colour, NIGHT, 0.35), 1.6)
    for x, z, colour in (
        (-0.62, 4.75, TERRACOTTA),
        (0.66, 4.8, FJORD),
        (1.45, 4.35, SAND),
    ):
        px, py = at(x, 0.77, z)
        k = ROOM.focal / z
        half, tall = 0.055 * k, 0.11 * k
        canvas.area(
            oval(px + half * 1.6, py, half * 2.2, half * 0.5),
            mix(TERRACOTTA, NIGHT, 0.6),
            alpha=0.35,
        )
        canvas.area(
            rounded(px - half, py - tall, px + half, py + half * 0.3, half * 0.5),
            colour,
            mix(colour, NIGHT, 0.25),
        )
        canvas.area(oval(px, py - tall, half, half * 0.36), mix(TERRACOTTA, NIGHT, 0.6))
    lid = [
        at(0.16, 1.02, 4.5),
        at(0.62, 1.02, 4.5),
        at(0.64, 0.78, 4.4),
        at(0.14, 0.78, 4.4),
    ]
    canvas.area(lid, mix(NIGHT, SKY, 0.5), mix(NIGHT, SKY, 0.25))
    canvas.dab(*at(0.39, 0.9, 4.45), 5, SAND)


def office(canvas: Canvas) -> None:
    """Paint people round a meeting table in front of a view of the fjord."""
    _view(canvas)
    scarf = mix(OCHRE, SAND, 0.1)
    opposite = (
        (-1.2, Look(mix(MOSS, FJORD, 0.3), SKIN[0], HAIR[2], "long")),
        (0.0, Look(TERRACOTTA, SKIN[2], HAIR[0], "short")),
        (1.2, Look(mix(NIGHT, SKY, 0.2), SKIN[1], scarf, "scarf")),
    )
    for x, look in opposite:
        _sitter(canvas, x, 6.0, look)
    grey = mix(SAND, NIGHT, 0.3)
    _sitter(canvas, -2.02, 4.75, Look(mix(NIGHT, SKY, 0.1), SKIN[0], grey, "short"))
    _sitter(canvas, 2.02, 4.75, Look(OCHRE, SKIN[0], HAIR[1], "bun"))
    at = ROOM.at
    top = [
        at(-1.75, 0.77, 5.65),
        at(1.75, 0.77, 5.65),
        at(2.0, 0.77, 3.5),
        at(-2.0, 0.77, 3.5),
    ]
    shade = [(x + 50, y + 70) for x, y in top]
    canvas.fade(shade, mix(TERRACOTTA, NIGHT, 0.7), 0.35, 0.5)
    for sign in (-1, 1):
        leg = [
            at(sign * 1.86, 0.74, 3.6),
            at(sign * 1.7, 0.74, 3.6),
            at(sign * 1.9, 0.2, 3.6),
            at(sign * 1.96, 0.2, 3.6),
        ]
        canvas.area(leg, mix(TERRACOTTA, NIGHT, 0.45))
    edge = [top[3], top[2], (top[2][0], top[2][1] + 20), (top[3][0], top[3][1] + 20)]
    canvas.area(edge, mix(OCHRE, TERRACOTTA, 0.55))
    canvas.area(top, mix(OCHRE, SAND, 0.68), mix(OCHRE, SAND, 0.3))
    canvas.grain(top, mix(TERRACOTTA, OCHRE, 0.5), 0, 0.3)
    for x in (-1.05, 0.0, 1.3):
        gleam = [
            at(x, 0.77, 5.65),
            at(x + 0.5, 0.77, 5.65),
            at(x + 0.1, 0.77, 3.5),
            at(x - 0.6, 0.77, 3.5),
        ]
        canvas.fade(gleam, SAND, 0.7, 0)
    for x, look in opposite:
        _arms(canvas, x, 6.0, look)
    _table_things(canvas)
    _behind(
        canvas, -0.95, 3.15, Look(mix(TERRACOTTA, SAND, 0.25), SKIN[1], HAIR[0], "bun")
    )
    _behind(canvas, 1.0, 3.15, Look(mix(SKY, NIGHT, 0.2), SKIN[0], HAIR[1], "short"))
    for x in (612, 988):
        canvas.line([(x, 0), (x, 120)], NIGHT, 2.5)
        canvas.area(
            oval(x, 180, 74, 62, 180, 360), TERRACOTTA, mix(TERRACOTTA, NIGHT, 0.2)
        )
        canvas.area(oval(x, 180, 74, 9), mix(OCHRE, SAND, 0.6))
