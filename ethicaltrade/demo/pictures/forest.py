"""A misty spruce forest and a pile of timber."""

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
    box,
    mix,
    oval,
    rounded,
    smooth,
)
from .shapes import down_to, pine, sun


def _log(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Draw the sawn end of a log with its rings."""
    bark = mix(TERRACOTTA, NIGHT, 0.62)
    wood = mix(SAND, OCHRE, canvas.random.uniform(0.3, 0.6))
    canvas.area(oval(x, y, radius), bark)
    face = oval(x, y, radius * 0.88)
    canvas.area(face, mix(wood, SAND, 0.3), mix(wood, TERRACOTTA, 0.25))
    core = (x + radius * 0.08, y - radius * 0.06)
    for share in (0.68, 0.48, 0.28):
        canvas.line(oval(*core, radius * share), mix(wood, TERRACOTTA, 0.4), 1.4)
    canvas.dab(*core, radius * 0.08, mix(wood, TERRACOTTA, 0.6))
    turn = canvas.random.uniform(0, math.tau)
    tip = (
        core[0] + radius * 0.7 * math.cos(turn),
        core[1] + radius * 0.7 * math.sin(turn),
    )
    canvas.line([core, tip], mix(wood, TERRACOTTA, 0.6), 1.5)


def forest(canvas: Canvas) -> None:
    """Paint a spruce forest in morning mist with a pile of timber in front."""
    mist = mix(SAND, SKY, 0.35)
    rose = mix(TERRACOTTA, SAND, 0.5)
    canvas.area(ALL, rose, mix(rose, SAND, 0.6), mix(SAND, OCHRE, 0.22), mist)
    sun(canvas, 560, 300, 74, OCHRE)
    layers = (
        (470, 150, 0.16, 19, 40),
        (560, 220, 0.32, 26, 50),
        (660, 310, 0.5, 36, 50),
        (770, 430, 0.72, 58, 40),
    )
    for base, tall, share, step, swing in layers:
        wave = canvas.random.uniform(0, 6)
        tone = mix(mist, FJORD, share)
        crest = [
            (x, base + swing * math.sin(wave + x / 310))
            for x in range(-60, WIDTH + 80, 20)
        ]
        for x in range(-40, WIDTH + 60, step):
            # A clearing round the sun lets the eye into the picture.
            gap = max(0.42, min(1, abs(x - 560) / 420))
            height = tall * gap * canvas.random.uniform(0.7, 1.12)
            x_foot = x + canvas.random.uniform(-8, 8)
            foot = base + swing * math.sin(wave + x / 310) + 50
            pine(
                canvas,
                x_foot,
                foot,
                height,
                mix(tone, MOSS, canvas.random.uniform(0, 0.16)),
            )
        canvas.area(down_to(crest), mix(tone, mist, 0.1), mix(mist, tone, 0.3))
        canvas.fade(box(0, base - tall * 0.5, WIDTH, base + 130), mist, 0, 0.66)
    floor = smooth([(-20, 830), (300, 800), (700, 836), (1100, 806), (1620, 846)])
    canvas.area(down_to(floor), mix(MOSS, SAND, 0.25), mix(MOSS, FJORD, 0.55), FJORD)
    bends = (
        (622, 818, 6),
        (600, 845, 16),
        (640, 890, 30),
        (600, 960, 62),
        (430, HEIGHT + 20, 130),
    )
    track = [
        *smooth([(x - half, y) for x, y, half in bends]),
        *reversed(smooth([(x + half, y) for x, y, half in bends])),
    ]
    canvas.area(track, mix(SAND, OCHRE, 0.2), mix(SAND, TERRACOTTA, 0.35))
    canvas.grain(track, mix(TERRACOTTA, NIGHT, 0.3), 0, 0.3)
    for x, base, tall in (
        (60, 930, 760),
        (215, 890, 560),
        (1545, 960, 830),
        (1395, 880, 600),
    ):
        tone = mix(FJORD, NIGHT, 0.12 + 0.16 * (tall > 700))
        shade = [
            (x - 10, base - 8),
            (x + 10, base - 8),
            (x + 260, HEIGHT),
            (x + 130, HEIGHT),
        ]
        canvas.fade(shade, mix(FJORD, NIGHT, 0.6), 0.5, 0.1)
        pine(canvas, x, base, tall, tone)
    for knots in (
        [(-30, 868), (120, 850), (290, 862), (405, 930), (470, HEIGHT + 20)],
        [(1190, HEIGHT + 20), (1270, 920), (1400, 862), (1530, 880), (1640, 890)],
    ):
        mound = [*smooth(knots), (knots[2][0], HEIGHT + 40)]
        if knots[0][0] < 0:
            mound.append((-30, HEIGHT + 40))
        else:
            mound.insert(-1, (1640, HEIGHT + 40))
        canvas.area(mound, mix(FJORD, MOSS, 0.25), mix(FJORD, NIGHT, 0.5))
    radius, base = 41, 986
    length = (118, -46)
    rows = (8, 7, 6, 5, 3)
    origin = 800
    shade = [(origin, base + 26), (1440, base + 26), (1560, HEIGHT), (920, HEIGHT)]
    canvas.fade(shade, mix(FJORD, NIGHT, 0.7), 0.7, 0.3)
    for i, count in enumerate(rows):
        y = base - i * radius * 1.72
        for k in range(count):
            x = origin + radius + i * radius + k * radius * 2
            side = mix(mix(TERRACOTTA, NIGHT, 0.55), OCHRE, 0.1 * (k % 2))
            # Across the trunk: what its edges are shifted by, square to its length.
            dx, dy = radius * 0.363, radius * 0.932
            far = (x + length[0], y + length[1])
            canvas.area(oval(*far, radius), side)
            upper = [(x - dx, y - dy), (far[0] - dx, far[1] - dy)]
            lower = [(far[0] + dx, far[1] + dy), (x + dx, y + dy)]
            canvas.area([*upper, *lower], side)
            lit = [(px + 2, py + radius * 0.16) for px, py in upper]
            canvas.line(lit, mix(side, OCHRE, 0.5), 4)
        for k in range(count):
            x = origin + radius + i * radius + k * radius * 2
            _log(canvas, x, y, radius * canvas.random.uniform(0.93, 1.02))
    for x in (origin - 8, origin + radius * 2 * rows[0] + 6):
        canvas.area(
            rounded(x - 8, base - 170, x + 8, base + 44, 6), mix(OCHRE, NIGHT, 0.55)
        )
    for _ in range(90):
        x = canvas.random.uniform(0, WIDTH)
        y = canvas.random.uniform(1010, HEIGHT + 10)
        blade = canvas.random.uniform(14, 38)
        tip = (x + canvas.random.uniform(-9, 9), y - blade)
        canvas.line([(x, y), tip], mix(MOSS, OCHRE, canvas.random.uniform(0, 0.4)), 2)
