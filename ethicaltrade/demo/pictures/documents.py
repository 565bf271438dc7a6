"""A still life: papers under a magnifying glass."""

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
    Canvas,
    Colour,
    Point,
    box,
    mix,
    oval,
    rounded,
    smooth,
    turned,
)

WHITE: Colour = (0xFB, 0xF7, 0xEE)
INK: Colour = mix(NIGHT, SKY, 0.25)
SHADOW: Colour = mix(FJORD, NIGHT, 0.75)


def _cast(canvas: Canvas, outline: list[Point], reach: float) -> None:
    """Let an outline throw a long shadow of a reach in pixels to the lower right."""
    steps = 9
    for i in range(steps, 0, -1):
        share = reach * i / steps
        moved = [(x + share, y + share * 0.72) for x, y in outline]
        canvas.area(moved, SHADOW, alpha=0.1)


class _Sheet:
    """A sheet of paper lying turned on the desk, drawn on in its own measures."""

    def __init__(
        self, canvas: Canvas, place: Point, size: Point, degrees: float, colour: Colour
    ) -> None:
        """Lay the sheet with its middle at a place; size is width and height."""
        self.canvas, self.place, self.size, self.degrees = canvas, place, size, degrees
        half_x, half_y = size[0] / 2, size[1] / 2
        self.outline = self.at(box(-half_x, -half_y, half_x, half_y))
        _cast(canvas, self.outline, 26)
        canvas.area(self.outline, mix(colour, WHITE, 0.12), colour)
        canvas.grain(self.outline, mix(colour, NIGHT, 0.25), 0, 0.25)

    def at(self, points: list[Point]) -> list[Point]:
        """Return points measured from the sheet's middle as points of the picture."""
        return turned(points, *self.place, self.degrees)

    def text(self, left: float, top: float, width: float, lines: int) -> None:
        """Write greeked lines in a column."""
        for i in range(lines):
            share = 0.55 if i == lines - 1 else self.canvas.random.uniform(0.86, 1)
            row = [(left, top + i * 24), (left + width * share, top + i * 24)]
            self.canvas.line(self.at(row), mix(INK, SAND, 0.35), 4)

    def bar(
        self, left: float, top: float, right: float, bottom: float, colour: Colour
    ) -> None:
        """Print a solid block."""
        self.canvas.area(self.at(box(left, top, right, bottom)), colour)


def _report(canvas: Canvas) -> None:
    """Draw the report with its chart, the topmost sheet in the middle."""
    sheet = _Sheet(canvas, (700, 540), (560, 760), -9, mix(SAND, WHITE, 0.5))
    sheet.bar(-220, -320, 60, -290, FJORD)
    sheet.bar(-220, -274, -40, -262, mix(FJORD, SAND, 0.4))
    sheet.text(-220, -222, 440, 5)
    for i, tall in enumerate((60, 96, 78, 130, 108, 160)):
        left = -214 + i * 38
        colour = TERRACOTTA if i == 5 else mix(MOSS, FJORD, 0.2 if i % 2 else 0.6)
        sheet.bar(left, 100 - tall, left + 26, 100, colour)
    canvas.line(sheet.at([(-222, 102), (20, 102)]), INK, 3)
    pie = sheet.at([(130, 20)])[0]
    canvas.area(oval(*pie, 78), OCHRE)
    slices = ((-90, 40, TERRACOTTA), (40, 120, FJORD))
    for start, end, colour in slices:
        wedge = [pie, *oval(*pie, 78, 78, start + sheet.degrees, end + sheet.degrees)]
        canvas.area(wedge, colour)
    canvas.area(oval(*pie, 34), mix(SAND, WHITE, 0.3))
    sheet.text(-220, 158, 440, 7)


def _checklist(canvas: Canvas) -> None:
    """Draw the sheet of answers with ticks, to the right."""
    sheet = _Sheet(canvas, (1130, 430), (430, 600), 13, mix(SAND, SKY, 0.3))
    sheet.bar(-165, -250, 70, -226, TERRACOTTA)
    for i in range(7):
        y = -170 + i * 62
        square = box(-165, y - 15, -135, y + 15)
        canvas.area(sheet.at(square), mix(SKY, WHITE, 0.4))
        canvas.line(sheet.at([*square, square[0]]), INK, 3)
        if i not in (3, 6):
            tick = sheet.at([(-160, y - 2), (-151, y + 9), (-131, y - 20)])
            canvas.line(tick, mix(FJORD, MOSS, 0.3), 6)
        sheet.text(-110, y - 10, 270, 2)


def _stamp(canvas: Canvas, x: float, y: float) -> None:
    """Draw a round seal in terracotta ink."""
    for radius, width in ((62, 5), (50, 2.5)):
        canvas.line(oval(x, y, radius), TERRACOTTA, width)
    tick = [(x - 24, y + 2), (x - 6, y + 20), (x + 28, y - 22)]
    canvas.line(tick, TERRACOTTA, 9)
    for i in range(24):
        turn = math.tau * i / 24
        canvas.dab(x + 56 * math.cos(turn), y + 56 * math.sin(turn), 1.8, TERRACOTTA)


def _glass(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Draw the magnifying glass with its handle to the lower right."""
    turn = 44
    grip = turned(rounded(radius + 52, -27, radius + 330, 27, 24), x, y, turn)
    neck = turned(box(radius + 4, -13, radius + 70, 13), x, y, turn)
    collar = turned(rounded(radius + 48, -30, radius + 86, 30, 8), x, y, turn)
    _cast(canvas, grip, 74)
    # The glass lets light through, so only its rim throws a shadow.
    for shift in (14, 26, 38):
        outer = oval(x + shift, y + shift * 0.72, radius + 12)
        inner = oval(x + shift, y + shift * 0.72, radius - 8)
        canvas.area([*outer, *reversed(inner)], SHADOW, alpha=0.16)
    canvas.magnify(x, y, radius, 1.75)
    lens = oval(x, y, radius)
    canvas.fade(lens, SKY, 0.42, 0.05)
    canvas.area(neck, mix(OCHRE, NIGHT, 0.35))
    canvas.area(grip, mix(TERRACOTTA, NIGHT, 0.25), mix(TERRACOTTA, NIGHT, 0.6))
    canvas.line(
        turned([(radius + 100, -13), (radius + 306, -13)], x, y, turn),
        mix(TERRACOTTA, SAND, 0.3),
        5,
    )
    canvas.area(collar, mix(OCHRE, SAND, 0.35), mix(OCHRE, NIGHT, 0.25))
    canvas.line(oval(x, y, radius + 4), mix(OCHRE, NIGHT, 0.3), 24)
    canvas.line(oval(x, y, radius + 5), OCHRE, 16)
    canvas.line(oval(x, y, radius + 8, radius + 8, 185, 285), mix(OCHRE, SAND, 0.7), 5)
    canvas.line(oval(x, y, radius - 26, radius - 26, 195, 250), WHITE, 11)
    canvas.line(oval(x, y, radius - 26, radius - 26, 258, 268), WHITE, 11)


def _cup(canvas: Canvas, x: float, y: float) -> None:
    """Draw a coffee cup on its saucer from above."""
    _cast(canvas, oval(x, y, 128), 46)
    canvas.area(oval(x, y, 128), mix(SAND, WHITE, 0.4), mix(SAND, NIGHT, 0.12))
    canvas.line(oval(x, y, 116), TERRACOTTA, 4)
    for i in range(6):
        canvas.area(oval(x + 5 * i, y + 3.6 * i, 80), mix(SAND, NIGHT, 0.3), alpha=0.12)
    ear = turned(rounded(60, -15, 122, 15, 14), x, y, 200)
    canvas.area(ear, mix(SAND, WHITE, 0.5))
    canvas.area(oval(x, y, 80), WHITE, mix(SAND, NIGHT, 0.1))
    canvas.area(
        oval(x, y, 67), mix(TERRACOTTA, NIGHT, 0.72), mix(TERRACOTTA, NIGHT, 0.5)
    )
    canvas.line(oval(x, y, 52, 52, 190, 262), mix(TERRACOTTA, SAND, 0.35), 5)


def _pen(canvas: Canvas, x: float, y: float, degrees: float) -> None:
    """Draw a fountain pen, its nib to the left."""
    body = turned(rounded(-150, -15, 190, 15, 15), x, y, degrees)
    _cast(canvas, body, 34)
    nib = turned([(-150, -11), (-212, -1), (-212, 1), (-150, 11)], x, y, degrees)
    canvas.area(nib, mix(OCHRE, SAND, 0.3))
    canvas.area(body, mix(NIGHT, SKY, 0.2), NIGHT)
    for left, right in ((-158, -142), (22, 34)):
        canvas.area(turned(box(left, -16, right, 16), x, y, degrees), OCHRE)
    canvas.line(turned([(-130, -6), (180, -6)], x, y, degrees), mix(NIGHT, SKY, 0.5), 3)
    canvas.line(turned([(50, -17), (160, -17)], x, y, degrees), OCHRE, 5)


def _twig(canvas: Canvas, x: float, y: float) -> None:
    """Draw a leafy twig lying on the desk."""
    stalk = smooth([(x, y), (x + 90, y - 70), (x + 150, y - 190), (x + 160, y - 330)])
    canvas.line([(px + 18, py + 13) for px, py in stalk], SHADOW, 5)
    canvas.line(stalk, mix(MOSS, NIGHT, 0.3), 5)
    for i in range(11):
        px, py = stalk[min(len(stalk) - 1, 3 + i * 2)]
        side = -1 if i % 2 else 1
        angle = -62 - i * 2.5 + side * 48 if i < 10 else -88
        length = 108 - i * 4
        leaf = smooth(
            [
                (0, 0),
                (length * 0.35, -24),
                (length * 0.7, -20),
                (length, 0),
                (length * 0.7, 20),
                (length * 0.35, 24),
            ],
            closed=True,
        )
        shape = turned(leaf, px, py, angle)
        canvas.area([(a + 20, b + 14) for a, b in shape], SHADOW, alpha=0.55)
        green = mix(MOSS, SAND, 0.12 + 0.2 * (side > 0))
        canvas.area(shape, green, mix(green, FJORD, 0.3))
        canvas.line(
            turned([(4, 0), (length * 0.9, 0)], px, py, angle), mix(green, SAND, 0.4), 2
        )


def documents(canvas: Canvas) -> None:
    """Paint a desk from above: reports, a checklist and a magnifying glass."""
    canvas.area(ALL, mix(FJORD, MOSS, 0.42), FJORD, mix(FJORD, NIGHT, 0.3))
    for shift in (0, 420, 840):
        beam = [
            (shift - 80, 0),
            (shift + 250, 0),
            (shift + 1000, HEIGHT),
            (shift + 600, HEIGHT),
        ]
        canvas.fade(beam, mix(SAND, OCHRE, 0.25), 0.26, 0.03)
    folder = _Sheet(canvas, (620, 560), (760, 900), 4, TERRACOTTA)
    canvas.area(folder.at(box(180, -478, 350, -440)), mix(TERRACOTTA, OCHRE, 0.25))
    _Sheet(canvas, (560, 570), (580, 800), 8, mix(SAND, OCHRE, 0.22))
    _checklist(canvas)
    _report(canvas)
    _stamp(canvas, 560, 850)
    for shift in (0, 9):
        clip = turned(
            rounded(-13 + shift, -46 + shift, 13 - shift * 0.2, 40 - shift, 12),
            500,
            196,
            -9,
        )
        canvas.line([*clip, clip[0]], mix(SKY, NIGHT, 0.35), 4)
    _cup(canvas, 1400, 200)
    _pen(canvas, 230, 380, -64)
    _twig(canvas, 60, 1020)
    _glass(canvas, 905, 520, 188)
    canvas.fade(
        [(0, HEIGHT), (1600, HEIGHT), (1600, 500)], mix(FJORD, NIGHT, 0.8), 0, 0.4
    )
