"""Outlines of heads for portraits: faces, hair and beard.

All are in heads: shares of a head's height, from its middle.
"""

import math
from dataclasses import dataclass

from .canvas import Point, Points, oval

FINENESS = 500  # pixels of the head for which a curve is still round


def _both(half: Points) -> list[Point]:
    """The left half of an outline, from the top down, and its mirror image."""
    return [*half, *[(-x, y) for x, y in reversed(half)]]


def arc_of(
    x: float, y: float, radius_x: float, radius_y: float, *angles: float
) -> list[Point]:
    """The outline of an ellipse, or of its part between two angles, as of an oval."""
    outline = oval(0, 0, radius_x * FINENESS, radius_y * FINENESS, *angles)
    return [(x + a / FINENESS, y + b / FINENESS) for a, b in outline]


def _curly(radius: float, count: int, start: float, end: float) -> list[Point]:
    """An arc round the head, clockwise from three o'clock, that swells `count` times.

    Angles are in degrees.
    """
    arc = arc_of(0, 0, radius, radius * 1.02, start, end)
    step = math.pi * count / (len(arc) - 1)
    swells = [1 + 0.045 * abs(math.sin(step * i)) for i in range(len(arc))]
    return [(x * k, y * k - 0.14) for (x, y), k in zip(arc, swells, strict=True)]


@dataclass(frozen=True)
class Hair:
    """How hair falls: what lies behind the head, what lies before it, and its locks."""

    before: Points
    behind: Points = ()
    locks: tuple[Points, ...] = ()
    """Lines that catch the light."""
    is_curly: bool = False


FACE = _both(
    [(-0.1, -0.5), (-0.3, -0.4), (-0.375, -0.14), (-0.355, 0.12), (-0.27, 0.34),
     (-0.11, 0.485)]
)  # fmt: skip

BOB = Hair(
    behind=_both(
        [(-0.12, -0.62), (-0.38, -0.5), (-0.49, -0.16), (-0.5, 0.18), (-0.46, 0.42),
         (-0.3, 0.46)]
    ),
    before=[
        (-0.36, 0.3), (-0.48, 0.36), (-0.49, 0.02), (-0.46, -0.3), (-0.3, -0.54),
        (0, -0.61), (0.3, -0.54), (0.46, -0.3), (0.49, 0.02), (0.48, 0.36),
        (0.36, 0.3), (0.375, 0.0), (0.32, -0.16), (0.14, -0.31), (-0.1, -0.38),
        (-0.2, -0.24), (-0.33, -0.1), (-0.38, 0.06),
    ],
    locks=(
        [(-0.1, -0.4), (-0.3, -0.3), (-0.42, -0.06), (-0.43, 0.26)],
        [(-0.06, -0.44), (0.18, -0.42), (0.36, -0.22), (0.43, 0.06), (0.43, 0.28)],
        [(-0.02, -0.5), (0.22, -0.5), (0.4, -0.28)],
    ),
)  # fmt: skip

LONG = Hair(
    behind=_both(
        [(-0.14, -0.63), (-0.4, -0.5), (-0.49, -0.16), (-0.5, 0.16), (-0.58, 0.42),
         (-0.55, 0.68), (-0.63, 0.92), (-0.5, 1.12), (-0.2, 1.1)]
    ),
    before=[
        (-0.38, 0.3), (-0.5, 0.42), (-0.5, 0.04), (-0.45, -0.3), (-0.28, -0.56),
        (0.02, -0.62), (0.3, -0.54), (0.45, -0.3), (0.5, 0.04), (0.5, 0.42),
        (0.38, 0.3), (0.385, 0.02), (0.33, -0.17), (0.22, -0.31), (0.1, -0.43),
        (-0.06, -0.33), (-0.27, -0.2), (-0.36, -0.04), (-0.385, 0.08),
    ],
    locks=(
        [(0.08, -0.48), (-0.16, -0.4), (-0.37, -0.2), (-0.44, 0.1), (-0.5, 0.5)],
        [(0.06, -0.55), (-0.2, -0.5), (-0.41, -0.24)],
        [(0.12, -0.48), (0.3, -0.34), (0.42, -0.08), (0.45, 0.2), (0.52, 0.52)],
    ),
)  # fmt: skip

SHORT = Hair(
    before=[
        (-0.36, 0.06), (-0.41, -0.06), (-0.43, -0.3), (-0.34, -0.52), (-0.1, -0.63),
        (0.16, -0.64), (0.36, -0.53), (0.44, -0.3), (0.41, -0.06), (0.36, 0.06),
        (0.345, -0.12), (0.31, -0.26), (0.16, -0.33), (-0.06, -0.31), (-0.24, -0.36),
        (-0.32, -0.26), (-0.345, -0.12),
    ],
    locks=(
        [(-0.3, -0.42), (-0.08, -0.4), (0.12, -0.44), (0.32, -0.4)],
        [(-0.26, -0.5), (-0.04, -0.5), (0.16, -0.54), (0.3, -0.5)],
    ),
)  # fmt: skip

SIDE = Hair(
    before=[
        (-0.36, 0.02), (-0.4, -0.1), (-0.41, -0.3), (-0.3, -0.53), (-0.06, -0.62),
        (0.2, -0.65), (0.4, -0.54), (0.45, -0.34), (0.4, -0.1), (0.36, 0.02),
        (0.35, -0.16), (0.3, -0.27), (0.1, -0.3), (-0.1, -0.36), (-0.21, -0.46),
        (-0.27, -0.36), (-0.34, -0.24), (-0.35, -0.1),
    ],
    locks=(
        [(-0.17, -0.47), (0.04, -0.4), (0.22, -0.37), (0.38, -0.32)],
        [(-0.14, -0.53), (0.08, -0.49), (0.26, -0.48), (0.4, -0.42)],
    ),
)  # fmt: skip

CURLS = Hair(
    behind=_curly(0.54, 18, 112, 428),
    before=[
        *_curly(0.46, 11, 178, 362),
        (0.36, -0.16), (0.29, -0.2), (0.25, -0.3), (0.14, -0.3), (0.06, -0.36),
        (-0.05, -0.31), (-0.15, -0.35), (-0.24, -0.27), (-0.31, -0.23), (-0.36, -0.13),
    ],
    is_curly=True,
)  # fmt: skip

BEARD = [
    (-0.37, -0.02), (-0.375, 0.16), (-0.29, 0.38), (-0.12, 0.525), (0, 0.54),
    (0.12, 0.525), (0.29, 0.38), (0.375, 0.16), (0.37, -0.02), (0.325, 0.12),
    (0.23, 0.2), (0.1, 0.175), (0, 0.19), (-0.1, 0.175), (-0.23, 0.2), (-0.325, 0.12),
]  # fmt: skip
