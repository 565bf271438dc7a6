"""The demo's invented staff, each drawn from the shoulders up.

Places on a head are in heads: shares of its height, from its middle.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

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
    Canvas,
    Colour,
    Point,
    Points,
    box,
    mix,
    oval,
    smooth,
    turned,
)
from .heads import BEARD, BOB, CURLS, FACE, LONG, SHORT, SIDE, Hair, arc_of
from .shapes import HAIR, SKIN

WHITE: Colour = (255, 255, 255)
LINEN = mix(SAND, WHITE, 0.45)
MIDDLE: Point = (800, 482)  # of the head
SIZE = 505  # of the head, in pixels
SHOULDER = MIDDLE[1] + SIZE * 0.66  # where the neck ends

# The right eye; the left mirrors it.
EYE = [(0.082, 0.018), (0.15, -0.026), (0.222, 0.01), (0.15, 0.036)]
LID = [(0.08, 0.018), (0.15, -0.03), (0.205, -0.012), (0.232, 0.012)]
BROW = [(0.075, -0.075), (0.16, -0.112), (0.25, -0.07)]
WRINKLES = (
    [(0.1, 0.075), (0.155, 0.092), (0.21, 0.07)],
    [(0.1, 0.17), (0.17, 0.21), (0.19, 0.27)],
)
NOSE = [(0.022, -0.05), (0.075, 0.135), (0.048, 0.168), (0, 0.172), (0.012, 0.05)]
NOSTRILS = [(-0.05, 0.152), (-0.02, 0.176), (0.03, 0.176), (0.062, 0.15)]
SMILE = [(-0.145, 0.258), (-0.08, 0.29), (0, 0.3), (0.08, 0.29), (0.145, 0.258)]
LIP = [(-0.125, 0.272), (0, 0.302), (0.125, 0.272), (0.06, 0.332), (-0.06, 0.332)]

# The left side, in pixels from the middle of the neck's end.
COLLAR = [(-102, -34), (-128, 22), (-70, 128), (0, 62)]
LAPEL = [(-106, -30), (-176, 30), (-196, 128), (-136, 140), (0, 300), (0, 210)]


@dataclass(frozen=True)
class Sitter:
    """Who is drawn, in what, and before what."""

    skin: Colour
    hair: Hair
    hair_colour: Colour
    clothes: Colour
    ground: Colour
    disc: Colour
    """The disc behind the head."""
    shirt: Colour = LINEN
    """What shows at the neck under a jacket or a collar."""
    neckline: str = "jacket"
    """jacket, collar or round."""
    neck: float = 0.175
    """Half its width, in heads."""
    tilt: float = 0
    """Of the head, in degrees clockwise."""
    age: float = 0
    """How much the years show, 0 to 1."""
    has_beard: bool = False
    has_glasses: bool = False
    earrings: Colour | None = None

    @property
    def shade(self) -> Colour:
        """The side of the skin that is turned from the light."""
        return mix(self.skin, mix(TERRACOTTA, NIGHT, 0.6), 0.34)

    @property
    def ink(self) -> Colour:
        """Lines in the face."""
        return mix(self.skin, mix(TERRACOTTA, NIGHT, 0.75), 0.62)

    def at(self, points: Iterable[Point]) -> list[Point]:
        """Where places on the head are in the picture."""
        scaled = [(x * SIZE, y * SIZE) for x, y in points]
        return turned(scaled, *MIDDLE, self.tilt)

    def soft(self, points: Points) -> list[Point]:
        """A soft outline on the head, in the picture."""
        return self.at(smooth(points, closed=True))


def _flipped(points: Points, sign: int) -> list[Point]:
    """The points as they are (1), or mirrored (-1)."""
    return [(sign * x, y) for x, y in points]


def _ground(canvas: Canvas, who: Sitter) -> None:
    """Draw the wall with its disc, lit from the left."""
    canvas.area(ALL, mix(who.ground, WHITE, 0.12), mix(who.ground, NIGHT, 0.1))
    disc = oval(MIDDLE[0], 520, 470)
    canvas.area(disc, mix(who.disc, WHITE, 0.12), who.disc, across=True)
    canvas.grain(disc, mix(who.disc, NIGHT, 0.4), 0, 0.28, across=True)


def _behind(canvas: Canvas, who: Sitter) -> None:
    """Draw the hair that falls behind the head and the neck."""
    if who.hair.behind:
        shape = who.soft(who.hair.behind)
        dark = mix(who.hair_colour, NIGHT, 0.34)
        canvas.area(shape, mix(who.hair_colour, NIGHT, 0.18), dark)
        canvas.grain(shape, mix(dark, NIGHT, 0.5), 0, 0.4, across=True)


def _neck(canvas: Canvas, who: Sitter) -> None:
    """Draw the neck, in the shadow of the chin."""
    x, y = MIDDLE
    half = SIZE * who.neck
    left = smooth(
        [
            (x - half, y),
            (x - half, y + SIZE * 0.5),
            (x - half * 1.1, SHOULDER),
            (x - half * 2.2, SHOULDER + 60),
        ]
    )
    shape = [*left, (x, SHOULDER + 300), *[(2 * x - a, b) for a, b in reversed(left)]]
    canvas.area(shape, who.skin)
    deep = mix(who.shade, NIGHT, 0.2)
    canvas.area(shape, deep, mix(deep, who.skin, 0.75), alpha=0.8)


def _clothes(canvas: Canvas, who: Sitter) -> None:
    """Draw the shoulders in what the sitter wears."""
    x, top = MIDDLE[0], SHOULDER - 12
    side = [(-96, -14), (-205, 52), (-345, 108), (-432, 200), (-468, 280)]
    left = smooth([(x + a, top + b) for a, b in side])
    right = [(2 * x - a, b) for a, b in left]
    if who.neckline == "jacket":
        opening = smooth([left[0], (x, top + 104), right[0]])
        canvas.area([*opening, (x, top + 420)], who.shirt)
        hem = [right[0], (x, top + 210), left[0]]
    else:
        low = [(62, 52), (0, 65), (-62, 52)]
        hem = smooth([right[0], *[(x + a, top + b) for a, b in low], left[0]])
    shape = [*left, *reversed(right), *hem]
    canvas.area(shape, who.clothes, mix(who.clothes, NIGHT, 0.22))
    canvas.grain(shape, mix(who.clothes, NIGHT, 0.42), 0, 0.55, across=True)
    if who.neckline == "round":
        canvas.line(hem, mix(who.clothes, WHITE, 0.16), 15)
    elif who.neckline == "collar":
        _lapels(canvas, x, top, COLLAR, who.shirt)
    else:
        _lapels(canvas, x, top, LAPEL, mix(who.clothes, WHITE, 0.1))


def _lapels(canvas: Canvas, x: float, top: float, left: Points, cloth: Colour) -> None:
    """Draw the two sides of a collar, given the left one around a neck at (x, top)."""
    for sign in (1, -1):
        side = [(x + sign * a, top + b) for a, b in left]
        shaded = mix(cloth, NIGHT, 0.02 if sign > 0 else 0.14)
        canvas.area(side, shaded, mix(shaded, NIGHT, 0.1))
        canvas.line(side[1:-1], mix(cloth, NIGHT, 0.34), 3)


def _head(canvas: Canvas, who: Sitter) -> None:
    """Draw the ears and the face, the right side turned from the light."""
    for sign in (-1, 1):
        ear = who.at(arc_of(sign * 0.375, 0.03, 0.062, 0.1))
        canvas.area(ear, who.shade if sign > 0 else mix(who.skin, who.shade, 0.3))
        if who.earrings:
            canvas.dab(*who.at([(sign * 0.395, 0.165)])[0], 15, who.earrings)
    face = who.soft(FACE)
    canvas.area(face, who.skin)
    canvas.area(face, mix(who.skin, WHITE, 0.06), who.skin, who.shade, across=True)
    canvas.grain(face, who.ink, 0, 0.2, across=True)
    for sign in (-1, 1):
        x, y = who.at([(sign * 0.2, 0.17)])[0]
        canvas.glow(x, y, 62, 50, mix(who.skin, TERRACOTTA, 0.6), 0.34)


def _eyes(canvas: Canvas, who: Sitter) -> None:
    """Draw the eyes and the brows."""
    brow = mix(mix(who.hair_colour, who.ink, 0.35), NIGHT, 0.2)
    for sign in (-1, 1):
        canvas.area(who.soft(_flipped(EYE, sign)), mix(who.skin, WHITE, 0.82))
        canvas.dab(*who.at([(sign * 0.152, 0.005)])[0], 15, mix(who.ink, HAIR[0], 0.8))
        canvas.dab(*who.at([(sign * 0.152 - 0.01, -0.006)])[0], 4, SAND)
        lid = who.at(smooth(_flipped(LID, sign)))
        canvas.line(lid, mix(who.ink, NIGHT, 0.6), 6)
        arch = who.at(smooth(_flipped(BROW, sign)))
        canvas.line(arch, brow, 12 if who.has_beard else 9)


def _mouth(canvas: Canvas, who: Sitter) -> None:
    """Draw the nose, and a mouth that smiles."""
    canvas.area(who.soft(NOSE), who.shade, alpha=0.75)
    canvas.line(who.at(smooth(NOSTRILS)), who.ink, 6)
    canvas.area(who.soft(LIP), mix(mix(who.skin, TERRACOTTA, 0.6), NIGHT, 0.1))
    canvas.line(who.at(smooth(SMILE)), mix(who.ink, NIGHT, 0.35), 7)


def _years(canvas: Canvas, who: Sitter) -> None:
    """Draw the lines that smiling leaves over time."""
    tone = mix(who.skin, who.ink, 0.5 * who.age)
    for sign in (-1, 1):
        for line in WRINKLES:
            canvas.line(who.at(smooth(_flipped(line, sign))), tone, 4)


def _hair(canvas: Canvas, who: Sitter) -> None:
    """Draw the hair that frames the face, and what light falls on it."""
    shape = who.soft(who.hair.before)
    dark = mix(who.hair_colour, NIGHT, 0.25)
    canvas.area(
        shape, mix(who.hair_colour, WHITE, 0.08), who.hair_colour, dark, across=True
    )
    canvas.grain(shape, mix(dark, NIGHT, 0.5), 0, 0.4, across=True)
    for lock in who.hair.locks:
        canvas.line(who.at(smooth(lock)), mix(who.hair_colour, SAND, 0.22), 5)
    if who.hair.is_curly:
        _curls(canvas, who)


def _curls(canvas: Canvas, who: Sitter) -> None:
    """Let light fall on single curls, in rows over the head."""
    for row, reach in enumerate((0.3, 0.385, 0.47)):
        for degrees in range(196 + 9 * (row % 2), 346, 18):
            angle = math.radians(degrees + canvas.random.uniform(-4, 4))
            x, y = reach * math.cos(angle), reach * math.sin(angle) - 0.14
            if y < -0.4 or abs(x) > 0.41:
                curl = arc_of(x, y, 0.03, 0.03, 190, 350)
                canvas.line(who.at(curl), mix(who.hair_colour, SAND, 0.16), 5)


def _glasses(canvas: Canvas, who: Sitter) -> None:
    """Draw round glasses."""
    frame = mix(NIGHT, who.hair_colour, 0.25)
    for sign in (-1, 1):
        ring = arc_of(sign * 0.156, 0.008, 0.122, 0.112)
        canvas.fade(who.at(ring), WHITE, 0.2, 0.02)
        canvas.line([*who.at(ring), *who.at(ring)[:2]], frame, 8)
        canvas.line(who.at([(sign * 0.272, -0.01), (sign * 0.37, -0.03)]), frame, 8)
    bridge = [(-0.04, -0.005), (0, -0.022), (0.04, -0.005)]
    canvas.line(who.at(smooth(bridge)), frame, 8)


def _portrait(canvas: Canvas, who: Sitter) -> None:
    """Paint somebody from the shoulders up."""
    _ground(canvas, who)
    _behind(canvas, who)
    _neck(canvas, who)
    _clothes(canvas, who)
    _head(canvas, who)
    if who.has_beard:
        beard = who.soft(BEARD)
        canvas.area(beard, who.hair_colour, mix(who.hair_colour, NIGHT, 0.3))
        canvas.grain(beard, mix(who.hair_colour, SAND, 0.3), 0.3, 0, across=True)
    _eyes(canvas, who)
    _mouth(canvas, who)
    if who.age:
        _years(canvas, who)
    _hair(canvas, who)
    if who.has_glasses:
        _glasses(canvas, who)
    canvas.fade(box(0, 900, 1600, HEIGHT), NIGHT, 0, 0.16)


def kari(canvas: Canvas) -> None:
    """Paint Kari: grey bob, glasses, green jacket."""
    who = Sitter(
        skin=mix(SKIN[0], WHITE, 0.14),
        hair=BOB,
        hair_colour=mix(SAND, NIGHT, 0.32),
        clothes=mix(FJORD, MOSS, 0.14),
        ground=mix(OCHRE, SAND, 0.62),
        disc=mix(OCHRE, SAND, 0.22),
        tilt=-2,
        age=1,
        has_glasses=True,
    )
    _portrait(canvas, who)


def ingrid(canvas: Canvas) -> None:
    """Paint Ingrid: long red-brown hair, ochre jumper."""
    who = Sitter(
        skin=mix(SKIN[0], WHITE, 0.22),
        hair=LONG,
        hair_colour=mix(TERRACOTTA, HAIR[1], 0.5),
        clothes=mix(OCHRE, SAND, 0.08),
        ground=mix(SKY, SAND, 0.2),
        disc=mix(SKY, FJORD, 0.36),
        neckline="round",
        tilt=3,
    )
    _portrait(canvas, who)


def amir(canvas: Canvas) -> None:
    """Paint Amir: black hair, trimmed beard, blue jacket."""
    who = Sitter(
        skin=mix(SKIN[1], SKIN[0], 0.4),
        hair=SHORT,
        hair_colour=HAIR[0],
        clothes=mix(NIGHT, SKY, 0.1),
        shirt=mix(SKY, WHITE, 0.4),
        ground=mix(TERRACOTTA, SAND, 0.62),
        disc=mix(TERRACOTTA, SAND, 0.25),
        neck=0.2,
        tilt=2,
        has_beard=True,
    )
    _portrait(canvas, who)


def lena(canvas: Canvas) -> None:
    """Paint Lena: black curls, earrings, terracotta blouse."""
    who = Sitter(
        skin=mix(SKIN[2], SKIN[1], 0.15),
        hair=CURLS,
        hair_colour=HAIR[0],
        clothes=TERRACOTTA,
        ground=mix(MOSS, SAND, 0.62),
        disc=mix(MOSS, SAND, 0.22),
        neckline="round",
        tilt=-3,
        earrings=OCHRE,
    )
    _portrait(canvas, who)


def jonas(canvas: Canvas) -> None:
    """Paint Jonas: fair hair combed to the side, green jumper over a shirt."""
    who = Sitter(
        skin=mix(SKIN[0], TERRACOTTA, 0.06),
        hair=SIDE,
        hair_colour=HAIR[2],
        clothes=mix(MOSS, FJORD, 0.35),
        ground=mix(SKY, NIGHT, 0.2),
        disc=mix(SKY, NIGHT, 0.52),
        neckline="collar",
        neck=0.2,
        tilt=-2,
        age=0.5,
    )
    _portrait(canvas, who)
