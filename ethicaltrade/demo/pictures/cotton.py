"""A cotton field at low sun."""

from .canvas import (
    ALL,
    FJORD,
    HEIGHT,
    MOSS,
    NIGHT,
    OCHRE,
    SAND,
    TERRACOTTA,
    WIDTH,
    Canvas,
    Colour,
    Lens,
    box,
    mix,
    oval,
    smooth,
    turned,
)
from .shapes import (
    cloud,
    down_to,
    sun,
)

EARTH: Colour = mix(TERRACOTTA, NIGHT, 0.45)


WHITE: Colour = (0xFB, 0xF7, 0xEE)


def _boll(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Draw an open cotton boll: four soft locks in a dry husk."""
    husk = mix(EARTH, NIGHT, 0.2)
    for turn in (35, 90, 145):
        leaf = smooth(
            [(0, -4), (radius * 0.9, -7), (radius * 1.5, 0), (radius * 0.9, 7)]
        )
        canvas.area(turned([(0, 4), *leaf], x, y + radius * 0.15, turn), husk)
    for dx, dy, size in (
        (-0.52, 0.02, 0.66),
        (0.52, 0.04, 0.66),
        (0, 0.4, 0.64),
        (0, -0.4, 0.72),
    ):
        lock = oval(x + dx * radius, y + dy * radius, radius * size)
        canvas.area(lock, WHITE, mix(SAND, OCHRE, 0.1))
        canvas.grain(lock, mix(OCHRE, SAND, 0.25), 0, 0.36, across=True)


def _stem(canvas: Canvas, x: float, base: float, height: float, lean: float) -> None:
    """Draw one cotton plant close by, with leaves and open bolls."""
    stalk = smooth(
        [(x, base), (x + lean * 0.3, base - height * 0.4), (x + lean, base - height)]
    )
    bark = mix(EARTH, NIGHT, 0.35)
    canvas.line(stalk, bark, 8)
    spots: list[tuple[float, float, int]] = []
    for i in range(7):
        share = 0.16 + i * 0.125
        side = 1 if i % 2 else -1
        px, py = stalk[int(share * (len(stalk) - 1))]
        reach = (1.15 - share) * height * 0.27
        tip = (px + side * reach, py - reach * 0.55)
        bend = (px + side * reach * 0.6, py - reach * 0.1)
        canvas.line(smooth([(px, py), bend, tip]), bark, 4)
        leaf = [(0, 0), (26, -22), (66, -16), (92, 4), (60, 14), (28, 20)]
        green = mix(MOSS, FJORD, canvas.random.uniform(0.3, 0.75))
        angle = 24 if side > 0 else 150
        blade = turned(smooth(leaf, closed=True), bend[0], bend[1], angle)
        canvas.area(blade, green, mix(green, FJORD, 0.4))
        spots.append((*tip, i))
    for px, py, i in spots:
        _boll(canvas, px, py, 44 - i * 2)
    _boll(canvas, *stalk[-1], 36)


def _bush(canvas: Canvas, x: float, y: float, k: float, haze: float) -> None:
    """Draw a cotton bush in a row, k pixels per metre, haze 0 (near) to 1 (far)."""
    green = mix(mix(FJORD, EARTH, 0.45), mix(OCHRE, SAND, 0.25), haze * 0.75)
    size = 0.44 * k
    for shift, lift in ((-0.45, 0.5), (0.45, 0.5), (0, 1.0)):
        bush = oval(x + shift * size, y - lift * size, size * 0.6, size * 0.6)
        canvas.area(bush, mix(green, OCHRE, 0.1 * lift))


def _bolls(canvas: Canvas, x: float, y: float, k: float, haze: float) -> None:
    """Sprinkle white bolls over the bush that stands at (x, y)."""
    size = 0.44 * k
    shade = mix(mix(EARTH, SAND, 0.35), mix(OCHRE, SAND, 0.5), haze)
    for _ in range(5 if k > 50 else 3):
        bx = x + canvas.random.uniform(-0.85, 0.85) * size
        by = y - canvas.random.uniform(0.55, 1.5) * size
        dot = max(1.0, 0.052 * k * canvas.random.uniform(0.8, 1.2))
        canvas.dab(bx + dot * 0.25, by + dot * 0.3, dot, shade)
        canvas.dab(bx, by, dot, mix(WHITE, mix(OCHRE, SAND, 0.5), 0.1 + haze * 0.4))


def cotton(canvas: Canvas) -> None:
    """Paint rows of ripe cotton running towards a low sun."""
    glow = mix(OCHRE, SAND, 0.45)
    canvas.area(ALL, mix(SAND, TERRACOTTA, 0.28), mix(SAND, OCHRE, 0.3), glow, glow)
    sun(canvas, 1010, 372, 82, OCHRE)
    for x, y, length in ((380, 170, 380), (1330, 130, 300), (660, 262, 260)):
        cloud(canvas, x, y, length, mix(SAND, OCHRE, 0.12))
    for knots, share in (
        (
            [(-20, 400), (300, 350), (620, 404), (900, 420), (1300, 376), (1620, 352)],
            0.22,
        ),
        ([(-20, 426), (420, 408), (760, 434), (1180, 424), (1620, 402)], 0.42),
    ):
        hill = smooth(knots)
        canvas.area(
            down_to(hill, 470), mix(glow, TERRACOTTA, share), mix(glow, OCHRE, 0.3)
        )
    for _ in range(46):
        x = canvas.random.uniform(0, WIDTH)
        if abs(x - 1010) > 120:
            size = canvas.random.uniform(6, 17)
            canvas.area(
                oval(x, 438 - size * 0.5, size, size * 0.8), mix(EARTH, MOSS, 0.3)
            )
    canvas.area(
        box(0, 438, WIDTH, HEIGHT),
        mix(EARTH, OCHRE, 0.55),
        EARTH,
        mix(EARTH, NIGHT, 0.5),
    )
    distant = mix(mix(FJORD, EARTH, 0.45), mix(OCHRE, SAND, 0.25), 0.75)
    canvas.area(box(0, 438, WIDTH, 500), mix(glow, TERRACOTTA, 0.3), distant)
    lens = Lens(x=1010, y=430, focal=900, eye=3.1)
    for row in range(-30, 26):
        # Dark furrows under the plants make the rows readable far away.
        near, far = lens.at(row * 1.7, 0, 3), lens.at(row * 1.7, 0, 60)
        wide = 0.5 * lens.focal / 3
        furrow = [far, (near[0] + wide, near[1]), (near[0] - wide, near[1])]
        canvas.area(furrow, mix(EARTH, NIGHT, 0.35), alpha=0.7)
    plants: list[tuple[float, float, float, float]] = []
    deep = 66.0
    while deep > 3.4:
        haze = min(1, deep / 44)
        k = lens.focal / deep
        for row in range(-38, 30):
            x, y = lens.at(row * 1.7 + canvas.random.uniform(-0.06, 0.06), 0, deep)
            if -k < x < WIDTH + k:
                plants.append((x, y, k, haze))
        deep *= 0.962
    for plant in plants:
        _bush(canvas, *plant)
    # All bolls lie on top: half hidden ones would look like crumbs.
    for plant in plants:
        _bolls(canvas, *plant)
    canvas.glow(1010, 450, 900, 190, mix(OCHRE, SAND, 0.6), 0.7)
    canvas.fade(box(0, 800, WIDTH, HEIGHT), mix(EARTH, NIGHT, 0.6), 0, 0.5)
    for x, base, height, lean in ((120, 1120, 700, -40), (330, 1150, 620, 60)):
        _stem(canvas, x, base, height, lean)
