"""An aisle of a warehouse, with goods up to the roof."""

from .canvas import (
    ALL,
    FJORD,
    MOSS,
    NIGHT,
    OCHRE,
    SAND,
    SKY,
    TERRACOTTA,
    Canvas,
    Colour,
    Lens,
    mix,
)
from .shapes import HAIR, SKIN, Look, standing

HALL = Lens(x=800, y=560, focal=900, eye=1.7)
SIDE = 2.7  # metres from the aisle's middle to the shelves
BAY = 2.6  # metres along the aisle
FIRST, BAYS = 2.3, 12
LEVELS = (0.12, 1.75, 3.4, 5.05)  # metres above the floor
TOP = 6.9

CARTON: tuple[Colour, ...] = (
    mix(OCHRE, SAND, 0.35),
    mix(OCHRE, TERRACOTTA, 0.25),
    mix(OCHRE, SAND, 0.6),
    mix(TERRACOTTA, SAND, 0.35),
    mix(OCHRE, TERRACOTTA, 0.5),
)
ODD: tuple[Colour, ...] = (FJORD, TERRACOTTA, mix(SKY, NIGHT, 0.45), SAND)


def _hall(canvas: Canvas) -> None:
    """Draw floor, roof and the light at the end of the aisle."""
    at, far = HALL.at, FIRST + BAY * BAYS
    canvas.area(ALL, mix(FJORD, NIGHT, 0.55), mix(FJORD, NIGHT, 0.2), FJORD)
    floor = [at(-9, 0, 1.2), at(-9, 0, far), at(9, 0, far), at(9, 0, 1.2)]
    canvas.area(floor, mix(SAND, OCHRE, 0.2), mix(SAND, TERRACOTTA, 0.45))
    door = [at(-2.3, 0, far), at(-2.3, 4.4, far), at(2.3, 4.4, far), at(2.3, 0, far)]
    canvas.area(door, mix(SKY, SAND, 0.3), mix(SAND, OCHRE, 0.2))
    shine = [at(-1.5, 0, far), at(1.5, 0, far), at(2.2, 0, 1.9), at(-2.2, 0, 1.9)]
    canvas.fade(shine, mix(SAND, (255, 255, 255), 0.6), 0.85, 0)
    for x in (-0.9, 0.9):
        for i in range(7):
            z = 4 + i * 4.2
            lamp = [at(x - 0.22, 7.6, z), at(x + 0.22, 7.6, z)]
            lamp += [at(x + 0.22, 7.6, z + 2), at(x - 0.22, 7.6, z + 2)]
            canvas.area(lamp, mix(SAND, OCHRE, 0.1))
    for sign in (-1, 1):
        line = [at(sign * 2.2, 0, 1.4), at(sign * 2.2, 0, far)]
        line += [at(sign * 2.34, 0, far), at(sign * 2.34, 0, 1.4)]
        canvas.area(line, OCHRE)


def _carton(
    canvas: Canvas, sign: int, near: float, far: float, foot: float, height: float
) -> None:
    """Draw a carton's side towards the aisle, from near to far (metres away)."""
    at = HALL.at
    colours = ODD if canvas.random.random() < 0.16 else CARTON
    distance = min(0.5, near / 60)
    tone = mix(canvas.random.choice(colours), mix(NIGHT, TERRACOTTA, 0.3), distance)
    tone = mix(tone, NIGHT, 0.22 if sign > 0 else 0.04)
    x = sign * (SIDE + canvas.random.uniform(0.02, 0.16))
    face = [at(x, foot, near), at(x, foot + height, near)]
    face += [at(x, foot + height, far), at(x, foot, far)]
    end = [at(x, foot, far), at(x, foot + height, far)]
    end += [at(x + sign * 0.5, foot + height, far), at(x + sign * 0.5, foot, far)]
    canvas.area(end, mix(tone, NIGHT, 0.45))
    canvas.area(face, tone, mix(tone, NIGHT, 0.16))
    middle = foot + height * 0.52
    tape = [at(x, middle + 0.035, near), at(x, middle + 0.035, far)]
    tape += [at(x, middle - 0.035, far), at(x, middle - 0.035, near)]
    canvas.area(tape, mix(tone, SAND, 0.35))
    canvas.line([*face, face[0]], mix(tone, NIGHT, 0.35), max(0.6, 7 / near))


def _bay(canvas: Canvas, sign: int, near: float) -> None:
    """Draw one bay of shelves, its goods and its frame."""
    at, far = HALL.at, near + BAY
    back = [at(sign * (SIDE + 0.5), 0, near), at(sign * (SIDE + 0.5), TOP, near)]
    back += [at(sign * (SIDE + 0.5), TOP, far), at(sign * (SIDE + 0.5), 0, far)]
    canvas.area(back, mix(NIGHT, FJORD, 0.5))
    for foot in LEVELS:
        count = canvas.random.choice((2, 3, 3))
        for i in reversed(range(count)):
            if canvas.random.random() < 0.1:
                continue
            start = near + 0.12 + i * (BAY - 0.2) / count
            height = canvas.random.choice((0.75, 1.0, 1.25))
            _carton(canvas, sign, start, start + (BAY - 0.34) / count, foot, height)
    steel = mix(FJORD, MOSS, 0.25)
    for level in (*LEVELS, TOP):
        beam = [at(sign * SIDE, level - 0.12, near), at(sign * SIDE, level, near)]
        beam += [at(sign * SIDE, level, far), at(sign * SIDE, level - 0.12, far)]
        canvas.area(beam, mix(TERRACOTTA, NIGHT, 0.12 + min(0.4, near / 70)))
    post = [at(sign * SIDE, 0, near), at(sign * SIDE, TOP, near)]
    post += [at(sign * SIDE, TOP, near + 0.12), at(sign * SIDE, 0, near + 0.12)]
    canvas.area(post, steel, mix(steel, NIGHT, 0.3))


def _trolley(canvas: Canvas) -> None:
    """Draw a pallet of cartons on a hand truck."""
    at, z = HALL.at, 5.4
    for x, foot, wide, height, colour in (
        (-0.35, 0.18, 0.62, 0.55, CARTON[1]),
        (0.28, 0.18, 0.58, 0.62, CARTON[0]),
        (-0.3, 0.73, 0.56, 0.48, CARTON[2]),
        (0.24, 0.8, 0.5, 0.4, mix(FJORD, MOSS, 0.3)),
    ):
        left, right = at(x - wide / 2, foot, z), at(x + wide / 2, foot + height, z)
        face = [left, (left[0], right[1]), right, (right[0], left[1])]
        canvas.area(face, mix(colour, SAND, 0.15), mix(colour, NIGHT, 0.12))
        canvas.line([*face, face[0]], mix(colour, NIGHT, 0.4), 1.6)
        tape = [
            (left[0], (left[1] + right[1]) / 2),
            (right[0], (left[1] + right[1]) / 2),
        ]
        canvas.line(tape, mix(colour, SAND, 0.5), 5)
    deck = [
        at(-0.75, 0.18, z),
        at(0.68, 0.18, z),
        at(0.68, 0.08, z),
        at(-0.75, 0.08, z),
    ]
    canvas.area(deck, mix(OCHRE, NIGHT, 0.45))
    for x in (-0.6, 0.55):
        canvas.dab(*at(x, 0.05, z), 9, NIGHT)


def warehouse(canvas: Canvas) -> None:
    """Paint a warehouse aisle with two people at work."""
    _hall(canvas)
    for i in reversed(range(-1, BAYS)):
        for sign in (-1, 1):
            near = FIRST + i * BAY
            _bay(canvas, sign, max(0.9, near))
    vest = mix(OCHRE, (255, 220, 90), 0.4)
    for x, z, look in (
        (0.75, 11.0, Look(TERRACOTTA, SKIN[0], HAIR[0], "short")),
        (-1.0, 5.5, Look(vest, SKIN[2], HAIR[0], "bun")),
    ):
        foot, height = HALL.at(x, 0, z), 1.72 * HALL.focal / z
        shade = [(foot[0] - height * 0.12, foot[1]), (foot[0] + height * 0.12, foot[1])]
        shade += [(foot[0] + height * 0.5, foot[1] + height * 0.16)]
        canvas.area(shade, mix(TERRACOTTA, NIGHT, 0.6), alpha=0.3)
        standing(canvas, foot[0], foot[1], height, look)
    _trolley(canvas)
