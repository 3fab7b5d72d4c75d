"""Six places. Each paints the page behind the figure and says where the ground is under it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable

import numpy as np

from .pen import Color, Pen, dark, mix, rgb, WHITE

Rng = np.random.Generator


@dataclass(frozen=True)
class Place:
    name: str
    words: tuple[str, ...]  # phrases with their preposition, the first is the common one
    paint: Callable[[Pen, Rng, float], None]  # pen, props' randomness, bumpiness 0…1


def vary(rng: Rng, color: Color, by: float = 0.035) -> Color:
    """The colour, a little lighter or darker and warmer or cooler."""
    light, warm = rng.normal(0, by), rng.normal(0, by * 0.6)
    return tuple(float(np.clip(c + light + d * warm, 0, 1)) for c, d in zip(color, (1, 0, -1)))  # type: ignore[return-value]


def _cloud(pen: Pen, x: float, y: float, s: float, color: Color) -> None:
    for dx, dy, r in ((-7, 1, 5), (0, -2, 7), (8, 1, 5)):
        pen.ellipse(x + dx * s, y + dy * s, r * 1.2 * s, r * s, color, line=False)
    pen.box(x - 12 * s, y + 1 * s, 25 * s, 5.5 * s, color, 2.7 * s, line=False)


def _apartment(pen: Pen, rng: Rng, _: float) -> None:
    wall = vary(rng, (rgb("#f3d9b8"), rgb("#f0cfc0"), rgb("#ead6c6"))[rng.integers(3)])
    pen.gradient(-2, 92, wall, mix(wall, rgb("#d9a07a"), 0.18))
    floor = vary(rng, rgb("#b9774a"))
    pen.ground(lambda x: 91, floor)
    for y in (99, 109, 120):
        pen.curve(((-4, y), (64, y), (132, y)), 0.8, dark(floor, 0.82))
    pen.box(-4, 87.5, 136, 4, rgb("#fbf3e6"))
    # a window on one side, a lamp or a picture on the other
    left = rng.random() < 0.5
    wx = (9 if left else 85) + rng.uniform(-3, 3)
    pen.box(wx, 14, 34, 40, rgb("#fffaf0"), 1)
    pen.box(wx + 3, 17, 28, 34, vary(rng, rgb("#a9d8ee")), 0.5, line=False)
    pen.box(wx + 3, 38, 28, 13, rgb("#9cc98a"), 0.5, line=False)
    pen.box(wx + 15.8, 16, 2.6, 36, rgb("#fffaf0"), line=False)
    pen.box(wx + 2, 32, 30, 2.4, rgb("#fffaf0"), line=False)
    curtain = vary(rng, (rgb("#d95d4e"), rgb("#3f8f8b"), rgb("#e39a3b"))[rng.integers(3)])
    for side in (0, 1):
        x0 = wx - 5 if side == 0 else wx + 39
        inward = 9 if side == 0 else -9
        pen.polygon(((x0, 10), (x0 + inward, 10), (x0 + inward * 0.55, 36), (x0 + inward * 0.8, 60), (x0, 60)), curtain)
    pen.box(wx - 7, 8, 48, 3.4, rgb("#7a4c2e"), 1.5)
    ox = (100 if left else 24) + rng.uniform(-4, 4)
    pen.box(ox - 13, 18, 26, 20, rgb("#7a4c2e"), 1)
    pen.box(ox - 10.5, 20.5, 21, 15, vary(rng, rgb("#f6e3a1"), 0.06), 0.5, line=False)
    pen.blob(((ox - 10, 35), (ox - 4, 26), (ox + 2, 31), (ox + 6, 27), (ox + 10, 35)), vary(rng, rgb("#5c8f6b"), 0.08), line=False)
    sofa = vary(rng, (rgb("#4c7fa0"), rgb("#5f9a72"), rgb("#b85b6a"))[rng.integers(3)])
    sx = (92 if left else -10) + rng.uniform(-3, 3)
    pen.box(sx - 4, 60, 54, 30, sofa, 6)
    pen.box(sx - 8, 70, 12, 24, dark(sofa, 0.9), 5)
    pen.box(sx + 42, 70, 12, 24, dark(sofa, 0.9), 5)
    pen.box(sx, 78, 46, 13, mix(sofa, WHITE, 0.18), 4)
    rug = vary(rng, rgb("#e9c46a"), 0.06)
    pen.ellipse(64, 113, 50, 9.5, rug)
    pen.ellipse(64, 113, 41, 6.8, mix(rug, rgb("#c8553d"), 0.45), line=False)


def _forest(pen: Pen, rng: Rng, _: float) -> None:
    pen.gradient(-2, 95, rgb("#d8efc0"), rgb("#a8d59a"))
    far = vary(rng, rgb("#7fb983"))
    for x in range(-6, 140, 15):
        x += rng.uniform(-4, 4)
        h = rng.uniform(0, 16)
        pen.box(x - 1.6, 50, 3.2, 42, dark(far, 0.8), line=False)
        pen.ellipse(x, 36 + h, 11, 24, far, line=False)
    pen.ground(lambda x: 90 + 2 * math.sin(x / 17), vary(rng, rgb("#6fa648")))
    for side in (0, 1):
        x = (12 if side == 0 else 114) + rng.uniform(-7, 7)
        leaf = vary(rng, rgb("#2f7d4a"), 0.04)
        trunk = rgb("#7b5234")
        if rng.random() < 0.5:  # a fir
            pen.box(x - 4, 66, 8, 31, trunk)
            for y, w in ((74, 24), (52, 20), (30, 15)):
                pen.polygon(((x - w, y), (x + w, y), (x, y - 36)), leaf)
        else:
            pen.polygon(((x - 5, 97), (x + 5, 97), (x + 3.4, 40), (x - 3.4, 40)), trunk)
            for dx, dy, r in ((-13, 4, 14), (13, 4, 14), (0, -10, 18)):
                pen.ellipse(x + dx, 38 + dy, r, r, leaf, shade=True)
    grass = vary(rng, rgb("#4d8a34"))
    for _i in range(6):
        x, y = rng.uniform(0, 128), rng.uniform(98, 122)
        for dx in (-3, 0, 3):
            pen.curve(((x, y), (x + dx * 0.5, y - 3), (x + dx, y - 5.5)), 1.3, grass)
    for _i in range(2):  # toadstools
        x, y = (rng.uniform(4, 26) if rng.random() < 0.5 else rng.uniform(102, 124)), rng.uniform(103, 122)
        pen.box(x - 1.7, y - 6, 3.4, 6.5, rgb("#fdf3e0"), 1)
        pen.blob(((x - 6, y - 5), (x - 4, y - 10), (x, y - 11.5), (x + 4, y - 10), (x + 6, y - 5)), rgb("#d8433b"))
        pen.ellipse(x - 1.5, y - 8.5, 1.2, 1.2, WHITE, line=False)


def _beach(pen: Pen, rng: Rng, _: float) -> None:
    pen.gradient(-2, 62, rgb("#6ec6f0"), rgb("#c9ecf7"))
    sun_left = rng.random() < 0.5
    pen.ellipse((22 if sun_left else 106) + rng.uniform(-6, 6), 18 + rng.uniform(-4, 4), 10, 10, rgb("#ffd84d"))
    _cloud(pen, rng.uniform(30, 98), rng.uniform(12, 26), rng.uniform(0.7, 1.1), WHITE)
    sea = vary(rng, rgb("#1f8fc4"))
    pen.gradient(58, 90, sea, mix(sea, rgb("#6fd6d6"), 0.6))
    for _i in range(5):
        x, y = rng.uniform(0, 120), rng.uniform(63, 80)
        pen.curve(((x, y), (x + 4, y - 1.2), (x + 8, y)), 1.1, WHITE, alpha=0.8)
    bx = rng.uniform(14, 114)  # a sailing boat
    pen.polygon(((bx, 42), (bx, 57), (bx + 9, 57)), WHITE)
    pen.polygon(((bx - 1.5, 45), (bx - 1.5, 57), (bx - 8, 57)), rgb("#f26d5b"))
    pen.polygon(((bx - 10, 58), (bx + 11, 58), (bx + 7, 62.5), (bx - 7, 62.5)), rgb("#8a4f2d"))
    pen.ground(lambda x: 84 + 2.2 * math.sin(x / 11 + bx), WHITE, line=False)
    pen.ground(lambda x: 87 + 2.2 * math.sin(x / 11 + bx), vary(rng, rgb("#f5d791")), line=False)
    side = 1 if sun_left else 0
    if rng.random() < 0.5:  # a parasol
        x = (14 if side == 0 else 114) + rng.uniform(-5, 5)
        pen.tube(((x, 104), (x + 1, 66), (x + 2, 40)), 2.4, rgb("#fff7e8"))
        red = vary(rng, (rgb("#e8504a"), rgb("#3d9be0"), rgb("#f0803c"))[rng.integers(3)])
        for k in range(4):
            a, b = math.pi * (1 + k / 4), math.pi * (1 + (k + 1) / 4)
            pen.polygon(((x + 2, 36), *((x + 2 + 27 * math.cos(a + (b - a) * t), 52 + 20 * math.sin(a + (b - a) * t)) for t in (0, 0.5, 1))), red if k % 2 == 0 else WHITE)
    else:  # a palm
        x = (12 if side == 0 else 116) + rng.uniform(-5, 5)
        lean = 8 if side == 0 else -8
        pen.tube(((x, 102), (x + lean * 0.3, 74), (x + lean, 44)), 5, rgb("#a9744a"))
        for dx, dy in ((-22, 6), (-17, -9), (0, -15), (17, -9), (22, 6)):
            pen.tube(((x + lean, 42), (x + lean + dx * 0.6, 40 + dy * 0.9), (x + lean + dx, 46 + dy)), 5, rgb("#3aa655"))
    for _i in range(3):
        x, y = rng.uniform(4, 124), rng.uniform(100, 123)
        pen.ellipse(x, y, 2.6, 1.8, (rgb("#f7a9a0"), WHITE, rgb("#e6b566"))[rng.integers(3)])


def road_height(rng_phase: float, bumpiness: float) -> Callable[[float], float]:
    """y of the road's surface at x, units. Bumpiness 0…1 scales the bumps from none to 10 units high."""
    a = 10.0 * bumpiness
    return lambda x: 97 - a * (0.62 * math.sin(x / 6.6 + rng_phase) + 0.38 * math.sin(x / 4.1 + 2.1 * rng_phase))


def _road(pen: Pen, rng: Rng, bumpiness: float) -> None:
    phase = float(rng.uniform(0, 6.28))
    pen.gradient(-2, 90, rgb("#8fcdf2"), rgb("#e9f6fb"))
    for _i in range(2):
        _cloud(pen, rng.uniform(8, 120), rng.uniform(10, 30), rng.uniform(0.8, 1.2), WHITE)
    hill = vary(rng, rgb("#8cc46a"))
    k = rng.uniform(0, 6.28)
    pen.ground(lambda x: 62 + 10 * math.sin(x / 26 + k), mix(hill, rgb("#bfe3d8"), 0.4))
    pen.ground(lambda x: 76 + 6 * math.sin(x / 19 + 2 * k + 1), hill)
    for _i in range(2):
        x = rng.uniform(4, 124)
        pen.box(x - 1.3, 62, 2.6, 14, rgb("#8a5b39"))
        pen.ellipse(x, 58, 7, 8, vary(rng, rgb("#4f9a4a")))
    top = road_height(phase, bumpiness)
    pen.ground(lambda x: top(x) - 4, vary(rng, rgb("#d9c08a")))
    asphalt = vary(rng, rgb("#6d6f7a"), 0.025)
    pen.ground(top, asphalt)
    shift = rng.uniform(0, 22)
    for x0 in np.arange(-22 + shift, 140, 22):
        pen.tube(tuple((x, top(x) + 17) for x in (x0, x0 + 3, x0 + 6, x0 + 9, x0 + 12)), 2.8, rgb("#fbf6e6"), line=False)
    for _i in range(int(round(bumpiness * 7))):
        x = rng.uniform(2, 126)
        y = top(x) + rng.uniform(5, 26)
        pen.ellipse(x, y, rng.uniform(2, 4), 1.6, dark(asphalt, 0.68), line=False)


def _snow(pen: Pen, rng: Rng, _: float) -> None:
    pen.gradient(-2, 95, rgb("#a9c8ec"), rgb("#f3e6f1"))
    peak = vary(rng, rgb("#7d93c4"))
    for x, y, w in ((rng.uniform(10, 40), 26 + rng.uniform(-5, 5), 46), (rng.uniform(84, 116), 18 + rng.uniform(-5, 5), 52)):
        pen.polygon(((x - w, 92), (x, y), (x + w, 92)), peak)
        pen.polygon(((x - w * 0.3, y + 20), (x, y), (x + w * 0.3, y + 20), (x + w * 0.12, y + 16), (x, y + 23), (x - w * 0.13, y + 16)), WHITE)
    k = rng.uniform(0, 6.28)
    pen.ground(lambda x: 84 + 4 * math.sin(x / 21 + k), rgb("#dfeaf8"))
    pen.ground(lambda x: 94 + 2.5 * math.sin(x / 27 + 2 * k), rgb("#f7fbff"))
    for side in (0, 1):
        if rng.random() < 0.75:
            x = (11 if side == 0 else 117) + rng.uniform(-6, 6)
            pen.box(x - 2.5, 86, 5, 13, rgb("#6f4d3a"))
            for y, w in ((88, 15), (73, 12.5), (59, 9)):
                pen.polygon(((x - w, y), (x + w, y), (x, y - 23)), rgb("#3f7f78"))
                pen.polygon(((x - w * 0.5, y - 11.5), (x + w * 0.5, y - 11.5), (x, y - 23)), WHITE, line=False)
    for _i in range(16):
        pen.ellipse(rng.uniform(0, 128), rng.uniform(0, 122), 1.4, 1.4, WHITE, line=False)


def _moon(pen: Pen, rng: Rng, _: float) -> None:
    pen.gradient(-2, 100, rgb("#1b1b46"), rgb("#46357e"))
    for _i in range(20):
        r = rng.uniform(0.7, 1.5)
        pen.ellipse(rng.uniform(0, 128), rng.uniform(0, 84), r, r, rgb("#fff3c4"), line=False)
    left = rng.random() < 0.5
    ex, ey = (24 if left else 104) + rng.uniform(-6, 6), 24 + rng.uniform(-5, 5)
    pen.ellipse(ex, ey, 14, 14, rgb("#4aa3e0"), shade=True)
    pen.blob(((ex - 10, ey - 4), (ex - 4, ey - 10), (ex + 3, ey - 7), (ex - 1, ey - 1), (ex - 6, ey + 4)), rgb("#6fc06a"), line=False)
    pen.blob(((ex + 3, ey + 2), (ex + 10, ey), (ex + 9, ey + 7), (ex + 3, ey + 10)), rgb("#6fc06a"), line=False)
    if rng.random() < 0.6:  # a rocket
        x, y = (106 if left else 22) + rng.uniform(-5, 5), 62
        pen.polygon(((x - 8, y + 20), (x - 11, y + 32), (x - 3, y + 26)), rgb("#e8504a"))
        pen.polygon(((x + 8, y + 20), (x + 11, y + 32), (x + 3, y + 26)), rgb("#e8504a"))
        pen.blob(((x, y - 16), (x + 8, y), (x + 7, y + 26), (x - 7, y + 26), (x - 8, y)), rgb("#f3f0fa"))
        pen.ellipse(x, y + 3, 4.2, 4.2, rgb("#57b6e8"))
    dust = vary(rng, rgb("#c9c3d6"))
    k = rng.uniform(0, 6.28)
    pen.ground(lambda x: 91 + 3 * math.sin(x / 24 + k), dust)
    for _i in range(5):
        x, y, r = rng.uniform(4, 124), rng.uniform(99, 124), rng.uniform(4, 9)
        pen.ellipse(x, y, r, r * 0.42, dark(dust, 0.84))


PLACES: dict[str, Place] = {
    p.name: p
    for p in (
        Place("apartment", ("in an apartment", "in the apartment", "in a living room", "at home"), _apartment),
        Place("forest", ("in a forest", "in the forest", "in the woods", "among the trees"), _forest),
        Place("beach", ("on a beach", "on the beach", "by the sea", "at the beach"), _beach),
        Place("road", ("on a road", "on the road", "on a street"), _road),
        Place("snow", ("in the snow", "in the snowy mountains", "on a snowy mountain", "in winter"), _snow),
        Place("moon", ("on the moon", "on the moon", "in space", "among the stars"), _moon),
    )
}
